"""What this process is doing, in a file that outlives its death (MARCA in the environment)."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

TAMANHO = 40
PARADO = "à espera da próxima volta"
CONFIRMANDO = "confirmando efeito e cursor"

_arquivo = os.environ.get("MARCA")
_descritor = os.open(_arquivo, os.O_WRONLY | os.O_CREAT) if _arquivo else None


def marcar(fazendo: str) -> None:
    if _descritor is not None:
        os.pwrite(_descritor, fazendo.encode().ljust(TAMANHO)[:TAMANHO], 0)


def instrumentar() -> None:
    """Mark each step of publishing and following."""
    from apps.kernel import facts, worker

    worker.executar = _executando(worker.executar)
    facts._ler = _marcado("lendo fatos", facts._ler)
    facts._reagir = _marcado("perguntando", facts._reagir, depois="abrindo a transação")
    facts._avancar = _marcado("movendo o cursor", facts._avancar, depois=CONFIRMANDO)


def _executando(executar: Callable[[str], int]) -> Callable[[str], int]:
    @wraps(executar)
    def marcado(nome: str) -> int:
        marcar({"publicar": "publicando", "seguir": "seguindo"}.get(nome, "outra tarefa"))
        try:
            return executar(nome)
        finally:
            marcar(PARADO)

    return marcado


def _marcado(fazendo: str, funcao: Any, *, depois: str = "seguindo") -> Any:
    @wraps(funcao)
    def marcado(*args: Any, **kwargs: Any) -> Any:
        marcar(fazendo)
        resultado = funcao(*args, **kwargs)
        marcar(depois)
        return resultado

    return marcado
