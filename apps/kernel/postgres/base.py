"""Django's PostgreSQL backend, with a question less at each request and plans that are kept."""

import select
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operacoes
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from django.utils import timezone
from psycopg import _cmodule
from psycopg.adapt import AdaptersMap

from apps.kernel.postgres.plans import Planos

_CursorQueSepara: Any = base.ServerBindingCursor
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


def _com_fuso(momento: datetime) -> datetime:
    """A time without a zone is a local one, as Django takes it."""
    return momento if momento.tzinfo is not None else timezone.make_aware(momento)


class DatabaseOperations(Operacoes):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> Any:
        """What the log of queries shows; a prepared one has no text of its own any more."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """Knows without asking whether a kept connection still stands (CONN_HEALTH_CHECKS)."""

    ops_class = DatabaseOperations
    prontos: dict[str, tuple[type, Callable[[Any], Any] | None]] = {
        "CharField": (str, None),
        "TextField": (str, None),
        "BooleanField": (bool, None),
        "DateTimeField": (datetime, _com_fuso),
        **{kind: (int, tipo) for kind, tipo in Operacoes.integerfield_type_map.items()},
    }
    """By the kind of a field, the type of the values that the server takes: as they are, or by a wrapper
    that says how long an integer is."""
    connection: Any
    health_check_done: bool
    _planos: Planos | None = None

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

    def executar_preparada(self, sql: str, parametros: Sequence[Any], *, so_le: bool) -> list[Any]:
        """The rows of a statement that the server parses and plans once (settings: PG_PREPARAR).

        Its parameters travel apart from the text, so their types must be plain from the columns
        that they meet: fit for `apps.kernel.prepared`, not for all that the ORM can write. What only
        reads finds out by itself whether a kept connection still stands, and is asked again if not.
        """
        if not so_le or self.connection is None or self.health_check_done or self.in_atomic_block:
            self.close_if_health_check_failed()
            self.ensure_connection()
            return self._executar_preparada(sql, parametros)
        try:
            linhas = self._executar_preparada(sql, parametros)
        except (OperationalError, InterfaceError):
            if not self.connection.closed:
                raise
            self.close()
            self.connect()
            return self._executar_preparada(sql, parametros)
        self.health_check_done = True
        return linhas

    def _executar_preparada(self, sql: str, parametros: Sequence[Any]) -> list[Any]:
        if self.queries_logged or self.execute_wrappers:
            return self._executar_a_vista(sql, parametros)
        with self.wrap_database_errors:
            if self._planos is None or self._planos.conexao is not self.connection:
                self._planos = Planos(self.connection)
            if settings.PG_PREPARAR:
                return self._planos.executar(sql, parametros)
            return self._cursor_que_separa().execute(sql, parametros).fetchall()

    def _executar_a_vista(self, sql: str, parametros: Sequence[Any]) -> list[Any]:
        """As Django runs any other, for whoever listens (a log of queries, a test)."""
        with self.wrap_database_errors:
            cursor = self._cursor_que_separa()
        with self._prepare_cursor(cursor) as visto:  # type: ignore[attr-defined]
            visto.execute(sql, parametros)
            return visto.fetchall()

    def _cursor_que_separa(self) -> Any:
        """A cursor whose parameters travel apart from the text, as a plan's do."""
        return _CursorQueSepara(self.connection)
