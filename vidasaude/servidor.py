"""The web server of a process: ``python -m vidasaude.servidor``.

What each setting is for was measured with stalled and oversized requests: docs/decisoes/0002.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Mapping

from vidasaude.topology import TopologiaInvalida, ler_enderecos, ler_porta, ler_topologia

APLICACAO = "vidasaude.rsgi:criar"
CONEXOES = 1024
"""Open connections of one worker, waiting ones included; more wait in the kernel's queue."""


def main() -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.server import Server

    try:
        porta = conferir(os.environ)
    except TopologiaInvalida as motivo:
        sys.exit(str(motivo))
    _abrir_mais_arquivos(CONEXOES + 512)
    Server(
        APLICACAO,
        factory=True,
        interface=Interfaces.RSGI,
        address=os.environ.get("VIDASAUDE_HOST") or "127.0.0.1",
        port=porta,
        workers=int(os.environ.get("PROCESSOS") or 2),
        backlog=CONEXOES,
        backpressure=CONEXOES,
        # HTTP/2 would let one client stall hundreds of requests on one connection.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
    ).serve()


def conferir(ambiente: Mapping[str, str]) -> int:
    """The port to listen on. Raises TopologiaInvalida for what each worker would stumble over."""
    ler_topologia(ambiente)
    ler_enderecos(ambiente)
    return ler_porta("PORT", ambiente) or 8000


def morrer_com_o_pai(sinal: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel send this process a signal when its parent ends, however it ends (Linux)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, sinal)


def _abrir_mais_arquivos(quantos: int) -> None:
    """Each connection is a file; many systems allow 1024 unless asked."""
    atual, maximo = resource.getrlimit(resource.RLIMIT_NOFILE)
    if maximo == resource.RLIM_INFINITY:
        maximo = quantos
    if atual < min(quantos, maximo):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(quantos, maximo), maximo))


if __name__ == "__main__":
    main()
