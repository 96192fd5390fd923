"""JSON by the contract's rules: strict and exact on the way in, exact on the way out."""

import json
import re
from decimal import Decimal
from typing import Any

import msgspec
from django.conf import settings
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from apps.kernel.errors import CorpoGrandeDemais, CorpoInvalido

PROFUNDIDADE_MAXIMA = 32
# Possessive: a text that never ends must not be tried again from each of its quotes.
TEXTO_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
ESCAPE_SUSPEITO = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def ler_json(bruto: bytes) -> Any:
    """Parse UTF-8 JSON; numbers with a point become Decimal.

    Raises CorpoInvalido for what is not JSON and for what JSON libraries let through: duplicate
    keys, NaN and Infinity, NUL characters, lone surrogates, nesting deeper than 32.
    """
    try:
        texto = bruto.decode("utf-8")
        _recusar_profundidade(texto)
        valor = json.loads(
            texto,
            object_pairs_hook=_objeto_sem_repetir,
            parse_float=Decimal,
            parse_constant=_recusar_constante,
        )
    except (ValueError, ArithmeticError, RecursionError) as erro:
        raise CorpoInvalido from erro
    if ESCAPE_SUSPEITO.search(texto):
        _recusar_caracteres(valor)
    return valor


def _recusar_profundidade(texto: str) -> None:
    if texto.count("[") + texto.count("{") <= PROFUNDIDADE_MAXIMA:
        return
    nivel = 0
    for sinal in re.findall(r"[\[\]{}]", TEXTO_JSON.sub("", texto)):
        nivel += 1 if sinal in "[{" else -1
        if nivel > PROFUNDIDADE_MAXIMA:
            raise CorpoInvalido("O JSON tem mais de 32 níveis.")


def _objeto_sem_repetir(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    objeto = dict(pares)
    if len(objeto) != len(pares):
        raise CorpoInvalido("O JSON repete uma chave no mesmo objeto.")
    return objeto


def _recusar_constante(nome: str) -> Any:
    raise CorpoInvalido("O JSON traz um número que não existe (NaN ou Infinity).")


def _recusar_caracteres(valor: Any) -> None:
    if isinstance(valor, dict):
        for chave, dentro in valor.items():
            _recusar_caracteres(chave)
            _recusar_caracteres(dentro)
    elif isinstance(valor, list):
        for dentro in valor:
            _recusar_caracteres(dentro)
    elif isinstance(valor, str) and (
        "\x00" in valor or any("\ud800" <= letra <= "\udfff" for letra in valor)
    ):
        raise CorpoInvalido("O JSON traz um caractere que não é texto.")


_codificador = msgspec.json.Encoder(decimal_format="number", enc_hook=str)


def escrever_json(dados: Any) -> bytes:
    """Encode; a Decimal keeps its digits (150.00), so quantize it before it comes here."""
    return _codificador.encode(dados)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> bytes:
        if data is None:
            return b""
        corpo = escrever_json(data)
        if (renderer_context or {}).get("indent"):
            return msgspec.json.format(corpo, indent=4)
        return corpo


class ProblemaRenderer(JSONRenderer):
    """The renderer of every error (RFC 9457)."""

    media_type = "application/problem+json"


class JSONParser(BaseParser):
    media_type = "application/json"
    renderer_class = JSONRenderer  # the browsable API offers a raw form in this format

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        limite = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or -1
        bruto = stream.read(limite + 1 if limite > 0 else -1)
        if 0 < limite < len(bruto):
            raise CorpoGrandeDemais
        if parser_context and "request" in parser_context:
            parser_context["request"].corpo_bruto = bruto  # Idempotency-Key compares bytes
        return ler_json(bruto) if bruto.strip() else {}
