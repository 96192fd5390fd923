"""The five services as real processes: each its server, worker and database, as `make services`.

Where a service listens is its own; `PorCaminho` stands for the proxy in front of them, so that what
was written for the monolith runs here unchanged.
"""

import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.bancos import apagar_banco, banco_vazio, gerenciar
from tests.kernel.servidores import Comportamento, servidor
from tests.processos import Processo, Simulador, esperar, porta_livre
from vidasaude.servicos import do_servico, migrar
from vidasaude.topology import APPS, ler_portas

CHAVE_SERVICO = "chave-dos-servicos-que-so-os-testes-conhecem-0123456789"

DONOS = {
    "auth": "rede",
    "clinicas": "rede",
    "profissionais": "rede",
    "pacientes": "paciente",
    "consultas": "consulta",
    "agenda": "consulta",
    "prontuarios": "prontuario",
    "faturas": "faturamento",
}
"""First part of a path → the app that answers it (contract, "The wire contract")."""


class PorCaminho(httpx.BaseTransport):
    """Each path to the service that owns it, as a proxy in front would."""

    def __init__(self, enderecos: dict[str, str]) -> None:
        self._enderecos, self._transporte = enderecos, httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        dono = httpx.URL(self._enderecos[DONOS[request.url.path.split("/")[1]]])
        request.url = request.url.copy_with(scheme=dono.scheme, host=dono.host, port=dono.port)
        request.headers["Host"] = dono.netloc.decode()
        return self._transporte.handle_request(request)

    def close(self) -> None:
        self._transporte.close()


class Servico:
    """One of the five."""

    def __init__(self, app: str, pasta: Path, ambiente: dict[str, str]) -> None:
        self.app, self.pasta = app, pasta
        self.porta = int(ambiente[f"PORTA_{app.upper()}"])
        self.url = f"http://127.0.0.1:{self.porta}"
        self.ambiente = {**do_servico(app, ambiente), "PORT": str(self.porta)}
        self.servidor: Processo
        self.trabalhador: Processo

    def iniciar(self) -> None:
        """Start the server and the worker, without waiting."""
        self._iniciar_servidor()
        self.trabalhador = self._processo("trabalhador", "manage.py", "trabalhar")

    def _iniciar_servidor(self) -> None:
        self.servidor = self._processo("servidor", "-m", "vidasaude.servidor")

    def _processo(self, nome: str, *comando: str) -> Processo:
        saida = self.pasta / f"{self.app}-{nome}.log"
        return Processo(sys.executable, *comando, ambiente=self.ambiente, saida=saida)

    def esperar(self) -> None:
        esperar(f"{self.url}/readyz", segundos=90, processo=self.servidor)

    def parar(self) -> None:
        for nome in ("servidor", "trabalhador"):
            if hasattr(self, nome):
                getattr(self, nome).matar()

    def linhas(self, tabela: str) -> int:
        """Rows of a table of its database, read beside the service."""
        url = self.ambiente["DATABASE_URL"]
        conexao = (
            psycopg.connect(url)
            if url.startswith("postgres")
            else sqlite3.connect(url.removeprefix("sqlite:///"))
        )
        with closing(conexao):
            return conexao.execute(f"SELECT count(*) FROM {tabela}").fetchone()[0]  # noqa: S608

    def rodar(self, codigo: str) -> str:
        """What some Python prints in a process of its own that has only this app."""
        return gerenciar(self.ambiente, "shell", "-v0", "-c", codigo)

    @contextmanager
    def morto(self) -> Iterator[None]:
        """Its server is killed, then starts again."""
        self.servidor.matar()
        try:
            yield
        finally:
            self._iniciar_servidor()
            self.esperar()

    @contextmanager
    def parado(self) -> Iterator[None]:
        """Its server takes connections and says nothing, then goes on."""
        self.servidor.sinal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.servidor.sinal(signal.SIGCONT)
            self.esperar()

    @contextmanager
    def trocado(self, comportamento: Comportamento) -> Iterator[None]:
        """Another answers at its port, then it is back."""
        with self.morto():
            esperar_livre(self.porta)
            with servidor(comportamento, porta=self.porta):
                yield


