import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.kernel import worker


class Command(BaseCommand):
    help = "Trabalha em segundo plano: segue fatos e resolve o que está pendente, até receber um sinal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--uma-vez", action="store_true", help="Dá uma só volta e termina.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["uma_vez"]:
            self.stdout.write(f"{worker.uma_volta()} resolvidos")
            return
        parar = Event()
        for sinal in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sinal, lambda *_: parar.set())
        worker.trabalhar(parar)
