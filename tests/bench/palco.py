"""The peers as processes: each at its own ports, in a session of its own, on its own database."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.bancos import RAIZ, apagar_banco
from tests.bench import dados, gente, medidas
from tests.bench.figuras import DRF, FASTAPI, FLASK, LENTO, NOSSO, PSYCOPG, SEM_ENTRADA, Memoria
from tests.processos import Processo, Simulador, esperar, porta_livre
from vidasaude.servidor import morrer_com_o_pai

PYTHON_DOS_PARES = RAIZ / ".venv-bench" / "bin" / "python"
TRABALHADORES = 2
"""Processes of each peer; the old services are three, one of each."""
PARES = "tests.bench.pares"
VARIANTES = "tests.bench.variantes"


def _com_o_pai() -> None:
    morrer_com_o_pai(signal.SIGTERM)


class ProcessoDoPar(Processo):
    """A child that the kernel ends with this process, however this one ends."""

    ao_nascer = staticmethod(_com_o_pai)


class Plano(Simulador):
    """The plan's simulator, which ends with this process too."""

    tipo = ProcessoDoPar


@dataclass
class Pilha:
    """A peer that is up over so many rows: who answers which path, and what it is made of."""

    par: str
    tamanho: int
    processos: list[Processo] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    """By the first part of the path; "" is everybody else's."""
    banco: str | None = None

    def url(self, caminho: str) -> str:
        return self.urls.get(caminho.strip("/").partition("/")[0]) or self.urls[""]

    @property
    def sessoes(self) -> list[int]:
        return [processo.pid for processo in self.processos]

    def memoria(self) -> Memoria:
        """Of the old services, each is its own worker."""
        usos = [medidas.memoria(sessao, TRABALHADORES) for sessao in self.sessoes]
        return Memoria(
            trabalhador=max(uso.trabalhador for uso in usos), total=sum(uso.total for uso in usos)
        )

    def descer(self) -> None:
        for processo in self.processos:
            processo.matar()
        if self.banco is not None:
            apagar_banco(self.banco)


@dataclass
class Palco:
    """Whoever is up."""

    pasta: Path
    chave: str = field(default_factory=lambda: secrets.token_urlsafe(50))
    pilhas: dict[tuple[str, int], Pilha] = field(default_factory=dict)
    tokens: dict[tuple[int, str], str] = field(default_factory=dict)
    simulador: Plano = field(init=False)

    def subir(self, par: str, tamanho: int) -> Pilha:
        """The stack of a peer at a size, started if it is not up."""
        chave = (par, tamanho)
        if chave not in self.pilhas:
            self.pilhas[chave] = pilha = Pilha(par, tamanho)
            SUBIR[par](self, pilha)
        return self.pilhas[chave]

    def descer(self, chaves: set[tuple[str, int]] | None = None) -> None:
        """Some of the stacks, or all."""
        for chave in set(self.pilhas) if chaves is None else chaves & set(self.pilhas):
            self.pilhas.pop(chave).descer()

    @property
    def sessoes(self) -> list[int]:
        """Of everything that is up, the plan included."""
        pilhas = [sessao for pilha in self.pilhas.values() for sessao in pilha.sessoes]
        plano = self.simulador.processo
        return [*pilhas, plano.pid] if plano is not None else pilhas

    def token(self, tamanho: int, username: str = gente.RECEPCAO) -> str:
        """A person's token, by signing in to ours over that many rows."""
        if (tamanho, username) not in self.tokens:
            resposta = httpx.post(
                f"{self.subir(NOSSO, tamanho).urls['']}/auth/token",
                json={"username": username, "password": gente.SENHA},
                headers=HTTPS,
                timeout=30,
                trust_env=False,
            )
            resposta.raise_for_status()
            self.tokens[tamanho, username] = resposta.json()["access"]
        return self.tokens[tamanho, username]

    def cabecalhos(self, tamanho: int, username: str = gente.RECEPCAO) -> dict[str, str]:
        """What every request to every peer carries."""
        return {
            **HTTPS,
            "Authorization": f"Bearer {self.token(tamanho, username)}",
            "Content-Type": "application/json",
        }

    def iniciar(
        self, pilha: Pilha, *comando: str, caminho: str = "", vivo: str = "livez", **ambiente: str
    ) -> str:
        """A process of a stack, which has `{porta}` where its command names one; its URL."""
        porta = porta_livre()
        url = f"http://127.0.0.1:{porta}"
        processo = ProcessoDoPar(
            *(parte.format(porta=porta) for parte in comando),
            ambiente={
                "SECRET_KEY": self.chave,
                "PORT": str(porta),
                "PYTHONPATH": str(RAIZ),
                "NO_PROXY": "127.0.0.1",
                **ambiente,
            },
            saida=self.pasta / f"{pilha.par}-{pilha.tamanho}{caminho and '-'}{caminho}.log",
        )
        pilha.processos.append(processo)
        pilha.urls[caminho] = url
        esperar(f"{url}/{vivo}", segundos=90, processo=processo)
        return url


