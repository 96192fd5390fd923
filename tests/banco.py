"""A database that many threads write to at once, as a server's do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture
def banco_em_arquivo(banco_de_verdade: None, tmp_path: Path) -> Iterator[None]:
    """PostgreSQL as it is; SQLite as a copy in a file, with the settings of a real one.

    In memory, SQLite's threads share a cache, and are told "table is locked" at once where the
    connections to a file wait their turn. Ask for it before anything that writes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memoria, nome = connection.connection, connection.settings_dict["NAME"]
    arquivo = tmp_path / "banco.sqlite3"
    with closing(sqlite3.connect(arquivo)) as copia:
        memoria.backup(copia)
    _trocar(None, str(arquivo))
    yield
    connection.close()
    _trocar(memoria, nome)


def _trocar(conexao: sqlite3.Connection | None, nome: str) -> None:
    """Threads to come read the name; this one reconnects when it has no connection."""
    connection.connection = conexao
    connection.settings_dict["NAME"] = nome
