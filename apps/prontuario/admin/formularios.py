"""What a professional writes, as a form: the API's own body, with what was typed kept."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from apps.consulta.interface import ConsultaData, consulta_service
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import Completar, FormularioDoServico, Opcao, validar
from apps.kernel.admin.completar import ler_codigo
from apps.kernel.errors import ErroDeCampo, Problema
from apps.paciente.interface import PacienteData
from apps.prontuario import services
from apps.prontuario.models import TEXTOS, Prontuario
from apps.prontuario.serializers import ProntuarioEntrada, RetificacaoEntrada

CONTEUDO = (*TEXTOS, "cid10")
FORA_DA_TABELA = "(fora da tabela)"


class TextoClinico(forms.CharField):
    """A comfortable text area. Browsers end lines with CRLF; the record keeps LF."""

    def __init__(self, rotulo: str, linhas: int, ajuda: str = "") -> None:
        super().__init__(
            label=rotulo,
            required=False,
            empty_value=None,
            help_text=ajuda,
            widget=UnfoldAdminTextareaWidget(attrs={"rows": linhas}),
        )

    def to_python(self, value: Any) -> str | None:
        texto = super().to_python(value)
        return texto.replace("\r\n", "\n") if texto else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), data)


def opcoes_de_cid10(codigos: Sequence[str], escopo: Escopo) -> list[Opcao]:
    """The codes of a record, told by the table; a code that it lacks is free."""
    descricoes = services.descrever_cid10(codigos)
    return [Opcao(c, f"{c} {descricoes.get(c, FORA_DA_TABELA)}") for c in codigos]


class FormularioDoRegistro(FormularioDoServico):
    """The texts and codes of a record."""

    diagnostico = TextoClinico(
        "Diagnóstico", 6, "SOAP: o que o paciente conta (S), o que se observa (O), a avaliação (A)."
    )
    cid10 = Completar(
        "CID-10",
        busca="prontuario_cid10",
        opcoes_de=opcoes_de_cid10,
        tipo=ler_codigo,
        varios=True,
        required=False,
        help_text="Pelo código ou por palavras da descrição.",
    )
    tratamento = TextoClinico("Tratamento", 6, "SOAP: o plano (P): conduta, prescrição, retorno.")
    observacoes = TextoClinico("Observações", 4)

    def campo_de(self, caminho: str) -> str:
        return caminho.split(".")[0]

    def mostrar(self, problema: Problema) -> None:
        """A code at fault is named: the field holds several."""
        codigos = self.cleaned_data.get("cid10") or []
        problema.erros = tuple(_nomear(erro, codigos) for erro in problema.erros)
        super().mostrar(problema)


def _nomear(erro: ErroDeCampo, codigos: Sequence[str]) -> ErroDeCampo:
    campo, _, indice = erro.campo.partition(".")
    if campo != "cid10" or not indice.isdecimal():
        return erro
    return ErroDeCampo(erro.campo, erro.codigo, f"{codigos[int(indice)]}: {erro.mensagem}")


class FormularioDeEscrita(FormularioDoRegistro):
    """A new record of a patient already chosen."""

    paciente: ClassVar[PacienteData]  # set by the admin on the class of each request
    id_consulta = forms.TypedChoiceField(
        label="Consulta",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Aquela em que o registro foi feito.",
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Prontuario
        fields = ("id_consulta", *CONTEUDO)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consultas = consulta_service.listar_do_paciente(
            id_paciente=self.paciente.id, escopo=self.escopo
        )
        escolha: Any = self.fields["id_consulta"]
        escolha.choices = [("", "Nenhuma"), *((c.id, _em_palavras(c)) for c in consultas)]

    def gravar(self) -> Prontuario:
        dados = self.dados(self.Meta.fields) | {"id_paciente": self.paciente.id}
        return services.registrar(escopo=self.escopo, **validar(ProntuarioEntrada, dados))


def _em_palavras(consulta: ConsultaData) -> str:
    return f"{timezone.localtime(consulta.data_hora):%d/%m/%Y %H:%M}, {consulta.especialidade}"


class FormularioDeRetificacao(FormularioDoRegistro):
    """The next version of a record, from the text of the one that it corrects.

    Without If-Match: a record changes only by being corrected, which `JaRetificado` tells better.
    """

    anterior: ClassVar[Prontuario]  # set by the admin on the class of each request
    justificativa = TextoClinico("Justificativa", 3, "Por que o registro muda: 10 letras ou mais.")

    class Meta:
        model = Prontuario
        fields = (*CONTEUDO, "justificativa")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({campo: getattr(self.anterior, campo) for campo in CONTEUDO})

    def gravar(self) -> Prontuario:
        """Only what changed is said; an emptied text is taken away."""
        mudou = {
            campo: self.cleaned_data[campo] for campo in CONTEUDO if campo in self.changed_data
        }
        dados = mudou | {"justificativa": self.cleaned_data["justificativa"] or ""}
        return services.retificar(
            escopo=self.escopo,
            id_prontuario=self.anterior.pk,
            **validar(RetificacaoEntrada, dados),
        )
