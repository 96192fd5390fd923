"""One declaration an operation: who may call it, what goes in, what comes out, how it fails.

Permission, validation, OpenAPI and the browsable API's pre-filled form all read it, so they
cannot disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.kernel.access.escopo import Papel
from apps.kernel.errors import Problema
from apps.kernel.fields import Entrada, Parametros, Saida

ABERTA: frozenset[Papel] | None = None
"""`papeis` of an operation that asks for no credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operacao:
    """What one method of one resource is."""

    resumo: str
    descricao: str = ""
    """What its name does not say, for who reads the document."""
    papeis: frozenset[Papel] | None
    saida: type[Saida] | None = None
    entrada: type[Entrada] | None = None
    filtros: type[Parametros] | None = None
    status: int = 200
    lista: bool = False
    paginada: bool = True
    com_ids: bool = True
    """Of a list: its rows have an `id`, and `?id=1,2,3` picks several."""
    interna: bool = False
    """Of services among themselves: a person's token is as none."""
    condicional: bool = False
    """Honours If-Match."""
    exemplo: Mapping[str, Any] = field(default_factory=dict)
    """A valid body."""
    resposta: Any = None
    """The answer to it (of a list: one of its members)."""
    erros: Sequence[type[Problema]] = ()
    """The app's own errors; the general ones are implied."""
