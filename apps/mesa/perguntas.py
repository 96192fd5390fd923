"""Questions of a page that can do without the answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import ServicoIndisponivel

Resposta = TypeVar("Resposta")


def tentar(pergunta: Callable[[], Resposta]) -> Resposta | None:
    """The answer; None when the app that has it does not answer, which the page says in words."""
    try:
        return pergunta()
    except ServicoIndisponivel:
        return None


def no_papel(escopo: Escopo, papel: Papel) -> Escopo:
    """The same person with that role only: who is a nurse here and a manager there asks as one."""
    return replace(escopo, vinculos=tuple(v for v in escopo.vinculos if v.papel is papel))
