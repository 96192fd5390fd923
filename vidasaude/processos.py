"""Run the processes of a Procfile as one: ``python -m vidasaude.processos`` (``make run``).

The Procfile, its syntax and the look of the output are honcho's. Its manager is not used: it puts
every child in a session of its own, where a signal to our process group does not reach it, and a
SIGKILL would leave servers behind that hold the ports. Here all share the caller's group.
"""

import atexit
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from http.client import HTTPException  # noqa: TID251 - the launcher looks at its own children
from pathlib import Path
from typing import IO
from urllib.request import ProxyHandler, build_opener  # noqa: TID251

from honcho.colour import get_colours
from honcho.environ import parse_procfile
from honcho.printer import Message, Printer
from honcho.process import Popen

from vidasaude.servidor import morrer_com_o_pai

RAIZ = Path(__file__).resolve().parent.parent
SEGUNDOS_PARA_SAIR = 5
SEGUNDOS_PARA_RESPONDER = 120
DE_FORA = frozenset({"plano"})
"""The health plan is somebody else's: when it goes down, the clinics go on."""
PORTAS = {"PORT": "8000", "PLANO_PORT": "5005"}
"""Variables of `make run` that say where its servers listen, with what they are by default."""


class NaoComeca(Exception):
    """Nothing was started; the message says, in pt-BR, what to put right."""


class Processos:
    """The Procfile's processes. The first of ours that ends takes the others along."""

    def __init__(self, comandos: Mapping[str, str], ambiente: Mapping[str, str]) -> None:
        self._comandos, self._ambiente = comandos, ambiente
        self._impressora = Printer(sys.stdout, width=max(map(len, comandos)))
        self._mensagens: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._filhos: dict[str, Popen] = {}
        self._retorno: int | None = None
        """The exit code, as soon as there is a reason to end."""

    def rodar(self, ao_iniciar: Callable[["Processos"], None]) -> int:
        """Start all, print what they say until the last has ended, return the exit code."""
        for sinal in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sinal, lambda numero, _: self.encerrar(128 + numero))
        cores = get_colours()
        for nome, comando in self._comandos.items():
            self._filhos[nome] = Popen(
                comando,
                cwd=RAIZ,
                env=self._ambiente,
                start_new_session=False,
                preexec_fn=morrer_com_o_pai,  # safe: no thread has been started yet
            )
        for nome, filho in self._filhos.items():
            threading.Thread(
                target=self._ler, args=(nome, next(cores), filho.stdout), daemon=True
            ).start()
        threading.Thread(target=ao_iniciar, args=(self,), daemon=True).start()
        return self._acompanhar()

    @property
    def encerrando(self) -> bool:
        return self._retorno is not None

    def encerrar(self, retorno: int) -> None:
        """Ask for the end. Safe in a signal handler and in another thread: it only notes it."""
        if self._retorno is None:
            self._retorno = retorno

    def dizer(self, texto: str) -> None:
        """Print a text among the lines of the processes."""
        self._mensagens.put(Message("texto", texto, datetime.now().astimezone(), None, None))

    def _acompanhar(self) -> int:
        vivos = dict(self._filhos)
        fim: float | None = None
        while vivos:
            self._imprimir(espera=0.1)
            for nome, filho in list(vivos.items()):
                if (codigo := filho.poll()) is not None:
                    del vivos[nome]
                    self.dizer(f"{nome} terminou ({codigo})")
                    if nome not in DE_FORA:
                        self.encerrar(codigo if codigo > 0 else 1)
            if self._retorno is not None and fim is None:
                fim = time.monotonic() + SEGUNDOS_PARA_SAIR
                interromper_comandos()
                for filho in vivos.values():
                    filho.terminate()
            if fim is not None and time.monotonic() > fim:
                for filho in vivos.values():
                    filho.kill()
        self._imprimir(espera=0.1)
        return self._retorno or 0

    def _imprimir(self, *, espera: float) -> None:
        try:
            while True:
                mensagem = self._mensagens.get(timeout=espera)
                if mensagem.type == "texto":
                    print(mensagem.data, flush=True)  # noqa: T201
                else:
                    self._impressora.write(mensagem)
        except queue.Empty:
            return

    def _ler(self, nome: str, cor: str, saida: IO[bytes]) -> None:
        for linha in saida:
            self._mensagens.put(Message("line", linha, datetime.now().astimezone(), nome, cor))


def ambiente_de_demonstracao(
    ambiente: Mapping[str, str], padroes: Mapping[str, str]
) -> dict[str, str]:
    """The caller's environment, with what a demonstration decides and some defaults."""
    # An empty variable is one that the caller wanted to be without.
    limpo = {nome: valor for nome, valor in ambiente.items() if valor}
    return {**padroes, **limpo} | {
        "AMBIENTE": "desenvolvimento",
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{limpo.get('PATH', os.defpath)}",
    }


