"""Reading invoices: what exists for the caller."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from apps.faturamento.interface import FaturaNaoEncontrada
from apps.faturamento.models import Fatura
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.audit import auditar
from apps.kernel.errors import SemPermissao
from apps.kernel.time import intervalo_de_dias

LER = frozenset({Papel.RECEPCAO, Papel.FATURAMENTO, Papel.GESTOR})
ESCREVER = frozenset({Papel.FATURAMENTO, Papel.GESTOR})


def visiveis(escopo: Escopo, id_clinica: int | None = None) -> QuerySet[Fatura]:
    """Invoices of the caller's clinics, with their items."""
    clinicas = escopo.clinicas_do_filtro(LER, id_clinica)
    return Fatura.objects.filter(id_clinica__in=clinicas).prefetch_related("itens")


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
    condicoes = {
        "pk__in": id,
        "status": status,
        "id_paciente": id_paciente,
        "id_consulta": id_consulta,
        "data_criacao__gte": desde,
        "data_criacao__lt": antes,
    }
    return visiveis(escopo, id_clinica).filter(
        **{campo: valor for campo, valor in condicoes.items() if valor is not None}
    )


def obter(*, id_fatura: int, escopo: Escopo) -> Fatura:
    """One invoice.

    Raises SemPermissao (no clinic in which the caller reads invoices, or not that one),
    FaturaNaoEncontrada (unknown, or another clinic's).
    """
    if not escopo.tem(LER):
        raise SemPermissao
    fatura = Fatura.objects.prefetch_related("itens").filter(pk=id_fatura).first()
    if fatura is None or fatura.id_clinica not in escopo.clinicas():
        raise FaturaNaoEncontrada
    if fatura.id_clinica not in escopo.clinicas(LER):
        raise SemPermissao
    return fatura


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