def _portas(mapa: str) -> dict[str, str]:
    """Free ports, in the order in which a map of the contract has them."""
    em_ordem = sorted(APPS, key=ler_portas({"MAPA": mapa}).__getitem__)
    livres = sorted({porta_livre() for _ in range(20)})
    return {
        f"PORTA_{app.upper()}": str(porta) for app, porta in zip(em_ordem, livres, strict=False)
    }


class Servicos:
    """The five, and the simulator that Faturamento asks; `url_de` and `cliente` as `Pilha`'s."""

    def __init__(self, pasta: Path, mapa: str = "1") -> None:
        self.simulador = Simulador(pasta)
        self._ambiente = {
            **os.environ,
            "AMBIENTE": "desenvolvimento",
            "DJANGO_SETTINGS_MODULE": "vidasaude.settings",
            "CHAVE_SERVICO": CHAVE_SERVICO,
            "PROCESSOS": "1",
            "PLANO_SAUDE_URL": self.simulador.url,
            **_portas(mapa),
            **{f"DATABASE_URL_{app.upper()}": banco_vazio(pasta, app) for app in APPS},
        }
        self._servicos = {app: Servico(app, pasta, self._ambiente) for app in APPS}

    def __getitem__(self, app: str) -> Servico:
        return self._servicos[app]

    def url_de(self, app: str) -> str:
        return self[app].url

    def url_do_caminho(self, primeiro: str) -> str:
        """Where a path that begins so is answered."""
        return self.url_de(DONOS[primeiro])

    def subir(self) -> None:
        """Databases up to date, all answering, the demo loaded in the order of the questions."""
        migrar(self._ambiente)
        self.simulador.iniciar()
        for servico in self._servicos.values():
            servico.iniciar()
        for servico in self._servicos.values():
            servico.esperar()
            gerenciar(servico.ambiente, "carregar_demo")

    def descer(self) -> None:
        for servico in self._servicos.values():
            servico.parar()
            apagar_banco(servico.ambiente["DATABASE_URL"])
        self.simulador.parar()

    def cliente(self, username: str, *, senha: str = "vidasaude-demo") -> httpx.Client:
        """An HTTP client of all five, signed in with a Bearer token of Rede."""
        corpo = {"username": username, "password": senha}
        resposta = httpx.post(f"{self.url_de('rede')}/auth/token", json=corpo, trust_env=False)
        acesso = resposta.raise_for_status().json()["access"]
        return httpx.Client(
            transport=PorCaminho({app: self.url_de(app) for app in APPS}),
            base_url="http://vidasaude",
            headers={"Authorization": f"Bearer {acesso}"},
            timeout=30,
        )


def esperar_livre(porta: int) -> None:
    """Wait until those that were killed have let go of a port."""
    limite = time.monotonic() + 5
    while True:
        try:
            with socket.create_server(("127.0.0.1", porta)):
                return
        except OSError:
            assert time.monotonic() < limite, porta
            time.sleep(0.05)


@contextmanager
def servicos_no_ar(pasta: Path, *, mapa: str = "1") -> Iterator[Servicos]:
    """The five, up and answering, with the demo's data; ports in the order of the `mapa`."""
    servicos = Servicos(pasta, mapa)
    try:
        servicos.subir()
        yield servicos
    finally:
        servicos.descer()


def todos(cliente: httpx.Client, caminho: str, **filtros: Any) -> list[Any]:
    """The members of a list, through all its pages."""
    membros: list[Any] = []
    resposta = cliente.get(caminho, params={"limite": 200, **filtros})
    while True:
        resposta.raise_for_status()
        membros += resposta.json()
        if "next" not in resposta.links:
            return membros
        proxima = httpx.URL(resposta.links["next"]["url"])
        resposta = cliente.get(f"{proxima.path}?{proxima.query.decode()}")
