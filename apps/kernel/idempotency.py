"""Idempotency-Key: a retried POST gets the first answer, and the work is done once.

The key is inserted first in the transaction that makes the change (`transacao`): a second
request with it waits on the unique index until the first commits, then replays its answer.
"""

import hashlib
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from apps.kernel.errors import ChaveReutilizada, EmAndamento, PedidoInvalido
from apps.kernel.models import ChaveIdempotencia

GUARDA = timedelta(hours=48)
"""How long an answer is kept; the contract promises 24 h."""

TRANCA_DEMOROU = "55P03"
"""lock_not_available: the request that holds the key is still at work after lock_timeout."""

VISIVEL = re.compile(r"[\x21-\x7e]{1,255}\Z")

_atual: ContextVar["Chave | None"] = ContextVar("chave_idempotencia", default=None)


@dataclass(frozen=True, slots=True)
class RespostaGuardada:
    status: int
    corpo: bytes
    cabecalhos: dict[str, str]


class ChaveRepetida(Exception):
    """The key was used in the meantime: the transaction is undone and the answer looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chave:
    """The key of the request being served, and how its answer is made from the service's result."""

    id_usuario: int
    caminho: str
    chave: str
    resumo: str
    responder: Callable[[Any], RespostaGuardada]

    def procurar(self) -> RespostaGuardada | None:
        """The answer given before. Raises ChaveReutilizada when the body was another."""
        guardada = self._linhas().first()
        if guardada is None:
            return None
        if guardada.resumo != self.resumo:
            raise ChaveReutilizada
        if guardada.status is None:
            raise EmAndamento
        return RespostaGuardada(guardada.status, bytes(guardada.corpo), guardada.cabecalhos)

    def reservar(self) -> None:
        """Inside the transaction, before the change. Raises ChaveRepetida, EmAndamento."""
        try:
            with transaction.atomic():
                ChaveIdempotencia.objects.create(
                    id_usuario=self.id_usuario,
                    caminho=self.caminho,
                    chave=self.chave,
                    resumo=self.resumo,
                )
        except IntegrityError as erro:
            raise ChaveRepetida from erro
        except OperationalError as erro:
            if getattr(erro.__cause__, "sqlstate", None) == TRANCA_DEMOROU:
                raise EmAndamento from erro
            raise

    def guardar(self, resultado: Any) -> None:
        """Inside the transaction, after the change."""
        resposta = self.responder(resultado)
        self._linhas().update(
            status=resposta.status, corpo=resposta.corpo, cabecalhos=resposta.cabecalhos
        )

    def _linhas(self) -> Any:
        return ChaveIdempotencia.objects.filter(
            id_usuario=self.id_usuario, caminho=self.caminho, chave=self.chave
        )


def conferir(chave: str) -> str:
    """Raises PedidoInvalido unless it is 1 to 255 visible ASCII characters."""
    if not VISIVEL.match(chave):
        raise PedidoInvalido("Idempotency-Key deve ter de 1 a 255 caracteres ASCII visíveis.")
    return chave


def resumir(corpo: bytes) -> str:
    return hashlib.sha256(corpo).hexdigest()


def chave_atual() -> Chave | None:
    return _atual.get()


class usando:  # noqa: N801 - reads as a verb: `with usando(chave):`
    """Make `chave` the one that `transacao` writes, for this request only."""

    def __init__(self, chave: Chave | None) -> None:
        self.chave = chave

    def __enter__(self) -> None:
        self._marca = _atual.set(self.chave)

    def __exit__(self, *erro: object) -> None:
        _atual.reset(self._marca)


def apagar_vencidas() -> int:
    """Forget keys older than 48 h. Returns how many."""
    return ChaveIdempotencia.objects.filter(criada_em__lt=timezone.now() - GUARDA).delete()[0]
