"""Reading the agenda: what exists for the caller, and the care that it proves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from apps.consulta.interface import ConsultaNaoEncontrada
from apps.consulta.models import Consulta
from apps.consulta.transicoes import CUIDADO_ANTES, CUIDADO_DEPOIS, INATIVOS
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import SemPermissao
from apps.kernel.months import Mes, meses_de
from apps.kernel.prepared import Cada, dividir, em_poucas_formas, preparada
from apps.kernel.text import dobrar
from apps.kernel.time import intervalo_de_dias

PROFISSIONAL = frozenset({Papel.PROFISSIONAL})
LER = frozenset(
    {Papel.RECEPCAO, Papel.PROFISSIONAL, Papel.FATURAMENTO, Papel.GESTOR, Papel.SERVICO}
)
LER_A_CLINICA = LER - PROFISSIONAL


def visiveis(escopo: Escopo, id_clinica: int | None = None) -> QuerySet[Consulta]:
    """What exists for the caller: their clinics' agenda, or a professional's own and unassigned."""
    return _consultas(**_alcance(escopo, id_clinica))


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
    filtros = {
        "id": em_poucas_formas(id),
        "desde": desde,
        "antes": antes,
        "no_dia": no_dia,
        "depois": depois,
        "status": status,
        "id_profissional": id_profissional,
        "id_paciente": id_paciente,
        "especialidade": None if especialidade is None else dobrar(especialidade),
    }
    return _consultas(
        **_alcance(escopo, id_clinica),
        meses=None if _poucas(filtros) else meses_de(Consulta, "data_hora", desde, antes),
        **filtros,
    )


def _alcance(escopo: Escopo, id_clinica: int | None) -> dict[str, Any]:
    """Whose agenda the caller sees. Raises ClinicaNaoEncontrada."""
    suas = tuple(escopo.clinicas_do_filtro(PROFISSIONAL, id_clinica))
    return {
        "clinicas": tuple(escopo.clinicas_do_filtro(LER_A_CLINICA, id_clinica)),
        "suas": suas,
        "proprio": escopo.id_profissional if suas else None,
    }


FILTROS = {
    "id": "pk__in",
    "desde": "data_hora__gte",
    "antes": "data_hora__lt",
    "mes": "mes",
    "no_dia": "data_hora__gte",
    "depois": "data_hora__lt",
    "status": "status",
    "id_profissional": "id_profissional",
    "id_paciente": "id_paciente",
    "especialidade": "especialidade_dobrada",
}


def _poucas(valores: dict[str, Any]) -> bool:
    """Whether few may answer: a day's, a patient's, one's own."""
    return any(valores.get(n) for n in ("id", "id_paciente", "id_profissional", "no_dia"))


def _ramos(valores: dict[str, Any]) -> list[dict[str, Any]] | Cada:
    """What is old is found in each month's index, what is in a state in each clinic's.

    What is new is found sooner in them all; so are few.
    """
    if valores.get("meses") is not None:
        return Cada("meses", "mes")
    if _poucas(valores) or not valores.get("status"):
        return [valores]
    das_clinicas = {**valores, "suas": (), "proprio": None}
    proprias = [{**valores, "clinicas": ()}] if valores["suas"] else []
    return proprias + dividir(das_clinicas, "clinicas")


@preparada(ramos=_ramos)
def _consultas(
    *,
    clinicas: tuple[int, ...],
    suas: tuple[int, ...],
    proprio: int | None,
    meses: list[int] | None = None,
    **filtros: Any,
) -> QuerySet[Consulta]:
    da_clinica = Q(id_clinica__in=clinicas)
    if suas:
        proprias = Q(id_profissional=None) | Q(id_profissional=proprio)
        da_clinica |= Q(id_clinica__in=suas) & proprias
    return Consulta.objects.alias(mes=Mes("data_hora")).filter(
        da_clinica,
        *(Q((FILTROS[nome], valor)) for nome, valor in filtros.items() if valor is not None),
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
    consulta = _por_id.primeira(id=id_consulta)
    if consulta is None:
        raise ConsultaNaoEncontrada
    if consulta.id_clinica in escopo.clinicas(LER_A_CLINICA) or e_do_profissional(consulta, escopo):
        return consulta
    if consulta.id_clinica in escopo.clinicas():
        raise SemPermissao
    raise ConsultaNaoEncontrada


@preparada
def _por_id(*, id: int) -> QuerySet[Consulta]:
    return Consulta.objects.filter(pk=id)


def e_do_profissional(consulta: Consulta, escopo: Escopo) -> bool:
    """The caller's own, or nobody's yet, in a clinic where the caller is a professional."""
    return consulta.id_clinica in escopo.clinicas(PROFISSIONAL) and consulta.id_profissional in (
        None,
        escopo.id_profissional,
    )


def em_cuidado(escopo: Escopo) -> QuerySet[Consulta]:
    """Consultas that prove the caller's care relationship (contract, "Care relationship")."""
    de_quem = Q(id_profissional=None) | Q(id_profissional=escopo.id_profissional)
    return _provas(**_prova(escopo)).filter(de_quem)


def pacientes_em_cuidado(escopo: Escopo) -> frozenset[int]:
    """Ids of the patients for whom there is one.

    The caller's own and those of nobody are asked for apart: each is then read in the index alone.
    """
    return frozenset(
        id
        for id_profissional in {escopo.id_profissional, None}
        for (id,) in _pacientes_com_prova.todas(**_prova(escopo), id_profissional=id_profissional)
    )


@preparada
def _pacientes_com_prova(*, id_profissional: int | None, **prova: Any) -> QuerySet[Any]:
    provas = _provas(**prova).filter(id_profissional=id_profissional)
    return provas.values_list("id_paciente").distinct()


def _prova(escopo: Escopo) -> dict[str, Any]:
    """Where and when a consulta proves it."""
    hoje = timezone.localdate()
    desde, antes = intervalo_de_dias(hoje - CUIDADO_ANTES, hoje + CUIDADO_DEPOIS)
    return {"clinicas": tuple(escopo.clinicas(PROFISSIONAL)), "desde": desde, "antes": antes}


def _provas(*, clinicas: tuple[int, ...], desde: datetime, antes: datetime) -> QuerySet[Consulta]:
    return Consulta.objects.filter(
        id_clinica__in=clinicas, data_hora__gte=desde, data_hora__lt=antes
    ).exclude(status__in=INATIVOS)
