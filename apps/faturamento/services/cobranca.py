"""After the invoice: receive, decide by hand, cancel."""

from collections.abc import Callable
from decimal import Decimal

from apps.faturamento.interface import (
    AguardandoPlano,
    FaturaCancelada,
    FaturaPaga,
    FaturaRascunho,
    ItemDecidido,
)
from apps.faturamento.models import Fatura, Pagamento, Situacao, StatusFatura
from apps.faturamento.services.emissao import apurar
from apps.faturamento.services.leitura import ESCREVER, obter
from apps.kernel.access.escopo import Escopo
from apps.kernel.api.etag import SeCoincidir, exigir_versao
from apps.kernel.audit import auditar
from apps.kernel.errors import DadosInvalidos, Problema
from apps.kernel.money import reais
from apps.kernel.transactions import transacao

RECUSAS: dict[str, type[Problema]] = {
    StatusFatura.RASCUNHO: FaturaRascunho,
    StatusFatura.AGUARDANDO_PLANO: AguardandoPlano,
    StatusFatura.PENDENTE: ItemDecidido,
    StatusFatura.PAGA: FaturaPaga,
    StatusFatura.CANCELADA: FaturaCancelada,
}
"""Why an invoice in a state refuses what its state does not admit."""


def pagar(
    *, escopo: Escopo, id_fatura: int, forma: str, valor: Decimal, se_coincidir: SeCoincidir = None
) -> Fatura:
    """Receive a payment, up to what is left.

    Raises FaturaNaoEncontrada, AguardandoPlano, FaturaPaga, FaturaCancelada, DadosInvalidos.
    """

    def receber(fatura: Fatura) -> None:
        if valor > fatura.falta_pagar:
            raise DadosInvalidos.no_campo(
                "valor", "acima_do_devido", f"Falta pagar {reais(fatura.falta_pagar)}."
            )
        Pagamento.objects.create(
            fatura=fatura, forma=forma, valor=valor, id_usuario=escopo.id_usuario
        )
        fatura.valor_pago += valor
        if fatura.falta_pagar == 0:
            fatura.status = StatusFatura.PAGA

    return _mudar("fatura.paga", escopo, id_fatura, se_coincidir, {StatusFatura.PENDENTE}, receber)


def decidir(
    *,
    escopo: Escopo,
    id_fatura: int,
    codigo: str,
    valor_coberto: Decimal,
    justificativa: str,
    se_coincidir: SeCoincidir = None,
) -> Fatura:
    """Settle a pending item by hand (the first with that code).

    Raises FaturaNaoEncontrada, ItemDecidido, FaturaPaga, FaturaCancelada, DadosInvalidos (no item
    with that code, or more than the charge).
    """

    def aplicar(fatura: Fatura) -> None:
        itens = list(fatura.itens.all())
        do_codigo = [item for item in itens if item.codigo == codigo]
        if not do_codigo:
            raise DadosInvalidos.no_campo(
                "codigo", "fora_da_fatura", "A fatura não tem procedimento com este código."
            )
        pendentes = [item for item in do_codigo if item.situacao == Situacao.PENDENTE]
        if not pendentes:
            raise ItemDecidido
        item = pendentes[0]
        if valor_coberto > item.cobranca:
            raise DadosInvalidos.no_campo(
                "valor_coberto",
                "acima_da_cobranca",
                f"O procedimento custa {reais(item.cobranca)}.",
            )
        item.decidir(valor_coberto, justificativa)
        item.save()
        apurar(fatura, itens)

    return _mudar(
        "fatura.decidida", escopo, id_fatura, se_coincidir, {StatusFatura.AGUARDANDO_PLANO}, aplicar
    )


def cancelar(
    *, escopo: Escopo, id_fatura: int, motivo: str, se_coincidir: SeCoincidir = None
) -> Fatura:
    """Cancel what is not paid; the consulta may be charged again.

    Raises FaturaNaoEncontrada, FaturaPaga, FaturaCancelada.
    """

    def desfazer(fatura: Fatura) -> None:
        fatura.status = StatusFatura.CANCELADA
        fatura.motivo_cancelamento = motivo
        fatura.proxima_tentativa = None

    admite = {StatusFatura.AGUARDANDO_PLANO, StatusFatura.PENDENTE, StatusFatura.RASCUNHO}
    return _mudar("fatura.cancelada", escopo, id_fatura, se_coincidir, admite, desfazer)


def _mudar(
    evento: str,
    escopo: Escopo,
    id_fatura: int,
    se_coincidir: SeCoincidir,
    admite: set[StatusFatura],
    mudanca: Callable[[Fatura], None],
) -> Fatura:
    """Apply a change to a locked invoice, in a state and a version that admit it."""
    escopo.exigir(ESCREVER, obter(id_fatura=id_fatura, escopo=escopo).id_clinica)

    def gravar() -> Fatura:
        fatura = Fatura.objects.select_for_update().get(pk=id_fatura)
        exigir_versao(fatura.etag, se_coincidir)
        if fatura.status not in admite:
            raise RECUSAS[fatura.status]
        mudanca(fatura)
        fatura.save()
        auditar(
            evento,
            escopo=escopo,
            objeto=f"faturamento.fatura:{fatura.pk}",
            id_clinica=fatura.id_clinica,
        )
        return fatura

    return transacao(gravar)
