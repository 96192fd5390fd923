"""Issuing an invoice: ask Consulta, ask the plan for every procedure at once, write."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.consulta.interface import ConsultaData, consulta_service
from apps.faturamento import plano_de_saude
from apps.faturamento.interface import ConsultaInativa, FaturaExistente
from apps.faturamento.models import Fatura, Item, StatusFatura
from apps.faturamento.plano_de_saude import Cobertura, Pergunta
from apps.faturamento.services.leitura import ESCREVER
from apps.kernel.access.escopo import Escopo
from apps.kernel.audit import auditar, criar
from apps.kernel.insertion import Parte, inserir_varios
from apps.kernel.money import ZERO
from apps.kernel.prepared import preparada
from apps.kernel.transactions import transacao

PROMESSAS = {"fatura_ativa_unica": FaturaExistente}

PRIMEIRA_ESPERA = timedelta(seconds=2)


def emitir(*, escopo: Escopo, id_consulta: int, procedimentos: Sequence[dict[str, Any]]) -> Fatura:
    """Charge the procedures of a consulta, with the plan's answer or waiting for it.

    `procedimentos`: `{"codigo", "valor", "quantidade"?}`. Raises ConsultaNaoEncontrada,
    SemPermissao, ConsultaInativa, FaturaExistente. A plan that does not answer raises nothing:
    the invoice is created `aguardando_plano`.
    """
    consulta = consulta_service.obter(id_consulta=id_consulta, escopo=escopo)
    escopo.exigir(ESCREVER, consulta.id_clinica)
    if not consulta.ativa:
        raise ConsultaInativa
    havia = _vigente.primeira(id_consulta=id_consulta)
    if havia is not None and havia.status != StatusFatura.RASCUNHO:
        raise FaturaExistente
    perguntas = [
        Pergunta(
            procedimento=procedimento["codigo"],
            id_paciente=consulta.id_paciente,
            valor=procedimento["valor"],
            quantidade=procedimento.get("quantidade", 1),
        )
        for procedimento in procedimentos
    ]
    coberturas = plano_de_saude.perguntar(perguntas)

    def preencher(fatura: Fatura) -> Fatura:
        fatura.procedimentos = [_item(p, c) for p, c in zip(perguntas, coberturas, strict=True)]
        _preencher(fatura, consulta, fatura.procedimentos)
        return fatura

    def emitir_nova() -> Fatura:
        fatura = preencher(Fatura(id_consulta=id_consulta))
        return criar(
            fatura,
            partes=[Parte(fatura.procedimentos, "fatura")],
            evento="fatura.emitida",
            objeto="faturamento.fatura",
            escopo=escopo,
            id_clinica=fatura.id_clinica,
            promessas=PROMESSAS,
        )

    def tomar_o_rascunho() -> Fatura:
        rascunho = _rascunho.primeira(id_consulta=id_consulta)
        if rascunho is None:
            raise FaturaExistente
        rascunho.itens.all().delete()
        preencher(rascunho).save()
        Parte(rascunho.procedimentos, "fatura").ligar(rascunho)
        inserir_varios(rascunho.procedimentos)
        auditar(
            "fatura.emitida",
            escopo=escopo,
            objeto=f"faturamento.fatura:{rascunho.pk}",
            id_clinica=rascunho.id_clinica,
        )
        return rascunho

    if havia is None:
        try:
            return emitir_nova()
        except FaturaExistente:
            pass  # perhaps a draft, which the system has just opened: take it
    return transacao(tomar_o_rascunho)


@preparada
def _vigente(*, id_consulta: int) -> QuerySet[Fatura]:
    """The invoice of a consulta that is not cancelled: there is at most one."""
    return Fatura.objects.filter(id_consulta=id_consulta).exclude(status=StatusFatura.CANCELADA)


@preparada
def _rascunho(*, id_consulta: int) -> QuerySet[Fatura]:
    """The draft that the system opened, which an invoice takes the place of; locked."""
    rascunhos = Fatura.objects.filter(id_consulta=id_consulta, status=StatusFatura.RASCUNHO)
    return rascunhos.select_for_update()


def _item(pergunta: Pergunta, cobertura: Cobertura | None) -> Item:
    item = Item(codigo=pergunta.procedimento, valor=pergunta.valor, quantidade=pergunta.quantidade)
    if cobertura is not None:
        item.decidir(cobertura.valor_coberto)
    return item


def _preencher(fatura: Fatura, consulta: ConsultaData, itens: Sequence[Item]) -> None:
    fatura.id_paciente = consulta.id_paciente
    fatura.paciente = consulta.paciente
    fatura.id_clinica = consulta.id_clinica
    fatura.data_consulta = consulta.data_hora
    fatura.data_criacao = timezone.now()  # of a draft too: it is this that the patient receives
    fatura.valor_total = sum((item.cobranca for item in itens), start=ZERO)
    apurar(fatura, itens)


def apurar(fatura: Fatura, itens: Sequence[Item]) -> None:
    """Work out what the patient owes from the items: unknown while one of them is pending."""
    coberturas = [item.valor_coberto for item in itens]
    if any(valor is None for valor in coberturas):
        fatura.status = StatusFatura.AGUARDANDO_PLANO
        fatura.valor_coberto = fatura.valor_paciente = None
        fatura.proxima_tentativa = fatura.proxima_tentativa or timezone.now() + PRIMEIRA_ESPERA
        return
    fatura.valor_coberto = sum((Decimal(valor) for valor in coberturas if valor), start=ZERO)
    fatura.valor_paciente = fatura.valor_total - fatura.valor_coberto
    fatura.proxima_tentativa = None
    fatura.status = StatusFatura.PENDENTE if fatura.falta_pagar > 0 else StatusFatura.PAGA
