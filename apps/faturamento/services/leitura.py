"""Reading invoices: what exists for the caller."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from apps.faturamento.interface import FaturaNaoEncontrada
from apps.faturamento.models import Fatura
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.audit import auditar
from apps.kernel.errors import SemPermissao
from apps.kernel.months import Mes, meses_de
from apps.kernel.prepared import Cada, dividir, em_poucas_formas, preparada
from apps.kernel.time import intervalo_de_dias

LER = frozenset({Papel.RECEPCAO, Papel.FATURAMENTO, Papel.GESTOR})
ESCREVER = frozenset({Papel.FATURAMENTO, Papel.GESTOR})


def visiveis(escopo: Escopo, id_clinica: int | None = None) -> QuerySet[Fatura]:
    """Invoices of the caller's clinics, with their items."""
    return _faturas(clinicas=tuple(escopo.clinicas_do_filtro(LER, id_clinica)))


def listar(
    *,
    escopo: Escopo,
    id: Sequence[int] | None = None,
    status: str | None = None,
    id_paciente: int | None = None,
    id_consulta: int | None = None,
    id_clinica: int | None = None,
    de: date | None = None,
    ate: date | None = None,
) -> QuerySet[Fatura]:
    """The caller's invoices. Raises ClinicaNaoEncontrada for a clinic that is not theirs."""
    desde, antes = intervalo_de_dias(de, ate)
    filtros = {
        "id": em_poucas_formas(id),
        "status": status,
        "id_paciente": id_paciente,
        "id_consulta": id_consulta,
        "desde": desde,
        "antes": antes,
    }
    return _faturas(
        clinicas=tuple(escopo.clinicas_do_filtro(LER, id_clinica)),
        meses=None if _poucas(filtros) else meses_de(Fatura, "data_criacao", desde, antes),
        **filtros,
    )


FILTROS = {
    "id": "pk__in",
    "status": "status",
    "id_paciente": "id_paciente",
    "id_consulta": "id_consulta",
    "desde": "data_criacao__gte",
    "antes": "data_criacao__lt",
    "mes": "mes",
}


def _poucas(valores: dict[str, Any]) -> bool:
    """Whether few may answer: a patient's, a consulta's."""
    return any(valores.get(nome) for nome in ("id", "id_paciente", "id_consulta"))


def _ramos(valores: dict[str, Any]) -> list[dict[str, Any]] | Cada:
    """What is old is found in each month's index, what is in a state in each clinic's.

    What is new is found sooner in them all; so are few.
    """
    if valores.get("meses") is not None:
        return Cada("meses", "mes")
    if _poucas(valores) or not valores.get("status"):
        return [valores]
    return dividir(valores, "clinicas")


@preparada(ramos=_ramos)
def _faturas(
    *, clinicas: tuple[int, ...], meses: list[int] | None = None, **filtros: Any
) -> QuerySet[Fatura]:
    faturas = Fatura.objects.alias(mes=Mes("data_criacao"))
    return faturas.filter(
        *(Q((FILTROS[nome], valor)) for nome, valor in filtros.items() if valor is not None),
        id_clinica__in=clinicas,
    ).prefetch_related("itens")


def obter(*, id_fatura: int, escopo: Escopo) -> Fatura:
    """One invoice.

    Raises SemPermissao (no clinic in which the caller reads invoices, or not that one),
    FaturaNaoEncontrada (unknown, or another clinic's).
    """
    if not escopo.tem(LER):
        raise SemPermissao
    fatura = _por_id.primeira(id=id_fatura)
    if fatura is None or fatura.id_clinica not in escopo.clinicas():
        raise FaturaNaoEncontrada
    if fatura.id_clinica not in escopo.clinicas(LER):
        raise SemPermissao
    return fatura


@preparada
def _por_id(*, id: int) -> QuerySet[Fatura]:
    return Fatura.objects.filter(pk=id).prefetch_related("itens")


def imprimir(*, id_fatura: int, escopo: Escopo) -> Fatura:
    """One invoice, to leave on paper (SBIS NGS1.07.03: a print is an event). Raises as `obter`."""
    fatura = obter(id_fatura=id_fatura, escopo=escopo)
    auditar(
        "fatura.impressa",
        escopo=escopo,
        objeto=f"faturamento.fatura:{fatura.pk}",
        id_clinica=fatura.id_clinica,
    )
    return fatura
