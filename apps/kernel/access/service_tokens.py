"""How a service shows that it is one, and on whose behalf it asks.

A JWT of minutes, signed with the services' own key: `aud` is the service asked, `act` the person
(or the system) for whom, with roles and clinics, so that the answer is the one they would get.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from django.conf import settings

from apps.kernel.access.escopo import Escopo, Papel, Vinculo
from apps.kernel.errors import NaoAutenticado

TIPO = "servico+jwt"
"""Of the header `typ`: tells these from a user's before any key is tried."""
EMISSOR = "vidasaude-servicos"
VALIDADE = timedelta(minutes=2)
ALGORITMO = "HS256"


def emitir(*, para: str, escopo: Escopo) -> str:
    """A token with which to ask the service `para` on behalf of `escopo`."""
    agora = datetime.now(UTC)
    claims = {
        "iss": EMISSOR,
        "aud": para,
        "iat": agora,
        "exp": agora + VALIDADE,
        "act": {
            "sub": str(escopo.id_usuario),
            "profissional": escopo.id_profissional,
            "super": escopo.superusuario,
            "vinculos": [[v.id_clinica, v.papel.value] for v in escopo.vinculos],
        },
    }
    return jwt.encode(claims, settings.CHAVE_SERVICO, ALGORITMO, headers={"typ": TIPO})


def e_de_servico(token: str) -> bool:
    """True when a token says that it is a service's; `ler` says whether that is so."""
    return _diz_ser_de_servico(token.partition(".")[0])


@lru_cache(maxsize=16)
def _diz_ser_de_servico(cabecalho: str) -> bool:
    """By the header alone, of which ours have two: whatever strangers send is not kept for long."""
    try:
        return jwt.get_unverified_header(f"{cabecalho}..").get("typ") == TIPO
    except jwt.InvalidTokenError:
        return False


def ler(token: str, *, daqui: list[str]) -> Escopo:
    """On whose behalf a service asks one of the services that live here.

    Raises NaoAutenticado for a token that is forged, expired or meant for another service.
    """
    try:
        claims = jwt.decode(
            token,
            settings.CHAVE_SERVICO,
            algorithms=[ALGORITMO],
            audience=daqui,
            issuer=EMISSOR,
            options={"require": ["exp", "aud", "iss", "act"]},
        )
        return _escopo(claims["act"])
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as erro:
        raise NaoAutenticado("O serviço que pergunta não se identificou.") from erro


def _escopo(act: dict[str, Any]) -> Escopo:
    return Escopo(
        id_usuario=int(act["sub"]),
        vinculos=tuple(Vinculo(int(clinica), Papel(papel)) for clinica, papel in act["vinculos"]),
        id_profissional=act["profissional"],
        superusuario=act["super"],
    )
