"""The routes that are really served, from Django's URL resolver: what the table is compared with."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METODOS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PARAMETRO = re.compile(r"<(?:\w+:)?\w+>")


def servidas() -> dict[str, set[str]]:
    """Path (`/consultas/{id}`) → the methods that its view handles."""
    return {caminho: metodos_da(view) for caminho, view in _percorrer(get_resolver().url_patterns)}


def _percorrer(padroes: Sequence[Any], prefixo: str = "/") -> Iterator[tuple[str, Any]]:
    for padrao in padroes:
        caminho = prefixo + PARAMETRO.sub("{id}", str(padrao.pattern))
        if isinstance(padrao, URLResolver):
            yield from _percorrer(padrao.url_patterns, caminho)
        elif isinstance(padrao, URLPattern):
            yield caminho, padrao.callback


def metodos_da(view: Any) -> set[str]:
    """The handlers of the view's class and the operations it declares; every method of a function."""
    classe = getattr(view, "cls", getattr(view, "view_class", None))
    if classe is None:
        return set(METODOS)
    declarados = set(getattr(classe, "operacoes", {}))
    return declarados | {metodo for metodo in METODOS if hasattr(classe, metodo.lower())}
