"""Every operation of every route, read from the URL resolver: what is served is what is tested."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.serializers import Serializer

from apps.kernel.api.operation import Operacao
from apps.kernel.api.views import Recurso


def recursos() -> Iterator[tuple[str, type[Recurso]]]:
    """Route and view of every resource of the API."""
    yield from _andar(get_resolver(), "/")


def operacoes() -> Iterator[tuple[str, str, Operacao]]:
    """Route, method and declaration of every operation."""
    for rota, recurso in recursos():
        for metodo, operacao in recurso.operacoes.items():
            yield rota, metodo, operacao


def entradas() -> dict[str, type[Serializer]]:
    """Every request body, by its name."""
    return {o.entrada.__name__: o.entrada for _, _, o in operacoes() if o.entrada is not None}


def _andar(resolvedor: URLResolver, prefixo: str) -> Iterator[tuple[str, type[Recurso]]]:
    for padrao in resolvedor.url_patterns:
        rota = prefixo + str(padrao.pattern).lstrip("^")
        if isinstance(padrao, URLResolver):
            yield from _andar(padrao, rota)
        elif isinstance(padrao, URLPattern):
            recurso = getattr(padrao.callback, "view_class", None)
            if isinstance(recurso, type) and issubclass(recurso, Recurso):
                yield rota, recurso
