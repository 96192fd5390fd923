"""Aware times in, America/Sao_Paulo out; years 1900 to 2100."""

import re
from datetime import date, datetime, time, timedelta
from typing import overload

from django.utils import timezone
from django.utils.dateparse import parse_datetime

ANO_MINIMO, ANO_MAXIMO = 1900, 2100

RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)?\Z", re.ASCII
)
"""RFC 3339, with seconds and offset optional."""


def ler_data_hora(texto: str) -> datetime | None:
    """An RFC 3339 time; without an offset it is America/Sao_Paulo's. None when it is not one."""
    try:
        momento = parse_datetime(texto.upper()) if RFC3339.match(texto) else None
        if momento is None:
            return None
        if timezone.is_naive(momento):
            momento = timezone.make_aware(momento)
        return timezone.localtime(momento)
    except (ValueError, OverflowError):
        return None


def inicio_do_dia(dia: date) -> datetime:
    """The first instant of a local day."""
    return timezone.make_aware(datetime.combine(dia, time.min))


@overload
def intervalo_de_dias(de: date, ate: date) -> tuple[datetime, datetime]: ...
@overload
def intervalo_de_dias(
    de: date | None, ate: date | None
) -> tuple[datetime | None, datetime | None]: ...
def intervalo_de_dias(de: date | None, ate: date | None) -> tuple[datetime | None, datetime | None]:
    """Local days, both included, as a half-open interval of instants."""
    return (
        inicio_do_dia(de) if de else None,
        inicio_do_dia(ate + timedelta(days=1)) if ate else None,
    )


def formatar(momento: datetime) -> str:
    """RFC 3339 in America/Sao_Paulo."""
    return momento.astimezone(timezone.get_default_timezone()).isoformat()
