"""Accounts that changed: where they do not live, what their earlier tokens say holds no more.

A token's claims are believed there without asking; these rows, written by the follower of
`UsuarioAlterado`, tell which tokens are too old to be believed. Where Rede lives, the account
itself is looked at (`credentials`).
"""

import time

from apps.kernel.models import ContaAlterada

MEMORIA_SEGUNDOS = 1.5
_memoria: dict[int, tuple[float, int]] = {}


def alterada_desde(id_usuario: int, emitido_em: int) -> bool:
    """True when the account changed after a token was issued (known for at most 1.5 s)."""
    agora = time.monotonic()
    lembrado = _memoria.get(id_usuario)
    if lembrado is None or agora - lembrado[0] >= MEMORIA_SEGUNDOS:
        if len(_memoria) > 10_000:
            _memoria.clear()
        momentos = ContaAlterada.objects.filter(pk=id_usuario).values_list("momento", flat=True)
        lembrado = _memoria[id_usuario] = (agora, momentos.first() or 0)
    return emitido_em <= lembrado[1]


def esquecer() -> None:
    """Drop what this process remembers."""
    _memoria.clear()
