"""Real processes for tests: the server, its worker and the simulator, each on a free port.

Every stack has its own database, so append-only tables need no emptying and tests of whole
processes never touch the database of the in-process ones.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.bancos import RAIZ, apagar_banco, gerenciar, novo_banco


def porta_livre() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Processo:
    """A child in a process group of its own, which ends with it.

    `ao_nascer` runs in the child before its command.
    """

    ao_nascer: Callable[[], None] | None = None

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
                preexec_fn=type(self).ao_nascer,
            )

    @property
    def vivo(self) -> bool:
        return self._processo.poll() is None

    @property
    def pid(self) -> int:
        return self._processo.pid

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

    tipo: type[Processo] = Processo

    def __init__(self, pasta: Path, porta: int | None = None) -> None:
        self.pasta, self.porta = pasta, porta or porta_livre()
        self.url = f"http://127.0.0.1:{self.porta}"
        self.processo: Processo | None = None

    def iniciar(self) -> "Simulador":
        self.processo = self.tipo(
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
    """The monolith on its own database: server, worker, and the simulator that it asks.

    `servir` is the module that serves; a control of a proof serves one of its own, with a guard
    off. `servidor_do_banco`: see `novo_banco`.
    """

    def __init__(
        self,
        pasta: Path,
        *,
        processos: int = 2,
        servir: str = "vidasaude.servidor",
        servidor_do_banco: str | None = None,
    ) -> None:
        self.pasta, self.processos, self.servir = pasta, processos, servir
        self.porta = porta_livre()
        self.url = f"http://127.0.0.1:{self.porta}"
        self.simulador = Simulador(pasta)
        self.ambiente = {
            "AMBIENTE": "desenvolvimento",
            "DJANGO_SETTINGS_MODULE": "vidasaude.settings",
            "DATABASE_URL": novo_banco(pasta, servidor_do_banco),
            "PLANO_SAUDE_URL": self.simulador.url,
        }
        self.servidor: Processo
        self.trabalhador: Processo

    def url_do_caminho(self, primeiro: str) -> str:
        """Where a path that begins so is answered: here all are at the same place."""
        return self.url

    def gerenciar(self, *argumentos: str) -> str:
        """Run a management command on this stack's database."""
        return gerenciar(self.ambiente, *argumentos)

    def subir_servidor(self) -> None:
        self.servidor = Processo(
            sys.executable,
            "-m",
            self.servir,
            ambiente={
                **self.ambiente,
                "PORT": str(self.porta),
                "PROCESSOS": str(self.processos),
            },
            saida=self.pasta / "servidor.log",
        )
        esperar(f"{self.url}/readyz", segundos=90, processo=self.servidor)

    def subir_trabalhador(self) -> None:
        self.trabalhador = Processo(
            sys.executable,
            "manage.py",
            "trabalhar",
            ambiente=self.ambiente,
            saida=self.pasta / "trabalhador.log",
        )

    def reiniciar(self) -> None:
        """All its processes end and begin again; what is in the database stays."""
        for processo in (self.servidor, self.trabalhador, self.simulador.processo):
            if processo is not None:
                processo.matar()
        self.subir()

    def subir(self) -> None:
        """The simulator, the server and the worker, on what the database holds."""
        self.simulador.iniciar()
        self.subir_servidor()
        self.subir_trabalhador()

    def descer(self) -> None:
        for nome in ("servidor", "trabalhador"):
            processo = getattr(self, nome, None)
            if processo is not None:
                processo.matar()
        self.simulador.parar()
        apagar_banco(self.ambiente["DATABASE_URL"])

    def cliente(self, username: str, *, senha: str = "vidasaude-demo") -> httpx.Client:
        """An HTTP client signed in with a Bearer token."""
        cliente = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        resposta = cliente.post("/auth/token", json={"username": username, "password": senha})
        resposta.raise_for_status()
        cliente.headers["Authorization"] = f"Bearer {resposta.json()['access']}"
        return cliente


@contextmanager
def pilha_no_ar(pasta: Path, *, trabalhador: bool = True, **opcoes: Any) -> Iterator[Pilha]:
    """A stack with the demo's data, up and answering; `opcoes` are those of `Pilha`."""
    pilha = Pilha(pasta, **opcoes)
    try:
        pilha.simulador.iniciar()
        pilha.subir_servidor()
        if trabalhador:
            pilha.subir_trabalhador()
        yield pilha
    finally:
        pilha.descer()


def assinar(cliente: httpx.Client, username: str, senha: str) -> None:
    """Sign in by the form of the administration, as at a browser."""
    entrada = "/admin/login/"
    marca = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)', cliente.get(entrada).text)
    assert marca is not None
    campos = {"username": username, "password": senha, "csrfmiddlewaretoken": marca[1]}
    _sem_tls(cliente)
    origem = str(cliente.base_url)
    if cliente.headers.get("X-Forwarded-Proto") == "https":
        origem = origem.replace("http:", "https:", 1)
    resposta = cliente.post(
        entrada, data=campos, headers={"Referer": origem}, follow_redirects=False
    )
    assert resposta.status_code == 302, resposta
    _sem_tls(cliente)


def _sem_tls(cliente: httpx.Client) -> None:
    """Cookies that a proxy's TLS would protect are sent all the same: there is no proxy here."""
    for biscoito in cliente.cookies.jar:
        biscoito.secure = False
