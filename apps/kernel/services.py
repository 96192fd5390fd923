"""Use cases of the floor: reading the audit trail, saying whether the process can serve."""

from datetime import date
from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q, QuerySet

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import BancoIndisponivel
from apps.kernel.models import EventoAuditoria
from apps.kernel.time import intervalo_de_dias

LER_AUDITORIA = frozenset({Papel.AUDITOR})


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
    return EventoAuditoria.objects.filter(
        Q(id_clinica__in=escopo.clinicas(LER_AUDITORIA)) | Q(id_clinica=None),
        **{campo: valor for campo, valor in condicoes.items() if valor is not None},
    )


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
