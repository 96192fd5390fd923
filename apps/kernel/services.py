"""Use cases of the floor: reading the audit trail, saying whether the process can serve."""

from datetime import date, datetime, timedelta
from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import BancoIndisponivel
from apps.kernel.models import EventoAuditoria
from apps.kernel.time import intervalo_de_dias

LER_AUDITORIA = frozenset({Papel.AUDITOR})
DESORDEM = timedelta(days=1)
"""Two events are numbered in another order than they happened by seconds, or by what a clock is set back."""
NENHUM = Value(2**63 - 1)


def listar_auditoria(
    *,
    escopo: Escopo,
    de: date | None = None,
    ate: date | None = None,
    evento: str | None = None,
    id_usuario: int | None = None,
    objeto: str | None = None,
    id: list[int] | None = None,
) -> QuerySet[EventoAuditoria]:
    """Events of the auditor's clinics, and those of no clinic (a refused sign-in)."""
    desde, antes = intervalo_de_dias(de, ate)
    condicoes = {
        "momento__gte": desde,
        "momento__lt": antes,
        "evento": evento,
        "id_usuario": id_usuario,
        "objeto": objeto,
        "seq__in": id,
    }
    return _do_periodo(desde, antes).filter(
        Q(id_clinica__in=escopo.clinicas(LER_AUDITORIA)) | Q(id_clinica=None),
        **{campo: valor for campo, valor in condicoes.items() if valor is not None},
    )


def _do_periodo(desde: datetime | None, antes: datetime | None) -> QuerySet[EventoAuditoria]:
    """All events but those that were surely written before or after some times.

    The trail only grows, so its numbers follow its times but for what was being written at once:
    days of long ago are a range of numbers, which are the order of the list.
    """
    eventos = EventoAuditoria.objects.all()
    if desde is not None:
        eventos = eventos.filter(seq__gte=_primeiro(desde - DESORDEM))
    if antes is not None:
        eventos = eventos.filter(seq__lte=Coalesce(_primeiro(antes + DESORDEM), NENHUM))
    return eventos


def _primeiro(momento: datetime) -> Subquery:
    depois = EventoAuditoria.objects.filter(momento__gte=momento).order_by("momento")
    return Subquery(depois.values("seq")[:1])


def conferir_prontidao() -> None:
    """Raises BancoIndisponivel unless the database answers and every migration is applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrado():
        _migrado.cache_clear()
        raise BancoIndisponivel("O banco ainda não recebeu todas as migrações.")


@cache
def _migrado() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