HTTPS = {"X-Forwarded-Proto": "https"}
"""As from the proxy that ends TLS; without it production redirects."""


@contextmanager
def montado(pasta: Path) -> Iterator[Palco]:
    """A stage with the plan's simulator at 50 ms; at the end nobody is left."""
    palco = Palco(pasta)
    palco.simulador = Plano(pasta)
    try:
        palco.simulador.iniciar()
        palco.simulador.falhar("normal", latencia_ms=50)
        yield palco
    finally:
        palco.descer()
        palco.simulador.parar()


# --- how each is started -----------------------------------------------------------------------


def _nosso(palco: Palco, pilha: Pilha) -> None:
    _servir_o_nosso(palco, pilha, "vidasaude.servidor")


def _sem_entrada(palco: Palco, pilha: Pilha) -> None:
    _servir_o_nosso(palco, pilha, f"{VARIANTES}.sem_entrada")


def _lento(palco: Palco, pilha: Pilha) -> None:
    _servir_o_nosso(palco, pilha, f"{VARIANTES}.lento")


def _servir_o_nosso(palco: Palco, pilha: Pilha, modulo: str) -> None:
    """As in production (docker/Dockerfile): the settings' defaults, but for what must be given."""
    pilha.banco = dados.copiar(pilha.tamanho, pilha.par)
    palco.iniciar(
        pilha, sys.executable, "-m", modulo, vivo="readyz",
        DATABASE_URL=pilha.banco, AMBIENTE="producao", DJANGO_SETTINGS_MODULE="vidasaude.settings",
        ALLOWED_HOSTS="127.0.0.1", PROCESSOS=str(TRABALHADORES), TOKEN_MINUTOS="600",
        PLANO_SAUDE_URL=palco.simulador.url,
    )  # fmt: skip


def _fastapi(palco: Palco, pilha: Pilha) -> None:
    pilha.banco = dados.copiar(pilha.tamanho, pilha.par)
    palco.iniciar(
        pilha, str(PYTHON_DOS_PARES), "-m", "uvicorn", f"{PARES}.par_fastapi:app",
        "--port", "{porta}", "--workers", str(TRABALHADORES), "--loop", "uvloop",
        "--http", "httptools", "--no-access-log", "--log-level", "warning",
        DATABASE_URL=pilha.banco,
    )  # fmt: skip


def _drf(palco: Palco, pilha: Pilha) -> None:
    pilha.banco = dados.copiar(pilha.tamanho, pilha.par)
    ambiente = {
        "SECRET_KEY": palco.chave,
        "DATABASE_URL": pilha.banco,
        "DJANGO_SETTINGS_MODULE": f"{PARES}.drf.settings",
    }
    subprocess.run(
        [str(PYTHON_DOS_PARES), "-m", f"{PARES}.drf.preparar"],
        cwd=RAIZ, env={**os.environ, **ambiente}, check=True,
    )  # fmt: skip
    palco.iniciar(
        pilha, str(PYTHON_DOS_PARES), "-m", "gunicorn", "--bind", "127.0.0.1:{porta}",
        "--workers", str(TRABALHADORES), "--worker-class", "gthread", "--threads", "4",
        "--log-level", "warning", f"{PARES}.drf.wsgi:application", **ambiente,
    )  # fmt: skip


def _psycopg(palco: Palco, pilha: Pilha) -> None:
    pilha.banco = dados.copiar(pilha.tamanho, pilha.par)
    palco.iniciar(
        pilha, str(PYTHON_DOS_PARES), "-m", "granian", "--interface", "wsgi", "--port", "{porta}",
        "--workers", str(TRABALHADORES), "--blocking-threads", "4", "--no-ws", "--http", "1",
        "--log-level", "warning", f"{PARES}.par_psycopg:app",
        DATABASE_URL=pilha.banco,
    )  # fmt: skip


def _flask(palco: Palco, pilha: Pilha) -> None:
    pasta = str(dados.exportar(pilha.tamanho, palco.pasta))

    def servico(nome: str, caminho: str, **enderecos: str) -> str:
        return palco.iniciar(
            pilha, str(PYTHON_DOS_PARES), "-m", f"{PARES}.par_flask", nome, caminho=caminho,
            DADOS=pasta, PLANO_SAUDE_URL=palco.simulador.url, **enderecos,
        )  # fmt: skip

    paciente = servico("paciente", "pacientes")
    consulta = servico("consulta", "consultas", URL_PACIENTE=paciente)
    servico("faturamento", "faturas", URL_CONSULTA=consulta)


SUBIR: dict[str, Callable[[Palco, Pilha], None]] = {
    NOSSO: _nosso,
    SEM_ENTRADA: _sem_entrada,
    LENTO: _lento,
    FLASK: _flask,
    FASTAPI: _fastapi,
    DRF: _drf,
    PSYCOPG: _psycopg,
}
