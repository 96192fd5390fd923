"""Issuing an invoice: of which consulta, what was done, and what the plan answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.decorators import action

from apps.consulta.interface import consulta_service
from apps.faturamento import services
from apps.faturamento.admin.formularios import FormularioDeFatura
from apps.faturamento.models import Fatura, Situacao, StatusFatura
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import AdminDoApp, Completar, escopo_de
from apps.kernel.admin.choosing import escolher_antes, escolhido
from apps.kernel.admin.pages import PaginaDeFormulario
from apps.kernel.money import reais
from apps.paciente.interface import paciente_service

EMITIR = "Emitir fatura"


class PaginaDeEmissao(PaginaDeFormulario):
    feito = "A fatura foi emitida."
    form = FormularioDeFatura
    add_form_template = "faturamento/emitir.html"
    fieldsets = (("Atendimento", {"fields": ("id_consulta",)}),)


class Emissao(AdminDoApp):
    """The form that issues, for `FaturaAdmin` to take."""

    papeis_ver = services.LER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return escopo_de(request).tem(services.ESCREVER)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """`?id_paciente=`, or `?id_consulta=`, which says the patient as well."""
        self._exigir_leitura(request)
        if not self.has_add_permission(request):
            self._recusar(request)
        escopo = escopo_de(request)
        id_paciente, id_consulta = (escolhido(request, c) for c in ("id_paciente", "id_consulta"))
        if id_paciente is None and id_consulta is not None:
            consulta = consulta_service.obter(id_consulta=id_consulta, escopo=escopo)
            id_paciente = consulta.id_paciente
        if id_paciente is None:
            return escolher_antes(
                self, request, titulo=EMITIR, nome="id_paciente", campo=_campo_de_paciente()
            )
        pagina = PaginaDeEmissao(
            self,
            sobre={
                "paciente": paciente_service.obter(id_paciente=id_paciente, escopo=escopo),
                "itens": _itens_do_rascunho(id_consulta, escopo),
            },
            inicial={"id_consulta": id_consulta},
        )
        return pagina.responder(request, EMITIR)

    @action(description="Emitir", icon="send", url_path="emitir", permissions=["cobrar"])
    def emitir(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A draft's page leads to the form, with what the draft says."""
        fatura = self.get_object(request, object_id)
        if fatura is None:
            return self.changeform_view(request, object_id)
        endereco = reverse("admin:faturamento_fatura_add")
        return HttpResponseRedirect(f"{endereco}?id_consulta={fatura.id_consulta}")


def situacao_em_palavras(fatura: Fatura) -> str:
    """What the plan said, and what is to be done."""
    if fatura.status == StatusFatura.AGUARDANDO_PLANO:
        itens = [item.codigo for item in fatura.itens.all() if item.situacao == Situacao.PENDENTE]
        sobre = ", ".join(dict.fromkeys(itens))
        return f"O plano não respondeu sobre {sobre}; será perguntado de novo sozinho."
    if fatura.status == StatusFatura.PENDENTE:
        coberto = fatura.valor_coberto
        cobre = f"O plano cobre {reais(coberto)}" if coberto else "O plano não cobre nada"
        return f"{cobre}; falta receber {reais(fatura.falta_pagar)} do paciente."
    return {
        StatusFatura.RASCUNHO: "Aberta pelo sistema quando a consulta terminou; falta emitir.",
        StatusFatura.PAGA: "Não falta receber nada.",
        StatusFatura.CANCELADA: "A consulta pode ser cobrada de novo.",
    }[StatusFatura(fatura.status)]


def _itens_do_rascunho(id_consulta: int | None, escopo: Escopo) -> list[dict[str, Any]]:
    """The rows of the draft that the system opened for a consulta."""
    if id_consulta is None:
        return []
    rascunhos = services.listar(
        escopo=escopo, id_consulta=id_consulta, status=StatusFatura.RASCUNHO
    )
    return [
        {
            "codigo": item.codigo,
            "valor": f"{item.valor:.2f}".replace(".", ","),
            "quantidade": str(item.quantidade),
        }
        for rascunho in rascunhos[:1]
        for item in rascunho.itens.all()
    ]


def _campo_de_paciente() -> Completar:
    return Completar("Paciente", busca="paciente")
