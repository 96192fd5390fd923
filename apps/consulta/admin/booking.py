"""Booking a consulta at the counter: the form, filled in by whoever links to it, and who may attend."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from apps.consulta import services
from apps.consulta.admin.free_times import HorariosLivres, campo_de_dia, campo_de_hora
from apps.consulta.models import Consulta
from apps.consulta.serializers import ConsultaEntrada
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import Completar, FormularioDoServico, validar
from apps.kernel.admin.completar import ler_id
from apps.kernel.time import ler_data_hora
from apps.rede.interface import ProfissionalData, rede_service

A_DEFINIR = ("", "A definir")

PEDIDO = (
    "id_paciente",
    "id_clinica",
    "id_profissional",
    "especialidade",
    "duracao_minutos",
    "motivo",
    "teleconsulta",
    "encaixe",
)
"""What the form tells the service as it is; day and hour become `data_hora`."""


def profissionais_de(escopo: Escopo, clinicas: Iterable[int]) -> list[ProfissionalData]:
    """Active professionals of some clinics, by name, in one question."""
    onde = set(clinicas)
    unica = next(iter(onde)) if len(onde) == 1 else None
    todos = rede_service.listar_profissionais(escopo=escopo, id_clinica=unica)
    return [profissional for profissional in todos if onde & set(profissional.clinicas)]


class EscolhaDeProfissional(UnfoldAdminSelectWidget):
    """A select whose options carry the specialties, for the page to suggest them."""

    especialidades: Mapping[int, Sequence[str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        opcao = super().create_option(name, value, *args, **kwargs)
        opcao["attrs"]["data-especialidades"] = "|".join(self.especialidades.get(value, ()))
        return opcao


def campo_de_profissional(vazio: tuple[str, str], **opcoes: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Profissional",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[vazio],
        widget=EscolhaDeProfissional,
        **opcoes,
    )


def oferecer(
    campo: Any, profissionais: Sequence[ProfissionalData], clinicas: Mapping[int, str]
) -> None:
    """Fill a select; between several clinics, each professional's are said beside the name."""

    def rotulo(profissional: ProfissionalData) -> str:
        onde = ", ".join(clinicas[id] for id in profissional.clinicas if id in clinicas)
        return f"{profissional.nome} ({onde})" if onde else profissional.nome

    campo.choices = [*campo.choices, *((p.id, rotulo(p)) for p in profissionais)]
    campo.widget.especialidades = {p.id: p.especialidades for p in profissionais}


class ComSugestoes(UnfoldAdminTextInputWidget):
    """A text with suggestions beside it; another text is as good."""

    template_name = "consulta/admin/sugestoes.html"
    sugestoes: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        contexto = super().get_context(name, value, attrs)
        contexto["widget"]["sugestoes"] = self.sugestoes
        contexto["widget"]["attrs"]["list"] = f"{contexto['widget']['attrs']['id']}_sugestoes"
        return contexto


class FormularioDeMarcacao(FormularioDoServico):
    id_paciente = Completar("Paciente", busca="paciente")
    id_clinica = forms.TypedChoiceField(label="Clínica", coerce=int, widget=UnfoldAdminSelectWidget)
    id_profissional = campo_de_profissional(A_DEFINIR)
    especialidade = forms.CharField(label="Especialidade", max_length=80, widget=ComSugestoes)
    dia = campo_de_dia("Dia")
    hora = campo_de_hora("Hora")
    livres = HorariosLivres()

    campo_do_codigo = {
        "paciente_nao_encontrado": "id_paciente",
        "profissional_nao_encontrado": "id_profissional",
        "clinica_nao_encontrada": "id_clinica",
    }

    class Meta:
        model = Consulta
        fields = ("duracao_minutos", "motivo", "teleconsulta", "encaixe")
        widgets = {"motivo": UnfoldAdminTextareaWidget(attrs={"rows": 3})}
        help_texts = {
            "encaixe": "Entra mesmo com o profissional ocupado; diga o motivo.",
            "motivo": "O que o paciente procura; num encaixe, também por que ele é preciso.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinicas = self.escopo.clinicas(services.AGENDAR)
        nomes = self._oferecer_clinicas(clinicas)
        profissionais = profissionais_de(self.escopo, clinicas)
        oferecer(self.fields["id_profissional"], profissionais, nomes)
        self._sugerir_especialidades(profissionais)

    def _oferecer_clinicas(self, clinicas: frozenset[int]) -> dict[int, str]:
        """Only whoever works in several has one to choose. Returns their names."""
        if len(clinicas) < 2:
            del self.fields["id_clinica"]
            return {}
        achadas = rede_service.obter_clinicas(ids=sorted(clinicas), escopo=self.escopo)
        nomes = {id: clinica.nome for id, clinica in achadas.items() if clinica.ativa}
        escolha: Any = self.fields["id_clinica"]
        escolha.choices = [("", "Escolha"), *sorted(nomes.items(), key=lambda item: item[1])]
        return nomes

    def _sugerir_especialidades(self, profissionais: Sequence[ProfissionalData]) -> None:
        caixa: Any = self.fields["especialidade"].widget
        caixa.sugestoes = sorted({nome for p in profissionais for nome in p.especialidades})
        delas = {p.id: p.especialidades for p in profissionais}
        suas = delas.get(self.initial.get("id_profissional", 0), ())
        if suas:
            self.initial.setdefault("especialidade", suas[0])

    def campo_de(self, caminho: str) -> str:
        return "hora" if caminho == "data_hora" else caminho

    def gravar(self) -> Consulta:
        dia, hora = self.cleaned_data["dia"], self.cleaned_data["hora"]
        preenchidos = {nome: v for nome, v in self.dados(PEDIDO).items() if v != ""}
        pedido = preenchidos | {"data_hora": f"{dia:%Y-%m-%d}T{hora:%H:%M}"}
        return services.agendar(escopo=self.escopo, **validar(ConsultaEntrada, pedido))


def pedido_no_endereco(parametros: Mapping[str, str]) -> dict[str, Any]:
    """What a link to the form fills in: `?id_paciente=&id_profissional=&data_hora=…`.

    `data_hora` is RFC 3339; what does not read as what it claims is left aside.
    """
    inicial: dict[str, Any] = {}
    for nome in ("id_paciente", "id_clinica", "id_profissional", "duracao_minutos"):
        with suppress(ValueError):
            inicial[nome] = ler_id(parametros.get(nome, ""))
    if especialidade := parametros.get("especialidade"):
        inicial["especialidade"] = especialidade
    if momento := ler_data_hora(parametros.get("data_hora", "").replace(" ", "+")):
        local = timezone.localtime(momento)
        inicial |= {"dia": local.date(), "hora": local.time()}
    return inicial
