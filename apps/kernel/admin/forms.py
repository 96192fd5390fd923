"""Forms that are valid when the service has done what they ask; a Problema becomes words in them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from rest_framework.serializers import Serializer

from apps.kernel.access.escopo import Escopo
from apps.kernel.api.etag import SeCoincidir
from apps.kernel.errors import ErroDeCampo, Problema
from apps.kernel.problem import problema_de_campos


class MostraProblema:
    """A form that tells a Problema beside the fields at fault, with what was typed kept."""

    campo_do_codigo: ClassVar[Mapping[str, str]] = {}
    """Form field of an error that names none (`cpf_duplicado` → `cpf`)."""

    fields: dict[str, forms.Field]

    def campo_de(self, caminho: str) -> str:
        """The form's field for a field of the service (`endereco.cep` → `cep`)."""
        return caminho

    def mostrar(self, problema: Problema) -> None:
        geral = ErroDeCampo("", problema.codigo, problema.detalhe)
        for erro in problema.erros or (geral,):
            campo = self.campo_do_codigo.get(erro.codigo) or self.campo_de(erro.campo)
            onde = campo if campo in self.fields else None
            self.add_error(onde, erro.mensagem)  # type: ignore[attr-defined]


class FormularioDoServico(MostraProblema, forms.ModelForm):
    """A form of the admin: `gravar` calls the service and returns the row it wrote."""

    escopo: ClassVar[Escopo]  # set by the admin on the class it makes for each request
    versao_lida = forms.CharField(widget=forms.HiddenInput, required=False)
    """The ETag of what the person read, so that a colleague's change is not lost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["versao_lida"] = getattr(self.instance, "etag", "")

    @property
    def se_coincidir(self) -> SeCoincidir:
        lida = self.cleaned_data.get("versao_lida")
        return frozenset({lida}) if lida else None

    def gravar(self) -> Any:
        raise NotImplementedError

    def _post_clean(self) -> None:
        """In place of the model's own validation: the service validates, the database promises."""
        if self.errors:
            return
        try:
            self.instance = self.gravar()
        except Problema as problema:
            self.mostrar(problema)

    def dados(self, campos: Iterable[str]) -> dict[str, Any]:
        """What the service is told: of a new object all that is known, of another what changed."""
        if self.instance.pk is None:
            limpos = {campo: self.cleaned_data.get(campo) for campo in campos}
            return {campo: valor for campo, valor in limpos.items() if valor is not None}
        return {campo: self.cleaned_data[campo] for campo in campos if campo in self.changed_data}


def validar(entrada: type[Serializer], dados: Mapping[str, Any]) -> dict[str, Any]:
    """Validate as the API does, with the API's own serializer. Raises DadosInvalidos."""
    leitor = entrada(data=_como_json(dados))
    if not leitor.is_valid():
        raise problema_de_campos(leitor.errors)
    return leitor.validated_data


def _como_json(valor: Any) -> Any:
    """Form values as a JSON body carries them."""
    if isinstance(valor, Mapping):
        return {nome: _como_json(dentro) for nome, dentro in valor.items()}
    return valor.isoformat() if isinstance(valor, date | datetime | time) else valor
