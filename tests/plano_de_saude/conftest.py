"""The simulator is loaded by its file path: it is not part of Vida+ Saúde."""

import contextlib
import importlib.util
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

RAIZ = Path(__file__).parents[2] / "docker" / "plano_de_saude"


def _carregar_simulador() -> None:
    pacote = RAIZ / "simulador"
    spec = importlib.util.spec_from_file_location(
        "simulador", pacote / "__init__.py", submodule_search_locations=[str(pacote)]
    )
    sys.modules["simulador"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["simulador"])


_carregar_simulador()


@dataclass
class Processo:
    """A simulator in its own process."""

    popen: subprocess.Popen
    porta: int
    registro: Path
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.porta}", trust_env=False)

    def perguntar(self, **trocas) -> httpx.Response:
        pergunta = {"procedimento": "CON001", "id_paciente": 1, "valor": 10} | trocas
        return self.http.post("/validar-procedimento", json=pergunta)

    def falhar(self, modo: str = "normal", **membros) -> None:
        self.http.put("/_falhas", json={"modo": modo, **membros}).raise_for_status()

    def sarar(self) -> None:
        self.http.delete("/_falhas").raise_for_status()

    def conectar(self, dados: bytes) -> socket.socket:
        conexao = socket.create_connection(("127.0.0.1", self.porta), timeout=5)
        conexao.sendall(dados)
        return conexao

    def trocar(self, dados: bytes) -> bytes:
        """Everything that comes back until the server closes."""
        with self.conectar(dados) as conexao:
            return b"".join(iter(lambda: conexao.recv(65_536), b""))


def _rodar(ambiente: dict[str, str], registro: Path) -> subprocess.Popen:
    limpo = {nome: v for nome, v in os.environ.items() if not nome.startswith("PLANO_")}
    with registro.open("w") as saida:
        return subprocess.Popen(
            [sys.executable, RAIZ / "servir.py"],
            env={**limpo, "PLANO_PORT": "0", **ambiente},
            stdout=saida,
            stderr=saida,
        )


def _esperar_porta(popen: subprocess.Popen, registro: Path) -> int:
    while popen.poll() is None:
        if achado := re.search(r"http://[^:]+:(\d+)", registro.read_text()):
            return int(achado[1])
        with contextlib.suppress(subprocess.TimeoutExpired):
            popen.wait(0.05)
    pytest.fail(f"o simulador não subiu:\n{registro.read_text()}")


@contextlib.contextmanager
def _processo(ambiente: dict[str, str], pasta: Path) -> Iterator[Processo]:
    registro = pasta / "registro.log"
    popen = _rodar(ambiente, registro)
    try:
        yield Processo(popen, _esperar_porta(popen, registro), registro)
    finally:
        popen.kill()
        popen.wait()


@pytest.fixture(scope="session")
def _processo_compartilhado(tmp_path_factory) -> Iterator[Processo]:
    with _processo({"PLANO_FALHAS": "1"}, tmp_path_factory.mktemp("plano")) as processo:
        yield processo


@pytest.fixture
def plano(_processo_compartilhado: Processo) -> Iterator[Processo]:
    """A process with the fault endpoint, healthy before and after the test."""
    yield _processo_compartilhado
    _processo_compartilhado.sarar()


@pytest.fixture
def plano_novo(tmp_path: Path):
    """Starts a process of the test's own, with the environment that it needs."""
    with contextlib.ExitStack() as pilha:
        yield lambda **ambiente: pilha.enter_context(_processo(ambiente, tmp_path))


@pytest.fixture
def tentar_subir(tmp_path: Path):
    """For an environment that must not start: (exit code, what it said)."""

    def tentar(**ambiente: str) -> tuple[int, str]:
        registro = tmp_path / "registro.log"
        popen = _rodar(ambiente, registro)
        try:
            return popen.wait(timeout=10), registro.read_text()
        finally:
            popen.kill()

    return tentar


@pytest.fixture
def raiz() -> Path:
    return RAIZ


@pytest.fixture
def cliente():
    from simulador.app import criar_app

    return criar_app(com_falhas=True).test_client()
