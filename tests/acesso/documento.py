"""The OpenAPI document as served, and answers judged by it."""

import re
from collections.abc import Iterator
from typing import Any

from openapi_schema_validator import (
    OAS30Validator,
    OAS31Validator,
    oas30_format_checker,
    oas31_format_checker,
)
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

RAIZ = "urn:documento"


class Documento:
    """`/schema`, with its operations found by the table's method and path."""

    def __init__(self, bruto: dict[str, Any]) -> None:
        self.bruto = bruto
        self._31 = bruto["openapi"].startswith("3.1")
        dialeto = DRAFT202012 if self._31 else DRAFT4
        recurso = Resource.from_contents(bruto, default_specification=dialeto)
        self._registro: Registry[Any] = Registry().with_resource(RAIZ, recurso)
        self.operacoes = {
            f"{metodo.upper()} {re.sub(r'{[^}]+}', '{id}', caminho)}": operacao
            for caminho, metodos in bruto["paths"].items()
            for metodo, operacao in metodos.items()
        }

    def respostas(self, operacao: str, status: int | str) -> dict[str, Any]:
        """The media types of one answer."""
        return self.operacoes[operacao]["responses"].get(str(status), {}).get("content", {})

    def codigos(self, operacao: str) -> set[tuple[int, str]]:
        """Status and `codigo` of every documented error that has an example."""
        return {
            (int(status), exemplo["value"]["codigo"])
            for status, resposta in self.operacoes[operacao]["responses"].items()
            for exemplo in resposta.get("content", {})
            .get("application/problem+json", {})
            .get("examples", {})
            .values()
        }

    def erros(self, esquema: dict[str, Any], valor: Any) -> list[str]:
        """Where a value does not fit a schema of the document."""
        validador = (OAS31Validator if self._31 else OAS30Validator)(
            _absoluto(esquema),
            registry=self._registro,
            format_checker=oas31_format_checker if self._31 else oas30_format_checker,
        )
        return [f"{erro.json_path}: {erro.message}" for erro in validador.iter_errors(valor)]

    def corpo(self, operacao: str) -> dict[str, Any] | None:
        """The schema of the request body; None where there is none."""
        pedido = self.operacoes[operacao].get("requestBody")
        return pedido and pedido["content"]["application/json"]["schema"]

    def julgar(self, operacao: str, resposta: Any) -> list[str]:
        """Where a served answer departs from what the document says of that operation."""
        tipo = resposta.headers["Content-Type"].split(";")[0]
        documentado = self.respostas(operacao, resposta.status_code).get(tipo)
        if documentado is None:
            return [f"{operacao}: {resposta.status_code} {tipo} não está no documento"]
        corpo = resposta.json()
        return [
            *self.erros(documentado["schema"], corpo),
            *(f"{campo} não está no documento" for campo in self._a_mais(documentado, corpo)),
        ]

    def _a_mais(self, documentado: dict[str, Any], corpo: Any) -> Iterator[str]:
        """Members of an answer (or of a list's rows) that its schema does not name."""
        esquema = documentado["schema"]
        itens = corpo if isinstance(corpo, list) else [corpo]
        propriedades = self.propriedades(esquema.get("items", esquema))
        for item in itens:
            yield from sorted(set(item) - set(propriedades))

    def propriedades(self, esquema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in esquema:
            return self.bruto["components"]["schemas"][esquema["$ref"].split("/")[-1]]["properties"]
        return esquema["properties"]


def _absoluto(no: Any) -> Any:
    """The same schema, with its references leading into the document."""
    if isinstance(no, dict):
        return {
            chave: f"{RAIZ}{valor}" if chave == "$ref" else _absoluto(valor)
            for chave, valor in no.items()
        }
    return [_absoluto(item) for item in no] if isinstance(no, list) else no
