"""Drafts: what the system expects to be charged for a consulta that happened.

A draft is not an invoice: billing looks at it and issues it, or cancels it.
"""

from django.db.models import Q

from apps.consulta.interface import ConsultaData
from apps.faturamento.models import Fatura, Item, Preco, StatusFatura
from apps.kernel.audit import registrar_eventos

CANCELADA = "A consulta foi cancelada."


def abrir_rascunho(consulta: ConsultaData) -> Fatura | None:
    """Open the draft of a consulta, from the price table; in the reader's transaction.

    None when it has an invoice or a draft already, or no price.
    """
    preco = _preco(consulta.especialidade)
    if preco is None or _ja_tem(consulta.id):
        return None
    rascunho = Fatura.objects.create(
        id_consulta=consulta.id,
        id_paciente=consulta.id_paciente,
        paciente=consulta.paciente,
        id_clinica=consulta.id_clinica,
        data_consulta=consulta.data_hora,
        valor_total=preco.valor,
        status=StatusFatura.RASCUNHO,
    )
    Item.objects.create(fatura=rascunho, codigo=preco.codigo, valor=preco.valor)
    _auditar("fatura.rascunho_aberto", rascunho)
    return rascunho


def desfazer_rascunho(id_consulta: int) -> Fatura | None:
    """Cancel the draft of a consulta that was cancelled; None when there is none."""
    rascunhos = Fatura.objects.select_for_update().filter(
        id_consulta=id_consulta, status=StatusFatura.RASCUNHO
    )
    rascunho = rascunhos.first()
    if rascunho is None:
        return None
    rascunho.status = StatusFatura.CANCELADA
    rascunho.motivo_cancelamento = CANCELADA
    rascunho.save()
    _auditar("fatura.rascunho_desfeito", rascunho)
    return rascunho


def _preco(especialidade: str) -> Preco | None:
    """The specialty's own price, else that of all others."""
    precos = Preco.objects.filter(
        Q(especialidade_dobrada=especialidade) | Q(especialidade_dobrada="")
    )
    return precos.order_by("-especialidade_dobrada").first()


def _ja_tem(id_consulta: int) -> bool:
    return Fatura.objects.filter(id_consulta=id_consulta).exists()


def _auditar(evento: str, fatura: Fatura) -> None:
    registrar_eventos(
        evento,
        objetos=[f"faturamento.fatura:{fatura.pk}"],
        id_usuario=None,
        id_clinica=fatura.id_clinica,
    )
