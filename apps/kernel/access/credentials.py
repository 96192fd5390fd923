"""Who a user is right now. Rede, where it lives, says so; elsewhere the token's claims do.

The kernel does not know Rede: Rede hands its answer over with `ligar_fonte` when it starts. Each
process remembers an answer for at most 1.5 s, so a changed or closed account is refused within 2.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from apps.kernel.access.escopo import Escopo, Papel, Vinculo

MEMORIA_SEGUNDOS = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Credencial:
    """An account as sign-in sees it; `versao` grows when its password changes."""

    id_usuario: int
    username: str
    nome: str
    versao: int
    ativo: bool = True
    superusuario: bool = False
    vinculos: tuple[Vinculo, ...] = ()
    id_profissional: int | None = None

    @property
    def escopo(self) -> Escopo:
        return Escopo(
            id_usuario=self.id_usuario,
            vinculos=self.vinculos,
            id_profissional=self.id_profissional,
            superusuario=self.superusuario,
        )

    def claims(self) -> dict[str, object]:
        """What a token carries, so that every service verifies it without asking another."""
        return {
            "username": self.username,
            "nome": self.nome,
            "versao": self.versao,
            "super": self.superusuario,
            "vinculos": [[v.id_clinica, v.papel.value] for v in self.vinculos],
            "profissional": self.id_profissional,
        }

    @classmethod
    def de_claims(cls, claims: Mapping[str, Any]) -> "Credencial":
        """Raises KeyError, TypeError or ValueError when the claims are not ours."""
        return cls(
            id_usuario=int(claims["sub"]),
            username=claims["username"],
            nome=claims["nome"],
            versao=claims["versao"],
            superusuario=claims["super"],
            vinculos=tuple(Vinculo(clinica, Papel(papel)) for clinica, papel in claims["vinculos"]),
            id_profissional=claims["profissional"],
        )


Fonte = Callable[[int], Credencial | None]

_fonte: Fonte | None = None
_memoria: dict[int, tuple[float, Credencial | None]] = {}


def ligar_fonte(fonte: Fonte) -> None:
    """Rede's way in: from now on it says who a user is."""
    global _fonte
    _fonte = fonte


def credencial_atual(id_usuario: int) -> Credencial | None:
    """The account now (at most 1.5 s old); None when it does not exist or nobody here knows."""
    if _fonte is None:
        return None
    agora = time.monotonic()
    lembrada = _memoria.get(id_usuario)
    if lembrada and agora - lembrada[0] < MEMORIA_SEGUNDOS:
        return lembrada[1]
    if len(_memoria) > 10_000:
        _memoria.clear()
    credencial = _fonte(id_usuario)
    _memoria[id_usuario] = (agora, credencial)
    return credencial


def ha_fonte() -> bool:
    return _fonte is not None


def esquecer(id_usuario: int | None = None) -> None:
    """Drop what this process remembers of one user, or of all."""
    if id_usuario is None:
        _memoria.clear()
    else:
        _memoria.pop(id_usuario, None)
