"""What an answer says, in the few words that a test needs."""

import json
from decimal import Decimal
from typing import Any


def recusa(resposta: Any) -> tuple[int, str]:
    """Status and `codigo` of a refusal, which is always problem+json."""
    assert resposta["Content-Type"] == "application/problem+json", resposta.content
    return resposta.status_code, resposta.json()["codigo"]


def erros(resposta: Any) -> set[tuple[str, str]]:
    """The fields at fault, each with its `codigo`."""
    return {(erro["campo"], erro["codigo"]) for erro in resposta.json()["erros"]}


def exato(resposta: Any) -> Any:
    """The JSON with its numbers as they were written: 150.00 is Decimal("150.00")."""
    return json.loads(resposta.content, parse_float=Decimal)
