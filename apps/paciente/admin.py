"""Paciente in the admin: find, register, change."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import (
    AdminDoApp,
    FormularioDoServico,
    Lugar,
    ligar,
    validar,
)
from apps.kernel.states import UFS
from apps.paciente import services
from apps.paciente.documentos import mascarar_cpf
from apps.paciente.models import CAMPOS_DO_ENDERECO, CAMPOS_DO_PLANO, Paciente
from apps.paciente.serializers import PacienteAlteracao, PacienteEntrada

IDENTIDADE = ("nome", "nome_social", "data_nascimento", "sexo", "nome_mae")
DOCUMENTOS = ("cpf", "cns", "passaporte")
CONTATO = ("telefone", "email")
COLUNAS_DO_PLANO = tuple(f"plano_{campo}" for campo in CAMPOS_DO_PLANO)


def _documento(rotulo: str, tamanho: int) -> forms.CharField:
    """With or without punctuation, as people type it."""
    return forms.CharField(
        label=rotulo,
        max_length=tamanho,
        required=False,
        empty_value=None,
        widget=UnfoldAdminTextInputWidget,
    )


class FormularioDePaciente(FormularioDoServico):
    cpf = _documento("CPF", 14)
    cns = _documento("CNS", 18)
    cep = _documento("CEP", 9)
    uf = forms.TypedChoiceField(
        label="UF",
        choices=[("", "—"), *((uf, uf) for uf in UFS)],
        required=False,
        empty_value=None,
        widget=UnfoldAdminSelectWidget,
    )

    campo_do_codigo = {"cpf_duplicado": "cpf", "cns_duplicado": "cns"}

    class Meta:
        model = Paciente
        fields = (*IDENTIDADE, *DOCUMENTOS, *CONTATO, *CAMPOS_DO_ENDERECO, *COLUNAS_DO_PLANO)

    def campo_de(self, caminho: str) -> str:
        return caminho.removeprefix("endereco.").replace("plano.", "plano_")

    def gravar(self) -> Paciente:
        campos = self._como_no_fio()
        if self.instance.pk is None:
            return services.cadastrar(escopo=self.escopo, **validar(PacienteEntrada, campos))
        return services.alterar(
            escopo=self.escopo,
            id_paciente=self.instance.pk,
            se_coincidir=self.se_coincidir,
            **validar(PacienteAlteracao, campos),
        )

    def _como_no_fio(self) -> dict[str, Any]:
        """The form's columns as the API's body: address and plan are objects."""
        endereco = self.dados(CAMPOS_DO_ENDERECO)
        plano = {
            nome.removeprefix("plano_"): valor
            for nome, valor in self.dados(COLUNAS_DO_PLANO).items()
        }
        return {
            **self.dados((*IDENTIDADE, *DOCUMENTOS, *CONTATO)),
            **({"endereco": endereco} if endereco else {}),
            **({"plano": plano} if plano else {}),
        }


class ComPlano(RadioFilter):
    title = "plano"
    parameter_name = "plano"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("sim", "Tem plano"), ("nao", "Particular")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Paciente]) -> QuerySet[Paciente]:
        if self.value() not in ("sim", "nao"):
            return queryset
        return queryset.filter(plano_operadora__isnull=self.value() == "nao")


@admin.register(Paciente)
class PacienteAdmin(AdminDoApp):
    papeis_ver = services.LER
    papeis_editar = services.ESCREVER
    lugar = Lugar("Atendimento", 10, "group", "O cadastro, único em toda a rede.")
    form = FormularioDePaciente
    list_display = ("pessoa", "cpf_mascarado", "nascimento", "telefone", "plano_operadora")
    list_display_links = None  # the name leads to the patient's page, which leads to the form
    list_filter = (("sexo", ChoicesDropdownFilter), ComPlano)
    search_fields = ("nome",)
    search_help_text = "Nome, CPF ou CNS"
    fieldsets = (
        ("Identidade", {"fields": IDENTIDADE}),
        ("Documentos", {"fields": DOCUMENTOS, "description": "Pelo menos um dos três."}),
        ("Contato", {"fields": CONTATO}),
        ("Endereço", {"fields": CAMPOS_DO_ENDERECO}),
        ("Plano de saúde", {"fields": COLUNAS_DO_PLANO}),
    )

    def visiveis(self, escopo: Escopo) -> QuerySet[Paciente]:
        return services.listar()

    def procurar(
        self, linhas: QuerySet[Paciente], texto: str, escopo: Escopo
    ) -> QuerySet[Paciente]:
        return linhas & services.listar(busca=texto)

    def response_add(self, request: HttpRequest, obj: Paciente, *args: Any) -> HttpResponse:
        """To the patient's own page, where the next step is: booking."""
        return self.concluir(request, "Paciente cadastrado.", str(obj.pk))

    def response_change(self, request: HttpRequest, obj: Paciente) -> HttpResponse:
        return self.concluir(request, "O cadastro foi alterado.", str(obj.pk))

    @display(description="paciente")
    def pessoa(self, paciente: Paciente) -> Any:
        """The social name, where there is one (Decreto 8.727/2016)."""
        return ligar(str(paciente), "paciente_paciente", paciente.pk)

    @display(description="CPF")
    def cpf_mascarado(self, paciente: Paciente) -> str:
        return mascarar_cpf(paciente.cpf)

    @display(description="nascimento")
    def nascimento(self, paciente: Paciente) -> str:
        hoje, dia = timezone.localdate(), paciente.data_nascimento
        idade = hoje.year - dia.year - ((hoje.month, hoje.day) < (dia.month, dia.day))
        return f"{dia:%d/%m/%Y} ({idade} anos)"
