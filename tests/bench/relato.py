"""What a run leaves: tables in the terminal, a JSON document and a chart beside it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bancos import RAIZ
from tests.bench import grafico
from tests.bench.figuras import FLASK, Corredor, Resultados, Rodada, mediana, milhares, razoes
from tests.bench.metas import Veredito
from tests.maquina import arvore, maquina

PASTA = RAIZ / "docs" / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linha:
    """A runner of a contest, summed up: medians of its rounds; the ratio to A is within each."""

    disputa: str
    corredor: Corredor
    req_s: float
    razoes: Sequence[float]
    p50_ms: float
    p99_ms: float
    cpu_app_us: float | None
    cpu_pg_us: float | None
    alheia: float
    pedidos: int
    erros: int

    @property
    def razao(self) -> float | None:
        return mediana(self.razoes)


def linhas(resultados: Resultados) -> list[Linha]:
    return [
        Linha(
            disputa=disputa,
            corredor=corredor,
            req_s=_do_meio(rodadas, "req_s") or 0.0,
            razoes=razoes(
                rodadas, resultados.serie(disputa, FLASK, corredor.tamanho, corredor.operacao)
            ),
            p50_ms=_do_meio(rodadas, "p50_ms") or 0.0,
            p99_ms=_p99(rodadas),
            cpu_app_us=_do_meio(rodadas, "cpu_app_us"),
            cpu_pg_us=_do_meio(rodadas, "cpu_pg_us"),
            alheia=fmean(rodada.alheia for rodada in rodadas),
            pedidos=sum(rodada.pedidos for rodada in rodadas),
            erros=sum(rodada.erros for rodada in rodadas),
        )
        for disputa, corredor, rodadas in resultados.series()
    ]


def _do_meio(rodadas: Sequence[Rodada], figura: str) -> float | None:
    return mediana([v for rodada in rodadas if (v := getattr(rodada, figura)) is not None])


def _p99(rodadas: Sequence[Rodada]) -> float:
    """Of rounds of one request each, the slowest: they are too few to have a hundredth."""
    if rodadas[0].pedidos == 1:
        return max(rodada.p99_ms for rodada in rodadas)
    return _do_meio(rodadas, "p99_ms") or 0.0


# --- in the terminal ---------------------------------------------------------------------------


def mostrar(console: Console, resultados: Resultados, vereditos: Sequence[Veredito]) -> None:
    console.print(_tabela_das_figuras(resultados))
    console.print(_tabela_da_memoria(resultados))
    console.print(_tabela_das_metas(vereditos))


def _tabela_das_figuras(resultados: Resultados) -> Table:
    tabela = Table(title="Medianas das rodadas (app, pg: CPU de um pedido; alheia: a dos outros)")
    for titulo in ("disputa", "quem"):
        tabela.add_column(titulo, no_wrap=True)
    titulos = (
        "req/s",
        "÷ A (mín–máx)",
        "p50 ms",
        "p99 ms",
        "CPU app µs",
        "CPU pg µs",
        "alheia",
        "erros",
    )
    for titulo in titulos:
        tabela.add_column(titulo, justify="right", no_wrap=True)
    anterior = ""
    for linha in linhas(resultados):
        if anterior and linha.disputa != anterior:
            tabela.add_section()
        nome = "" if linha.disputa == anterior else linha.disputa
        anterior = linha.disputa
        quem = f"{linha.corredor.par} {milhares(linha.corredor.tamanho)}"
        tabela.add_row(
            nome, quem, f"{linha.req_s:.1f}", _faixa(linha), f"{linha.p50_ms:.2f}",
            f"{linha.p99_ms:.2f}", _numero(linha.cpu_app_us), _numero(linha.cpu_pg_us),
            f"{linha.alheia:.0%}", str(linha.erros),
        )  # fmt: skip
    return tabela


def _faixa(linha: Linha) -> str:
    if linha.razao is None:
        return "–"
    return f"{linha.razao:.2f} ({min(linha.razoes):.2f}–{max(linha.razoes):.2f})"


def _numero(valor: float | None) -> str:
    return "–" if valor is None else f"{valor:.0f}"


def _tabela_da_memoria(resultados: Resultados) -> Table:
    tabela = Table("quem", title="Memória depois da carga (PSS, MB)")
    for titulo in ("maior trabalhador", "todos os processos"):
        tabela.add_column(titulo, justify="right")
    for (par, tamanho), uso in sorted(resultados.memoria.items()):
        quem = f"{par} {milhares(tamanho)}"
        tabela.add_row(quem, f"{uso.trabalhador:.1f}", f"{uso.total:.1f}")
    return tabela


def _tabela_das_metas(vereditos: Sequence[Veredito]) -> Table:
    tabela = Table("meta", title="O que alcançar")
    for titulo in ("portão", "alvo", "valor", "portão?", "alvo?"):
        tabela.add_column(titulo, justify="right")
    for veredito in vereditos:
        meta = veredito.meta
        sinal = "≥" if meta.ao_menos else "≤"
        valor = "não medido" if veredito.valor is None else f"{veredito.valor:.2f}"
        tabela.add_row(
            meta.nome, f"{sinal} {meta.portao:g}", f"{sinal} {meta.alvo:g}", valor,
            _dito(veredito.passou), _dito(veredito.chegou),
        )  # fmt: skip
    return tabela


def _dito(resposta: bool | None) -> str:
    return {None: "–", True: "[green]sim[/]", False: "[red]não[/]"}[resposta]


# --- in docs/bench -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Circunstancias:
    """Of a run: what was asked for, where and when, and why its figures may not count."""

    comando: str
    inicio: datetime
    tamanhos: Sequence[int]
    rodadas: int
    segundos: int
    banco: dict[str, str]
    carga_antes: Sequence[float]
    carga_depois: Sequence[float]
    defeitos: Sequence[str]


def gravar(
    circunstancias: Circunstancias,
    resultados: Resultados,
    vereditos: Sequence[Veredito],
    pasta: Path = PASTA,
) -> Path:
    """The document and the chart; the document's path."""
    pasta.mkdir(parents=True, exist_ok=True)
    nome = circunstancias.inicio.strftime("%Y-%m-%d-%H%M")
    arquivo = pasta / f"{nome}.json"
    conteudo = documento(circunstancias, resultados, vereditos)
    texto = json.dumps(conteudo, ensure_ascii=False, indent=2, default=str)
    arquivo.write_text(f"{texto}\n", encoding="utf-8")
    desenho = grafico.desenhar(linhas(resultados), circunstancias.inicio)
    (pasta / f"{nome}.svg").write_text(desenho, encoding="utf-8")
    return arquivo


