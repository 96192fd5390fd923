"""Pages by cursor: page 1,000 costs what page 1 costs.

Order: id descending; a computed list (`Ordenada`), which no table holds, brings its own.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from apps.kernel.errors import ErroDeCampo, ParametroInvalido
from apps.kernel.prepared import Selecao

CURSOR = re.compile(r"([ap])([1-9]\d{0,18}(?:\.[1-9]\d{0,18})*)\Z", re.ASCII)

Marco = tuple[int, ...]
"""Where a row stands in its list: positive integers that no other row of it has."""


class Ordenada(Protocol):
    """A list in an order of its own, of which a page can be taken from any row on."""

    @property
    def partes(self) -> int:
        """How many integers a `Marco` of it has."""
        ...

    def marco(self, linha: Any) -> Marco: ...

    def depois(self, marco: Marco | None, quantas: int) -> Sequence[Any]:
        """The first rows after a mark, in order; without one, the first of all."""
        ...

    def antes(self, marco: Marco, quantas: int) -> Sequence[Any]:
        """The last rows before a mark, the nearest first."""
        ...


@dataclass(frozen=True, slots=True)
class _PorId:
    """A queryset, newest first: one query a page."""

    consulta: QuerySet[Any]
    partes: int = 1

    def marco(self, linha: Any) -> Marco:
        return (linha.pk,)

    def depois(self, marco: Marco | None, quantas: int) -> Sequence[Any]:
        consulta = self.consulta if marco is None else self.consulta.filter(pk__lt=marco[0])
        return list(consulta.order_by("-pk")[:quantas])

    def antes(self, marco: Marco, quantas: int) -> Sequence[Any]:
        return list(self.consulta.filter(pk__gt=marco[0]).order_by("pk")[:quantas])


@dataclass(frozen=True, slots=True)
class Pagina:
    """The rows of a page, in the list's order, and the cursors of its neighbours."""

    linhas: list[Any]
    proxima: str | None
    anterior: str | None


def paginar(lista: QuerySet[Any] | Ordenada, *, cursor: str | None, limite: int) -> Pagina:
    """`limite` + 1 rows are read: those after ("p", next) or before ("a", previous) a row.

    Raises ParametroInvalido for a cursor that is not one of the list's.
    """
    ordenada = _ordenar(lista)
    direcao, marco = _ler(cursor, ordenada.partes) if cursor else ("p", None)
    if direcao == "a" and marco is not None:
        lidas = ordenada.antes(marco, limite + 1)
        tem_anterior, linhas = len(lidas) > limite, list(lidas[:limite])[::-1]
        tem_proxima = bool(linhas)
    else:
        lidas = ordenada.depois(marco, limite + 1)
        tem_proxima, linhas = len(lidas) > limite, list(lidas[:limite])
        tem_anterior = marco is not None and bool(linhas)
    return Pagina(
        linhas,
        _escrever("p", ordenada.marco(linhas[-1])) if tem_proxima else None,
        _escrever("a", ordenada.marco(linhas[0])) if tem_anterior else None,
    )


def _ordenar(lista: QuerySet[Any] | Ordenada) -> Ordenada:
    if isinstance(lista, Selecao):  # a queryset too, but one that is paged without being built
        return lista
    return _PorId(lista) if isinstance(lista, QuerySet) else lista


def link(request: Request, pagina: Pagina) -> str:
    """The Link header (RFC 8288) of a page; empty when it has no neighbours."""
    vizinhas = {"next": pagina.proxima, "prev": pagina.anterior}
    if not any(vizinhas.values()):
        return ""
    endereco = request.build_absolute_uri()
    return ", ".join(
        f'<{replace_query_param(endereco, "cursor", cursor)}>; rel="{rel}"'
        for rel, cursor in vizinhas.items()
        if cursor
    )


def _escrever(direcao: str, marco: Marco) -> str:
    texto = direcao + ".".join(map(str, marco))
    return base64.urlsafe_b64encode(texto.encode()).decode().rstrip("=")


def _ler(cursor: str, partes: int) -> tuple[str, Marco]:
    try:
        texto = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        lido = CURSOR.match(texto.decode("ascii"))
    except ValueError:
        lido = None
    marco = tuple(map(int, lido[2].split("."))) if lido else ()
    if lido is None or len(marco) != partes or max(marco) > 2**63 - 1:
        raise ParametroInvalido(
            erros=[ErroDeCampo("cursor", "invalido", "O cursor não é um dos que recebemos.")]
        )
    return lido[1], marco
