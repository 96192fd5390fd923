"""Working hours, absences and local holidays: read by the clinic, kept by who manages it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from apps.consulta.models import Ausencia, Expediente, Feriado
from apps.consulta.services import expediente
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.admin import (
    AdminDoApp,
    DialogoDoServico,
    FormularioDoServico,
    Lugar,
    dia_e_hora,
    dialogo,
    escopo_de,
)
from apps.kernel.errors import NaoEncontrado
from apps.rede.interface import rede_service

DA_CLINICA = frozenset({Papel.RECEPCAO, Papel.PROFISSIONAL, Papel.GESTOR})


def _escolha(rotulo: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=rotulo, coerce=int, widget=UnfoldAdminSelectWidget)


class FormularioDoProfissional(FormularioDoServico):
    """A form about one of the professionals that the person manages."""

    id_profissional = _escolha("Profissional")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        escolha: Any = self.fields.get("id_profissional")
        if escolha is not None:
            profissionais = expediente.profissionais_das_clinicas(self.escopo)
            escolha.choices = [
                ("", "Escolha"),
                *((id, p.nome) for id, p in profissionais.items()),
            ]


class FormularioDeExpediente(FormularioDoProfissional):
    campo_do_codigo = {"horario_repetido": "inicio"}

    class Meta:
        model = Expediente
        fields = ("id_profissional", "dia_semana", "inicio", "fim")

    def gravar(self) -> Expediente:
        campos = {nome: self.cleaned_data[nome] for nome in self.Meta.fields}
        return expediente.salvar_expediente(
            escopo=self.escopo, id_expediente=self.instance.pk, **campos
        )


class FormularioDeAusencia(FormularioDoProfissional):
    class Meta:
        model = Ausencia
        fields = ("id_profissional", "inicio", "fim", "motivo")

    def gravar(self) -> Ausencia:
        campos = {nome: self.cleaned_data[nome] for nome in self.Meta.fields}
        return expediente.salvar_ausencia(
            escopo=self.escopo, id_ausencia=self.instance.pk, **campos
        )


class FormularioDeFeriado(FormularioDoServico):
    id_clinica = _escolha("Clínica")

    campo_do_codigo = {"feriado_repetido": "data"}

    class Meta:
        model = Feriado
        fields = ("data", "nome", "id_clinica")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        escolha: Any = self.fields.get("id_clinica")
        if escolha is not None:
            ids = sorted(self.escopo.clinicas(expediente.GERIR))
            clinicas = rede_service.obter_clinicas(ids=ids, escopo=self.escopo)
            escolha.choices = [("", "Escolha"), *((id, clinicas[id].nome) for id in ids)]

    def gravar(self) -> Feriado:
        campos = {nome: self.cleaned_data[nome] for nome in self.Meta.fields}
        return expediente.salvar_feriado(escopo=self.escopo, id_feriado=self.instance.pk, **campos)


class DialogoDeRemocao(DialogoDoServico):
    """Takes one of the three back."""

    modelo: ClassVar[type[Expediente | Ausencia | Feriado]]

    def executar(self, id: int, **dados: Any) -> None:
        linha = self.modelo.objects.filter(pk=id).first()
        if linha is None:
            raise NaoEncontrado
        expediente.remover(escopo=self.escopo, linha=linha)


def _remover(modelo: type[Expediente | Ausencia | Feriado], texto: str) -> Any:
    nome = str(modelo._meta.verbose_name)
    dialogo_do_modelo = type(
        "Dialogo",
        (DialogoDeRemocao,),
        {"modelo": modelo, "feito": f"{nome.capitalize()}: removido."},
    )
    return dialogo(
        dialogo_do_modelo,
        titulo="Remover",
        texto=texto,
        icone="delete",
        permissao="change",
        some=True,
    )


class DoProfissional(AdminDoApp):
    """Hours and absences: of the professionals of the caller's clinics, or a professional's own."""

    papeis_ver = DA_CLINICA
    papeis_editar = expediente.GERIR
    actions_detail = ("remover",)

    def pode_editar(self, escopo: Escopo, objeto: Any = None) -> bool:
        if not super().pode_editar(escopo) or objeto is None or not hasattr(objeto, "pk"):
            return super().pode_editar(escopo)
        return objeto.id_profissional in expediente.profissionais_das_clinicas(escopo)

    def visiveis(self, escopo: Escopo) -> QuerySet:
        return self.model.objects.filter(id_profissional__in=self._ao_alcance(escopo))

    def _ao_alcance(self, escopo: Escopo) -> set[int]:
        clinicas = escopo.clinicas(DA_CLINICA - {Papel.PROFISSIONAL})
        ids = {
            profissional.id
            for clinica in sorted(clinicas)
            for profissional in rede_service.listar_profissionais(escopo=escopo, id_clinica=clinica)
        }
        return ids | ({escopo.id_profissional} if escopo.id_profissional else set())

    def ao_listar(self, request: HttpRequest, linhas: list[Any]) -> None:
        ids = sorted({linha.id_profissional for linha in linhas})
        nomes = rede_service.obter_profissionais(ids=ids, escopo=escopo_de(request))
        for linha in linhas:
            linha.profissional = nomes[linha.id_profissional].nome

    @display(description="profissional")
    def quem(self, linha: Any) -> str:
        return getattr(linha, "profissional", f"nº {linha.id_profissional}")


@admin.register(Expediente)
class ExpedienteAdmin(DoProfissional):
    lugar = Lugar("Rede", 52, "schedule", "Os dias e as horas em que cada profissional atende.")
    form = FormularioDeExpediente
    list_display = ("quem", "dia_semana", "inicio", "fim")
    list_filter = (("dia_semana", ChoicesDropdownFilter),)
    ordering = ("id_profissional", "dia_semana", "inicio")
    fields = FormularioDeExpediente.Meta.fields
    remover = _remover(Expediente, "As consultas já marcadas continuam.")


@admin.register(Ausencia)
class AusenciaAdmin(DoProfissional):
    lugar = Lugar("Rede", 53, "event_busy", "Férias, congressos, licenças.")
    form = FormularioDeAusencia
    list_display = ("quem", "desde", "ate", "motivo")
    fields = FormularioDeAusencia.Meta.fields
    remover = _remover(Ausencia, "O profissional volta a atender nesses dias.")

    @display(description="de")
    def desde(self, ausencia: Ausencia) -> str | None:
        return dia_e_hora(ausencia.inicio)

    @display(description="até")
    def ate(self, ausencia: Ausencia) -> str | None:
        return dia_e_hora(ausencia.fim)


@admin.register(Feriado)
class FeriadoAdmin(AdminDoApp):
    papeis_ver = DA_CLINICA
    papeis_editar = expediente.GERIR
    lugar = Lugar("Rede", 54, "celebration", "Os da cidade e da clínica; os nacionais já valem.")
    form = FormularioDeFeriado
    list_display = ("data", "nome", "onde")
    date_hierarchy = "data"
    ordering = ("-data", "-pk")
    fields = FormularioDeFeriado.Meta.fields
    actions_detail = ("remover",)
    remover = _remover(Feriado, "O dia volta a ter atendimento.")

    def pode_editar(self, escopo: Escopo, objeto: Any = None) -> bool:
        """A holiday of the whole network belongs to no clinic's manager."""
        if not super().pode_editar(escopo) or objeto is None or not hasattr(objeto, "pk"):
            return super().pode_editar(escopo)
        return objeto.id_clinica in escopo.clinicas(expediente.GERIR)

    def visiveis(self, escopo: Escopo) -> QuerySet[Feriado]:
        return Feriado.objects.filter(
            Q(id_clinica=None) | Q(id_clinica__in=escopo.clinicas(DA_CLINICA))
        )

    def ao_listar(self, request: HttpRequest, linhas: list[Any]) -> None:
        ids = sorted({linha.id_clinica for linha in linhas if linha.id_clinica})
        clinicas = rede_service.obter_clinicas(ids=ids, escopo=escopo_de(request))
        for linha in linhas:
            linha.clinica = clinicas[linha.id_clinica].nome if linha.id_clinica else "Toda a rede"

    @display(description="onde vale")
    def onde(self, feriado: Any) -> str:
        return getattr(feriado, "clinica", "")
