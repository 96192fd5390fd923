"""A checkout whose applications are stand-ins, to see what its commands start, say and end.

The Makefile, the Procfiles, the runners and the web server are the real ones.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from tests.processos import RAIZ, porta_livre

REAIS = [
    "Makefile",
    "Procfile",
    "Procfile.services",
    "vidasaude/processos.py",
    "vidasaude/servicos.py",
    "vidasaude/topology.py",
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


def montar(pasta: Path) -> Path:
    """A checkout with everything installed and nothing behind it."""
    for nome in REAIS:
        (pasta / nome).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(RAIZ / nome, pasta / nome)
    for nome, conteudo in SUBSTITUTOS.items():
        arquivo = pasta / nome
        arquivo.parent.mkdir(parents=True, exist_ok=True)
        arquivo.write_text(conteudo)
        if arquivo.parent.name == "bin":
            arquivo.chmod(0o755)
    return pasta


class Make:
    """A make command in a process group of its own, as a terminal would start it.

    `portas` are the variables that say where its servers listen.
    """

    def __init__(self, comando: str, casa: Path, portas: Collection[str], **variaveis: str) -> None:
        self.casa = casa
        self.portas = {nome: str(porta_livre()) for nome in portas}
        self.dito = casa / "dito.txt"
        with self.dito.open("wb") as saida:
            self.processo = subprocess.Popen(
                ["make", comando],
                cwd=casa,
                env={**os.environ, **self.portas, **variaveis},
                stdout=saida,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def no_ar(self) -> "Make":
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
