"""The switch for faults: which modo is on, for what share of the calls, and how late."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from flask import Response

from .campos import Campo, conferir, decimal, inteiro, opcao, url
from .json_exato import escrever
from .modos import MODOS, Caso
from .soquete import esperar

_ESQUEMA = {
    "modo": Campo(opcao(MODOS), padrao="normal"),
    "latencia_ms": Campo(inteiro(minimo=0, maximo=60_000), padrao=0),
    "taxa": Campo(decimal(maximo="1", casas=4), padrao=Decimal(1)),
    "destino": Campo(url, padrao=None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Falha:
    modo: str
    latencia_ms: int
    taxa: Decimal
    destino: str | None


SAUDAVEL = Falha(**conferir({}, _ESQUEMA))


class Painel:
    """The current Falha. It is replaced whole, so that no call sees half of a change."""

    def __init__(self, sortear: Callable[[], float] = random.random):
        self._sortear = sortear
        self.atual = SAUDAVEL

    def ligar(self, membros: dict[str, Any]) -> None:
        """Raises DadosInvalidos, and then changes nothing."""
        self.atual = Falha(**conferir(membros, _ESQUEMA))

    def desligar(self) -> None:
        self.atual = SAUDAVEL

    def responder(self, caso: Caso) -> Response:
        falha = self.da_vez()
        if falha.latencia_ms:
            esperar(falha.latencia_ms / 1000)
        return MODOS[falha.modo](replace(caso, destino=falha.destino))

    def da_vez(self) -> Falha:
        falha = self.atual
        return falha if self._sortear() < falha.taxa else SAUDAVEL

    def em_json(self) -> str:
        membros = asdict(self.atual)
        return escrever({nome: valor for nome, valor in membros.items() if valor is not None})
