"""The chart of a run: for each contest with A, a bar a peer, as high as its ratio to A."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from tests.bench.figuras import (
    DRF,
    FASTAPI,
    FLASK,
    NOSSO,
    OPERACOES,
    PSYCOPG,
    SEM_ENTRADA,
    milhares,
)

if TYPE_CHECKING:
    from tests.bench.relato import Linha

CORES = {
    FLASK: "#9ca3af", FASTAPI: "#0d9488", DRF: "#b45309", PSYCOPG: "#4b5563", NOSSO: "#2563eb",
    SEM_ENTRADA: "#93c5fd",
}  # fmt: skip
NOMES = {
    FLASK: "A: Flask em memória", FASTAPI: "FastAPI + asyncpg", DRF: "DRF comum",
    PSYCOPG: "psycopg puro", NOSSO: "Vida+ Saúde", SEM_ENTRADA: "Vida+ Saúde sem entrada",
}  # fmt: skip
LARGURA, ESQUERDA, BARRA, VAO, TOPO = 860, 220, 18, 4, 70
COMPRIMENTO = LARGURA - ESQUERDA - 90

MOLDE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largura} {altura}" role="img" \
aria-label="{titulo}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="28" font-size="17" font-weight="600" fill="#111827">{titulo}</text>
<text x="16" y="50" fill="#4b5563">{subtitulo}</text>
{corpo}
</svg>
"""
GRUPO = '<text x="16" y="{y}" font-weight="600" fill="#111827">{texto}</text>'
FAIXA = """\
<text x="{esquerda}" y="{base}" text-anchor="end" fill="#374151">{nome}</text>
<rect x="{inicio}" y="{y}" width="{comprimento:.1f}" height="{barra}" rx="2" fill="{cor}"/>
<text x="{depois:.1f}" y="{base}" fill="#111827">{valor} ×</text>"""


def desenhar(linhas: Sequence["Linha"], quando: datetime) -> str:
    grupos: dict[tuple[str, int], list[Linha]] = {}
    for linha in linhas:
        if linha.razao is not None:
            grupos.setdefault((linha.corredor.operacao, linha.corredor.tamanho), []).append(linha)
    corpo, altura = [], TOPO
    for (operacao, tamanho), barras in grupos.items():
        corpo.append(GRUPO.format(y=altura + 12, texto=_titulo(operacao, tamanho)))
        altura += 22
        corpo += _barras(barras, altura)
        altura += len(barras) * (BARRA + VAO) + 18
    return MOLDE.format(
        largura=LARGURA,
        altura=altura,
        titulo="Pedidos por segundo, em vezes os serviços Flask",
        subtitulo=f"{quando:%d/%m/%Y %H:%M} · mediana das rodadas · mais comprido é melhor",
        corpo="\n".join(corpo),
    )


def _titulo(operacao: str, tamanho: int) -> str:
    return escape(f"{OPERACOES[operacao]} · {milhares(tamanho)} consultas")


def _barras(barras: Sequence["Linha"], topo: int) -> Iterator[str]:
    maior = max(linha.razao or 0 for linha in barras)
    for n, linha in enumerate(barras):
        razao, y = linha.razao or 0, topo + n * (BARRA + VAO)
        comprimento = max(COMPRIMENTO * razao / maior, 1) if maior else 1
        yield FAIXA.format(
            esquerda=ESQUERDA - 8,
            inicio=ESQUERDA,
            y=y,
            base=y + BARRA - 5,
            barra=BARRA,
            comprimento=comprimento,
            depois=ESQUERDA + comprimento + 6,
            nome=escape(NOMES[linha.corredor.par]),
            cor=CORES[linha.corredor.par],
            valor=f"{razao:.2f}".replace(".", ","),
        )
