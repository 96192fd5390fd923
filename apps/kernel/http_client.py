"""The only place that opens connections: many questions at once, one deadline around them all.

httpx's timeouts are per read, so a server that drips a byte at a time holds them for ever; the
deadline here is a wall clock around the whole exchange. No redirects, no proxies from the
environment, at most 64 KiB read. One event loop thread per process, started when first needed
(after the server has forked).
"""

import asyncio
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from apps.kernel.api.json import escrever_json
from apps.kernel.context import pedido_atual

LIMITE_DE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Resposta:
    """What came back in time: status and at most 64 KiB of body."""

    status: int
    corpo: bytes


class _Laco:
    """An event loop in a thread of its own, with its connection pool; renewed after a fork."""

    def __init__(self) -> None:
        self._tranca = threading.Lock()
        self._pid: int | None = None
        self._laco: asyncio.AbstractEventLoop
        self._cliente: httpx.AsyncClient

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
            self._cliente = httpx.AsyncClient(
                follow_redirects=False,
                trust_env=False,
                timeout=None,  # noqa: S113 - the deadline is a wall clock around the exchange
                limits=httpx.Limits(max_connections=200, max_keepalive_connections=50),
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            )
            self._pid = os.getpid()


_laco = _Laco()


def enviar_todos(url: str, corpos: Sequence[Any], *, prazo: float) -> list[Resposta | None]:
    """POST each body as JSON to `url`, all at once; `prazo` seconds for the lot.

    Returns an answer a body, in order; None where none came whole in time, whatever the reason.
    """
    identidade = {"X-Request-ID": pedido_atual.get().id_requisicao}

    async def todos(cliente: httpx.AsyncClient) -> list[Resposta | None]:
        tarefas = [
            asyncio.create_task(_enviar(cliente, url, escrever_json(corpo), identidade))
            for corpo in corpos
        ]
        await asyncio.wait(tarefas, timeout=prazo)
        for tarefa in tarefas:
            tarefa.cancel()
        return [t.result() if t.done() and not t.cancelled() else None for t in tarefas]

    return _laco.executar(todos, prazo) if corpos else []


async def _enviar(
    cliente: httpx.AsyncClient, url: str, corpo: bytes, identidade: dict[str, str]
) -> Resposta | None:
    cabecalhos = {"Content-Type": "application/json", **identidade}
    try:
        async with cliente.stream("POST", url, content=corpo, headers=cabecalhos) as resposta:
            recebido = bytearray()
            async for pedaco in resposta.aiter_raw():
                recebido += pedaco
                if len(recebido) > LIMITE_DE_BYTES:
                    return None
            return Resposta(resposta.status_code, bytes(recebido))
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError):
        return None
