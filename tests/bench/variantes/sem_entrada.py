"""Ours without sign-in, to see what it costs: every request is of the same person, asked once."""

from typing import Any

from vidasaude import servidor


def criar() -> Any:
    """What granian loads in each of its workers."""
    from vidasaude import rsgi

    porta = rsgi.criar()

    from apps.kernel.access.authentication import TokenAuthentication

    conferir = TokenAuthentication.authenticate
    primeiro: list[Any] = []

    def autenticar(self: Any, request: Any) -> Any:
        if not primeiro:
            primeiro.append(conferir(self, request))
        return primeiro[0]

    TokenAuthentication.authenticate = autenticar  # type: ignore[method-assign]
    return porta


if __name__ == "__main__":
    servidor.APLICACAO = "tests.bench.variantes.sem_entrada:criar"
    servidor.main()
