"""The demo's records: of three in four consultas that happened in two weeks, by who attended.

Another run writes those of the days that have passed since, and leaves alone what people touched.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from apps.consulta.interface import ConsultaData, consulta_service
from apps.kernel.access.escopo import SISTEMA, Escopo, Papel, Vinculo
from apps.kernel.models import EventoAuditoria
from apps.kernel.transactions import transacao
from apps.paciente.interface import PacienteData, paciente_service
from apps.prontuario.models import CONTEUDO, Prontuario
from apps.rede.interface import ProfissionalData, rede_service

SEMENTE = "registros"
DIAS = 14
DEMORA = timedelta(minutes=55)

# specialty → CID-10, diagnosis, treatment
QUADROS = {
    "Clínica Médica": (
        ("J11.1", "Influenza com manifestações respiratórias", "Repouso, hidratação e dipirona."),
        ("I10", "Hipertensão essencial", "Losartana 50 mg pela manhã; dieta hipossódica."),
        ("E11.9", "Diabetes mellitus tipo 2", "Metformina 850 mg após o almoço e o jantar."),
        ("N39.0", "Infecção do trato urinário", "Nitrofurantoína 100 mg de 6/6 h por cinco dias."),
    ),
    "Cardiologia": (
        ("I10", "Hipertensão essencial", "Anlodipino 5 mg ao dia; MAPA de 24 h."),
        ("I20.9", "Angina de esforço", "AAS 100 mg, atenolol 25 mg; teste ergométrico."),
        ("I50.0", "Insuficiência cardíaca congestiva", "Furosemida 40 mg; restrição de líquidos."),
        ("E78.5", "Dislipidemia", "Sinvastatina 20 mg à noite; novo perfil lipídico em 90 dias."),
    ),
    "Pediatria": (
        ("J45.9", "Asma", "Salbutamol com espaçador nas crises; técnica revista com a mãe."),
        ("H66.9", "Otite média", "Amoxicilina 50 mg/kg/dia por dez dias."),
        ("A09", "Gastroenterite de presumível origem infecciosa", "Soro oral e zinco."),
        ("Z00.1", "Puericultura de rotina", "Vacinas em dia; retorno em seis meses."),
    ),
    "Dermatologia": (
        ("L20.9", "Dermatite atópica", "Emoliente duas vezes ao dia; hidrocortisona nas lesões."),
        ("L70.0", "Acne vulgar", "Adapaleno 0,1% à noite; protetor solar."),
        ("L40.0", "Psoríase vulgar", "Calcipotriol com betametasona por quatro semanas."),
    ),
    "Ortopedia": (
        ("M54.5", "Dor lombar baixa", "Ibuprofeno por cinco dias; fisioterapia motora."),
        ("M17.9", "Gonartrose", "Fortalecimento de quadríceps; paracetamol se houver dor."),
        ("S93.4", "Entorse do tornozelo", "Imobilização por sete dias; gelo e elevação."),
    ),
    "Psicologia": (
        ("F41.1", "Ansiedade generalizada", "Psicoterapia semanal; técnicas de respiração."),
        ("F43.2", "Transtorno de adaptação", "Psicoterapia breve; reavaliação em oito sessões."),
    ),
    "Nutrição": (
        ("E66.9", "Obesidade", "Plano alimentar de 1.600 kcal; caminhada cinco vezes por semana."),
        ("E78.0", "Hipercolesterolemia", "Redução de gordura saturada; aveia diária."),
    ),
    "Medicina de Família e Comunidade": (
        ("Z00.0", "Exame médico geral", "Exames de rotina solicitados; retorno com resultados."),
        ("J30.4", "Rinite alérgica", "Lavagem nasal com soro; loratadina 10 mg se necessário."),
        ("M79.1", "Mialgia", "Calor local e alongamento; analgésico por três dias."),
    ),
}
OBSERVACOES = (
    None, "PA 120x80 mmHg, FC 72 bpm. Bom estado geral.", "Nega alergias a medicamentos.",
    "Orientações dadas por escrito; retorno em 30 dias.", "Sem queixas novas desde a última vez.",
)  # fmt: skip
RETIFICACAO = {
    "observacoes": "Em uso contínuo de vitamina D 1.000 UI, não citado durante a consulta.",
    "justificativa": "Medicamento de uso contínuo informado depois de fechado o registro.",
}


def carregar(*, agora: datetime) -> dict[str, int]:
    """Make what is not there yet; how many of each. `agora` is when the demo is loaded."""
    profissionais = {p.id: p for p in rede_service.listar_profissionais(escopo=SISTEMA)}
    novos = _registros(_por_registrar(agora, profissionais), profissionais)

    def gravar() -> dict[str, int]:
        _inserir(novos)
        retificacoes = [_retificar(registro) for registro in novos[4::15]]
        _inserir(retificacoes)
        return {"registros": len(novos), "retificações": len(retificacoes)}

    return transacao(gravar)


def _por_registrar(
    agora: datetime, profissionais: Mapping[int, ProfissionalData]
) -> list[ConsultaData]:
    """Three in four of the consultas that happened, without a record, that nobody touched."""
    escolhidas = [
        c
        for c in _ultimas_consultas(agora, profissionais)
        if c.status == "realizada" and c.id_profissional in profissionais and c.id % 4
    ]
    registros = Prontuario.objects.filter(id_consulta__in=[c.id for c in escolhidas])
    com_registro = set(registros.values_list("id_consulta", flat=True))
    # What the audit trail names, people have touched: it is theirs to write about.
    objetos = {f"consulta.consulta:{c.id}": c.id for c in escolhidas}
    eventos = EventoAuditoria.objects.filter(objeto__in=objetos)
    tocadas = {objetos[objeto] for objeto in eventos.values_list("objeto", flat=True)}
    return [c for c in escolhidas if c.id not in com_registro | tocadas]


def _ultimas_consultas(
    agora: datetime, profissionais: Mapping[int, ProfissionalData]
) -> Sequence[ConsultaData]:
    hoje = timezone.localdate(agora)
    clinicas = sorted({c for p in profissionais.values() for c in p.clinicas})
    escopo = Escopo(
        id_usuario=SISTEMA.id_usuario, vinculos=tuple(Vinculo(c, Papel.SERVICO) for c in clinicas)
    )
    return consulta_service.listar(
        de=hoje - timedelta(days=DIAS), ate=hoje - timedelta(days=1), escopo=escopo
    )


def _registros(
    consultas: Sequence[ConsultaData], profissionais: Mapping[int, ProfissionalData]
) -> list[Prontuario]:
    ids = sorted({c.id_paciente for c in consultas})
    pacientes = paciente_service.obter_varios(ids=ids, escopo=SISTEMA)
    return [
        _registrar(c, pacientes[c.id_paciente], profissionais[c.id_profissional or 0])
        for c in consultas
    ]


def _registrar(
    consulta: ConsultaData, paciente: PacienteData, autor: ProfissionalData
) -> Prontuario:
    sorteio = Random(f"{SEMENTE} {consulta.id}")
    do_autor = [e for e in autor.especialidades if e in QUADROS]
    cid, diagnostico, tratamento = sorteio.choice(QUADROS[(do_autor or ["Clínica Médica"])[0]])
    return Prontuario(
        id_paciente=paciente.id,
        paciente=paciente.nome,
        cpf=paciente.cpf,
        data_nascimento=paciente.data_nascimento,
        id_consulta=consulta.id,
        diagnostico=diagnostico,
        cid10=[cid],
        tratamento=tratamento,
        observacoes=sorteio.choice(OBSERVACOES),
        id_autor=autor.id,
        autor=autor.nome,
        data_criacao=consulta.data_hora + DEMORA,
    )


def _retificar(registro: Prontuario) -> Prontuario:
    """The next version of a record, two hours later."""
    herdados = set(CONTEUDO) - {"versao", "retifica_id", "data_criacao", *RETIFICACAO}
    return Prontuario(
        **{campo: getattr(registro, campo) for campo in herdados},
        **RETIFICACAO,
        versao=registro.versao + 1,
        retifica=registro,
        data_criacao=registro.data_criacao + timedelta(hours=2),
    )


def _inserir(registros: Sequence[Prontuario]) -> None:
    for registro in registros:
        registro.hash = registro.calcular_hash()
    Prontuario.objects.bulk_create(registros)
