"""What is owed is domain state; the worker sweeps what is due and lets followers read facts.

Apps name their sweeps when they start; `manage.py trabalhar` runs them in turn.
"""

import time
from collections.abc import Callable
from threading import Event

from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connection

from apps.kernel import facts, idempotency
from apps.kernel.logs import registrar_falha, registro

PAUSA_SEGUNDOS = 1.0
FAXINA_SEGUNDOS = 3600.0

Varredura = Callable[[], int]
_varreduras: dict[str, Varredura] = {}


def registrar_varredura(nome: str, varredura: Varredura) -> None:
    """A function that does what is due and returns how many it did; called in `AppConfig.ready`."""
    _varreduras[nome] = varredura


def uma_volta() -> int:
    """Publish, follow and sweep once. Returns how much was done; one failure does not stop the rest."""
    tarefas = {"publicar": facts.publicar, "seguir": facts.seguir, **_varreduras}
    return sum(_tentar(nome, tarefa) for nome, tarefa in tarefas.items())


def trabalhar(parar: Event) -> None:
    """Go round until told to stop."""
    proxima_faxina = 0.0
    while not parar.is_set():
        if time.monotonic() >= proxima_faxina:
            _tentar("faxina", idempotency.apagar_vencidas)
            proxima_faxina = time.monotonic() + FAXINA_SEGUNDOS
        uma_volta()
        close_old_connections()
        parar.wait(PAUSA_SEGUNDOS)


def _tentar(nome: str, tarefa: Varredura) -> int:
    try:
        return tarefa()
    except DatabaseFailure as erro:
        registrar_falha(erro)
        connection.close()
    except Exception as erro:
        registro.error("a tarefa %s falhou", nome)
        registrar_falha(erro)
    return 0
