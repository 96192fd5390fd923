"""Small servers on real sockets that misbehave on purpose, each connection in a thread."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Conexao:
    """A connection whose request has been read; `fim` is set when the test is over."""

    soquete: socket.socket
    pedido: bytes
    fim: threading.Event

    def enviar(self, dados: bytes) -> None:
        self.soquete.sendall(dados)


Comportamento = Callable[[Conexao], object]


@dataclass
class Servidor:
    """Where it listens, and what it was told."""

    porta: int
    pedidos: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.porta}/validar"


@contextmanager
def servidor(comportamento: Comportamento, *, porta: int = 0) -> Iterator[Servidor]:
    """A server that reads a whole request and then behaves; at a free port unless told which."""
    with socket.create_server(("127.0.0.1", porta), backlog=128) as escuta:
        este, fim = Servidor(escuta.getsockname()[1]), threading.Event()

        abertas: set[socket.socket] = set()

        def atender(conexao: socket.socket) -> None:
            abertas.add(conexao)
            with conexao, suppress(OSError):
                while pedido := _ler_pedido(conexao):
                    este.pedidos.append(pedido)
                    comportamento(Conexao(conexao, pedido, fim))

        def escutar() -> None:
            while True:
                try:
                    conexao, _ = escuta.accept()
                except OSError:
                    return
                threading.Thread(target=atender, args=(conexao,), daemon=True).start()

        threading.Thread(target=escutar, daemon=True).start()
        try:
            yield este
        finally:
            fim.set()
            for ponta in (escuta, *abertas):  # as those of a process that ends
                with suppress(OSError):
                    ponta.shutdown(socket.SHUT_RDWR)


def _ler_pedido(conexao: socket.socket) -> bytes:
    lido = b""
    while b"\r\n\r\n" not in lido:
        pedaco = conexao.recv(65536)
        if not pedaco:
            return b""
        lido += pedaco
    cabeca, _, corpo = lido.partition(b"\r\n\r\n")
    tamanho = next(
        (
            int(linha.split(b":")[1])
            for linha in cabeca.lower().split(b"\r\n")
            if linha.startswith(b"content-length")
        ),
        0,
    )
    while len(corpo) < tamanho:
        corpo += conexao.recv(65536)
    return cabeca + b"\r\n\r\n" + corpo


def resposta(
    corpo: bytes, status: str = "200 OK", *cabecalhos: str, tamanho: int | None = None
) -> bytes:
    """A whole HTTP answer; `tamanho` lies about its length."""
    linhas = [
        f"HTTP/1.1 {status}",
        "Content-Type: application/json",
        f"Content-Length: {len(corpo) if tamanho is None else tamanho}",
        *cabecalhos,
    ]
    return "\r\n".join(linhas).encode() + b"\r\n\r\n" + corpo


def responder(dados: bytes) -> Comportamento:
    """Send it all at once."""
    return lambda conexao: conexao.enviar(dados)


def gotejar(de_uma_vez: bytes, aos_poucos: bytes, intervalo: float = 0.05) -> Comportamento:
    """Send the first part at once and the rest a byte at a time."""

    def pingar(conexao: Conexao) -> None:
        conexao.enviar(de_uma_vez)
        for byte in aos_poucos:
            if conexao.fim.wait(intervalo):
                return
            conexao.enviar(bytes([byte]))

    return pingar


def pensar(segundos: float, dados: bytes) -> Comportamento:
    """Answer after a while."""

    def demorar(conexao: Conexao) -> None:
        conexao.fim.wait(segundos)
        conexao.enviar(dados)

    return demorar


def calar(conexao: Conexao) -> None:
    """Say nothing, for as long as the test lasts."""
    conexao.fim.wait(30)


def fechar(conexao: Conexao) -> None:
    conexao.soquete.shutdown(socket.SHUT_RDWR)


def derrubar(conexao: Conexao) -> None:
    """Reset the connection (RST), as a server that dies does."""
    linger = struct.pack("ii", 1, 0)
    conexao.soquete.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    conexao.soquete.close()
