"""JWT in and out (simplejwt): short access token, refresh token, both with the account's version."""

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from apps.kernel.access.credentials import Credencial, credencial_atual, ha_fonte
from apps.kernel.access.revocation import alterada_desde
from apps.kernel.errors import NaoAutenticado

MUDOU = "Esta conta não está mais ativa ou mudou. Entre de novo."


def emitir(credencial: Credencial) -> tuple[str, str]:
    """Access and refresh tokens of an account that has just shown its password."""
    renovacao = RefreshToken()
    renovacao["sub"] = str(credencial.id_usuario)
    renovacao["versao"] = credencial.versao
    return acesso(credencial), str(renovacao)


def renovar(refresh: str) -> str:
    """A new access token. Raises NaoAutenticado for a bad token or an account closed since."""
    token = _ler(RefreshToken, refresh)
    return acesso(_conferir(token))


def credencial_do_token(access: str) -> Credencial:
    """The account of an access token, as it is now where Rede lives, else as the token says.

    Raises NaoAutenticado for a token that is forged, expired, of another kind, or of an account
    that was closed or changed its password since.
    """
    return _conferir(_ler(AccessToken, access))


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
        raise NaoAutenticado("A sua entrada expirou ou não é válida. Entre de novo.") from erro


def _conferir(token: Token) -> Credencial:
    try:
        if not ha_fonte():
            return _das_claims(token)
        credencial = credencial_atual(int(token["sub"]))
        versao = token["versao"]
    except (KeyError, TypeError, ValueError) as erro:
        raise NaoAutenticado from erro
    if credencial is None or not credencial.ativo or credencial.versao != versao:
        raise NaoAutenticado(MUDOU)
    return credencial


def _das_claims(token: Token) -> Credencial:
    """Where accounts do not live: what the token says, unless the account changed since."""
    credencial = Credencial.de_claims(token.payload)
    if alterada_desde(credencial.id_usuario, int(token["iat"])):
        raise NaoAutenticado(MUDOU)
    return credencial
