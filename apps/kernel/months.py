"""Months, as an index knows them: what is old is found without walking past all that is newer.

Lists are in the order of their ids, filters by day are on a time. No index has both, but one of
(month, id, what else the list filters by) has the newest of each month at hand:

    class Meta:
        indexes = [models.Index(Mes("data_hora"), "id", "id_clinica", name="...")]

    @preparada(ramos=lambda valores: Cada("meses", "mes"))
    def do_periodo(*, desde, antes, meses, mes=None) -> QuerySet: ...

    do_periodo(desde=desde, antes=antes, meses=meses_de(Consulta, "data_hora", desde, antes))
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db import models

from apps.kernel.prepared import Preparada, juntam_paginas

INSTANTE = timedelta(microseconds=1)
LONGO = timedelta(days=365)
"""An interval that may well reach beyond what the table has."""


class Mes(models.Func):
    """The month of a time in UTC, counted from year 0: an integer, the same for all who ask."""

    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        ano, mes = (
            f"EXTRACT({x} FROM %(expressions)s AT TIME ZONE 'UTC')" for x in ("YEAR", "MONTH")
        )
        return self.as_sql(compiler, connection, template=f"({ano} * 12 + {mes})::bigint")

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Its times are text, in UTC."""
        ano, mes = (f"CAST(substr(%(expressions)s, {x}) AS INTEGER)" for x in ("1, 4", "6, 2"))
        return self.as_sql(compiler, connection, template=f"({ano} * 12 + {mes})")


def meses_de(
    modelo: type[models.Model], campo: str, desde: datetime | None, antes: datetime | None
) -> list[int] | None:
    """The months of a half-open interval in which the table may have something.

    None, which is all of them, without an interval, and on SQLite, which puts no page together of
    others.
    """
    if (desde is None and antes is None) or not juntam_paginas():
        return None
    if desde is None or antes is None or antes - desde > LONGO:
        primeiro, ultimo = _ponta(modelo, campo), _ponta(modelo, f"-{campo}")
        if primeiro is None or ultimo is None:
            return []
        desde = max(desde or primeiro, primeiro)
        antes = min(antes or ultimo + INSTANTE, ultimo + INSTANTE)
    return list(range(_mes(desde), _mes(antes - INSTANTE) + 1))


def _mes(momento: datetime) -> int:
    utc = momento.astimezone(UTC)
    return utc.year * 12 + utc.month


def _ponta(modelo: type[models.Model], ordem: str) -> datetime | None:
    """The first time of a field in some order; None of an empty table."""
    linha = _primeiras(modelo, ordem).primeira()
    return linha[0] if linha else None


@cache
def _primeiras(modelo: type[models.Model], ordem: str) -> Preparada[Any]:
    def so_o_momento() -> Any:
        return modelo._default_manager.order_by(ordem).values_list(ordem.removeprefix("-"))

    return Preparada(so_o_momento)
