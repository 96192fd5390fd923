"""Answers that no well-behaved HTTP server gives, written on the connection by hand.

The server hands the connection over as ``werkzeug.socket``, a documented key of the WSGI
environment. Whoever wrote on it ends the request with ConnectionAbortedError, which the server
takes for a lost client: it adds nothing, and closes.
"""

import selectors
import socket
import struct
import time
from collections.abc import Callable

from flask import Response, request

SOQUETE = "werkzeug.socket"
INTERVALO_DO_GOTEJO_S = 0.2

Escritor = Callable[[socket.socket, bytes, bytes], None]


class NoSoquete(Response):
    """A response that ``escritor`` puts on the wire: its head and its body, as it likes."""

    def __init__(self, corpo: str, escritor: Escritor):
        super().__init__(corpo, content_type="application/json")
        self._escritor = escritor

    def __call__(self, environ, start_response):
        self._escritor(environ[SOQUETE], self._cabecalhos(environ), self.get_data())
        raise ConnectionAbortedError

    def _cabecalhos(self, environ) -> bytes:
        linhas = [f"HTTP/1.1 {self.status}", "Connection: close"]
        linhas += [f"{nome}: {valor}" for nome, valor in self.get_wsgi_headers(environ)]
        return "\r\n".join([*linhas, "", ""]).encode("latin-1")


def calar(soquete: socket.socket, cabecalhos: bytes, corpo: bytes) -> None:
    """Writes nothing: the client sees the connection close."""


def resetar(soquete: socket.socket, cabecalhos: bytes, corpo: bytes) -> None:
    """Sends a TCP RST, by closing with a linger time of zero."""
    soquete.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    soquete.close()  # before the server does, which says goodbye with a FIN first


def interromper(soquete: socket.socket, cabecalhos: bytes, corpo: bytes) -> None:
    """Announces the whole body, and closes after half of it."""
    soquete.sendall(cabecalhos + corpo[: len(corpo) // 2])


def gotejar_corpo(soquete: socket.socket, cabecalhos: bytes, corpo: bytes) -> None:
    soquete.sendall(cabecalhos)
    _gotejar(soquete, corpo)


def gotejar_cabecalhos(soquete: socket.socket, cabecalhos: bytes, corpo: bytes) -> None:
    _gotejar(soquete, cabecalhos)
    soquete.sendall(corpo)


def esperar(segundos: float) -> None:
    """Sleeps, but no longer than the client stays: a thousand hung requests must not pile up."""
    soquete = request.environ.get(SOQUETE)
    if soquete is None:
        time.sleep(segundos)
        return
    with selectors.DefaultSelector() as seletor:
        seletor.register(soquete, selectors.EVENT_READ)
        seletor.select(segundos)


def _gotejar(soquete: socket.socket, dados: bytes) -> None:
    for byte in dados:
        soquete.sendall(bytes([byte]))
        time.sleep(INTERVALO_DO_GOTEJO_S)
