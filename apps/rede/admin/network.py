"""Clinics and professionals, for whoever manages them and for the technical administrator."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import (
    AdminDoApp,
    FormularioDoServico,
    Lugar,
    procurar_em_memoria,
    validar,
)
from apps.kernel.models import Usuario
from apps.rede import services
from apps.rede.models import Clinica, Profissional
from apps.rede.serializers import (
    ClinicaAlteracao,
    ClinicaEntrada,
    ProfissionalAlteracao,
    ProfissionalEntrada,
)

CAMPOS_DA_CLINICA = ("nome", "cnes", "cidade", "uf", "ativa")
CAMPOS_DO_PROFISSIONAL = ("nome", "conselho", "numero_conselho", "uf_conselho", "cbo", "ativo")

ATIVIDADE = {"ativa": "success", "ativo": "success"}


class FormularioDeClinica(FormularioDoServico):
    campo_do_codigo = {"cnes_duplicado": "cnes"}

    class Meta:
        model = Clinica
        fields = CAMPOS_DA_CLINICA

    def gravar(self) -> Clinica:
        dados = self.dados(CAMPOS_DA_CLINICA)
        if self.instance.pk is None:
            return services.criar_clinica(escopo=self.escopo, **validar(ClinicaEntrada, dados))
        return services.alterar_clinica(
            escopo=self.escopo,
            id_clinica=self.instance.pk,
            se_coincidir=self.se_coincidir,
            **validar(ClinicaAlteracao, dados),
        )


@admin.register(Clinica)
class ClinicaAdmin(AdminDoApp):
    papeis_ver = papeis_editar = services.GERIR
    do_administrador = True
    lugar = Lugar("Rede", 50, "local_hospital", "As unidades que você administra.")
    form = FormularioDeClinica
    list_display = ("nome", "cidade", "uf", "cnes", "situacao")
    list_filter = (("ativa", BooleanRadioFilter), ("uf", ChoicesDropdownFilter))
    search_fields = ("nome",)
    search_help_text = "Nome, cidade ou CNES"
    fields = CAMPOS_DA_CLINICA

    def pode_editar(self, escopo: Escopo, objeto: Clinica | None = None) -> bool:
        if objeto is None or escopo.superusuario:
            return super().pode_editar(escopo)
        return objeto.pk in escopo.clinicas(services.GERIR)

    def visiveis(self, escopo: Escopo) -> QuerySet[Clinica]:
        if escopo.superusuario:
            return services.listar_clinicas()
        return services.listar_clinicas(id=list(escopo.clinicas(services.GERIR)))

    def procurar(self, linhas: QuerySet[Clinica], texto: str, escopo: Escopo) -> QuerySet[Clinica]:
        return procurar_em_memoria(linhas, texto, "nome", "cidade", "cnes")

    @display(description="situação", label=ATIVIDADE)
    def situacao(self, clinica: Clinica) -> str:
        return "ativa" if clinica.ativa else "inativa"


class FormularioDeProfissional(FormularioDoServico):
    especialidades = forms.CharField(
        label="Especialidades",
        required=False,
        help_text="Separadas por vírgula: Clínica Médica, Geriatria.",
        widget=UnfoldAdminTextInputWidget,
    )

    campo_do_codigo = {"conselho_duplicado": "numero_conselho"}

    class Meta:
        model = Profissional
        fields = (*CAMPOS_DO_PROFISSIONAL, "clinicas", "usuario")
        widgets = {"clinicas": UnfoldAdminCheckboxSelectMultipleWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "clinicas" in self.fields and not self.escopo.superusuario:
            self._escolhas("clinicas", services.listar_clinicas(id=list(self._geridas)))
        if "usuario" in self.fields:
            livres = Usuario.objects.filter(Q(profissional=None) | Q(profissional=self.instance.pk))
            self._escolhas("usuario", livres.filter(is_active=True).order_by("username"))
        if self.instance.pk is not None:
            self.initial["especialidades"] = ", ".join(
                e.nome for e in self.instance.especialidades.all()
            )

    def _escolhas(self, campo: str, linhas: QuerySet) -> None:
        escolha: Any = self.fields[campo]
        escolha.queryset = linhas

    @property
    def _geridas(self) -> frozenset[int]:
        return self.escopo.clinicas(services.GERIR)

    def campo_de(self, caminho: str) -> str:
        return caminho.split(".")[0]  # especialidades.2, clinicas.0

    def gravar(self) -> Profissional:
        dados = self._como_no_fio()
        conta = {"usuario": self.cleaned_data["usuario"]} if "usuario" in self.changed_data else {}
        if self.instance.pk is None:
            return services.criar_profissional(
                escopo=self.escopo, **validar(ProfissionalEntrada, dados), **conta
            )
        return services.alterar_profissional(
            escopo=self.escopo,
            id_profissional=self.instance.pk,
            se_coincidir=self.se_coincidir,
            **validar(ProfissionalAlteracao, dados),
            **conta,
        )

    def _como_no_fio(self) -> dict[str, Any]:
        dados = self.dados((*CAMPOS_DO_PROFISSIONAL, "clinicas", "especialidades"))
        if "clinicas" in dados:
            dados["clinicas"] = sorted({c.pk for c in dados["clinicas"]} | self._fora_do_alcance())
        if "especialidades" in dados:
            nomes = dados["especialidades"].split(",")
            dados["especialidades"] = [nome.strip() for nome in nomes if nome.strip()]
        return dados

    def _fora_do_alcance(self) -> set[int]:
        """Clinics of others that the person does not see in the form: they stay as they were."""
        if self.instance.pk is None or self.escopo.superusuario:
            return set()
        return {c.pk for c in self.instance.clinicas.all()} - self._geridas


@admin.register(Profissional)
class ProfissionalAdmin(AdminDoApp):
    papeis_ver = papeis_editar = services.GERIR
    do_administrador = True
    lugar = Lugar(
        "Rede", 51, "stethoscope", "Quem atende, em que clínicas, com que especialidades."
    )
    form = FormularioDeProfissional
    list_display = ("nome", "registro", "praticas", "onde", "situacao")
    list_filter = (("ativo", BooleanRadioFilter), ("conselho", ChoicesDropdownFilter))
    search_fields = ("nome",)
    search_help_text = "Nome ou número no conselho"

    def get_fieldsets(self, request: HttpRequest, obj: Profissional | None = None) -> Any:
        campos = [*CAMPOS_DO_PROFISSIONAL[:5], "especialidades", "clinicas", "ativo"]
        if self.da_conta(request):
            campos.append("usuario")
        return [(None, {"fields": campos})]

    def da_conta(self, request: HttpRequest) -> bool:
        """Only the administrator says with which account a professional signs in."""
        return bool(getattr(request.user, "is_superuser", False))

    def visiveis(self, escopo: Escopo) -> QuerySet[Profissional]:
        profissionais = services.listar_profissionais()
        if escopo.superusuario:
            return profissionais
        nelas = Profissional.clinicas.through.objects.filter(
            clinica_id__in=escopo.clinicas(services.GERIR)
        )
        return profissionais.filter(pk__in=nelas.values("profissional_id"))

    def procurar(
        self, linhas: QuerySet[Profissional], texto: str, escopo: Escopo
    ) -> QuerySet[Profissional]:
        return procurar_em_memoria(linhas, texto, "nome", "conselho", "numero_conselho")

    @display(description="registro")
    def registro(self, profissional: Profissional) -> str:
        return profissional.registro

    @display(description="especialidades")
    def praticas(self, profissional: Profissional) -> str:
        return ", ".join(e.nome for e in profissional.especialidades.all())

    @display(description="clínicas")
    def onde(self, profissional: Profissional) -> str:
        return ", ".join(c.nome for c in profissional.clinicas.all())

    @display(description="situação", label=ATIVIDADE)
    def situacao(self, profissional: Profissional) -> str:
        return "ativo" if profissional.ativo else "inativo"
