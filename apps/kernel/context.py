"""What is known of the request being served, for logs, errors and audit. Pure Python."""

import time
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pedido:
    """The request id (the caller's, when sane) and the caller's address."""

    id_requisicao: str
    ip: str | None = None
    ate: float | None = None
    """When the answer must leave (time.monotonic); None for work that nobody waits for."""

    @property
    def esgotado(self) -> bool:
        """Whether whoever waits is to be answered now."""
        return self.ate is not None and time.monotonic() >= self.ate

    def prazo(self, pedido: float) -> float:
        """At most that many seconds, or what is left until the answer must leave."""
        if self.ate is None:
            return pedido
        return max(min(pedido, self.ate - time.monotonic()), 0.05)


FORA_DE_PEDIDO = Pedido(id_requisicao="-")

pedido_atual: ContextVar[Pedido] = ContextVar("pedido_atual", default=FORA_DE_PEDIDO)
