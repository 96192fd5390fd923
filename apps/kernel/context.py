"""What is known of the request being served, for logs, errors and audit. Pure Python."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pedido:
    """The request id (the caller's, when sane) and the caller's address."""

    id_requisicao: str
    ip: str | None = None


FORA_DE_PEDIDO = Pedido(id_requisicao="-")

pedido_atual: ContextVar[Pedido] = ContextVar("pedido_atual", default=FORA_DE_PEDIDO)
