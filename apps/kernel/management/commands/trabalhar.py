import os
import signal
import sys
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from apps.kernel import worker


class Command(BaseCommand):
    help = (
        "Trabalha em segundo plano: segue fatos e resolve o que está pendente, até receber um sinal. "
        "Com BROKER_URL, quem trabalha é o Celery."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--uma-vez", action="store_true", help="Dá uma só volta e termina.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["uma_vez"]:
            self.stdout.write(f"{worker.uma_volta()} resolvidos")
        elif settings.BROKER_URL:
            self._dar_lugar_ao_celery()
        else:
            parar = Event()
            for sinal in (signal.SIGTERM, signal.SIGINT):
                signal.signal(sinal, lambda *_: parar.set())
            worker.trabalhar(parar)

    def _dar_lugar_ao_celery(self) -> None:
        """Become a Celery worker with a beat in it; its schedule is ours, kept in memory."""
        celery = (sys.executable, "-m", "celery", "--quiet", "-A", settings.CELERY_APP)
        opcoes = (
            "worker",
            "--beat",
            "--scheduler",
            "celery.beat:Scheduler",
            "--hostname",
            f"trabalhador{os.getpid()}@%h",  # more than one may work on a machine
            "--without-gossip",
            "--without-mingle",
        )
        os.execv(sys.executable, [*celery, *opcoes])  # noqa: S606 - nothing of it comes from outside
