"""Of many, those that are among many: the ids travel as one value, however many they are."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, F, Func

from apps.kernel.database import banco_daqui


def num_valor(ids: Collection[int]) -> str:
    """The ids as one value of the database: an array (PostgreSQL), or JSON (SQLite)."""
    juntos = ",".join(map(str, ids))
    return f"{{{juntos}}}" if banco_daqui().vendor == "postgresql" else f"[{juntos}]"


class UmDe(Func):
    """A condition: a number is one of these, which come from `num_valor`.

    `IN` has a parameter for each, of which both databases take only so many, and PostgreSQL weighs
    each by itself before it begins.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, campo: str, ids: str) -> None:
        super().__init__(F(campo))
        self.ids = ids

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        sql, parametros = compiler.compile(self.source_expressions[0])
        return f"{sql} IN (SELECT unnest(%s::bigint[]))", (*parametros, self.ids)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        sql, parametros = compiler.compile(self.source_expressions[0])
        return f"{sql} IN (SELECT value FROM json_each(%s))", (*parametros, self.ids)  # noqa: S608 - of columns
