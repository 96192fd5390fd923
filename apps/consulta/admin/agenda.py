"""The agenda: read, booked, and moved along by the verbs of the contract's table."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import display

from apps.consulta import services
from apps.consulta.admin.booking import FormularioDeMarcacao, pedido_no_endereco
from apps.consulta.admin.filters import DoProfissional, Quando, quando
from apps.consulta.admin.free_times import OfereceHorarios
from apps.consulta.admin.links import caminhos
from apps.consulta.admin.verbs import Verbos
from apps.consulta.models import Consulta
from apps.consulta.transicoes import INATIVOS, TRANSICOES, Status
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import AdminDoApp, Lugar, dia_e_hora, escopo_de, etiqueta, ligar
from apps.paciente.interface import paciente_service
from apps.rede.interface import rede_service

ACHADOS = 200
"""Patients that a search by name looks among; more than a person would read."""

CORES = {
    Status.AGENDADA: "info",
    Status.CONFIRMADA: "primary",
    Status.AGUARDANDO: "warning",
    Status.EM_ATENDIMENTO: "warning",
    Status.REALIZADA: "success",
    Status.CANCELADA: "danger",
    Status.FALTOU: "danger",
}


MARCAR = {
    "title": "Marcar consulta",
    "show_save_and_continue": False,
    "show_save_and_add_another": False,
}


@admin.register(Consulta)
class ConsultaAdmin(OfereceHorarios, Verbos, AdminDoApp):
    papeis_ver = services.LER
    lugar = Lugar("Atendimento", 20, "calendar_month", "A agenda e o caminho de cada consulta.")
    list_filter = (
        Quando,
        ("status", ChoicesDropdownFilter),
        DoProfissional,
        ("teleconsulta", BooleanRadioFilter),
        ("encaixe", BooleanRadioFilter),
    )
    date_hierarchy = "data_hora"
    search_fields = ("paciente",)
    search_help_text = "Paciente: nome, CPF ou CNS"
    show_add_link = False  # the list has a button that says what it does
    change_form_outer_before_template = "consulta/admin/caminhos.html"

    class Media:  # here and not in a widget: the dialogs of a page bring none
        css = {"all": ["consulta/marcar.css"]}
        js = ("consulta/marcar.js",)

    def get_fieldsets(self, request: HttpRequest, obj: Consulta | None = None) -> Any:
        if obj is None:
            return self._campos_para_marcar(escopo_de(request))
        cancelada = obj.status == Status.CANCELADA
        fim = ("cancelada_por", "motivo_cancelamento") if cancelada else ()
        return [
            (
                "Consulta",
                {"fields": ("quando", "duracao_minutos", "especialidade", "motivo", "marcas")},
            ),
            ("Quem", {"fields": ("paciente_ligado", "quem_atende", "clinica")}),
            ("Andamento", {"fields": ("estado", "marcada", *fim)}),
        ]

    def _campos_para_marcar(self, escopo: Escopo) -> Any:
        onde = ("id_clinica",) if len(escopo.clinicas(services.AGENDAR)) > 1 else ()
        return [
            ("Quem", {"fields": ("id_paciente", *onde, "id_profissional", "especialidade")}),
            ("Quando", {"fields": ("livres", "dia", "hora", "duracao_minutos")}),
            ("Sobre a consulta", {"fields": ("motivo", "teleconsulta", "encaixe")}),
        ]

    def get_list_display(self, request: HttpRequest) -> Any:
        colunas = ["quando", "paciente_ligado", "quem_atende", "especialidade", "estado", "marcas"]
        if len(escopo_de(request).clinicas()) > 1:
            colunas.insert(4, "clinica")
        return colunas

    def get_ordering(self, request: HttpRequest) -> Any:
        """What comes next first, as in a day's agenda; of all dates, the latest first."""
        if quando(request) == "todas" and "data_hora__day" not in request.GET:
            return ("-data_hora", "-pk")
        return ("data_hora", "pk")

    def visiveis(self, escopo: Escopo) -> QuerySet[Consulta]:
        return services.visiveis(escopo)

    def procurar(
        self, linhas: QuerySet[Consulta], texto: str, escopo: Escopo
    ) -> QuerySet[Consulta]:
        achados = paciente_service.buscar(texto=texto, escopo=escopo, limite=ACHADOS)
        return linhas.filter(id_paciente__in=[paciente.id for paciente in achados])

    def resumo(self, escopo: Escopo) -> str:
        hoje = services.listar(escopo=escopo, data=timezone.localdate())
        quantas = hoje.exclude(status__in=INATIVOS).count()
        return f"{quantas} hoje" if quantas else "Nenhuma hoje"

    def ao_listar(self, request: HttpRequest, linhas: list[Consulta]) -> None:
        if len(escopo_de(request).clinicas()) > 1:
            self._nomear_clinicas(request, linhas)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: Any = None
    ) -> Consulta | None:
        consulta = super().get_object(request, object_id, from_field)
        if consulta is not None:
            self._nomear_clinicas(request, [consulta])
        return consulta

    def _nomear_clinicas(self, request: HttpRequest, linhas: list[Any]) -> None:
        """One question, however many rows and clinics."""
        ids = sorted({linha.id_clinica for linha in linhas})
        clinicas = rede_service.obter_clinicas(ids=ids, escopo=escopo_de(request))
        for linha in linhas:
            linha.nome_da_clinica = clinicas[linha.id_clinica].nome

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        consulta = kwargs.get("obj")
        if consulta is not None:
            context["caminhos"] = list(caminhos(consulta, escopo_de(request)))
        return super().render_change_form(request, context, *args, **kwargs)

    # --- booking ------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return escopo_de(request).tem(services.AGENDAR)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = FormularioDeMarcacao
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return pedido_no_endereco(request.GET)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        return super().add_view(request, form_url, (extra_context or {}) | MARCAR)

    def response_add(
        self, request: HttpRequest, obj: Consulta, post_url_continue: str | None = None
    ) -> HttpResponse:
        quando = f"{timezone.localtime(obj.data_hora):%d/%m/%Y às %H:%M}"
        return self.concluir(request, f"Consulta marcada para {quando}.", str(obj.pk))

    # --- verbs --------------------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what the caller may say and the consulta's state admits."""
        consulta = self.get_object(request, object_id)
        if consulta is None:
            return []
        return [
            acao
            for acao in super().get_actions_detail(request, object_id)
            if consulta.status in TRANSICOES[acao.path].de
        ]

    # --- columns ------------------------------------------------------------------------------

    @display(description="quando")
    def quando(self, consulta: Consulta) -> str | None:
        return dia_e_hora(consulta.data_hora)

    @display(description="paciente")
    def paciente_ligado(self, consulta: Consulta) -> Any:
        return ligar(consulta.paciente, "paciente_paciente", consulta.id_paciente)

    @display(description="profissional")
    def quem_atende(self, consulta: Consulta) -> str:
        return consulta.profissional or "A definir"

    @display(description="estado")
    def estado(self, consulta: Consulta) -> str:
        return etiqueta(consulta.get_status_display(), CORES[Status(consulta.status)])

    @display(description="tipo")
    def marcas(self, consulta: Consulta) -> str:
        marcas = {"Teleconsulta": consulta.teleconsulta, "Encaixe": consulta.encaixe}
        return ", ".join(nome for nome, sim in marcas.items() if sim) or "Presencial"

    @display(description="clínica")
    def clinica(self, consulta: Consulta) -> str:
        return getattr(consulta, "nome_da_clinica")  # noqa: B009 - set by _nomear_clinicas

    @display(description="marcada em")
    def marcada(self, consulta: Consulta) -> str | None:
        return dia_e_hora(consulta.data_criacao)
