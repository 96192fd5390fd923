"""The only place that opens connections: one question or many at once, a deadline around them all.

Clients' timeouts are per read, so a server that drips a byte at a time holds them for ever; the
deadline here is a wall clock around the whole exchange. No redirects, no cookies, no proxies from
the environment, no more bytes read than allowed. One event loop thread per process, started when
first needed (after the server has forked). aiohttp: docs/decisoes/0009.
"""

import asyncio
import atexit
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from apps.kernel.api.json import escrever_json
from apps.kernel.context import pedido_atual

KIB = 1024
LIMITE_DE_BYTES = 64 * KIB
"""Of the answer to a question put by POST."""
LIMITE_DA_LEITURA = 2048 * KIB
"""Of what is read: a page of 200."""


@dataclass(frozen=True, slots=True)
class Resposta:
    """What came back whole, in time and not too big."""

    status: int
    corpo: bytes
    cabecalhos: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Looked up without case."""


class _Laco:
    """An event loop in a thread of its own, with its connection pool; renewed after a fork."""

    def __init__(self) -> None:
        self._tranca = threading.Lock()
        self._pid: int | None = None
        self._laco: asyncio.AbstractEventLoop
        self._cliente: aiohttp.ClientSession

    def executar(self, corrotina_de: Any, prazo: float) -> Any:
        self._garantir()
        futuro = asyncio.run_coroutine_threadsafe(corrotina_de(self._cliente), self._laco)
        return futuro.result(prazo + 1)

    def _garantir(self) -> None:
        with self._tranca:
            if self._pid == os.getpid():
                return
            self._laco = asyncio.new_event_loop()
            threading.Thread(target=self._laco.run_forever, name="http", daemon=True).start()
            self._cliente = asyncio.run_coroutine_threadsafe(_abrir(), self._laco).result()
            self._pid = os.getpid()
            atexit.register(self._fechar, self._pid)

    def _fechar(self, pid: int) -> None:
        """At the end of the process that opened it, so that connections end as they should."""
        if os.getpid() == pid:
            asyncio.run_coroutine_threadsafe(self._cliente.close(), self._laco).result(1)


async def _abrir() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=200, keepalive_timeout=5),
        # The deadline is a wall clock around the exchange.
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
    )


_laco = _Laco()


def enviar_todos(url: str, corpos: Sequence[Any], *, prazo: float) -> list[Resposta | None]:
    """POST each body as JSON to `url`, all at once; `prazo` seconds for the lot, at most.

    Returns an answer a body, in order; None where none came whole in time, whatever the reason.
    """
    cabecalhos = {"Content-Type": "application/json", **_identidade()}
    pedidos = [
        {"method": "POST", "url": url, "data": escrever_json(corpo), "headers": cabecalhos}
        for corpo in corpos
    ]
    return _trocar_todos(pedidos, prazo, LIMITE_DE_BYTES) if pedidos else []


def ler(
    url: str, *, parametros: Mapping[str, Any], cabecalhos: Mapping[str, str], prazo: float
) -> Resposta | None:
    """GET `url`; None when nothing came whole within `prazo` seconds, whatever the reason."""
    pedido = {
        "method": "GET",
        "url": url,
        "params": parametros,
        "headers": {**cabecalhos, **_identidade()},
    }
    return _trocar_todos([pedido], prazo, LIMITE_DA_LEITURA)[0]


def _identidade() -> dict[str, str]:
    """The request that we are serving travels along, so that one id tells the whole story."""
    return {"X-Request-ID": pedido_atual.get().id_requisicao}


def _trocar_todos(
    pedidos: Sequence[dict[str, Any]], prazo: float, limite: int
) -> list[Resposta | None]:
    async def todos(cliente: aiohttp.ClientSession) -> list[Resposta | None]:
        tarefas = [asyncio.create_task(_trocar(cliente, pedido, limite)) for pedido in pedidos]
        await asyncio.wait(tarefas, timeout=prazo)
        for tarefa in tarefas:
            tarefa.cancel()
        return [t.result() if t.done() and not t.cancelled() else None for t in tarefas]

    prazo = pedido_atual.get().prazo(prazo)
    return _laco.executar(todos, prazo)


async def _trocar(
    cliente: aiohttp.ClientSession, pedido: dict[str, Any], limite: int
) -> Resposta | None:
    try:
        async with cliente.request(**pedido, allow_redirects=False) as resposta:
            recebido = bytearray()
            async for pedaco in resposta.content.iter_any():
                recebido += pedaco
                if len(recebido) > limite:
                    return None
            return Resposta(resposta.status, bytes(recebido), resposta.headers)
    except (aiohttp.ClientError, OSError):
        return None
