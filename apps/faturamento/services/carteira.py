"""What is open and what was charged, summed by the database."""

from datetime import date, timedelta

from django.db.models import Count, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from apps.faturamento.faixas import FAIXAS
from apps.faturamento.interface import Carteira, Faixa, FaturadoNoDia
from apps.faturamento.models import INATIVAS, StatusFatura
from apps.faturamento.services.leitura import listar
from apps.kernel.access.escopo import Escopo
from apps.kernel.money import ZERO, DinheiroField
from apps.kernel.time import inicio_do_dia

FALTA = ExpressionWrapper(F("valor_paciente") - F("valor_pago"), output_field=DinheiroField())


def carteira(*, escopo: Escopo) -> Carteira:
    """What is open in the caller's clinics today, in one query."""
    somas = {
        nome: agregado
        for n, (de, ate) in enumerate(FAIXAS)
        for nome, agregado in (
            (f"quantas_{n}", Count("pk", filter=_pendentes_com(de, ate))),
            (f"valor_{n}", Sum(FALTA, filter=_pendentes_com(de, ate))),
        )
    }
    linha = (
        listar(escopo=escopo)
        .filter(
            status__in=(
                StatusFatura.RASCUNHO,
                StatusFatura.AGUARDANDO_PLANO,
                StatusFatura.PENDENTE,
            )
        )
        .aggregate(
            rascunhos=Count("pk", filter=Q(status=StatusFatura.RASCUNHO)),
            aguardando_plano=Count("pk", filter=Q(status=StatusFatura.AGUARDANDO_PLANO)),
            **somas,
        )
    )
    return Carteira(
        rascunhos=linha["rascunhos"],
        aguardando_plano=linha["aguardando_plano"],
        faixas=tuple(
            Faixa(
                de_dias=de,
                ate_dias=ate,
                quantas=linha[f"quantas_{n}"],
                valor=linha[f"valor_{n}"] or ZERO,
            )
            for n, (de, ate) in enumerate(FAIXAS)
        ),
    )


def _pendentes_com(de_dias: int, ate_dias: int | None) -> Q:
    """Invoices that the patient owes, issued between so many days ago."""
    hoje = timezone.localdate()
    idade = Q(data_criacao__lt=inicio_do_dia(hoje - timedelta(days=de_dias - 1)))
    if ate_dias is not None:
        idade &= Q(data_criacao__gte=inicio_do_dia(hoje - timedelta(days=ate_dias)))
    return idade & Q(status=StatusFatura.PENDENTE)


def faturado(*, escopo: Escopo, de: date, ate: date) -> list[FaturadoNoDia]:
    """What was charged on each local day of issue, both included; days without invoices are absent."""
    por_dia = (
        listar(escopo=escopo, de=de, ate=ate)
        .exclude(status__in=INATIVAS)
        .order_by()
        .values_list(TruncDate("data_criacao"))
        .annotate(quantas=Count("pk"), valor=Sum("valor_total"))
    )
    return [FaturadoNoDia(dia=dia, quantas=n, valor=valor) for dia, n, valor in sorted(por_dia)]
