"""Faturamento in the admin: invoices read, and received, decided or cancelled by dialogs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from apps.faturamento import services
from apps.faturamento.models import Fatura, Forma, Item, Pagamento, Situacao, StatusFatura
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import (
    AdminDoApp,
    DialogoDoServico,
    InlineDeLeitura,
    Lugar,
    dia_e_hora,
    dialogo,
    escopo_de,
    etiqueta,
    ligar,
)
from apps.kernel.money import reais
from apps.paciente.interface import paciente_service

ACHADOS = 200

CORES = {
    StatusFatura.RASCUNHO: "",
    StatusFatura.AGUARDANDO_PLANO: "warning",
    StatusFatura.PENDENTE: "info",
    StatusFatura.PAGA: "success",
    StatusFatura.CANCELADA: "danger",
}

VERBOS: dict[str, set[str]] = {
    StatusFatura.PENDENTE: {"pagar", "cancelar"},
    StatusFatura.AGUARDANDO_PLANO: {"decidir", "cancelar"},
    StatusFatura.RASCUNHO: {"cancelar"},
}
"""What an invoice in each state admits."""

CORES_DO_ITEM = {
    Situacao.PENDENTE: "warning",
    Situacao.COBERTO: "success",
    Situacao.NEGADO: "danger",
}


def _valor(rotulo: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=rotulo,
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        localize=True,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
    )


class DialogoDePagamento(DialogoDoServico):
    feito = "O pagamento foi registrado."
    forma = forms.ChoiceField(label="Forma", choices=Forma.choices, widget=UnfoldAdminSelectWidget)
    valor = _valor("Valor em reais")

    def executar(self, id: int, **dados: Any) -> Fatura:
        return services.pagar(escopo=self.escopo, id_fatura=id, **dados)


class DialogoDeDecisao(DialogoDoServico):
    feito = "O procedimento foi decidido."
    codigo = forms.CharField(label="Procedimento", max_length=20, widget=UnfoldAdminTextInputWidget)
    valor_coberto = _valor("Coberto pelo plano, em reais")
    justificativa = forms.CharField(
        label="Justificativa",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def executar(self, id: int, **dados: Any) -> Fatura:
        return services.decidir(escopo=self.escopo, id_fatura=id, **dados)


class DialogoDeCancelamento(DialogoDoServico):
    feito = "A fatura foi cancelada."
    motivo = forms.CharField(
        label="Motivo", max_length=2000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )

    def executar(self, id: int, **dados: Any) -> Fatura:
        return services.cancelar(escopo=self.escopo, id_fatura=id, **dados)


class Procedimentos(InlineDeLeitura):
    model = Item
    verbose_name_plural = "Procedimentos"
    fields = readonly_fields = ("codigo", "quantidade", "cobrado", "coberto_pelo_plano", "estado")

    @display(description="valor")
    def cobrado(self, item: Item) -> str:
        return reais(item.valor)

    @display(description="coberto")
    def coberto_pelo_plano(self, item: Item) -> str:
        return reais(item.valor_coberto)

    @display(description="situação")
    def estado(self, item: Item) -> str:
        return etiqueta(item.get_situacao_display(), CORES_DO_ITEM[Situacao(item.situacao)])


class Pagamentos(InlineDeLeitura):
    model = Pagamento
    verbose_name_plural = "Pagamentos"
    fields = readonly_fields = ("quando", "forma", "recebido")

    @display(description="recebido em")
    def quando(self, pagamento: Pagamento) -> str | None:
        return dia_e_hora(pagamento.momento)

    @display(description="valor")
    def recebido(self, pagamento: Pagamento) -> str:
        return reais(pagamento.valor)


@admin.register(Fatura)
class FaturaAdmin(AdminDoApp):
    papeis_ver = services.LER
    lugar = Lugar("Financeiro", 40, "receipt_long", "O que se cobrou, o que o plano cobre.")
    list_display = ("numero", "paciente_ligado", "consulta", "cobrado", "do_paciente", "estado")
    list_filter = (("status", ChoicesDropdownFilter), ("data_criacao", RangeDateTimeFilter))
    date_hierarchy = "data_criacao"
    search_fields = ("paciente",)
    search_help_text = "Paciente (nome, CPF ou CNS) ou nº da fatura"
    inlines = (Procedimentos, Pagamentos)
    actions_detail = ("pagar", "decidir", "cancelar")
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

    def get_fieldsets(self, request: HttpRequest, obj: Fatura | None = None) -> Any:
        cancelada = obj is not None and obj.status == StatusFatura.CANCELADA
        fim = ("motivo_cancelamento",) if cancelada else ()
        return [
            ("Fatura", {"fields": ("estado", "paciente_ligado", "consulta", "emitida", *fim)}),
            ("Valores", {"fields": ("cobrado", "do_plano", "do_paciente", "pago")}),
        ]

    def has_cobrar_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return escopo_de(request).tem(services.ESCREVER)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what the invoice's state admits."""
        fatura = self.get_object(request, object_id)
        admite = VERBOS.get(fatura.status, set()) if fatura else set()
        return [a for a in super().get_actions_detail(request, object_id) if a.path in admite]

    def visiveis(self, escopo: Escopo) -> QuerySet[Fatura]:
        return services.visiveis(escopo)

    def resumo(self, escopo: Escopo) -> str | None:
        esperam = services.listar(escopo=escopo, status=StatusFatura.AGUARDANDO_PLANO).count()
        return f"{esperam} à espera do plano" if esperam else None

    def procurar(self, linhas: QuerySet[Fatura], texto: str, escopo: Escopo) -> QuerySet[Fatura]:
        if texto.strip().isdecimal() and len(texto.strip()) < 11:
            return linhas.filter(pk=int(texto))
        achados = paciente_service.buscar(texto=texto, escopo=escopo, limite=ACHADOS)
        return linhas.filter(id_paciente__in=[paciente.id for paciente in achados])

    @display(description="nº")
    def numero(self, fatura: Fatura) -> str:
        return f"Fatura {fatura.pk}"

    @display(description="paciente")
    def paciente_ligado(self, fatura: Fatura) -> Any:
        return ligar(fatura.paciente, "paciente_paciente", fatura.id_paciente)

    @display(description="consulta")
    def consulta(self, fatura: Fatura) -> Any:
        return ligar(dia_e_hora(fatura.data_consulta), "consulta_consulta", fatura.id_consulta)

    @display(description="emitida em")
    def emitida(self, fatura: Fatura) -> str | None:
        return dia_e_hora(fatura.data_criacao)

    @display(description="cobrado")
    def cobrado(self, fatura: Fatura) -> str:
        return reais(fatura.valor_total)

    @display(description="coberto pelo plano")
    def do_plano(self, fatura: Fatura) -> str:
        return reais(fatura.valor_coberto)

    @display(description="do paciente")
    def do_paciente(self, fatura: Fatura) -> str:
        return reais(fatura.valor_paciente)

    @display(description="pago")
    def pago(self, fatura: Fatura) -> str:
        return reais(fatura.valor_pago)

    @display(description="estado")
    def estado(self, fatura: Fatura) -> str:
        return etiqueta(fatura.get_status_display(), CORES[StatusFatura(fatura.status)])
