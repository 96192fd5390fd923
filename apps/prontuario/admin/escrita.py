"""Writing and correcting: pages with room to write, each a version that stays."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.decorators import action

from apps.consulta.interface import consulta_service
from apps.kernel.admin import AdminDoApp, Completar, endereco_de, escopo_de
from apps.kernel.admin.choosing import escolher_antes, escolhido
from apps.kernel.admin.pages import PaginaDeFormulario
from apps.paciente.interface import paciente_service
from apps.prontuario import services
from apps.prontuario.admin.formularios import FormularioDeEscrita, FormularioDeRetificacao
from apps.prontuario.interface import JaRetificado, ProntuarioNaoEncontrado

ESCREVER = "Escrever no prontuário"
TEXTOS_E_CODIGOS = ("diagnostico", "cid10", "tratamento", "observacoes")


class PaginaDeEscrita(PaginaDeFormulario):
    feito = "O registro foi escrito."
    form = FormularioDeEscrita
    add_form_template = "prontuario/escrever.html"
    fieldsets = (
        ("Atendimento", {"fields": ("id_consulta",)}),
        ("Registro", {"fields": TEXTOS_E_CODIGOS}),
    )


class PaginaDeRetificacao(PaginaDeFormulario):
    feito = "O registro foi retificado. A versão anterior continua legível."
    form = FormularioDeRetificacao
    add_form_template = "prontuario/retificar.html"
    fieldsets = (
        ("Registro", {"fields": TEXTOS_E_CODIGOS}),
        ("Retificação", {"fields": ("justificativa",)}),
    )


class Escrita(AdminDoApp):
    """The two verbs of the author, for `ProntuarioAdmin` to take."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """`?id_paciente=`, or `?id_consulta=`, which says the patient as well."""
        self._exigir_leitura(request)
        escopo = escopo_de(request)
        id_paciente, id_consulta = (escolhido(request, c) for c in ("id_paciente", "id_consulta"))
        if id_paciente is None and id_consulta is not None:
            consulta = consulta_service.obter(id_consulta=id_consulta, escopo=escopo)
            id_paciente = consulta.id_paciente
        if id_paciente is None:
            return escolher_antes(
                self, request, titulo=ESCREVER, nome="id_paciente", campo=_campo_de_paciente()
            )
        pagina = PaginaDeEscrita(
            self,
            sobre={"paciente": paciente_service.obter(id_paciente=id_paciente, escopo=escopo)},
            inicial={"id_consulta": id_consulta},
        )
        tem_vinculo = services.tem_vinculo(escopo=escopo, id_paciente=id_paciente)
        return pagina.responder(request, ESCREVER, sem_vinculo=not tem_vinculo)

    @action(description="Retificar", icon="edit_note", url_path="retificar")
    def retificar(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The former text to be corrected. Of a record corrected already, its newest version."""
        self._exigir_leitura(request, object_id)
        if not object_id.isdecimal():
            raise ProntuarioNaoEncontrado
        # A POST is refused by the service that it is for, beside what was typed.
        ler = services.obter if request.method == "POST" else services.obter_para_retificar
        try:
            anterior = ler(escopo=escopo_de(request), id_prontuario=int(object_id))
        except JaRetificado as recusa:
            messages.warning(request, f"{recusa.detalhe} É este.")
            novo = int(str(recusa.extras["id_mais_recente"]))
            return HttpResponseRedirect(endereco_de("prontuario_prontuario", novo) or "/")
        pagina = PaginaDeRetificacao(self, sobre={"anterior": anterior})
        return pagina.responder(request, f"Retificar o registro {anterior.pk}")


def _campo_de_paciente() -> Completar:
    return Completar("Paciente", busca="paciente")
