"""`manage.py carregar_volume`: a network of many clinics and years of consultas, to see it big."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from apps.consulta import volume as consultas
from apps.paciente import volume as pacientes
from apps.rede import volume as rede


class Command(BaseCommand):
    help = "Carrega muitos pacientes e consultas fictícios (só em desenvolvimento, uma vez)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--profissionais", type=int, default=100)
        parser.add_argument("--pacientes", type=int, default=100_000)
        parser.add_argument("--consultas", type=int, default=1_000_000)

    def handle(
        self, *args: Any, profissionais: int, pacientes: int, consultas: int, **options: Any
    ) -> None:
        """Raises CommandError outside development, or when there is not one patient a professional."""
        if not settings.DESENVOLVIMENTO:
            raise CommandError("carregar_volume só roda com AMBIENTE=desenvolvimento.")
        if not 0 < profissionais <= pacientes:
            raise CommandError("São precisos pelo menos um profissional e um paciente para cada.")
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        ) as progresso:
            self._encher(progresso, profissionais, pacientes, consultas)

    def _encher(self, progresso: Progress, n_rede: int, n_pacientes: int, n_consultas: int) -> None:
        agora = timezone.localtime()
        quem = rede.encher(n_rede)
        quem_vem: list[int] = []
        tarefa = progresso.add_task("Pacientes", total=n_pacientes)
        for lote in pacientes.encher(n_pacientes, agora=agora):
            quem_vem += lote
            progresso.advance(tarefa, len(lote))
        tarefa = progresso.add_task("Consultas", total=n_consultas)
        for feitas in consultas.encher(
            n_consultas, pacientes=quem_vem, profissionais=quem, agora=agora
        ):
            progresso.advance(tarefa, feitas)
        tarefa = progresso.add_task("Estatísticas", total=1)
        _contar_ao_banco()
        progresso.advance(tarefa)


def _contar_ao_banco() -> None:
    """Tell PostgreSQL at once what its autovacuum would find out minutes later: plans depend on it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
