"""The WSGI application behind granian's RSGI door, where a slow client costs nothing.

granian's own WSGI mode gives a request to a thread before its body has come, and no deadline ends
the wait: a few hundred stalled clients stop it for as long as they like (docs/decisoes/0002). Here
the event loop receives the body, within a limit and a deadline, and a thread is spent on work only.
"""

import asyncio
import io
import json
import os
import signal
import sys
import uuid
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from threading import Thread
from typing import Any
from wsgiref.types import WSGIApplication

from vidasaude.servidor import morrer_com_o_pai

PRAZO_DO_CORPO = 20.0
"""Seconds for a whole body to come."""
PRAZO_DE_UM_PEDACO = 20.0
"""Seconds for a client to take one piece of a streamed answer."""
CABE_NA_MEMORIA = 4 * 1024 * 1024
"""An answer up to this size leaves its thread at once, however slowly the client takes it."""

Cabecalhos = list[tuple[str, str]]


def criar() -> "Porta":
    """What granian loads in each of its workers."""
    from django.conf import settings

    from vidasaude.wsgi import application

    # A worker that outlived its master would hold the port.
    morrer_com_o_pai(signal.SIGKILL)
    threads = int(os.environ.get("THREADS") or 16)
    return Porta(application, threads=threads, limite=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class CorpoIncompleto(Exception):
    """The body did not come, or not in time."""


class Porta:
    """An RSGI application that answers with a WSGI one.

    A body announced as larger than ``limite`` bytes is not read: the application sees the
    announced ``CONTENT_LENGTH`` and an empty body. Of a chunked body, ``limite + 1`` bytes are
    read, and ``CONTENT_LENGTH`` says how many. Either way the application knows what to refuse.
    """

    def __init__(
        self, wsgi: WSGIApplication, *, threads: int, limite: int, prazo: float = PRAZO_DO_CORPO
    ) -> None:
        self._wsgi, self._limite, self._prazo = wsgi, limite, prazo
        self._threads = Threads(threads)

    async def __rsgi__(self, escopo: Any, protocolo: Any) -> None:
        ambiente = criar_environ(escopo)
        if "CONTENT_LENGTH" in ambiente or "HTTP_TRANSFER_ENCODING" in ambiente:
            try:
                await self._receber(protocolo, ambiente)
            except CorpoIncompleto:
                protocolo.response_bytes(*_pedir_de_novo())
                return
        laco = asyncio.get_running_loop()
        await self._threads.rodar(lambda: self._responder(ambiente, protocolo, laco))

    async def _receber(self, protocolo: Any, ambiente: dict[str, Any]) -> None:
        anunciado = ambiente.get("CONTENT_LENGTH")
        if anunciado is not None and int(anunciado) > self._limite:
            return
        try:
            async with asyncio.timeout(self._prazo):
                corpo = await (protocolo() if anunciado is not None else self._juntar(protocolo))
        except TimeoutError:
            raise CorpoIncompleto from None
        if anunciado is not None and len(corpo) < int(anunciado):
            raise CorpoIncompleto
        ambiente["CONTENT_LENGTH"] = str(len(corpo))
        ambiente["wsgi.input"] = io.BytesIO(corpo)

    async def _juntar(self, protocolo: Any) -> bytes:
        corpo = bytearray()
        async for pedaco in protocolo:
            corpo += pedaco
            if len(corpo) > self._limite:
                break
        return bytes(corpo)

    def _responder(
        self, ambiente: dict[str, Any], protocolo: Any, laco: asyncio.AbstractEventLoop
    ) -> None:
        """Call the application and send its answer. Runs in a thread."""
        inicio: list[Any] = []

        def start_response(status: str, cabecalhos: Cabecalhos, exc_info: Any = None) -> Any:
            inicio[:] = [int(status[:3]), [(nome.lower(), valor) for nome, valor in cabecalhos]]

        pedacos = self._wsgi(ambiente, start_response)
        try:
            status, cabecalhos = inicio
            if _cabe_na_memoria(pedacos, cabecalhos):
                protocolo.response_bytes(status, cabecalhos, b"".join(pedacos))
                return
            fluxo = protocolo.response_stream(status, cabecalhos)
            for pedaco in pedacos:
                envio = asyncio.run_coroutine_threadsafe(_enviar(fluxo, pedaco), laco)
                envio.result(PRAZO_DE_UM_PEDACO)
        finally:
            if hasattr(pedacos, "close"):
                pedacos.close()


class Threads:
    """Threads that do what an event loop gives them, in order; more of them as more is asked at once.

    `ThreadPoolExecutor` does as much with three locks and two futures a task, which here cost more
    than some of the tasks.
    """

    def __init__(self, quantas: int) -> None:
        self._quantas = quantas
        self._iniciadas = self._pedidas = 0
        self._fila: SimpleQueue[tuple[asyncio.Future[None], Callable[[], None]]] = SimpleQueue()

    def rodar(self, tarefa: Callable[[], None]) -> asyncio.Future[None]:
        """When it is done, with what it raised. Called in the loop, where alone the counts change."""
        self._pedidas += 1
        if self._pedidas > self._iniciadas < self._quantas:
            self._iniciadas += 1
            Thread(target=self._trabalhar, name=f"pedido-{self._iniciadas}", daemon=True).start()
        feita = asyncio.get_running_loop().create_future()
        self._fila.put((feita, tarefa))
        return feita

    def _trabalhar(self) -> None:
        while True:
            feita, tarefa = self._fila.get()
            erro: BaseException | None = None
            try:
                tarefa()
            except BaseException as problema:
                erro = problema
            feita.get_loop().call_soon_threadsafe(self._entregar, feita, erro)
            del feita, tarefa, erro  # nothing of a request stays until the next one

    def _entregar(self, feita: asyncio.Future[None], erro: BaseException | None) -> None:
        self._pedidas -= 1
        if feita.cancelled():
            return
        if erro is None:
            feita.set_result(None)
        else:
            feita.set_exception(erro)


async def _enviar(fluxo: Any, pedaco: bytes) -> None:
    await fluxo.send_bytes(pedaco)


def _cabe_na_memoria(pedacos: Iterable[bytes], cabecalhos: Cabecalhos) -> bool:
    if not getattr(pedacos, "streaming", False):  # Django's mark of an answer made on the way
        return True
    tamanho = dict(cabecalhos).get("content-length")
    return tamanho is not None and int(tamanho) <= CABE_NA_MEMORIA


def criar_environ(escopo: Any) -> dict[str, Any]:
    """The request as PEP 3333 says, with nothing of this process's environment in it."""
    servidor, _, porta = escopo.server.rpartition(":")
    ambiente = {
        "REQUEST_METHOD": escopo.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": escopo.path.encode().decode("latin-1"),
        "QUERY_STRING": escopo.query_string,
        "SERVER_NAME": servidor,
        "SERVER_PORT": porta,
        "SERVER_PROTOCOL": f"HTTP/{escopo.http_version}",
        "REMOTE_ADDR": escopo.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": escopo.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for nome in escopo.headers.keys():  # noqa: SIM118 (no mapping: it cannot be iterated)
        if "_" in nome:
            continue  # X_Request_ID would pass for X-Request-ID
        chave = nome.upper().replace("-", "_")
        if chave not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            chave = f"HTTP_{chave}"
        # A value that is not ASCII is left out by granian; it reads as empty here.
        ambiente[chave] = ",".join(escopo.headers.get_all(nome))
    return ambiente


def _pedir_de_novo() -> tuple[int, Cabecalhos, bytes]:
    id_requisicao = uuid.uuid4().hex
    problema = {
        "type": "urn:vidasaude:problema:corpo_incompleto",
        "title": "O corpo não chegou inteiro",
        "status": 408,
        "detail": "O corpo do pedido não chegou inteiro a tempo. Envie o pedido de novo.",
        "codigo": "corpo_incompleto",
        "id_requisicao": id_requisicao,
    }
    cabecalhos = [
        ("content-type", "application/problem+json"),
        ("x-request-id", id_requisicao),
        ("cache-control", "no-store"),
        ("connection", "close"),
    ]
    return 408, cabecalhos, json.dumps(problema, ensure_ascii=False).encode()
