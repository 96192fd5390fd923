"""The audit trail: the event is inserted in the transaction of what it tells. No event, no answer.

It names objects by opaque ids (`<app>.<coisa>:<id>`), never by name, CPF or text (SBIS NGS1.07.06),
and the database refuses to change or delete it.
"""

from collections.abc import Iterable

from apps.kernel.access.escopo import Escopo
from apps.kernel.context import pedido_atual
from apps.kernel.models import EventoAuditoria
from apps.kernel.prepared import inserir


def auditar(
    evento: str,
    *,
    escopo: Escopo,
    objeto: str,
    id_clinica: int | None = None,
    permitido: bool = True,
) -> None:
    """Record one event; `id_clinica` defaults to the caller's first clinic."""
    auditar_varios(
        evento, escopo=escopo, objetos=[objeto], id_clinica=id_clinica, permitido=permitido
    )


def auditar_varios(
    evento: str,
    *,
    escopo: Escopo,
    objetos: Iterable[str],
    id_clinica: int | None = None,
    permitido: bool = True,
) -> None:
    """Record the same event of several objects, in one statement."""
    clinica = id_clinica if id_clinica is not None else escopo.primeira_clinica()
    registrar_eventos(
        evento,
        objetos=objetos,
        id_usuario=escopo.id_usuario,
        papel=escopo.papel_em(clinica),
        id_clinica=clinica,
        permitido=permitido,
    )


def registrar_eventos(
    evento: str,
    *,
    objetos: Iterable[str],
    id_usuario: int | None,
    papel: str | None = None,
    id_clinica: int | None = None,
    permitido: bool = True,
) -> None:
    """Record events of somebody who may not be anybody yet (a refused sign-in)."""
    pedido = pedido_atual.get()
    eventos = [
        EventoAuditoria(
            evento=evento,
            objeto=objeto,
            id_usuario=id_usuario,
            papel=papel,
            id_clinica=id_clinica,
            permitido=permitido,
            ip=pedido.ip,
            id_requisicao=pedido.id_requisicao,
        )
        for objeto in objetos
    ]
    if len(eventos) == 1:
        inserir(eventos[0])
    else:
        EventoAuditoria.objects.bulk_create(eventos)
