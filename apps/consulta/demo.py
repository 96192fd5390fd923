"""The demo's agenda: working hours, and four weeks of consultas around the day of loading.

Each of its consultas is booked three weeks ahead to the second (ANTECEDENCIA), which no person
does, and which tells them from people's. So another run, on a later day, fills the days that have
none yet, around what people booked, and closes those that have passed with nobody touching them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from apps.consulta.agenda import Intervalo, Turno, feriados_nacionais, recusas_do_expediente
from apps.consulta.models import Ausencia, Consulta, Expediente, Feriado
from apps.consulta.transicoes import INATIVOS, Status
from apps.kernel.access.escopo import SISTEMA
from apps.kernel.time import inicio_do_dia, intervalo_de_dias
from apps.kernel.transactions import transacao
from apps.paciente.interface import PacienteData, paciente_service
from apps.rede.interface import ProfissionalData, rede_service

SEMENTE = "quatro semanas"
DIAS = 14
ANTECEDENCIA = timedelta(days=21)

ABRE, FECHA = time(8), time(18)
# At least half of each day stays free, and with it every half hour from 15:30 on.
DE_MEIA_HORA = [time(h, m) for h in range(8, 15) for m in (0, 30)] + [time(h) for h in (15, 16, 17)]
DE_UMA_HORA = [time(h) for h in range(8, 15)]
SESSOES = {"Psicologia": 50, "Nutrição": 40}
"""Minutes of a consulta that takes an hour of the agenda; the others take half an hour."""

MOTIVOS = (
    None, "Primeira consulta", "Retorno", "Retorno com exames", "Consulta de rotina",
    "Renovação de receita", "Dor há uma semana", "Encaminhamento de outro profissional",
)  # fmt: skip
DE_ENCAIXE = "Dor desde a madrugada; encaixe combinado com o profissional."
CANCELAMENTOS = (
    ("paciente", "Pediu para desmarcar por telefone."),
    ("paciente", "Viagem a trabalho."),
    ("profissional", "Imprevisto na agenda do profissional."),
    ("clinica", "Manutenção do consultório."),
)


def carregar(*, agora: datetime) -> dict[str, int]:
    """Make what is not there yet; how many of each. `agora` is when the demo is loaded."""
    profissionais, pacientes = _elenco()
    if not _da_demo().exists():
        _abrir_expedientes(profissionais)
    dias = _dias_por_encher(timezone.localdate(agora))
    novas = [
        consulta
        for dia in dias
        for consulta in _sem_conflito(dia, Pagina(dia, agora, pacientes).encher(profissionais))
    ]

    def gravar() -> dict[str, int]:
        encerradas = _encerrar_passadas(agora)
        Consulta.objects.bulk_create(novas)
        return {"consultas": len(novas), "consultas encerradas": encerradas}

    return transacao(gravar)


def _da_demo() -> QuerySet[Consulta]:
    return Consulta.objects.filter(data_criacao=F("data_hora") - ANTECEDENCIA)


def _elenco() -> tuple[list[ProfissionalData], list[PacienteData]]:
    """Who is in the demo's agenda; the first time, who works there and the 300 newest patients."""
    profissionais = rede_service.listar_profissionais(escopo=SISTEMA)
    atendem = set(_da_demo().values_list("id_profissional", flat=True))
    if atendem:
        ids = sorted(set(_da_demo().values_list("id_paciente", flat=True)))
        pacientes = list(paciente_service.obter_varios(ids=ids, escopo=SISTEMA).values())
    else:
        pacientes = list(paciente_service.buscar(texto="", escopo=SISTEMA, limite=300))
    return (
        sorted((p for p in profissionais if not atendem or p.id in atendem), key=lambda p: p.id),
        sorted(pacientes, key=lambda p: p.id),
    )


