"""The database of this process, as those see it who write their SQL once."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def banco_daqui() -> Any:
    """The connection itself: `django.db.connection` looks it up again at each use."""
    return connections[DEFAULT_DB_ALIAS]


def executar(banco: Any, sql: str, parametros: Sequence[Any], *, so_le: bool) -> list[Any]:
    """The rows; where plans are kept only if one asks for it, so that they are (SQLite just does)."""
    if hasattr(banco, "executar_preparada"):
        return banco.executar_preparada(sql, parametros, so_le=so_le)
    with banco.cursor() as cursor:
        cursor.execute(sql, parametros)
        return cursor.fetchall()
