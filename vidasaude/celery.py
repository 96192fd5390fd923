"""The engine behind, when there is a broker: the worker's tasks on any number of machines.

``celery -A vidasaude.celery worker`` does what the beat asks for; `manage.py trabalhar` starts a
worker with a beat in it. Two beats ask twice for what is done once: the database says what is due.
"""

import logging
import os

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidasaude.settings")

app = Celery("vidasaude")
app.config_from_object("django.conf:settings", namespace="CELERY")

logging.captureWarnings(True)


@signals.setup_logging.connect
def _deixar_o_nosso(**kwargs: object) -> None:
    """Django has set the log up; where somebody says so, Celery adds nothing of its own."""


@app.task(name="vidasaude.executar")
def executar(nome: str) -> int:
    """Run a task of the worker by its name; returns how much was done."""
    from apps.kernel import worker

    return worker.executar(nome)


@app.on_after_finalize.connect
def _agendar(sender: Celery, **kwargs: object) -> None:
    from apps.kernel import worker

    for nome, tarefa in worker.tarefas().items():
        sender.add_periodic_task(
            tarefa.a_cada_segundos,
            executar.s(nome),
            name=nome,
            # What nobody took in time is asked for again: no pile grows while workers are away.
            expires=max(tarefa.a_cada_segundos, 5),
        )
