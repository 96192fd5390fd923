"""The verbs of an invoice as dialogs of its page: receive, decide by hand, cancel."""

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from apps.faturamento import services
from apps.faturamento.models import Fatura, Forma, Situacao, StatusFatura
from apps.faturamento.serializers import DecisaoEntrada, FaturaCancelamento, PagamentoEntrada
from apps.kernel.admin import DialogoDoServico, dialogo, validar
from apps.kernel.money import CampoDeReais, reais

VERBOS: dict[str, set[str]] = {
    StatusFatura.PENDENTE: {"pagar", "cancelar"},
    StatusFatura.AGUARDANDO_PLANO: {"decidir", "cancelar"},
    StatusFatura.RASCUNHO: {"emitir", "cancelar"},
}
"""What an invoice in each state admits."""


def _valor(rotulo: str) -> CampoDeReais:
    return CampoDeReais(
        label=rotulo,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
    )


def _texto(rotulo: str) -> forms.CharField:
    return forms.CharField(label=rotulo, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


class DialogoDaFatura(DialogoDoServico):
    """A dialog that knows its invoice, to offer what it admits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if str(self.object_id).isdecimal():
            self.preparar(services.obter(id_fatura=int(self.object_id), escopo=self.escopo))

    def preparar(self, fatura: Fatura) -> None:
        """Fill in what is known. The invoice is read again by the service."""


class DialogoDePagamento(DialogoDaFatura):
    feito = "O pagamento foi registrado."
    forma = forms.ChoiceField(label="Forma", choices=Forma.choices, widget=UnfoldAdminSelectWidget)
    valor = _valor("Valor em reais")

    def preparar(self, fatura: Fatura) -> None:
        self.initial["valor"] = fatura.falta_pagar

    def executar(self, id: int, **dados: Any) -> Fatura:
        pedido = validar(PagamentoEntrada, dados)
        return services.pagar(escopo=self.escopo, id_fatura=id, **pedido)


class DialogoDeDecisao(DialogoDaFatura):
    feito = "O procedimento foi decidido."
    codigo = forms.ChoiceField(label="Procedimento", widget=UnfoldAdminSelectWidget)
    valor_coberto = _valor("Coberto pelo plano, em reais")
    justificativa = _texto("Justificativa")

    def preparar(self, fatura: Fatura) -> None:
        pendentes = [item for item in fatura.itens.all() if item.situacao == Situacao.PENDENTE]
        opcoes = {item.codigo: f"{item.codigo}, {reais(item.cobranca)}" for item in pendentes[::-1]}
        escolha: Any = self.fields["codigo"]
        escolha.choices = list(opcoes.items())[::-1]

    def executar(self, id: int, **dados: Any) -> Fatura:
        pedido = validar(DecisaoEntrada, dados)
        return services.decidir(escopo=self.escopo, id_fatura=id, **pedido)


class DialogoDeCancelamento(DialogoDoServico):
    feito = "A fatura foi cancelada."
    motivo = _texto("Motivo")

    def executar(self, id: int, **dados: Any) -> Fatura:
        pedido = validar(FaturaCancelamento, dados)
        return services.cancelar(escopo=self.escopo, id_fatura=id, **pedido)


class Cobranca:
    """The dialogs, for `FaturaAdmin` to take."""

    pagar = dialogo(
        DialogoDePagamento,
        titulo="Receber",
        texto="Até o que falta pagar.",
        icone="payments",
        permissao="cobrar",
    )
    decidir = dialogo(
        DialogoDeDecisao,
        titulo="Decidir procedimento",
        texto="Quando o plano não responde e a decisão veio por outro caminho.",
        botao="Decidir",
        icone="gavel",
        permissao="cobrar",
    )
    cancelar = dialogo(
        DialogoDeCancelamento,
        titulo="Cancelar fatura",
        texto="A consulta poderá ser cobrada de novo.",
        icone="block",
        permissao="cobrar",
    )
