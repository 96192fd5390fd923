"""A server that stores the Idempotency-Key after the change, not with it: killed in between, it
does the work again when asked again, and the proof has to fail.
"""

import time
from typing import Any

from vidasaude import servidor

ENTRE_OS_DOIS = 1.5
"""Seconds from the commit of the change to that of its key."""


def criar() -> Any:
    """What granian loads in each of its workers."""
    from vidasaude import rsgi

    porta = rsgi.criar()

    from apps.kernel.idempotency import Chave

    Chave.reservar = lambda chave: None  # type: ignore[method-assign]
    Chave.guardar = _guardar_depois  # type: ignore[method-assign]
    return porta


def _guardar_depois(chave: Any, resultado: Any) -> None:
    from django.db import transaction

    from apps.kernel.models import ChaveIdempotencia

    resposta = chave.responder(resultado)

    def guardar() -> None:
        time.sleep(ENTRE_OS_DOIS)
        ChaveIdempotencia.objects.create(
            id_usuario=chave.id_usuario,
            caminho=chave.caminho,
            chave=chave.chave,
            resumo=chave.resumo,
            status=resposta.status,
            corpo=resposta.corpo,
            cabecalhos=resposta.cabecalhos,
        )

    transaction.on_commit(guardar)


if __name__ == "__main__":
    servidor.APLICACAO = "tests.provas.controles.chave_depois:criar"
    servidor.main()
