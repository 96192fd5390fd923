"""Sign-in of the peers: the very token of ours, verified with the same key."""

import os
from typing import Any

import jwt

CHAVE = os.environ.get("SECRET_KEY", "")


class NaoAutenticado(Exception):
    """No token, or one that is not ours or no longer holds."""


def claims(autorizacao: str | None) -> dict[str, Any]:
    """What the token says. Raises NaoAutenticado."""
    tipo, _, token = (autorizacao or "").partition(" ")
    if tipo.lower() != "bearer":
        raise NaoAutenticado
    try:
        lidas = jwt.decode(token, CHAVE, algorithms=["HS256"], issuer="vidasaude")
    except jwt.InvalidTokenError as erro:
        raise NaoAutenticado from erro
    if lidas.get("token_type") != "access":
        raise NaoAutenticado
    return lidas


def clinicas(lidas: dict[str, Any], papeis: tuple[str, ...] = ()) -> list[int]:
    """The caller's clinics, in which they have one of the roles (any, when none is given)."""
    return [clinica for clinica, papel in lidas["vinculos"] if not papeis or papel in papeis]


def papel(lidas: dict[str, Any], id_clinica: int) -> str:
    """The caller's role in one of their clinics."""
    return dict(lidas["vinculos"])[id_clinica]
