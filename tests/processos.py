"""Real processes for tests: the server, its worker and the simulator, each on a free port.

Every stack has its own database, so append-only tables need no emptying and tests of whole
processes never touch the database of the in-process ones.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

RAIZ = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def porta_livre() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Processo:
    """A child in a process group of its own, which ends with it."""

    def __init__(self, *comando: str, ambiente: dict[str, str], saida: Path) -> None:
        self.saida = saida
        with saida.open("ab") as arquivo:
            self._processo = subprocess.Popen(
                comando,
                cwd=RAIZ,
                env={**os.environ, **ambiente},
                stdout=arquivo,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def vivo(self) -> bool:
        return self._processo.poll() is None

    def sinal(self, numero: signal.Signals) -> None:
        if self.vivo:
            os.killpg(self._processo.pid, numero)

    def matar(self) -> None:
        self.sinal(signal.SIGKILL)
        self._processo.wait(10)


def esperar(url: str, *, segundos: float = 30, processo: Processo | None = None) -> None:
    """Wait until a URL answers 200."""
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        if processo is not None and not processo.vivo:
            raise RuntimeError(processo.saida.read_text()[-3000:])
        try:
            if httpx.get(url, timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError(url)


class Simulador:
    """The external Plano de Saúde, with its faults switchable."""

    def __init__(self, pasta: Path, porta: int | None = None) -> None:
        self.pasta, self.porta = pasta, porta or porta_livre()
        self.url = f"http://127.0.0.1:{self.porta}"
        self.processo: Processo | None = None

    def iniciar(self) -> "Simulador":
        self.processo = Processo(
            sys.executable,
            "docker/plano_de_saude/servir.py",
            ambiente={"PLANO_PORT": str(self.porta), "PLANO_FALHAS": "1"},
            saida=self.pasta / "simulador.log",
        )
        esperar(f"{self.url}/livez", processo=self.processo)
        return self

    def parar(self) -> None:
        if self.processo is not None:
            self.processo.matar()

    def falhar(self, modo: str, **opcoes: Any) -> None:
        httpx.put(f"{self.url}/_falhas", json={"modo": modo, **opcoes}).raise_for_status()

    def curar(self) -> None:
        self.falhar("normal", latencia_ms=0, taxa=1)


class Pilha:
    """The monolith on its own database: server, worker, and the simulator that it asks."""

    def __init__(self, pasta: Path, *, processos: int = 2) -> None:
        self.pasta, self.processos = pasta, processos
        self.porta = porta_livre()
        self.url = f"http://127.0.0.1:{self.porta}"
        self.simulador = Simulador(pasta)
        self.ambiente = {
            "AMBIENTE": "desenvolvimento",
            "DJANGO_SETTINGS_MODULE": "vidasaude.settings",
            "DATABASE_URL": _novo_banco(pasta),
            "PLANO_SAUDE_URL": self.simulador.url,
        }
        self.servidor: Processo
        self.trabalhador: Processo

    def gerenciar(self, *argumentos: str) -> str:
        """Run a management command on this stack's database."""
        return subprocess.run(
            [sys.executable, "manage.py", *argumentos],
            cwd=RAIZ,
            env={**os.environ, **self.ambiente},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def preparar(self) -> None:
        self.gerenciar("migrate", "-v0")
        self.gerenciar("carregar_demo")

    def subir_servidor(self) -> None:
        self.servidor = Processo(
            sys.executable,
            "-m",
            "vidasaude.servidor",
            ambiente={
                **self.ambiente,
                "PORT": str(self.porta),
                "PROCESSOS": str(self.processos),
            },
            saida=self.pasta / "servidor.log",
        )
        esperar(f"{self.url}/readyz", processo=self.servidor)

    def subir_trabalhador(self) -> None:
        self.trabalhador = Processo(
            sys.executable,
            "manage.py",
            "trabalhar",
            ambiente=self.ambiente,
            saida=self.pasta / "trabalhador.log",
        )

    def descer(self) -> None:
        for nome in ("servidor", "trabalhador"):
            processo = getattr(self, nome, None)
            if processo is not None:
                processo.matar()
        self.simulador.parar()
        _apagar_banco(self.ambiente["DATABASE_URL"])

    def cliente(self, username: str, *, senha: str = "vidasaude-demo") -> httpx.Client:
        """An HTTP client signed in with a Bearer token."""
        cliente = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        resposta = cliente.post("/auth/token", json={"username": username, "password": senha})
        resposta.raise_for_status()
        cliente.headers["Authorization"] = f"Bearer {resposta.json()['access']}"
        return cliente


@contextmanager
def pilha_no_ar(pasta: Path, *, processos: int = 2, trabalhador: bool = True) -> Iterator[Pilha]:
    """A stack with the demo's data, up and answering."""
    pilha = Pilha(pasta, processos=processos)
    try:
        pilha.simulador.iniciar()
        pilha.preparar()
        pilha.subir_servidor()
        if trabalhador:
            pilha.subir_trabalhador()
        yield pilha
    finally:
        pilha.descer()


def _novo_banco(pasta: Path) -> str:
    if not POSTGRES:
        return f"sqlite:///{pasta / 'vidasaude.sqlite3'}"
    nome = f"teste_{uuid.uuid4().hex[:12]}"
    _no_postgres(f'CREATE DATABASE "{nome}"')
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{nome}"


def _apagar_banco(url: str) -> None:
    if url.startswith("postgres"):
        _no_postgres(f'DROP DATABASE IF EXISTS "{url.rsplit("/", 1)[1]}" WITH (FORCE)')


def _no_postgres(comando: str) -> None:
    import psycopg

    servidor = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(servidor, autocommit=True) as conexao:
        conexao.execute(comando)
