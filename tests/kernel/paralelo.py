"""Many at once: threads that start together, each with its own connection to the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

from django.db import connection, connections

T = TypeVar("T")


def com_conexao_propria(fazer: Callable[[], T]) -> Callable[[], T]:
    """`fazer`, for another thread: it closes the connections that it opened."""

    def correr() -> T:
        try:
            return fazer()
        finally:
            connections.close_all()

    return correr


def ao_mesmo_tempo(quantos: int, fazer: Callable[[int], T]) -> list[T]:
    """What each of `quantos` threads gets from `fazer(n)`, all of them let go at once."""
    largada = Barrier(quantos, timeout=30)

    def correr(n: int) -> T:
        largada.wait()
        return fazer(n)

    with ThreadPoolExecutor(quantos) as corredores:
        futuros = [
            corredores.submit(com_conexao_propria(partial(correr, n))) for n in range(quantos)
        ]
        return [futuro.result() for futuro in futuros]


def esperando_tranca() -> bool:
    """PostgreSQL: somebody in this database waits for a lock that another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_clear_snapshot()"
        )  # else a transaction sees the same for ever
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
