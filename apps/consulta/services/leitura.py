"""Reading the agenda: what exists for the caller, and the care that it proves."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from apps.consulta.interface import ConsultaNaoEncontrada
from apps.consulta.models import Consulta
from apps.consulta.transicoes import CUIDADO_ANTES, CUIDADO_DEPOIS, INATIVOS
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import SemPermissao
from apps.kernel.time import intervalo_de_dias

PROFISSIONAL = frozenset({Papel.PROFISSIONAL})
LER = frozenset(
    {Papel.RECEPCAO, Papel.PROFISSIONAL, Papel.FATURAMENTO, Papel.GESTOR, Papel.SERVICO}
)
LER_A_CLINICA = LER - PROFISSIONAL


def visiveis(escopo: Escopo, id_clinica: int | None = None) -> QuerySet[Consulta]:
    """What exists for the caller: their clinics' agenda, or a professional's own and unassigned."""
    clinicas = escopo.clinicas_do_filtro(LER_A_CLINICA, id_clinica)
    suas = escopo.clinicas_do_filtro(PROFISSIONAL, id_clinica)
    proprias = Q(id_profissional=None) | Q(id_profissional=escopo.id_profissional)
    return Consulta.objects.filter(Q(id_clinica__in=clinicas) | (Q(id_clinica__in=suas) & proprias))


def listar(
    *,
    escopo: Escopo,
    id: Sequence[int] | None = None,
    data: date | None = None,
    de: date | None = None,
    ate: date | None = None,
    status: str | None = None,
    id_profissional: int | None = None,
    id_paciente: int | None = None,
    especialidade: str | None = None,
    id_clinica: int | None = None,
) -> QuerySet[Consulta]:
    """The caller's consultas. Raises ClinicaNaoEncontrada for a clinic that is not theirs."""
    desde, antes = intervalo_de_dias(de, ate)
    no_dia, depois = intervalo_de_dias(data, data)
    condicoes = [
        ("pk__in", id),
        ("data_hora__gte", desde),
        ("data_hora__lt", antes),
        ("data_hora__gte", no_dia),
        ("data_hora__lt", depois),
        ("status", status),
        ("id_profissional", id_profissional),
        ("id_paciente", id_paciente),
        ("especialidade_dobrada", especialidade),
    ]
    return visiveis(escopo, id_clinica).filter(
        *(Q((campo, valor)) for campo, valor in condicoes if valor is not None)
    )


def contar(*, escopo: Escopo, de: date, ate: date) -> list[tuple[date, str, int]]:
    """How many consultas of each local day, both included, are in each state: (day, state, n)."""
    por_dia = (
        listar(escopo=escopo, de=de, ate=ate)
        .order_by()
        .values_list(TruncDate("data_hora"), "status")
        .annotate(quantas=Count("pk"))
    )
    return sorted(por_dia)


def obter(*, id_consulta: int, escopo: Escopo) -> Consulta:
    """One consulta.

    Raises ConsultaNaoEncontrada (unknown, or another clinic's), SemPermissao (a colleague's).
    """
    consulta = Consulta.objects.filter(pk=id_consulta).first()
    if consulta is None:
        raise ConsultaNaoEncontrada
    if consulta.id_clinica in escopo.clinicas(LER_A_CLINICA) or e_do_profissional(consulta, escopo):
        return consulta
    if consulta.id_clinica in escopo.clinicas():
        raise SemPermissao
    raise ConsultaNaoEncontrada


def e_do_profissional(consulta: Consulta, escopo: Escopo) -> bool:
    """The caller's own, or nobody's yet, in a clinic where the caller is a professional."""
    return consulta.id_clinica in escopo.clinicas(PROFISSIONAL) and consulta.id_profissional in (
        None,
        escopo.id_profissional,
    )


def em_cuidado(escopo: Escopo) -> QuerySet[Consulta]:
    """Consultas that prove the caller's care relationship (contract, "Care relationship")."""
    hoje = timezone.localdate()
    desde, antes = intervalo_de_dias(hoje - CUIDADO_ANTES, hoje + CUIDADO_DEPOIS)
    return Consulta.objects.filter(
        Q(id_profissional=None) | Q(id_profissional=escopo.id_profissional),
        id_clinica__in=escopo.clinicas(PROFISSIONAL),
        data_hora__gte=desde,
        data_hora__lt=antes,
    ).exclude(status__in=INATIVOS)
