"""A RabbitMQ of the proof's own, so that it can go away and come back without anybody else noticing."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import FALTA
from tests.processos import Processo, porta_livre

PROGRAMAS = Path("/usr/lib/rabbitmq/bin")
"""Debian's own; what it puts in PATH changes to a user of its own."""


class Broker:
    """A node with its data in `pasta`, on a free port."""

    def __init__(self, programas: Path, pasta: Path) -> None:
        self._programas, self._saida = programas, pasta / "rabbitmq.log"
        self.porta = porta_livre()
        self._no = f"prova{self.porta}@localhost"
        (pasta / "plugins").write_text("[].\n")
        self._ambiente = {
            "HOME": str(pasta),  # the cookie that admits `rabbitmqctl`
            "RABBITMQ_NODENAME": self._no,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.porta),
            "RABBITMQ_DIST_PORT": str(porta_livre()),
            "RABBITMQ_MNESIA_BASE": str(pasta),
            "RABBITMQ_LOG_BASE": str(pasta),
            "RABBITMQ_CONFIG_FILE": str(pasta / "rabbitmq"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(pasta / "plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1 +sbwt none",
        }
        self.url = f"amqp://guest:guest@127.0.0.1:{self.porta}//"
        self._processo: Processo | None = None

    def iniciar(self) -> None:
        """Wait until it listens. Raises RuntimeError, TimeoutError."""
        programa = str(self._programas / "rabbitmq-server")
        self._processo = Processo(programa, ambiente=self._ambiente, saida=self._saida)
        self._esperar()

    def sair(self) -> None:
        """It closes its connections and listens no more; its queues stay on disk."""
        self._comandar("stop_app")

    def voltar(self) -> None:
        self._comandar("start_app")
        self._esperar()

    def matar(self) -> None:
        if self._processo is not None:
            self._processo.matar()

    def _comandar(self, comando: str) -> None:
        subprocess.run(
            [str(self._programas / "rabbitmqctl"), "-n", self._no, comando],
            env={**os.environ, **self._ambiente},
            check=True,
            capture_output=True,
            timeout=90,
        )

    def _esperar(self) -> None:
        limite = time.monotonic() + 90
        while time.monotonic() < limite:
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.porta), 1)):
                return
            if self._processo is None or not self._processo.vivo:
                raise RuntimeError(self._saida.read_text()[-3000:])
            time.sleep(0.1)
        raise TimeoutError(self._saida.read_text()[-3000:])


@contextmanager
def broker_no_ar() -> Iterator[Broker]:
    """A new node, up; gone with its data afterwards. Skips where RabbitMQ is not installed."""
    if not sys.platform.startswith("linux") or not (PROGRAMAS / "rabbitmq-server").exists():
        pytest.skip(f"O RabbitMQ {FALTA}")
    pasta = Path(tempfile.mkdtemp(prefix="vidasaude-mq-"))
    broker = Broker(PROGRAMAS, pasta)
    try:
        broker.iniciar()
        yield broker
    finally:
        broker.matar()
        shutil.rmtree(pasta, ignore_errors=True)
