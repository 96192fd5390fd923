"""Invoices in the admin: found, read, and acted on."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from apps.faturamento import services
from apps.faturamento.admin.cobranca import VERBOS, Cobranca
from apps.faturamento.admin.emissao import Emissao, situacao_em_palavras
from apps.faturamento.admin.impressao import Impressao
from apps.faturamento.models import Fatura, Item, Pagamento, Situacao, StatusFatura
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import InlineDeLeitura, Lugar, dia_e_hora, escopo_de, etiqueta, ligar
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

CORES_DO_ITEM = {
    Situacao.PENDENTE: "warning",
    Situacao.COBERTO: "success",
    Situacao.NEGADO: "danger",
}


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
class FaturaAdmin(Cobranca, Emissao, Impressao):
    lugar = Lugar("Financeiro", 40, "receipt_long", "O que se cobrou, o que o plano cobre.")
    list_display = ("numero", "paciente_ligado", "consulta", "cobrado", "do_paciente", "estado")
    list_filter = (("status", ChoicesDropdownFilter), ("data_criacao", RangeDateTimeFilter))
    date_hierarchy = "data_criacao"
    search_fields = ("paciente",)
    search_help_text = "Paciente (nome, CPF ou CNS) ou nº da fatura"
    actions_detail = ("emitir", "pagar", "decidir", "imprimir", "cancelar")
    inlines = (Procedimentos, Pagamentos)

    def get_fieldsets(self, request: HttpRequest, obj: Fatura | None = None) -> Any:
        cancelada = obj is not None and obj.status == StatusFatura.CANCELADA
        quem = ("paciente_ligado", "consulta")
        emitida = () if obj is not None and obj.status == StatusFatura.RASCUNHO else ("emitida",)
        fim = ("motivo_cancelamento",) if cancelada else ()
        return [
            ("Fatura", {"fields": ("estado", "andamento", *quem, *emitida, *fim)}),
            ("Valores", {"fields": ("cobrado", "do_plano", "do_paciente", "pago")}),
        ]

    def has_cobrar_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return escopo_de(request).tem(services.ESCREVER)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what the invoice's state admits."""
        fatura = self.get_object(request, object_id)
        admite = VERBOS.get(fatura.status, set()) | {"imprimir"} if fatura else set()
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

    @display(description="andamento")
    def andamento(self, fatura: Fatura) -> str:
        return situacao_em_palavras(fatura)