def documento(
    circunstancias: Circunstancias, resultados: Resultados, vereditos: Sequence[Veredito]
) -> dict[str, Any]:
    return {
        "comando": circunstancias.comando,
        "inicio": circunstancias.inicio.isoformat(timespec="seconds"),
        **arvore("docs/bench"),
        "maquina": maquina(),
        "banco": circunstancias.banco,
        "medida": {
            "tamanhos": list(circunstancias.tamanhos),
            "rodadas": circunstancias.rodadas,
            "segundos": circunstancias.segundos,
        },
        "carga_antes": list(circunstancias.carga_antes),
        "carga_depois": list(circunstancias.carga_depois),
        "valida": not circunstancias.defeitos,
        "defeitos": list(circunstancias.defeitos),
        "descartadas": resultados.descartadas,
        "metas": [_meta(veredito) for veredito in vereditos],
        "memoria": [
            {"par": par, "tamanho": tamanho, **_curta(asdict(uso))}
            for (par, tamanho), uso in resultados.memoria.items()
        ],
        "resumo": [_resumo(linha) for linha in linhas(resultados)],
        "rodadas": [
            {"disputa": disputa, **asdict(corredor), "n": n, **_curta(asdict(rodada))}
            for disputa, corredor, rodadas in resultados.series()
            for n, rodada in enumerate(rodadas, 1)
        ],
    }


def _meta(veredito: Veredito) -> dict[str, Any]:
    meta = veredito.meta
    return {
        "nome": meta.nome,
        "sentido": "ao menos" if meta.ao_menos else "no máximo",
        "portao": meta.portao,
        "alvo": meta.alvo,
        "valor": None if veredito.valor is None else round(veredito.valor, 3),
        "passou": veredito.passou,
        "chegou": veredito.chegou,
    }


def _resumo(linha: Linha) -> dict[str, Any]:
    razoes = [round(razao, 3) for razao in linha.razoes]
    figuras = {
        nome: getattr(linha, nome)
        for nome in ("req_s", "p50_ms", "p99_ms", "cpu_app_us", "cpu_pg_us", "alheia")
    }
    return {
        "disputa": linha.disputa,
        **asdict(linha.corredor),
        **_curta(figuras),
        "razao_a_A": {"min": min(razoes), "mediana": round(linha.razao or 0, 3), "max": max(razoes)}
        if razoes
        else None,
        "pedidos": linha.pedidos,
        "erros": linha.erros,
    }


def _curta(figuras: dict[str, Any]) -> dict[str, Any]:
    return {n: round(v, 3) if isinstance(v, float) else v for n, v in figuras.items()}
