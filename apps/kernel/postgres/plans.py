"""Statements that a connection has parsed and planned, each run in one exchange with the server."""

from collections.abc import Sequence
from typing import Any, cast

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

MAXIMO = 200
"""Statements that a connection keeps; PostgreSQL holds each one's plan in memory."""


class Planos:
    """The kept statements of one connection.

    They go through libpq's own blocking call, not through a cursor: a cursor takes the interpreter
    back several times while it waits, and among busy threads each time costs a turn in the queue.
    """

    def __init__(self, conexao: Connection[Any]) -> None:
        self.conexao = conexao
        self._tradutor = Transformer(conexao)
        self._nomes: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._proximo = 0

    def executar(self, sql: str, parametros: Sequence[Any]) -> list[Any]:
        """The rows of a statement with ``%s`` marks. Raises psycopg's error for the server's."""
        self._comecar()
        tradutor = self._tradutor
        valores = tradutor.dump_sequence(parametros, [PyFormat.AUTO] * len(parametros))
        nome = self._nome(sql, tuple(tradutor.types or ()))
        # NULL is None, which psycopg's hints have forgotten.
        resultado = self.conexao.pgconn.exec_prepared(nome, cast(Any, valores), tradutor.formats)
        self._conferir(resultado)
        tradutor.set_pgresult(resultado)
        return tradutor.load_rows(0, resultado.ntuples, tuple)

    def _comecar(self) -> None:
        """Begin the transaction that psycopg would begin now, outside autocommit."""
        pg = self.conexao.pgconn
        if not self.conexao.autocommit and pg.transaction_status == TransactionStatus.IDLE:
            self._conferir(pg.exec_(b"BEGIN"))

    def _nome(self, sql: str, tipos: tuple[int, ...]) -> bytes:
        nome = self._nomes.get((sql, tipos))
        if nome is None:
            if len(self._nomes) >= MAXIMO:
                self._esquecer_a_mais_antiga()
            self._proximo += 1
            nome = b"vida_%d" % self._proximo
            numerada = sql % tuple(f"${n}" for n in range(1, len(tipos) + 1))
            self._conferir(self.conexao.pgconn.prepare(nome, numerada.encode(), tipos))
            self._nomes[sql, tipos] = nome
        return nome

    def _esquecer_a_mais_antiga(self) -> None:
        chave, nome = next(iter(self._nomes.items()))
        self._conferir(self.conexao.pgconn.exec_(b"DEALLOCATE " + nome))
        del self._nomes[chave]

    def _conferir(self, resultado: Any) -> None:
        if resultado.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            return
        codificacao = self.conexao.info.encoding
        if self.conexao.closed:  # the server told nothing, or told that it ends
            raise OperationalError(resultado.get_error_message(codificacao))
        raise error_from_result(resultado, codificacao)