def _abrir_expedientes(profissionais: Sequence[ProfissionalData]) -> None:
    Expediente.objects.bulk_create(
        (
            Expediente(id_profissional=p.id, dia_semana=dia, inicio=ABRE, fim=FECHA)
            for p in profissionais
            for dia in range(5)
        ),
        ignore_conflicts=True,
    )


def _dias_por_encher(hoje: date) -> list[date]:
    """Working days of the four weeks that have nothing of the demo yet."""
    janela = [hoje + timedelta(days=n) for n in range(-DIAS, DIAS + 1)]
    horas = _da_demo().filter(data_hora__gte=inicio_do_dia(janela[0]))
    cheios = {timezone.localdate(hora) for hora in horas.values_list("data_hora", flat=True)}
    parados = cheios.union(Feriado.objects.values_list("data", flat=True))
    return [
        dia
        for dia in janela
        if dia.weekday() < 5 and dia not in parados and dia not in feriados_nacionais(dia.year)
    ]


@dataclass
class Pagina:
    """A day of the agenda: the same on every machine, only the states follow the clock."""

    dia: date
    agora: datetime
    pacientes: Sequence[PacienteData]

    def __post_init__(self) -> None:
        self.sorteio = Random(f"{SEMENTE} {self.dia}")
        self.fila = self.sorteio.sample(self.pacientes, len(self.pacientes))

    def encher(self, profissionais: Sequence[ProfissionalData]) -> Iterator[Consulta]:
        for profissional in profissionais:
            yield from self._do_profissional(profissional)
        if self.dia > timezone.localdate(self.agora):
            clinicas = sorted({c for p in profissionais for c in p.clinicas})
            yield self._marcar(
                time(11), id_clinica=self.sorteio.choice(clinicas), especialidade="Clínica Médica"
            )

    def _do_profissional(self, profissional: ProfissionalData) -> Iterator[Consulta]:
        clinicas = sorted(profissional.clinicas)
        especialidade = self.sorteio.choice(profissional.especialidades or ("Clínica Médica",))
        campos: dict[str, Any] = {
            "id_clinica": clinicas[(self.dia.toordinal() + profissional.id) % len(clinicas)],
            "id_profissional": profissional.id,
            "profissional": profissional.nome,
            "especialidade": especialidade,
            "duracao_minutos": SESSOES.get(especialidade, 30),
        }
        horas, minimo = (DE_UMA_HORA, 3) if especialidade in SESSOES else (DE_MEIA_HORA, 5)
        marcadas = self.sorteio.sample(horas, self.sorteio.randint(minimo, minimo + 3))
        for hora in sorted(marcadas):
            yield self._marcar(hora, **campos, teleconsulta=self.sorteio.random() < 0.1)
        if self.sorteio.random() < 0.15:
            yield self._marcar(marcadas[0], **campos, encaixe=True, motivo=DE_ENCAIXE)

    def _marcar(self, hora: time, **campos: Any) -> Consulta:
        """The next of the queue whom the specialty sees, at that local time."""
        data_hora = timezone.make_aware(datetime.combine(self.dia, hora))
        marcada_em = data_hora - ANTECEDENCIA
        paciente = next(
            p for p in self.fila if _atende(campos["especialidade"], p, marcada_em.date())
        )
        self.fila.remove(paciente)
        consulta = Consulta(
            **{"motivo": self.sorteio.choice(MOTIVOS), **campos},
            id_paciente=paciente.id,
            paciente=paciente.nome,
            data_hora=data_hora,
            data_criacao=marcada_em,
        )
        consulta.fim = data_hora + timedelta(minutes=consulta.duracao_minutos)
        _por_no_estado(consulta, _estado(consulta, self.agora, self.sorteio), self.sorteio)
        return consulta


def _atende(especialidade: str, paciente: PacienteData, marcada_em: date) -> bool:
    """Pediatria sees children and the others adults; nobody is booked before being born."""
    idade = (marcada_em - paciente.data_nascimento).days / 365.25
    return 0 <= idade < 14 if especialidade == "Pediatria" else idade >= 14


