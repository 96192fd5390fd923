"""Django's PostgreSQL backend, with a question less at each request and plans that are kept."""

import select
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operacoes
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from psycopg import _cmodule
from psycopg.adapt import AdaptersMap

_CursorQuePrepara: Any = base.ServerBindingCursor
_CursorDoServidor: Any = base.ServerSideCursor


@cache
def _adaptadores(com_fuso: bool, fuso: Any) -> AdaptersMap:
    """Django's, with times read by psycopg's compiled loader where there is one.

    Django's own is Python, to put its time zone on each; the connection is in that zone already
    (`ensure_timezone`), and a page of consultas has a hundred and fifty of them.
    """
    mapa = AdaptersMap(get_adapters_template(com_fuso, fuso))
    compilado = getattr(_cmodule._psycopg, "TimestamptzLoader", None)
    if compilado is not None:
        mapa.register_loader("timestamptz", compilado)
    return mapa


class DatabaseOperations(Operacoes):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> Any:
        """What the log of queries shows; a prepared one has no text of its own any more."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """Knows without asking whether a kept connection still stands (CONN_HEALTH_CHECKS)."""

    ops_class = DatabaseOperations
    connection: Any
    _preparado: Any = None

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {
            "context": _adaptadores(settings.USE_TZ, self.timezone)
        }

    def create_cursor(self, name: str | None = None) -> Any:
        """As Django does, without looking whether the loader of times is of the right zone."""
        if name is None:
            return self.connection.cursor()
        return _CursorDoServidor(
            self.connection, name=name, scrollable=False, withhold=self.connection.autocommit
        )

    def is_usable(self) -> bool:
        """A server that ends a connection says so first: there is something to read on an idle one.

        Only then is it asked, as Django does at every request.
        """
        if self.connection is None or self.connection.closed:
            return False
        espera = select.poll()
        espera.register(self.connection.fileno(), select.POLLIN)
        return not espera.poll(0) or super().is_usable()

    def executar_preparada(self, sql: str, parametros: Sequence[Any]) -> list[Any]:
        """The rows of a statement that the server parses and plans once (OPTIONS: prepare_threshold).

        Its parameters travel apart from the text, so their types must be plain from the columns
        that they meet: fit for `apps.kernel.prepared`, not for all that the ORM can write. One cursor
        of each connection runs them all, unless somebody listens (a log of queries, a test).
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self.queries_logged or self.execute_wrappers:
            return self._executar_a_vista(sql, parametros)
        with self.wrap_database_errors:
            if self._preparado is None or self._preparado.connection is not self.connection:
                self._preparado = _CursorQuePrepara(self.connection)
            self._preparado.execute(sql, parametros)
            return self._preparado.fetchall()

    def _executar_a_vista(self, sql: str, parametros: Sequence[Any]) -> list[Any]:
        with self.wrap_database_errors:
            cursor = _CursorQuePrepara(self.connection)
        with self._prepare_cursor(cursor) as visto:  # type: ignore[attr-defined]
            visto.execute(sql, parametros)
            return visto.fetchall()