def conferir_portas(ambiente: Mapping[str, str], nomes: Collection[str], comando: str) -> None:
    """Refuse to start where a port is taken, wrong, or wanted twice; `comando` is what was typed."""
    for nome in nomes:
        porta = ambiente[nome]
        if not (porta.isascii() and porta.isdigit() and 0 < int(porta) < 65536):
            raise NaoComeca(f"{nome}={porta} não é uma porta: escolha um número de 1 a 65535.")
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", int(porta)))
            except OSError as erro:
                raise NaoComeca(
                    f"A porta {porta} não pode ser usada ({erro.strerror}): escolha outra com {nome}, "
                    f"por exemplo  {comando} {nome}={_outra_porta()}"
                ) from erro
    if len({int(ambiente[nome]) for nome in nomes}) < len(nomes):
        raise NaoComeca(f"{' e '.join(nomes)} precisam ser portas diferentes.")


def preparar(ambiente: Mapping[str, str]) -> None:
    """Bring the database up to date and load the demo; both do nothing the second time."""
    for nome, argumentos in (
        ("Preparando o banco de dados", ("migrate", "-v0")),
        ("Carregando os dados de demonstração", ("carregar_demo",)),
    ):
        print(f"{nome}…", flush=True)  # noqa: T201
        if gerenciar(ambiente, *argumentos).wait():
            raise NaoComeca(f"{nome}: o comando manage.py {argumentos[0]} falhou.")


def gerenciar(ambiente: Mapping[str, str], *argumentos: str) -> subprocess.Popen[bytes]:
    """Start a management command, which does not outlive us."""
    comando = [sys.executable, "manage.py", *argumentos]
    filho = subprocess.Popen(comando, cwd=RAIZ, env=ambiente)  # noqa: S603
    _comandos.append(filho)
    return filho


def sair_ao_sigterm() -> None:
    """Until there are processes to end one by one, a SIGTERM ends us, and the commands with us."""
    signal.signal(signal.SIGTERM, lambda numero, _: sys.exit(128 + numero))


_comandos: list[subprocess.Popen[bytes]] = []


@atexit.register
def interromper_comandos() -> None:
    """End those that are still running."""
    for comando in _comandos:
        comando.terminate()  # does nothing to one that has ended


def anunciar(processos: Processos, ambiente: Mapping[str, str]) -> None:
    """Wait until the monolith and the simulator answer, then say where and how to use them."""
    site = f"http://127.0.0.1:{ambiente['PORT']}"
    plano = f"http://127.0.0.1:{ambiente['PLANO_PORT']}"
    if esperar_todos(processos, f"{site}/readyz", f"{plano}/livez"):
        processos.dizer(BOAS_VINDAS.format(site=site, plano=plano))


def esperar_todos(processos: Processos, *urls: str) -> bool:
    """Wait until all answer; else say which does not, end everything and return False."""
    limite = time.monotonic() + SEGUNDOS_PARA_RESPONDER
    for url in urls:
        while not _responde(url):
            if time.monotonic() > limite:
                processos.dizer(f"{url} não respondeu em {SEGUNDOS_PARA_RESPONDER} segundos.")
                processos.encerrar(1)
                return False
            time.sleep(0.2)
    return True


def _responde(url: str) -> bool:
    try:
        with _sem_proxy.open(url, timeout=2) as resposta:
            return resposta.status == 200
    except (OSError, HTTPException):
        return False


_sem_proxy = build_opener(ProxyHandler({}))


def _outra_porta() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        porta: int = s.getsockname()[1]
        return porta


def rodar(
    procfile: str, ambiente: Mapping[str, str], ao_iniciar: Callable[[Processos], None]
) -> int:
    """Run a Procfile of the repository in some environment; returns the exit code."""
    comandos = parse_procfile((RAIZ / procfile).read_text()).processes
    return Processos(comandos, ambiente).rodar(ao_iniciar)


def main() -> int:
    sair_ao_sigterm()
    ambiente = ambiente_de_demonstracao(os.environ, PORTAS)
    try:
        conferir_portas(ambiente, PORTAS, "make run")
        preparar(ambiente)
    except NaoComeca as motivo:
        print(motivo, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return rodar("Procfile", ambiente, lambda processos: anunciar(processos, ambiente))


BOAS_VINDAS = """
Vida+ Saúde está no ar.

  Página inicial        {site}/
  Documentação da API   {site}/docs
  API navegável         {site}/pacientes
  Administração         {site}/admin/
  Plano de Saúde        {plano}/validar-procedimento (simulador)

Usuários, todos com a senha vidasaude-demo:

  clínica 1             recepcao  medica  medico  faturista  gestora  auditora
  clínica 2             recepcao2  medica2  gestora2

Para experimentar, em outro terminal:

  TOKEN=$(curl -s {site}/auth/token -H 'Content-Type: application/json' \\
    -d '{{"username": "recepcao", "password": "vidasaude-demo"}}' | cut -d'"' -f4)
  curl "{site}/pacientes?busca=silva&limite=2" -H "Authorization: Bearer $TOKEN"
  curl "{site}/consultas?limite=2" -H "Authorization: Bearer $TOKEN"
  curl {plano}/validar-procedimento -H 'Content-Type: application/json' \\
    -d '{{"procedimento": "CON001", "id_paciente": 1}}'

Ctrl-C encerra tudo.
"""

if __name__ == "__main__":
    sys.exit(main())