def _estado(consulta: Consulta, agora: datetime, sorteio: Random) -> Status:
    """What the clock makes of it: the past is over, the present under way, the rest to come."""
    if consulta.fim <= agora:
        return _desfecho(sorteio)
    if consulta.data_hora <= agora:
        return Status.EM_ATENDIMENTO
    if consulta.data_hora - agora <= timedelta(minutes=30):
        return Status.AGUARDANDO
    por_vir = (Status.AGENDADA, Status.CONFIRMADA, Status.CANCELADA)
    return sorteio.choices(por_vir, weights=(55, 41, 4))[0]


def _desfecho(sorteio: Random) -> Status:
    finais = (Status.REALIZADA, Status.FALTOU, Status.CANCELADA)
    return sorteio.choices(finais, weights=(86, 8, 6))[0]


def _por_no_estado(consulta: Consulta, status: Status, sorteio: Random) -> None:
    consulta.status = status
    if status is Status.CANCELADA:
        consulta.cancelada_por, consulta.motivo_cancelamento = sorteio.choice(CANCELAMENTOS)


def _sem_conflito(dia: date, consultas: Iterator[Consulta]) -> Iterator[Consulta]:
    """Leave out what people's bookings, absences and working hours would have refused."""
    ocupados = _ocupados(dia)
    turnos: dict[int | None, list[Turno]] = defaultdict(list)
    for linha in Expediente.objects.values_list("id_profissional", "dia_semana", "inicio", "fim"):
        turnos[linha[0]].append(Turno(*linha[1:]))
    for consulta in consultas:
        intervalo = Intervalo(consulta.data_hora, consulta.fim)
        recusas = recusas_do_expediente(
            intervalo,
            turnos=turnos[consulta.id_profissional],
            ausencias=ocupados["profissional", consulta.id_profissional],
            feriados=(),
        )
        if not recusas and not any(
            intervalo.cruza(outro) for outro in ocupados["paciente", consulta.id_paciente]
        ):
            yield consulta


def _ocupados(dia: date) -> dict[tuple[str, int | None], list[Intervalo]]:
    """When each professional and each patient cannot, by what people booked for the day."""
    desde, antes = intervalo_de_dias(dia, dia)
    ocupados = defaultdict(list)
    marcadas = Consulta.objects.filter(data_hora__gte=desde, data_hora__lt=antes)
    for consulta in marcadas.exclude(status__in=INATIVOS):
        intervalo = Intervalo(consulta.data_hora, consulta.fim)
        ocupados["profissional", consulta.id_profissional].append(intervalo)
        ocupados["paciente", consulta.id_paciente].append(intervalo)
    for ausencia in Ausencia.objects.filter(inicio__lt=antes, fim__gt=desde):
        intervalo = Intervalo(ausencia.inicio, ausencia.fim)
        ocupados["profissional", ausencia.id_profissional].append(intervalo)
    return ocupados


def _encerrar_passadas(agora: datetime) -> int:
    """Give an outcome to those of past days that nobody has touched. Returns how many."""
    hoje = inicio_do_dia(timezone.localdate(agora))
    finais = (Status.REALIZADA, *INATIVOS)
    abertas = _da_demo().filter(versao=1, data_hora__lt=hoje).exclude(status__in=finais)
    paradas = list(abertas.select_for_update())
    for consulta in paradas:
        sorteio = Random(f"{SEMENTE} {consulta.data_hora} {consulta.id_paciente}")
        atendida = consulta.id_profissional is not None
        _por_no_estado(consulta, _desfecho(sorteio) if atendida else Status.CANCELADA, sorteio)
        consulta.versao += 1
    campos = ["status", "cancelada_por", "motivo_cancelamento", "versao"]
    Consulta.objects.bulk_update(paradas, campos)
    return len(paradas)
