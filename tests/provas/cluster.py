"""A PostgreSQL of the proof's own, so that its server too can be killed in the middle of a commit."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.conftest import FALTA
from tests.processos import porta_livre

CONFIGURACAO = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "lc_messages": "C",
}
RECUPERACAO = "automatic recovery in progress"
"""What the server logs when it begins again after it was killed."""


class Cluster:
    """A server with its data in `pasta`; postmaster and backends belong to `usuario` (not root)."""

    def __init__(self, binarios: Path, pasta: Path, usuario: str | None) -> None:
        self._binarios, self._pasta, self._usuario = binarios, pasta, usuario
        self._dados, self._registro = pasta / "dados", pasta / "postgres.log"
        self.porta = porta_livre()
        self.url = f"postgres://postgres@127.0.0.1:{self.porta}"
        self._postmaster: subprocess.Popen[bytes] | None = None

    def criar(self) -> None:
        opcoes = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._executar("initdb", "-D", str(self._dados), *opcoes).wait(120)

    def iniciar(self) -> None:
        """Wait until it answers; after a kill, until its recovery is over."""
        opcoes = [f"-c{nome}={valor}" for nome, valor in CONFIGURACAO.items()]
        self._postmaster = self._executar(
            "postgres",
            "-D",
            str(self._dados),
            "-p",
            str(self.porta),
            "-k",
            str(self._pasta),
            *opcoes,
        )
        limite = time.monotonic() + 60
        while time.monotonic() < limite:
            with suppress(psycopg.OperationalError):
                psycopg.connect(f"{self.url}/postgres", connect_timeout=2).close()
                return
            if self._postmaster.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(self._registro.read_text()[-3000:])

    def matar(self) -> None:
        """SIGKILL to the postmaster and to each of its backends, which are groups of their own."""
        if self._postmaster is None or self._postmaster.poll() is not None:
            return
        todos = [self._postmaster.pid, *_filhos(self._postmaster.pid)]
        for pid in todos:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._postmaster.wait(10)
        limite = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in todos) and time.monotonic() < limite:
            time.sleep(0.02)

    @property
    def recuperacoes(self) -> int:
        """How many times it began again from what a kill had left."""
        return self._registro.read_text().count(RECUPERACAO)

    def _executar(self, programa: str, *argumentos: str) -> "subprocess.Popen[bytes]":
        com_usuario = {} if self._usuario is None else {"user": self._usuario, "extra_groups": []}
        with self._registro.open("ab") as registro:
            return subprocess.Popen(
                [str(self._binarios / programa), *argumentos],
                cwd=self._pasta,
                stdout=registro,
                stderr=registro,
                start_new_session=True,
                **com_usuario,
            )


@contextmanager
def cluster_no_ar() -> Iterator[Cluster]:
    """A new server, up; gone with its data afterwards. Skips where PostgreSQL is not installed."""
    binarios = _binarios()
    if binarios is None:
        pytest.skip(f"O servidor do PostgreSQL (initdb) {FALTA}")
    usuario = _usuario_sem_poder() if os.geteuid() == 0 else None
    pasta = Path(
        tempfile.mkdtemp(prefix="vidasaude-pg-")
    )  # not pytest's, which only root may enter
    if usuario is not None:
        shutil.chown(pasta, usuario)
    cluster = Cluster(binarios, pasta, usuario)
    try:
        cluster.criar()
        cluster.iniciar()
        yield cluster
    finally:
        cluster.matar()
        shutil.rmtree(pasta, ignore_errors=True)


def _binarios() -> Path | None:
    """Debian keeps them out of PATH, a folder for each version."""
    versoes = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])
    )
    no_caminho = shutil.which("initdb")
    achado = versoes[-1] if versoes else no_caminho and Path(no_caminho)
    return achado.parent if achado else None


def _usuario_sem_poder() -> str:
    """PostgreSQL refuses to run as root."""
    existentes = {conta.pw_name for conta in pwd.getpwall()}
    return "postgres" if "postgres" in existentes else "nobody"


def _filhos(pid: int) -> list[int]:
    """Processes whose parent is `pid` (Linux)."""
    filhos = []
    for pasta in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            # pid (name) state parent …: the name may hold spaces and brackets.
            pai = (pasta / "stat").read_text().rpartition(")")[2].split()[1]
            if int(pai) == pid:
                filhos.append(int(pasta.name))
    return filhos
