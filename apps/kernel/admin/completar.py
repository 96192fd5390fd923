"""Choosing another app's entity by typing: its plain id is kept, its name is shown.

Django's own autocomplete needs a ForeignKey, and none leaves its app. A form takes one line::

    id_paciente = Completar("Paciente", busca="paciente")

`busca` is what `registrar_busca` was told: of an entity that may live elsewhere, who answers what is
typed and who names the values already chosen. For a table of the app's own it is the entity whose
page is a `Completa`, and `opcoes_de` names what was chosen, in one question::

    def opcoes_de_codigos(codigos: Sequence[str], escopo: Escopo) -> Sequence[Opcao]: ...

Codes in place of ids: `tipo=ler_codigo`. More than one of them, as a list: `varios=True`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from unfold.widgets import INPUT_CLASSES

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin.caller import escopo_de
from apps.kernel.errors import ServicoIndisponivel
from apps.kernel.fields import ID_MAXIMO, INTEIRO

OPCOES = 20
"""Of one search; whoever sees that many types some more."""
TEXTO_MAXIMO = 200
"""Characters of a search, as in the API's `busca`."""


@dataclass(frozen=True, slots=True)
class Opcao:
    """What may be chosen: the value that is kept, the name that is shown, what tells namesakes apart."""

    valor: int | str
    nome: str = field(repr=False)
    detalhe: str = field(default="", repr=False)


OpcoesDe = Callable[[Sequence[Any], Escopo], Iterable[Opcao]]

_registradas: dict[str, tuple[str, OpcoesDe]] = {}


def registrar_busca(nome: str, *, endereco: str, opcoes_de: OpcoesDe) -> None:
    """`endereco` (the name of a URL) answers what is typed, `opcoes_de` names what was chosen."""
    _registradas[nome] = endereco, opcoes_de


def responder_opcoes(
    request: HttpRequest, procurar: Callable[[str, Escopo, int], Iterable[Opcao]]
) -> HttpResponse:
    """What the search finds of the text that is being typed, best first."""
    texto = request.GET.get("q", "").strip()[:TEXTO_MAXIMO]
    achadas = procurar(texto, escopo_de(request), OPCOES + 1) if texto else ()
    opcoes = [asdict(opcao) for opcao in achadas]
    return JsonResponse({"opcoes": opcoes[:OPCOES], "ha_mais": len(opcoes) > OPCOES})


def ler_id(texto: Any) -> int:
    """A positive integer that a database can hold. Raises ValueError."""
    if not INTEIRO.match(str(texto)) or int(texto) > ID_MAXIMO:
        raise ValueError(texto)
    return int(texto)


def ler_codigo(texto: Any) -> str:
    """A code of some table, as typed; nothing that a database would not take. Raises ValueError."""
    codigo = str(texto).strip()
    if not codigo.isprintable():
        raise ValueError(texto)
    return codigo


class CaixaDeCompletar(forms.Widget):
    """A combobox (WAI-ARIA APG, editable with list autocomplete) over hidden inputs."""

    template_name = "kernel/admin/completar.html"
    escopo: Escopo  # set by the field, on the copy that each form has
    digitado = ""
    """What was typed and not chosen, when the form comes back."""

    def __init__(
        self, *, busca: str, opcoes_de: OpcoesDe | None, tipo: Callable[[Any], Any], varios: bool
    ) -> None:
        super().__init__({"class": " ".join(INPUT_CLASSES)})
        self.busca, self.opcoes_de, self.tipo, self.varios = busca, opcoes_de, tipo, varios

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["kernel/completar.css"]}, js=["kernel/completar.js"])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.digitado = data.get(f"{name}_digitado", "")[:TEXTO_MAXIMO]
        return data.getlist(name) if self.varios else data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_digitado" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        contexto = super().get_context(name, None, attrs)
        escolhidas = self._escolhidas(value)
        contexto["widget"] |= {
            "busca": reverse(self._endereco),
            "varios": self.varios,
            "escolhidas": escolhidas,
            "digitado": "" if escolhidas and not self.varios else self.digitado,
        }
        return contexto

    @property
    def _endereco(self) -> str:
        registrada = _registradas.get(self.busca)
        return registrada[0] if registrada else f"admin:{self.busca}_completar"

    def _escolhidas(self, valor: Any) -> list[Opcao]:
        """The chosen ones that exist, in the order in which they were chosen."""
        crus = valor if isinstance(valor, list | tuple) else [valor]
        valores = [lido for cru in crus for lido in self._ler(cru)]
        if not valores:
            return []
        opcoes_de = _registradas[self.busca][1] if self.opcoes_de is None else self.opcoes_de
        try:
            achadas = {opcao.valor: opcao for opcao in opcoes_de(valores, self.escopo)}
        except ServicoIndisponivel:  # nobody can name them now; they were chosen all the same
            achadas = {valor: Opcao(valor, f"nº {valor}") for valor in valores}
        return [achadas[valor] for valor in dict.fromkeys(valores) if valor in achadas]

    def _ler(self, cru: Any) -> list[Any]:
        try:
            return [self.tipo(cru)] if cru not in (None, "") else []
        except ValueError:
            return []


class Completar(forms.Field):
    """The value chosen, or None (`varios`: a list); see the module's docstring."""

    widget: CaixaDeCompletar
    default_error_messages = {"invalid": "Escolha uma das opções da busca."}

    def __init__(
        self,
        rotulo: str,
        *,
        busca: str,
        opcoes_de: OpcoesDe | None = None,
        tipo: Callable[[Any], Any] = ler_id,
        varios: bool = False,
        **opcoes: Any,
    ) -> None:
        self.tipo, self.varios = tipo, varios
        caixa = CaixaDeCompletar(busca=busca, opcoes_de=opcoes_de, tipo=tipo, varios=varios)
        super().__init__(label=rotulo, widget=caixa, **opcoes)

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        """The form's caller is on whose behalf the names are asked."""
        self.widget.escopo = form.escopo
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> Any:
        try:
            if self.varios:
                return list(dict.fromkeys(self.tipo(um) for um in value or () if um))
            return self.tipo(value) if value else None
        except ValueError as erro:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from erro

    def validate(self, value: Any) -> None:
        """Text typed and not chosen is no choice, and is told so."""
        if value in self.empty_values and self.widget.digitado.strip():
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        super().validate(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (self.to_python(data) or None) != (initial or None)
        except forms.ValidationError:
            return True


class Completa:
    """An `AdminDoApp` that answers `Completar` at `completar/?q=`, to whoever reads its entity."""

    def opcoes(self, texto: str, escopo: Escopo, limite: int) -> Iterable[Opcao]:
        """What the app's own search finds, best first, at most `limite`."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        pagina: Any = self
        completar = path(
            "completar/",
            pagina.admin_site.admin_view(self.completar_view),  # never cached: names are in it
            name=f"{pagina.opts.app_label}_{pagina.opts.model_name}_completar",
        )
        return [completar, *super().get_urls()]  # type: ignore[misc]

    def completar_view(self, request: HttpRequest) -> HttpResponse:
        pagina: Any = self
        pagina._exigir_leitura(request)
        return responder_opcoes(request, self.opcoes)
