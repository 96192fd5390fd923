"""Booking and moving a consulta.

Questions to Rede and Paciente come first; then one transaction, in which the database itself
refuses an overlap, whatever the number of processes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.consulta import agenda
from apps.consulta.agenda import DURACAO_MAXIMA, Intervalo
from apps.consulta.interface import HorarioOcupado
from apps.consulta.models import Consulta
from apps.consulta.services import jornada
from apps.consulta.services.atendimento import auditar_consulta, obter_para, trancar_para
from apps.consulta.transicoes import INATIVOS, Status
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.api.etag import SeCoincidir
from apps.kernel.audit import criar
from apps.kernel.errors import ErroDeCampo, Problema
from apps.kernel.transactions import transacao
from apps.paciente.interface import paciente_service
from apps.rede.interface import rede_service

AGENDAR = frozenset({Papel.RECEPCAO, Papel.GESTOR})


def agendar(
    *,
    escopo: Escopo,
    id_paciente: int,
    data_hora: datetime,
    especialidade: str,
    id_clinica: int | None = None,
    id_profissional: int | None = None,
    duracao_minutos: int = 30,
    motivo: str | None = None,
    teleconsulta: bool = False,
    encaixe: bool = False,
) -> Consulta:
    """Book a consulta.

    Raises ClinicaNaoEncontrada, PacienteNaoEncontrado, ProfissionalNaoEncontrado, and
    HorarioOcupado with every conflict.
    """
    clinica = escopo.escolher_clinica(AGENDAR, id_clinica)
    paciente = paciente_service.obter(id_paciente=id_paciente, escopo=escopo)
    profissional = rede_service.quem_atende(
        id_clinica=clinica, id_profissional=id_profissional, escopo=escopo
    )
    pedida = Consulta(
        id_clinica=clinica,
        id_paciente=paciente.id,
        paciente=paciente.nome,
        id_profissional=id_profissional,
        profissional=profissional,
        data_hora=data_hora,
        fim=data_hora + timedelta(minutes=duracao_minutos),
        duracao_minutos=duracao_minutos,
        especialidade=especialidade,
        motivo=motivo,
        teleconsulta=teleconsulta,
        encaixe=encaixe,
    )
    _exigir_expediente(pedida)

    return criar(
        pedida,
        evento="consulta.agendada",
        objeto="consulta.consulta",
        escopo=escopo,
        id_clinica=clinica,
        promessas=_promessas(lambda: pedida),
    )


def remarcar(
    *,
    escopo: Escopo,
    id_consulta: int,
    data_hora: datetime,
    id_profissional: int | None = None,
    duracao_minutos: int | None = None,
    se_coincidir: SeCoincidir = None,
) -> Consulta:
    """Move a consulta to another time, professional or length; it is `agendada` again.

    Raises as `agendar`, and ConsultaNaoEncontrada, SemPermissao, TransicaoInvalida.
    """
    pedida = obter_para("remarcar", id_consulta, escopo)
    novo: dict[str, Any] = {"data_hora": data_hora}
    if id_profissional is not None:
        nome = rede_service.quem_atende(
            id_clinica=pedida.id_clinica, id_profissional=id_profissional, escopo=escopo
        )
        novo |= {"id_profissional": id_profissional, "profissional": nome}
    if duracao_minutos is not None:
        novo["duracao_minutos"] = duracao_minutos

    def gravar() -> Consulta:
        """What was not said stays as it is now, not as it was read."""
        nonlocal pedida
        pedida = trancar_para("remarcar", id_consulta, se_coincidir)
        for campo, valor in novo.items():
            setattr(pedida, campo, valor)
        pedida.fim = pedida.data_hora + timedelta(minutes=pedida.duracao_minutos)
        pedida.status = Status.AGENDADA
        _exigir_expediente(pedida)
        pedida.save()
        auditar_consulta("consulta.remarcada", pedida, escopo)
        return pedida

    return transacao(gravar, promessas=_promessas(lambda: pedida))


def _exigir_expediente(pedida: Consulta) -> None:
    """Raises HorarioOcupado when the professional does not work then, with the overlaps as well."""
    recusas = _recusas_do_expediente(pedida)
    if recusas:
        raise HorarioOcupado([*_sobreposicoes(pedida), *recusas])


def _recusas_do_expediente(pedida: Consulta) -> list[ErroDeCampo]:
    if pedida.id_profissional is None:
        return []
    quem = [pedida.id_profissional]
    turnos = [turno for _, turno in jornada.turnos(quem)]
    if not turnos:
        return []
    intervalo, dia = Intervalo(pedida.data_hora, pedida.fim), timezone.localdate(pedida.data_hora)
    feriados = jornada.feriados(dia, dia)
    return agenda.recusas_do_expediente(
        intervalo,
        turnos=turnos,
        ausencias=[Intervalo(*parte) for _, *parte in jornada.ausencias(quem, intervalo)],
        feriados={data for data, onde in feriados if onde in (None, pedida.id_clinica)},
    )


def _sobreposicoes(pedida: Consulta) -> list[ErroDeCampo]:
    """Which of the two promises of the database the asked time would break, for the answer's text."""
    cruzam = que_cruzam(pedida)
    conflitos = []
    if (
        pedida.id_profissional is not None
        and not pedida.encaixe
        and cruzam.filter(id_profissional=pedida.id_profissional, encaixe=False).exists()
    ):
        conflitos.append(agenda.PROFISSIONAL_OCUPADO)
    if cruzam.filter(id_paciente=pedida.id_paciente).exists():
        conflitos.append(agenda.PACIENTE_OCUPADO)
    return conflitos


def que_cruzam(pedida: Consulta) -> QuerySet[Consulta]:
    """Active consultas of anybody, other than this one, that overlap its time.

    None of them began earlier than the longest consulta, which bounds the search on both sides.
    """
    return (
        Consulta.objects.filter(
            data_hora__gt=pedida.data_hora - timedelta(minutes=DURACAO_MAXIMA),
            data_hora__lt=pedida.fim,
            fim__gt=pedida.data_hora,
        )
        .exclude(status__in=INATIVOS)
        .exclude(pk=pedida.pk)
    )


def _promessas(pedida: Callable[[], Consulta]) -> dict[str, Callable[[], Problema]]:
    """The database said no: tell every reason, at least the one it gave."""

    def ocupado(motivo: ErroDeCampo) -> Callable[[], Problema]:
        return lambda: HorarioOcupado(_sobreposicoes(pedida()) or [motivo])

    return {
        "consulta_profissional_livre": ocupado(agenda.PROFISSIONAL_OCUPADO),
        "consulta_paciente_livre": ocupado(agenda.PACIENTE_OCUPADO),
    }
