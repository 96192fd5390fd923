"""The base of `manage.py importar_…`: its arguments, its progress on a terminal, its report."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from rich.console import Console
from rich.progress import track

from apps.kernel.errors import Problema
from apps.kernel.imports.report import Relato, numeros_das_linhas

T = TypeVar("T")


class ComandoDeImportacao(BaseCommand):
    """Imports one file; exits with an error when any line was refused, whatever went in."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("arquivo", type=Path, help="O arquivo CSV, como foi publicado.")
        parser.add_argument(
            "--tudo-ou-nada",
            action="store_true",
            help="Não grava nada se alguma linha tiver problema (sem isto, grava as outras).",
        )

    def importar(self, *, arquivo: Path, tudo_ou_nada: bool, **opcoes: Any) -> Relato:
        """Call the service."""
        raise NotImplementedError

    def handle(self, *args: Any, **opcoes: Any) -> None:
        """Raises CommandError when the file cannot be read, or when a line was refused."""
        try:
            relato = self.importar(**opcoes)
        except Problema as problema:
            raise CommandError(problema.detalhe) from problema
        except DatabaseError as erro:
            raise CommandError(
                "O banco de dados não aceitou a importação e nada foi gravado. "
                "Está no ar, e já recebeu `manage.py migrate`?"
            ) from erro
        self._relatar(relato)

    def acompanhar(self, itens: Sequence[T], titulo: str) -> Iterable[T]:
        """A bar on standard error, where a person looks at it."""
        return track(
            itens,
            description=titulo,
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )

    def _relatar(self, relato: Relato) -> None:
        for linha in [*relato.avisos, *relato.recusadas]:
            campo = f"{linha.campo}: " if linha.campo else ""
            self.stderr.write(f"linha {linha.numero}: {campo}{linha.motivo}")
        quantos = (relato.novos, relato.mudados, relato.iguais)
        novos, mudados, iguais = (milhar(n) for n in quantos)
        self.stdout.write(f"{novos} novos, {mudados} mudados, {iguais} já estavam assim.")
        if not relato.gravado:
            self.stdout.write("Nada foi gravado.")
        if relato.recusadas:
            linhas = milhar(len(numeros_das_linhas(relato.recusadas)))
            raise CommandError(f"Linhas com problema: {linhas} (estão acima, pelo número).")


def milhar(n: int) -> str:
    """`5.765`, as a person writes it."""
    return f"{n:,}".replace(",", ".")
