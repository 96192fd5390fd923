"""A request as it goes on the wire, and what may be answered to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = {"Content-Type": "application/json"}

GERAIS = frozenset({400, 401, 403, 404, 405, 406, 408, 413, 415, 429})
"""What the contract lets any path answer, documented or not."""

RECUSA_DO_CORPO = frozenset({400, 413})


@dataclass(frozen=True, slots=True)
class Cru:
    """A piece of JSON that no library would write: `1e999`, five thousand digits."""

    texto: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caso:
    """One request. `operacao` is the document's `POST /pacientes`; empty where it has none."""

    nome: str
    operacao: str
    metodo: str
    alvo: str
    corpo: bytes = b""
    cabecalhos: Mapping[str, str | bytes] = field(default_factory=dict)
    espera: frozenset[int] | None = None
    """The statuses that are right; None for any that the document has."""
    codigo: str = ""
    """The `codigo` that is right; empty for any."""
    eco: tuple[str, str] | None = None
    """A field and the text that it must come back with, where the request is accepted."""
    antes_do_app: bool = False
    """HTTP itself forbids it, and the server answers before the application."""

    def __str__(self) -> str:
        return f"{self.operacao or self.alvo[:40]} · {self.nome}"


def escrever(valor: Any) -> bytes:
    """JSON, with each Cru as it is; lone surrogates leave as escapes."""
    pedacos: list[str] = []

    def marcar(no: Any) -> Any:
        if isinstance(no, Cru):
            pedacos.append(no.texto)
            return f"@cru{len(pedacos) - 1}@"
        if isinstance(no, dict):
            return {chave: marcar(dentro) for chave, dentro in no.items()}
        return [marcar(dentro) for dentro in no] if isinstance(no, list) else no

    texto = json.dumps(marcar(valor))
    for indice, pedaco in enumerate(pedacos):
        texto = texto.replace(f'"@cru{indice}@"', pedaco)
    return texto.encode()
