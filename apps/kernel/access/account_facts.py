"""`UsuarioAlterado`: told where accounts live, followed wherever tokens are believed without asking."""

import time
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from apps.kernel import facts
from apps.kernel.facts import Escrita, Fato
from apps.kernel.models import ContaAlterada


@dataclass(frozen=True, slots=True, kw_only=True)
class UsuarioAlterado(Fato):
    """An account, its roles or its professional changed."""

    origem: ClassVar[str] = "rede"
    id_usuario: int
    momento: int
    """Seconds since 1970: tokens issued until then say what was."""


def contar_alteracao(id_usuario: int) -> None:
    """Record the fact, in the transaction of the change."""
    facts.registrar(UsuarioAlterado(id_usuario=id_usuario, momento=int(time.time())))


def anotar_alteracao(fato: UsuarioAlterado) -> Escrita:
    """What a process without accounts does when it reads the fact."""
    return partial(
        ContaAlterada.objects.update_or_create,
        id_usuario=fato.id_usuario,
        defaults={"momento": fato.momento},
    )
