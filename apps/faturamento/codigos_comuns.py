"""The procedures of everyday: TUSS codes as the ANS describes them, and the clinic's own.

They make the product useful before the whole table is imported.
"""

TUSS = (
    ("10101012", "Consulta em consultório (no horário normal ou preestabelecido)"),
    ("10101039", "Consulta em pronto socorro"),
    ("10106146", "Atendimento ambulatorial em puericultura"),
    ("50000462", "Consulta em psicologia"),
    ("50000560", "Consulta ambulatorial por nutricionista"),
    ("50000144", "Consulta ambulatorial em fisioterapia"),
    ("50000586", "Consulta individual ambulatorial de fonoaudiologia"),
    ("20104219", "Sessão de psicoterapia individual"),
    ("20104103", "Curativos em geral sem anestesia, exceto queimados"),
    ("30101794", "Sutura de pequenos ferimentos com ou sem desbridamento"),
    ("31303269", "Implante de dispositivo intra-uterino (DIU) não hormonal"),
    (
        "40304361",
        "Hemograma com contagem de plaquetas ou frações (eritrograma, leucograma, plaquetas)",
    ),
    ("40302040", "Glicose - pesquisa e/ou dosagem"),
    ("40302733", "Hemoglobina glicada (Fração A1c) - pesquisa e/ou dosagem"),
    ("40301605", "Colesterol total - pesquisa e/ou dosagem"),
    ("40301583", "Colesterol (HDL) - pesquisa e/ou dosagem"),
    ("40301591", "Colesterol (LDL) - pesquisa e/ou dosagem"),
    ("40302547", "Triglicerídeos - pesquisa e/ou dosagem"),
    ("40301630", "Creatinina - pesquisa e/ou dosagem"),
    ("40302580", "Uréia - pesquisa e/ou dosagem"),
    ("40302504", "Transaminase oxalacética (amino transferase aspartato) - pesquisa e/ou dosagem"),
    ("40302512", "Transaminase pirúvica (amino transferase de alanina) - pesquisa e/ou dosagem"),
    ("40301150", "Ácido úrico - pesquisa e/ou dosagem"),
    ("40302318", "Potássio - pesquisa e/ou dosagem"),
    ("40302423", "Sódio - pesquisa e/ou dosagem"),
    ("40316521", "Tireoestimulante, hormônio (TSH) - pesquisa e/ou dosagem"),
    ("40316491", "T4 livre - pesquisa e/ou dosagem"),
    ("40316270", "Ferritina - pesquisa e/ou dosagem"),
    ("40316572", "Vitamina B12 - pesquisa e/ou dosagem"),
    ("40302830", 'Vitamina "D" 25 HIDROXI, pesquisa e/ou dosagem (Vitamina D3)'),
    ("40311210", "Rotina de urina (caracteres físicos, elementos anormais e sedimentoscopia)"),
    ("40310213", "Cultura, urina com contagem de colônias"),
    ("40303110", "Parasitológico - nas fezes"),
    ("40316149", "Antígeno específico prostático total (PSA) - pesquisa e/ou dosagem"),
    ("40305767", "Hormônio gonodotrofico corionico quantitativo (HCG-Beta-HCG) - dosagem"),
    ("40307182", "HIV1+ HIV2, (determinação conjunta), pesquisa de anticorpos"),
    ("40307760", "Sífilis - VDRL"),
    ("40308391", "Proteína C reativa, quantitativa - pesquisa e/ou dosagem"),
    ("40304370", "Hemossedimentação, (VHS) - pesquisa e/ou dosagem"),
    ("40304590", "Tempo de protrombina - determinação"),
    ("40601137", "Procedimento diagnóstico em citopatologia cérvico-vaginal oncótica"),
    ("40101010", "ECG convencional de até 12 derivações"),
    ("40101037", "Teste ergométrico computadorizado (inclui ECG basal convencional)"),
    ("40105148", "Espirometria"),
    ("40103072", "Audiometria tonal limiar com testes de discriminação"),
    ("40201120", "Endoscopia digestiva alta"),
    ("40808041", "Mamografia digital bilateral"),
    ("40901769", "US - Aparelho urinário (rins, ureteres e bexiga)"),
)
"""Code of the TUSS's table 22, official description (ANS, correlation TUSS × Rol 2021); all in the Rol."""

DA_CLINICA = (
    ("CON001", "Consulta"),
    ("CON002", "Consulta especializada"),
    ("EXA001", "Exame"),
)
"""The clinic's own codes, which the health plan knows too."""
