"""Ours with 5 ms of work more in each request: the benchmark has to see it, and its gate to fail."""

import time
from collections.abc import Callable
from typing import Any

from vidasaude import servidor

QUEIMA_SEGUNDOS = 0.005


def criar() -> Any:
    """What granian loads in each of its workers."""
    from django.conf import settings

    settings.MIDDLEWARE = ["tests.bench.variantes.lento.queimar", *settings.MIDDLEWARE]
    from vidasaude import rsgi

    return rsgi.criar()


def queimar(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def responder(request: Any) -> Any:
        ate = time.thread_time() + QUEIMA_SEGUNDOS
        while time.thread_time() < ate:
            pass
        return get_response(request)

    return responder


if __name__ == "__main__":
    servidor.APLICACAO = "tests.bench.variantes.lento:criar"
    servidor.main()
