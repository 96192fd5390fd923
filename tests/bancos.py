"""Databases for real processes: each stack gets a copy of one that was prepared once in the run.

A run is one process, or those of pytest-xdist: the first one makes a folder, the others inherit its
name, and whoever needs a model first makes it while the others wait.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import psycopg

RAIZ = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
DA_CORRIDA = "MODELOS_DA_CORRIDA"


def _pasta_da_corrida() -> Path:
    if DA_CORRIDA not in os.environ:
        os.environ[DA_CORRIDA] = tempfile.mkdtemp(prefix="vidasaude-")
        atexit.register(_apagar_modelos, Path(os.environ[DA_CORRIDA]))
    return Path(os.environ[DA_CORRIDA])


def _apagar_modelos(pasta: Path) -> None:
    try:
        for url in pasta.glob("*.url"):
            apagar_banco(url.read_text())
    finally:
        shutil.rmtree(pasta, ignore_errors=True)


PASTA = _pasta_da_corrida()


def novo_banco(pasta: Path, servidor: str | None = None) -> str:
    """URL of a new database, migrated and with the demo's data.

    A SQLite file in `pasta`, or a database of `servidor` (a URL without the database's name; the
    run's own PostgreSQL when it has one).
    """
    if servidor is None and POSTGRES:
        servidor = _servidor_da_corrida()
    if servidor is None:
        arquivo = pasta / "vidasaude.sqlite3"
        shutil.copyfile(_modelo_em_arquivo(), arquivo)
        return f"sqlite:///{arquivo}"
    return _criar(servidor, copia_de=_modelo_no_postgres(servidor))


def banco_vazio(pasta: Path, nome: str) -> str:
    """URL of a new database with nothing in it, of the run's own kind; `nome` is the file's."""
    if POSTGRES:
        return _criar(_servidor_da_corrida())
    return f"sqlite:///{pasta / nome}.sqlite3"


def _servidor_da_corrida() -> str:
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0]


def apagar_banco(url: str) -> None:
    """A file goes with its folder; a database of a server that is gone went with it."""
    if url.startswith("postgres"):
        servidor, nome = url.rsplit("/", 1)
        with suppress(psycopg.OperationalError):
            _executar(servidor, f'DROP DATABASE IF EXISTS "{nome}" WITH (FORCE)')


def gerenciar(ambiente: dict[str, str], *argumentos: str) -> str:
    """What a management command prints. Raises CalledProcessError."""
    return subprocess.run(
        [sys.executable, "manage.py", *argumentos],
        cwd=RAIZ,
        env={**os.environ, **ambiente},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@cache
def _modelo_em_arquivo() -> Path:
    url = _modelo("arquivo", lambda: f"sqlite:///{PASTA}/modelo.sqlite3")
    return Path(url.removeprefix("sqlite:///"))


@cache
def _modelo_no_postgres(servidor: str) -> str:
    if POSTGRES and servidor == _servidor_da_corrida():
        return _modelo("postgres", lambda: _criar(servidor))
    return _preparado(_criar(servidor))  # of a server that a test started: it goes with it


def _modelo(nome: str, criar: Callable[[], str]) -> str:
    """URL of the run's model of that name, made now unless another process has made it."""
    dito = PASTA / f"{nome}.url"
    with (PASTA / f"{nome}.trava").open("w") as trava:
        fcntl.flock(trava, fcntl.LOCK_EX)
        if not dito.exists():
            novo = PASTA / f"{nome}.novo"
            novo.write_text(_preparado(criar()))
            novo.replace(dito)
    return dito.read_text()


def _preparado(url: str) -> str:
    try:
        _preparar(url)
    except BaseException:
        apagar_banco(url)
        raise
    return url


def _preparar(url: str) -> None:
    ambiente = {
        "AMBIENTE": "desenvolvimento",
        "DJANGO_SETTINGS_MODULE": "vidasaude.settings",
        "DATABASE_URL": url,
    }
    gerenciar(ambiente, "migrate", "-v0")
    gerenciar(ambiente, "carregar_demo")


def _criar(servidor: str, *, copia_de: str | None = None) -> str:
    nome = f"teste_{uuid.uuid4().hex[:12]}"
    modelo = f' TEMPLATE "{copia_de.rsplit("/", 1)[1]}"' if copia_de else ""
    _executar(servidor, f'CREATE DATABASE "{nome}"{modelo}')
    if copia_de:
        registrar_sequencias(f"{servidor}/{nome}")
    return f"{servidor}/{nome}"


def registrar_sequencias(url: str) -> None:
    """Have each sequence of a copy write its value to the log, as those of a database that grew do.

    PostgreSQL logs 32 values ahead; a copy inherits what was handed out but not that record, and
    after a crash would hand the same values out again.
    """
    with psycopg.connect(url, autocommit=True) as conexao:
        conexao.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, last_value) "
            "FROM pg_sequences WHERE last_value IS NOT NULL"
        )


def _executar(servidor: str, comando: str) -> None:
    with psycopg.connect(f"{servidor}/postgres", autocommit=True) as conexao:
        conexao.execute(comando)
