"""JWT in and out (simplejwt): short access token, refresh token, both with the account's version."""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from apps.kernel.access.credentials import Credencial, credencial_atual, ha_fonte
from apps.kernel.access.revocation import alterada_desde
from apps.kernel.errors import NaoAutenticado

MUDOU = "Esta conta não está mais ativa ou mudou. Entre de novo."
EXPIROU = "A sua entrada expirou ou não é válida. Entre de novo."


def emitir(credencial: Credencial) -> tuple[str, str]:
    """Access and refresh tokens of an account that has just shown its password."""
    renovacao = RefreshToken()
    renovacao["sub"] = str(credencial.id_usuario)
    renovacao["versao"] = credencial.versao
    return acesso(credencial), str(renovacao)


def renovar(refresh: str) -> str:
    """A new access token. Raises NaoAutenticado for a bad token or an account closed since."""
    return acesso(_conferir(_ler(RefreshToken, refresh).payload))


def credencial_do_token(access: str) -> Credencial:
    """The account of an access token, as it is now where Rede lives, else as the token says.

    Raises NaoAutenticado for a token that is forged, expired, of another kind, or of an account
    that was closed or changed its password since.
    """
    claims = _claims(access)
    if claims["exp"] <= time.time():
        raise NaoAutenticado(EXPIROU)
    return _conferir(claims)


@lru_cache(maxsize=4096)
def _claims(access: str) -> Mapping[str, Any]:
    """What a token says. Its signature holds for ever, so it is verified once; its time runs out."""
    return _ler(AccessToken, access).payload


def acesso(credencial: Credencial) -> str:
    """An access token of an account, with what every service needs to know of it."""
    token = AccessToken()
    token["sub"] = str(credencial.id_usuario)
    token.payload.update(credencial.claims())
    return str(token)


def _ler(classe: type[Token], texto: str) -> Token:
    try:
        return classe(texto)  # type: ignore[arg-type]  # the stubs want a Token, the library a str
    except TokenError as erro:
        raise NaoAutenticado(EXPIROU) from erro


def _conferir(claims: Mapping[str, Any]) -> Credencial:
    try:
        if not ha_fonte():
            return _das_claims(claims)
        credencial = credencial_atual(int(claims["sub"]))
        versao = claims["versao"]
    except (KeyError, TypeError, ValueError) as erro:
        raise NaoAutenticado from erro
    if credencial is None or not credencial.ativo or credencial.versao != versao:
        raise NaoAutenticado(MUDOU)
    return credencial


def _das_claims(claims: Mapping[str, Any]) -> Credencial:
    """Where accounts do not live: what the token says, unless the account changed since."""
    credencial = Credencial.de_claims(claims)
    if alterada_desde(credencial.id_usuario, int(claims["iat"])):
        raise NaoAutenticado(MUDOU)
    return credencial
