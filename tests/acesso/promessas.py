"""The statuses, the codes and the fields that the contract names, operation by operation."""

from tests.acesso.matriz import Linha

Codigo = tuple[int, str]

SEMPRE: set[Codigo] = {
    (406, "formato_nao_aceito"),
    (429, "limite_excedido"),
    (500, "erro_interno"),
    (503, "banco_indisponivel"),
}
FECHADA: set[Codigo] = {(401, "nao_autenticado"), (403, "sem_permissao")}
COM_CORPO: set[Codigo] = {
    (400, "corpo_invalido"),
    (400, "dados_invalidos"),
    (400, "campo_desconhecido"),
    (413, "corpo_grande_demais"),
    (415, "tipo_nao_suportado"),
}
IDEMPOTENTE: set[Codigo] = {(409, "em_andamento"), (422, "chave_reutilizada")}
CONDICIONAL: set[Codigo] = {(412, "versao_desatualizada")}

PROPRIAS: dict[str, set[Codigo]] = {
    "POST /auth/token": {(401, "nao_autenticado")},
    "POST /auth/token/refresh": {(401, "nao_autenticado")},
    "GET /clinicas/{id}": {(404, "clinica_nao_encontrada")},
    "PATCH /clinicas/{id}": {(404, "clinica_nao_encontrada")},
    "POST /profissionais": {(404, "clinica_nao_encontrada")},
    "GET /profissionais/{id}": {(404, "profissional_nao_encontrado")},
    "PATCH /profissionais/{id}": {(404, "profissional_nao_encontrado")},
    "POST /pacientes": {(409, "cpf_duplicado"), (409, "cns_duplicado")},
    "GET /pacientes/{id}": {(404, "paciente_nao_encontrado")},
    "PATCH /pacientes/{id}": {
        (404, "paciente_nao_encontrado"),
        (409, "cpf_duplicado"),
        (409, "cns_duplicado"),
    },
    "GET /consultas": {(404, "clinica_nao_encontrada")},
    "POST /consultas": {
        (404, "clinica_nao_encontrada"),
        (404, "paciente_nao_encontrado"),
        (404, "profissional_nao_encontrado"),
        (409, "horario_ocupado"),
        (503, "servico_indisponivel"),
    },
    "GET /agenda/horarios-livres": {
        (404, "clinica_nao_encontrada"),
        (503, "servico_indisponivel"),
    },
    "GET /consultas/{id}": {(404, "consulta_nao_encontrada")},
    "POST /consultas/{id}/remarcar": {
        (404, "profissional_nao_encontrado"),
        (409, "horario_ocupado"),
        (503, "servico_indisponivel"),
    },
    "GET /prontuarios": {(503, "servico_indisponivel")},
    "POST /prontuarios": {
        (403, "sem_vinculo"),
        (404, "paciente_nao_encontrado"),
        (503, "servico_indisponivel"),
    },
    "GET /prontuarios/{id}": {
        (403, "sem_vinculo"),
        (404, "prontuario_nao_encontrado"),
        (503, "servico_indisponivel"),
    },
    "GET /prontuarios/paciente/{id}": {(403, "sem_vinculo"), (503, "servico_indisponivel")},
    "POST /prontuarios/{id}/retificacoes": {
        (403, "nao_e_autor"),
        (404, "prontuario_nao_encontrado"),
        (409, "ja_retificado"),
    },
    "GET /faturas": {(404, "clinica_nao_encontrada")},
    "POST /faturas": {
        (404, "consulta_nao_encontrada"),
        (409, "consulta_inativa"),
        (409, "fatura_existente"),
        (503, "servico_indisponivel"),
    },
    "GET /faturas/{id}": {(404, "fatura_nao_encontrada")},
    "POST /faturas/{id}/pagar": {
        (404, "fatura_nao_encontrada"),
        (409, "aguardando_plano"),
        (409, "fatura_paga"),
        (409, "fatura_cancelada"),
    },
    "POST /faturas/{id}/decidir": {(404, "fatura_nao_encontrada")},
    "POST /faturas/{id}/cancelar": {
        (404, "fatura_nao_encontrada"),
        (409, "fatura_paga"),
        (409, "fatura_cancelada"),
    },
}

VERBO_DA_CONSULTA: set[Codigo] = {(404, "consulta_nao_encontrada"), (409, "transicao_invalida")}


def promessas_de(linha: Linha) -> set[Codigo]:
    """Every status and code that the contract names for an operation, its shape's included."""
    codigos = SEMPRE | PROPRIAS.get(str(linha), set())
    if not linha.aberta:
        codigos = codigos | FECHADA
    if linha.lista:
        codigos = codigos | {(400, "parametro_invalido")}
    if linha.metodo in ("POST", "PATCH"):
        codigos = codigos | COM_CORPO
    if linha.metodo == "POST" and not linha.aberta:
        codigos = codigos | IDEMPOTENTE
    if linha.metodo == "PATCH" or (linha.metodo == "POST" and linha.status == 200 and linha.alvo):
        codigos = codigos | CONDICIONAL
    if linha.metodo == "POST" and linha.caminho.startswith("/consultas/{id}/"):
        codigos = codigos | VERBO_DA_CONSULTA
    return codigos


def _campos(texto: str) -> tuple[str, ...]:
    return tuple(texto.split())


CLINICA = _campos("id nome cnes cidade uf ativa")
PROFISSIONAL = _campos(
    "id nome conselho numero_conselho uf_conselho cbo especialidades clinicas ativo"
)
PACIENTE = _campos(
    "id nome cpf data_nascimento nome_social nome_mae sexo cns passaporte telefone email endereco"
    " plano data_criacao"
)
CONSULTA = _campos(
    "id id_paciente paciente id_profissional profissional id_clinica data_hora duracao_minutos"
    " especialidade motivo teleconsulta encaixe status data_criacao"
)
HORARIO_LIVRE = _campos("id_profissional profissional id_clinica data_hora duracao_minutos")
PRONTUARIO = _campos(
    "id id_paciente paciente cpf data_nascimento id_consulta diagnostico cid10 tratamento"
    " observacoes id_autor autor versao retifica retificado_por justificativa data_criacao hash"
)
FATURA = _campos(
    "id id_consulta id_paciente paciente id_clinica data_consulta procedimentos valor_total"
    " valor_coberto valor_paciente valor_pago status data_criacao"
)
EVENTO = _campos("seq momento evento id_usuario papel id_clinica ip objeto permitido id_requisicao")

CAMPOS: dict[str, tuple[str, ...]] = {
    "POST /auth/token": ("access", "refresh"),
    "GET /auth/eu": _campos("id username nome id_profissional vinculos"),
    "GET /clinicas": CLINICA,
    "POST /clinicas": CLINICA,
    "GET /profissionais": PROFISSIONAL,
    "POST /profissionais": PROFISSIONAL,
    "GET /pacientes": PACIENTE,
    "POST /pacientes": PACIENTE,
    "GET /consultas": CONSULTA,
    "POST /consultas": CONSULTA,
    "POST /consultas/{id}/confirmar": CONSULTA,
    "POST /consultas/{id}/remarcar": CONSULTA,
    "GET /agenda/horarios-livres": HORARIO_LIVRE,
    "GET /prontuarios": PRONTUARIO,
    "POST /prontuarios": PRONTUARIO,
    "POST /prontuarios/{id}/retificacoes": PRONTUARIO,
    "GET /faturas": FATURA,
    "POST /faturas": FATURA,
    "POST /faturas/{id}/pagar": FATURA,
    "GET /auditoria": EVENTO,
}
"""Operation → the fields of what it answers (of a list: of its rows)."""
