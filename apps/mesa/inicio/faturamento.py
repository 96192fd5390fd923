"""Billing's desk: what waits for the plan, what is to be issued, what patients owe and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from apps.faturamento.interface import Carteira, Faixa, FaturaData, faturamento_service
from apps.kernel.access.escopo import Escopo
from apps.mesa.grafico import em_escala
from apps.mesa.perguntas import tentar

MAIS_ANTIGAS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Barra:
    faixa: Faixa
    largura: int
    """Percentage of the longest."""

    @property
    def rotulo(self) -> str:
        de, ate = self.faixa.de_dias, self.faixa.ate_dias
        return f"Mais de {de - 1} dias" if ate is None else f"{de} a {ate} dias"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faturamento:
    modelo: ClassVar[str] = "mesa/inicio/faturamento.html"

    carteira: Carteira | None
    barras: Sequence[Barra]
    aguardando: Sequence[FaturaData] | None
    """Those that have waited longest for the plan."""
    rascunhos: Sequence[FaturaData] | None
    """Of consultas that happened and were not charged yet, the oldest."""


def montar(escopo: Escopo) -> Faturamento:
    """What is open in the caller's clinics, in three questions."""
    carteira = tentar(lambda: faturamento_service.carteira(escopo=escopo))
    return Faturamento(
        carteira=carteira,
        barras=[] if carteira is None else _barras(carteira),
        aguardando=tentar(lambda: _mais_antigas("aguardando_plano", escopo)),
        rascunhos=tentar(lambda: _mais_antigas("rascunho", escopo)),
    )


def _barras(carteira: Carteira) -> list[Barra]:
    larguras = em_escala([faixa.valor for faixa in carteira.faixas])
    return [
        Barra(faixa=faixa, largura=largura)
        for faixa, largura in zip(carteira.faixas, larguras, strict=True)
    ]


def _mais_antigas(status: str, escopo: Escopo) -> Sequence[FaturaData]:
    return faturamento_service.listar(status=status, escopo=escopo, limite=MAIS_ANTIGAS)
