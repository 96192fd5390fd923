"""`make run` in a checkout whose applications are stand-ins: what starts, what is said, what ends.

The Makefile, the Procfile, the runner and the web server are the real ones.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import yaml

from tests.processos import RAIZ, porta_livre

REAIS = [
    "Makefile",
    "Procfile",
    "vidasaude/processos.py",
    "vidasaude/servidor.py",
    "vidasaude/rsgi.py",
]
SUBSTITUTOS = {
    "requirements.txt": "",
    "docker/plano_de_saude/requirements.txt": "",
    "vidasaude/__init__.py": "",
    "vidasaude/wsgi.py": """
from django.conf import settings

settings.configure()


def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return []
""",
    "manage.py": """
import pathlib, sys, time

with pathlib.Path("comandos.txt").open("a") as feitos:
    feitos.write(sys.argv[1] + "\\n")
if sys.argv[1] == "trabalhar":
    time.sleep(600)
""",
    "docker/plano_de_saude/servir.py": """
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Atendente(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PLANO_PORT"])), Atendente).serve_forever()
""",
    # Already installed: the stamps are newer than the requirements.
    ".venv/bin/python": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n',
    ".venv-plano/bin/python": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n',
    ".venv/uv": "",
    ".venv/pronto": "",
    ".venv-plano/pronto": "",
}


@pytest.fixture
def casa(tmp_path: Path) -> Path:
    """A checkout with everything installed and nothing behind it."""
    for nome in REAIS:
        (tmp_path / nome).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(RAIZ / nome, tmp_path / nome)
    for nome, conteudo in SUBSTITUTOS.items():
        arquivo = tmp_path / nome
        arquivo.parent.mkdir(parents=True, exist_ok=True)
        arquivo.write_text(conteudo)
        if arquivo.parent.name == "bin":
            arquivo.chmod(0o755)
    return tmp_path


class MakeRun:
    """`make run` in a process group of its own, as a terminal would start it."""

    def __init__(self, casa: Path, **variaveis: str) -> None:
        self.casa = casa
        self.portas = {"PORT": str(porta_livre()), "PLANO_PORT": str(porta_livre())}
        self.dito = casa / "dito.txt"
        with self.dito.open("wb") as saida:
            self.processo = subprocess.Popen(
                ["make", "run"],
                cwd=casa,
                env={**os.environ, **self.portas, **variaveis},
                stdout=saida,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def no_ar(self) -> "MakeRun":
        limite = time.monotonic() + 60
        while "está no ar" not in self.dito.read_text():
            assert self.processo.poll() is None, self.dito.read_text()
            assert time.monotonic() < limite, self.dito.read_text()
            time.sleep(0.05)
        return self

    def grupo(self) -> dict[int, str]:
        """The living processes of the group: pid and command line."""
        linhas = subprocess.run(
            ["ps", "-eww", "-o", "pgid=,pid=,stat=,args="],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        achados = (linha.split(None, 3) for linha in linhas)
        return {
            int(pid): comando
            for pgid, pid, estado, comando in achados
            if int(pgid) == self.processo.pid and not estado.startswith("Z")
        }

    def pids(self, trecho: str) -> list[int]:
        """Oldest first."""
        return sorted(pid for pid, comando in self.grupo().items() if trecho in comando)

    def acabou(self) -> int:
        """Within seconds nobody is left and the ports are free; make's exit code."""
        codigo = self.processo.wait(15)
        limite = time.monotonic() + 5
        while self.grupo() and time.monotonic() < limite:
            time.sleep(0.05)
        assert self.grupo() == {}
        for porta in self.portas.values():
            with socket.socket() as s:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                s.bind(("127.0.0.1", int(porta)))
        return codigo

    def varrer(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.processo.pid, signal.SIGKILL)
        self.processo.wait(10)


@pytest.fixture
def make_run(casa: Path) -> Iterator[MakeRun]:
    em_curso = MakeRun(casa).no_ar()
    yield em_curso
    em_curso.varrer()


def test_run_prepara_o_banco_e_so_anuncia_quando_tudo_responde(make_run: MakeRun) -> None:
    feitos = (make_run.casa / "comandos.txt").read_text().split()
    assert feitos == ["migrate", "carregar_demo", "trabalhar"]
    site, plano = (f"http://127.0.0.1:{porta}" for porta in make_run.portas.values())
    assert httpx.get(f"{site}/readyz").status_code == 200
    assert httpx.get(f"{plano}/livez").status_code == 200
    dito = make_run.dito.read_text()
    for esperado in (f"{site}/docs", f"{site}/admin/", plano, "vidasaude-demo", "gestora2", "curl"):
        assert esperado in dito


@pytest.mark.parametrize("sinal", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_um_sinal_ao_grupo_acaba_com_tudo(make_run: MakeRun, sinal: signal.Signals) -> None:
    assert len(make_run.pids("vidasaude.servidor")) == 3  # the master and its two workers
    os.killpg(make_run.processo.pid, sinal)
    assert make_run.acabou() != 0


def test_um_sigterm_so_ao_make_acaba_com_tudo(make_run: MakeRun) -> None:
    make_run.processo.terminate()
    assert make_run.acabou() != 0


@pytest.mark.parametrize("quem", ["vidasaude.processos", "vidasaude.servidor", "trabalhar"])
def test_quem_morre_leva_os_outros(make_run: MakeRun, quem: str) -> None:
    os.kill(make_run.pids(quem)[0], signal.SIGKILL)
    assert make_run.acabou() != 0


def test_o_plano_que_morre_nao_leva_ninguem(make_run: MakeRun) -> None:
    os.kill(make_run.pids("servir.py")[0], signal.SIGKILL)
    limite = time.monotonic() + 10
    while "plano terminou" not in make_run.dito.read_text():
        assert time.monotonic() < limite, make_run.dito.read_text()
        time.sleep(0.05)
    assert httpx.get(f"http://127.0.0.1:{make_run.portas['PORT']}/").status_code == 200
    os.killpg(make_run.processo.pid, signal.SIGTERM)
    make_run.acabou()


def test_um_trabalhador_do_servidor_que_morre_e_reposto(make_run: MakeRun) -> None:
    time.sleep(4)  # a worker that dies sooner is taken for one that cannot start
    morto = make_run.pids("vidasaude.servidor")[-1]
    os.kill(morto, signal.SIGKILL)
    limite = time.monotonic() + 10
    while morto in (vivos := make_run.pids("vidasaude.servidor")) or len(vivos) < 3:
        assert time.monotonic() < limite, make_run.dito.read_text()
        time.sleep(0.1)


def test_um_cliente_parado_nao_atrasa_o_fim(make_run: MakeRun) -> None:
    with socket.create_connection(("127.0.0.1", int(make_run.portas["PORT"]))) as s:
        s.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        os.killpg(make_run.processo.pid, signal.SIGTERM)
        make_run.acabou()


@pytest.mark.parametrize("variavel", ["PORT", "PLANO_PORT"])
def test_porta_ocupada_e_dita_antes_de_comecar(casa: Path, variavel: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ocupada:
        porta = str(ocupada.getsockname()[1])
        make_run = MakeRun(casa, **{variavel: porta})
        assert make_run.processo.wait(20) != 0
    dito = make_run.dito.read_text()
    assert re.search(rf"A porta {porta} .*{variavel}", dito)
    assert "Traceback" not in dito
    assert not (casa / "comandos.txt").exists()


def test_duas_vezes_ao_mesmo_tempo_em_outras_portas(make_run: MakeRun) -> None:
    segundo = MakeRun(make_run.casa)
    try:
        segundo.no_ar()
        os.killpg(segundo.processo.pid, signal.SIGTERM)
        segundo.acabou()
        assert httpx.get(f"http://127.0.0.1:{make_run.portas['PORT']}/readyz").status_code == 200
    finally:
        segundo.varrer()


def test_make_sozinho_explica_cada_comando() -> None:
    dito = subprocess.run(["make"], cwd=RAIZ, capture_output=True, text=True, check=True).stdout
    for comando in ("run", "test", "lint", "setup", "format", "travar"):
        assert re.search(rf"^ +make {comando} +\S", dito, re.M)


def test_compose_se_le_e_documenta_cada_variavel() -> None:
    texto = (RAIZ / "docker/compose.yml").read_text()
    servicos = yaml.safe_load(texto)["services"]
    assert {"web", "trabalhador", "migrar", "postgres", "plano"} <= set(servicos)
    documentadas = set(re.findall(r"^# +([A-Z_]+) ", texto, re.M))
    assert set(re.findall(r"\$\{([A-Z_]+)", texto)) == documentadas
