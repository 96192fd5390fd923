"""The audit trail: the event is inserted in the transaction of what it tells. No event, no answer.

It names objects by opaque ids (`<app>.<coisa>:<id>`), never by name, CPF or text (SBIS NGS1.07.06),
and the database refuses to change or delete it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from apps.kernel.access.escopo import Escopo
from apps.kernel.context import pedido_atual
from apps.kernel.insertion import Parte, inserem_se_juntos, inserir_com, inserir_para_cada
from apps.kernel.models import EventoAuditoria
from apps.kernel.transactions import Promessas, transacao

M = TypeVar("M", bound=Model)


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


def criar(
    novo: M,
    *,
    evento: str,
    objeto: str,
    escopo: Escopo,
    id_clinica: int,
    partes: Sequence[Parte] = (),
    promessas: Promessas | None = None,
) -> M:
    """Insert a new object, its parts and its event, in one transaction, and return it.

    Where the database takes them in one statement there is nothing to begin and to commit, unless
    an Idempotency-Key is written too. Raises as `transacao`.
    """

    def gravar() -> M:
        contado = _evento(
            evento,
            objeto=f"{objeto}:",
            id_usuario=escopo.id_usuario,
            papel=escopo.papel_em(id_clinica),
            id_clinica=id_clinica,
        )
        inserir_com(novo, [*partes, Parte([contado], "objeto")])
        return novo

    return transacao(gravar, promessas=promessas, um_comando=inserem_se_juntos(partes))


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
    contado = _evento(
        evento, id_usuario=id_usuario, papel=papel, id_clinica=id_clinica, permitido=permitido
    )
    inserir_para_cada(contado, "objeto", list(objetos))


def _evento(evento: str, **campos: Any) -> EventoAuditoria:
    pedido = pedido_atual.get()
    return EventoAuditoria(
        evento=evento, ip=pedido.ip, id_requisicao=pedido.id_requisicao, **campos
    )
