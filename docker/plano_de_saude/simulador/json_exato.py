"""JSON without a binary float: read strictly, written to the cent."""

import decimal
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .problemas import CorpoInvalido

PROFUNDIDADE_MAXIMA = 32

_CARACTERE_PROIBIDO = re.compile("[\x00\ud800-\udfff]")


class Literal(str):
    """A text that goes into the JSON as it is, without quotes."""


def escrever(membros: Mapping[str, Any]) -> str:
    """One JSON object; a Decimal keeps the decimals it has, so 5.60 is written 5.60."""
    pares = (f"{_texto(nome)}: {_valor(valor)}" for nome, valor in membros.items())
    return "{" + ", ".join(pares) + "}"


def ler_objeto(corpo: bytes) -> dict[str, Any]:
    """The members of a JSON object. Raises CorpoInvalido for anything else or ambiguous."""
    try:
        valor = json.loads(
            corpo.decode("utf-8"),
            parse_float=_decimal,
            parse_constant=_recusar_constante,
            object_pairs_hook=_sem_repeticao,
        )
    except (ValueError, RecursionError):
        raise CorpoInvalido("O corpo não é um JSON válido em UTF-8.") from None
    if not isinstance(valor, dict):
        raise CorpoInvalido("O corpo precisa ser um objeto JSON.")
    _conferir_conteudo(valor)
    return valor


def _valor(valor: Any) -> str:
    if isinstance(valor, Literal):
        return valor
    if isinstance(valor, Decimal):
        return format(valor, "f")
    return _texto(valor)


def _texto(valor: Any) -> str:
    return json.dumps(valor, ensure_ascii=False)


def _decimal(texto: str) -> Decimal:
    try:
        return Decimal(texto)
    except decimal.InvalidOperation:  # an exponent that not even Decimal can hold
        raise ValueError from None


def _recusar_constante(nome: str) -> None:
    raise ValueError(nome)


def _sem_repeticao(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    membros = dict(pares)
    if len(membros) != len(pares):
        raise ValueError
    return membros


def _conferir_conteudo(raiz: dict[str, Any]) -> None:
    a_visitar: list[tuple[Any, int]] = [(raiz, 1)]
    while a_visitar:
        valor, nivel = a_visitar.pop()
        if isinstance(valor, str) and _CARACTERE_PROIBIDO.search(valor):
            raise CorpoInvalido("O corpo tem um caractere que não é permitido.")
        if isinstance(valor, dict | list):
            if nivel > PROFUNDIDADE_MAXIMA:
                raise CorpoInvalido(f"O corpo passa de {PROFUNDIDADE_MAXIMA} níveis.")
            a_visitar += [(filho, nivel + 1) for filho in _filhos(valor)]


def _filhos(valor: dict[str, Any] | list[Any]) -> list[Any]:
    return [*valor.keys(), *valor.values()] if isinstance(valor, dict) else valor
