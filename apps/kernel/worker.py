"""What is owed is domain state; the worker sweeps what is due and lets followers read facts.

Apps name their sweeps when they start. `manage.py trabalhar` runs them in turn, or, with
BROKER_URL, Celery does on any number of machines (`vidasaude.celery`): the same functions, which
do not know which. The database says what is owed, so a lost message costs a delay, never the work.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event

from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connection

from apps.kernel import facts, idempotency
from apps.kernel.logs import registrar_falha, registro

PAUSA_SEGUNDOS = 1.0
FAXINA_SEGUNDOS = 3600.0

Varredura = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Tarefa:
    """A function that does what is due and returns how much it did; run again and again."""

    fazer: Varredura
    a_cada_segundos: float = PAUSA_SEGUNDOS


_tarefas: dict[str, Tarefa] = {
    "publicar": Tarefa(facts.publicar),
    "seguir": Tarefa(facts.seguir),
    "faxina": Tarefa(idempotency.apagar_vencidas, FAXINA_SEGUNDOS),
}


def registrar_varredura(nome: str, varredura: Varredura) -> None:
    """A sweep of an app; called in `AppConfig.ready`."""
    _tarefas[nome] = Tarefa(varredura)


def tarefas() -> Mapping[str, Tarefa]:
    """All that this process owes itself to do, by name."""
    return _tarefas


def executar(nome: str) -> int:
    """Run one task; a failure is told in the log, and what was due still is."""
    try:
        return _tarefas[nome].fazer()
    except DatabaseFailure as erro:
        registrar_falha(erro)
        connection.close()
    except Exception as erro:
        registro.error("a tarefa %s falhou", nome)
        registrar_falha(erro)
    return 0


def uma_volta() -> int:
    """Run every task once. Returns how much was done; one failure does not stop the rest."""
    return sum(executar(nome) for nome in list(_tarefas))


def trabalhar(parar: Event) -> None:
    """Run each task when its time comes, until told to stop."""
    na_vez = dict.fromkeys(_tarefas, 0.0)
    while not parar.is_set():
        for nome, tarefa in _tarefas.items():
            if time.monotonic() >= na_vez[nome]:
                na_vez[nome] = time.monotonic() + tarefa.a_cada_segundos
                executar(nome)
        close_old_connections()
        parar.wait(PAUSA_SEGUNDOS)
