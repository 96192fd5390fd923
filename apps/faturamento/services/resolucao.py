"""What the plan owes an answer to: the worker asks again until it has one.

The debt is the invoice's own state (`aguardando_plano`, `proxima_tentativa`), so a worker that
dies, or a second one, changes nothing: an item is decided once, under the invoice's lock.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.faturamento import plano_de_saude
from apps.faturamento.models import Fatura, Item, Situacao, StatusFatura
from apps.faturamento.plano_de_saude import Cobertura, Pergunta
from apps.faturamento.services.emissao import apurar
from apps.kernel.audit import registrar_eventos
from apps.kernel.transactions import transacao

LOTE = 20
ESPERA_MAXIMA = timedelta(seconds=15)
"""Well under the minute in which an invoice settles after the plan's return."""


def resolver_pendentes() -> int:
    """Ask the plan for what is due, in lots, until none is or it does not answer.

    Returns how many invoices were settled.
    """
    resolvidas = 0
    while itens := _tomar_lote():
        respostas = _perguntar(itens)
        resolvidas += sum(_aplicar(id_fatura, r) for id_fatura, r in respostas.items())
        if not any(respostas.values()):
            break
    return resolvidas


def _tomar_lote() -> list[Item]:
    """Pending items of the invoices that are due, each put off so that no other worker takes it."""
    with transaction.atomic():
        faturas = list(
            Fatura.objects.select_for_update(skip_locked=True)
            .filter(status=StatusFatura.AGUARDANDO_PLANO, proxima_tentativa__lte=timezone.now())
            .order_by("proxima_tentativa")[:LOTE]
        )
        for fatura in faturas:
            fatura.tentativas += 1
            fatura.proxima_tentativa = timezone.now() + _espera(fatura.tentativas)
        # Not a change that anybody sees: the version, and with it the ETag, stays.
        Fatura.objects.bulk_update(faturas, ["tentativas", "proxima_tentativa"])
        return list(
            Item.objects.filter(fatura__in=faturas, situacao=Situacao.PENDENTE).select_related(
                "fatura"
            )
        )


def _espera(tentativas: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(tentativas + 1, 10)), ESPERA_MAXIMA)


def _perguntar(itens: Sequence[Item]) -> dict[int, dict[int, Cobertura]]:
    """The plan's answers by invoice and item; what it did not answer is left out."""
    coberturas = plano_de_saude.perguntar(
        [
            Pergunta(
                procedimento=item.codigo,
                id_paciente=item.fatura.id_paciente,
                valor=item.valor,
                quantidade=item.quantidade,
            )
            for item in itens
        ]
    )
    respostas: dict[int, dict[int, Cobertura]] = {item.fatura_id: {} for item in itens}
    for item, cobertura in zip(itens, coberturas, strict=True):
        if cobertura is not None:
            respostas[item.fatura_id][item.pk] = cobertura
    return respostas


def _aplicar(id_fatura: int, coberturas: Mapping[int, Cobertura]) -> bool:
    """Decide the items that are still pending. True when that settled the invoice."""
    if not coberturas:
        return False

    def gravar() -> bool:
        fatura = Fatura.objects.select_for_update().get(pk=id_fatura)
        if fatura.status != StatusFatura.AGUARDANDO_PLANO:
            return False
        itens = list(fatura.itens.all())
        por_decidir = [i for i in itens if i.situacao == Situacao.PENDENTE and i.pk in coberturas]
        if not por_decidir:  # another worker, sooner, had the same answer
            return False
        for item in por_decidir:
            item.decidir(coberturas[item.pk].valor_coberto)
            item.save()
        apurar(fatura, itens)
        fatura.save()
        registrar_eventos(
            "fatura.respondida_pelo_plano",
            objetos=[f"faturamento.fatura:{fatura.pk}"],
            id_usuario=None,
            id_clinica=fatura.id_clinica,
        )
        return fatura.status != StatusFatura.AGUARDANDO_PLANO

    return transacao(gravar)
