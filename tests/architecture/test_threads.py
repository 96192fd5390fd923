"""The threads of the server: in order, no more than asked for, and what fails is told where it is awaited."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from vidasaude.rsgi import Threads


def correr(roteiro: Callable[[Threads], Awaitable[None]], quantas: int = 2) -> None:
    async def tudo() -> None:
        await asyncio.wait_for(roteiro(Threads(quantas)), timeout=10)

    asyncio.run(tudo())


def test_cada_tarefa_e_feita_em_ordem_de_chegada() -> None:
    feitas: list[int] = []

    async def roteiro(threads: Threads) -> None:
        await asyncio.gather(*(threads.rodar(lambda n=n: feitas.append(n)) for n in range(50)))

    correr(roteiro, quantas=1)
    assert feitas == list(range(50))


def test_nao_ha_mais_threads_do_que_tarefas_ao_mesmo_tempo() -> None:
    nomes: set[str] = set()

    async def roteiro(threads: Threads) -> None:
        for _ in range(20):
            await threads.rodar(lambda: nomes.add(threading.current_thread().name))

    correr(roteiro, quantas=8)
    assert len(nomes) == 1


def test_tarefas_que_esperam_nao_seguram_as_outras_ate_o_limite() -> None:
    largada = threading.Barrier(4)
    depois: list[str] = []

    async def roteiro(threads: Threads) -> None:
        presas = [threads.rodar(lambda: largada.wait(5) and None) for _ in range(3)]
        a_quinta = threads.rodar(lambda: largada.wait(5) and None)
        ultima = threads.rodar(lambda: depois.append("fim"))
        await asyncio.gather(*presas, a_quinta, ultima)

    correr(roteiro, quantas=4)
    assert depois == ["fim"]


def test_o_que_falha_se_sabe_onde_se_espera() -> None:
    def falhar() -> None:
        raise ZeroDivisionError

    async def roteiro(threads: Threads) -> None:
        with pytest.raises(ZeroDivisionError):
            await threads.rodar(falhar)
        await threads.rodar(lambda: None)  # its thread is still there

    correr(roteiro, quantas=1)


def test_quem_desistiu_nao_atrapalha_quem_vem_depois() -> None:
    soltar = threading.Event()
    feitas: list[str] = []

    async def roteiro(threads: Threads) -> None:
        presa = threads.rodar(lambda: soltar.wait(5) and None)
        presa.cancel()
        soltar.set()
        await threads.rodar(lambda: feitas.append("outra"))

    correr(roteiro, quantas=1)
    assert feitas == ["outra"]
