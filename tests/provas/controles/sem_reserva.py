"""A server that forgets to reserve the Idempotency-Key: with it, the proof has to fail."""

from typing import Any

from vidasaude import servidor


def criar() -> Any:
    """What granian loads in each of its workers."""
    from vidasaude import rsgi

    porta = rsgi.criar()

    from apps.kernel.idempotency import Chave

    Chave.reservar = lambda chave: None  # type: ignore[method-assign]
    return porta


if __name__ == "__main__":
    servidor.APLICACAO = "tests.provas.controles.sem_reserva:criar"
    servidor.main()
