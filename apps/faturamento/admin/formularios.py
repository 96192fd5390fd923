"""An invoice to issue, as a form: a consulta and rows of procedures, every problem beside its row."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from apps.consulta.interface import ConsultaData, consulta_service
from apps.faturamento import services
from apps.faturamento.models import Fatura
from apps.faturamento.serializers import FaturaEntrada
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import Completar, FormularioDoServico, Opcao, validar
from apps.kernel.admin.completar import ler_codigo
from apps.kernel.errors import ErroDeCampo, Problema
from apps.kernel.money import ler_reais
from apps.paciente.interface import PacienteData

MAXIMO_DE_LINHAS = 50
LINHAS_EM_BRANCO = 3
FORA_DA_TABELA = "(fora da tabela)"
CORRIJA = "Corrija os procedimentos indicados."


def opcoes_de_procedimentos(codigos: Sequence[str], escopo: Escopo) -> list[Opcao]:
    """The codes of an invoice, told by the table; a code that it lacks is the clinic's own."""
    descricoes = services.descrever_procedimentos(codigos)
    return [Opcao(c, f"{c} {descricoes.get(c, FORA_DA_TABELA)}") for c in codigos]


NUMERO = re.compile(r"-?\d{1,9}", re.ASCII)


def _texto(rotulo: str, **atributos: str) -> forms.CharField:
    return forms.CharField(
        label=rotulo,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", **atributos}),
    )


class LinhaDeProcedimento(forms.Form):
    """What is typed of a procedure; whether it will do, the API's own serializer says."""

    codigo = Completar(
        "Procedimento",
        busca="faturamento_procedimento",
        opcoes_de=opcoes_de_procedimentos,
        tipo=ler_codigo,
        required=False,
    )
    valor = _texto("Valor em reais", inputmode="decimal", placeholder="150,00")
    quantidade = _texto("Quantidade", inputmode="numeric")

    def __init__(self, *args: Any, escopo: Escopo, **kwargs: Any) -> None:
        self.escopo = escopo
        super().__init__(*args, **kwargs)
        self.fields["quantidade"].initial = "1"

    @property
    def em_branco(self) -> bool:
        return not self.cleaned_data.get("codigo") and not self.cleaned_data.get("valor")

    def como_no_fio(self) -> dict[str, Any]:
        """As the body says it; what was not typed is absent."""
        quantidade = self.cleaned_data["quantidade"]
        dados = {
            "codigo": self.cleaned_data["codigo"],
            "valor": ler_reais(self.cleaned_data["valor"]),
            "quantidade": int(quantidade) if NUMERO.fullmatch(quantidade) else quantidade,
        }
        return {campo: valor for campo, valor in dados.items() if valor not in (None, "")}


Procedimentos = forms.formset_factory(
    LinhaDeProcedimento,
    extra=LINHAS_EM_BRANCO,
    max_num=MAXIMO_DE_LINHAS,
    absolute_max=MAXIMO_DE_LINHAS,
)


class FormularioDeFatura(FormularioDoServico):
    """The invoice of a consulta of a patient already chosen."""

    paciente: ClassVar[PacienteData]  # set by the admin on the class of each request
    itens: ClassVar[Sequence[Mapping[str, Any]]]
    """What a draft of the consulta already says."""

    campo_do_codigo = {
        "consulta_nao_encontrada": "id_consulta",
        "consulta_inativa": "id_consulta",
        "fatura_existente": "id_consulta",
    }
    id_consulta = forms.TypedChoiceField(
        label="Consulta",
        coerce=int,
        empty_value=None,
        required=False,  # said by the service, together with what the rows lack
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Fatura
        fields = ("id_consulta",)

    class Media:
        js = (forms.Script("faturamento/procedimentos.js", defer=True),)
        css = {"all": ("faturamento/procedimentos.css",)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        escolha: Any = self.fields["id_consulta"]
        escolha.choices = [("", "Escolha"), *_consultas(self.paciente, self.escopo)]
        self.procedimentos = Procedimentos(
            self.data if self.is_bound else None,
            prefix="procedimentos",
            initial=[dict(item) for item in self.itens],
            # A row is blank only where nothing was typed, not where nothing was chosen.
            form_kwargs={"escopo": self.escopo, "empty_permitted": False},
        )

    @property
    def media(self) -> forms.Media:
        return super().media + self.procedimentos.empty_form.media

    def clean(self) -> dict[str, Any]:
        if not self.procedimentos.is_valid():
            raise forms.ValidationError(CORRIJA)
        return self.cleaned_data

    def gravar(self) -> Fatura:
        self.linhas = [linha for linha in self.procedimentos if not linha.em_branco]
        corpo = self.dados(("id_consulta",)) | {
            "procedimentos": [linha.como_no_fio() for linha in self.linhas]
        }
        return services.emitir(escopo=self.escopo, **validar(FaturaEntrada, corpo))

    def mostrar(self, problema: Problema) -> None:
        """`procedimentos.2.valor` is told at the third row that was filled in."""
        das_linhas = [erro for erro in problema.erros if erro.campo.startswith("procedimentos.")]
        for erro in das_linhas:
            self._mostrar_na_linha(erro)
        if das_linhas:
            self.add_error(None, CORRIJA)
        outros = [erro for erro in problema.erros if erro not in das_linhas]
        if outros or not das_linhas:
            problema.erros = tuple(outros)
            super().mostrar(problema)

    def _mostrar_na_linha(self, erro: ErroDeCampo) -> None:
        indice, _, campo = erro.campo.removeprefix("procedimentos.").partition(".")
        self.linhas[int(indice)].add_error(campo or None, erro.mensagem)


def _consultas(paciente: PacienteData, escopo: Escopo) -> list[tuple[int, str]]:
    """Those that may be charged, latest first."""
    dele = consulta_service.listar_do_paciente(id_paciente=paciente.id, escopo=escopo)
    return [(consulta.id, _em_palavras(consulta)) for consulta in dele if consulta.ativa]


def _em_palavras(consulta: ConsultaData) -> str:
    quando = f"{timezone.localtime(consulta.data_hora):%d/%m/%Y %H:%M}"
    return ", ".join(filter(None, (quando, consulta.especialidade, consulta.profissional)))
