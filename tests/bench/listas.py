"""Every list, search and filter of the contract over a million consultas, and the admin's pages.

Over what a network has gathered by then (`acervo`). Lists with 8 clients at once, pages one by one.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from rich.table import Table

from tests.bench import acervo, dados, medidas, relato, wrk
from tests.bench.figuras import NOSSO
from tests.bench.gente import SENHA
from tests.bench.palco import HTTPS, Palco
from tests.bench.pedidos import LIMITE
from tests.bench.perguntas import Pergunta, listas, paginas
from tests.bench.rodadas import Medida
from tests.maquina import arvore, maquina
from tests.processos import assinar

TAMANHO = 1_000_000
VEZES = 5

Dizer = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Resposta:
    """Of all rounds: the median one's p50 and the worst p99 (ms); `erros` is of any of them."""

    pergunta: Pergunta
    p50_ms: float
    p99_ms: float
    erros: int

    @property
    def passou(self) -> bool:
        return not self.erros and self.p50_ms <= self.pergunta.limite_ms


def encher(palco: Palco, tamanho: int) -> None:
    """Ours over that many consultas and all that came of them, up."""
    banco = palco.subir(NOSSO, tamanho).banco
    assert banco is not None
    dados.rodar(acervo.__name__, dados.ambiente(banco))
    dados.assentar()


def responder(palco: Palco, medida: Medida, dizer: Dizer) -> list[Resposta]:
    """Ask all of them, as many times, each round in the other order."""
    dizer("Prontuários, faturas e auditoria de uma rede inteira (alguns minutos)")
    encher(palco, TAMANHO)
    faixa = dados.faixa(TAMANHO, LIMITE, a_faturar=1)
    perguntas = list(listas(faixa, date.today()))  # noqa: DTZ011 - the local day will do
    saidas: dict[Pergunta, list[wrk.Saida]] = {pergunta: [] for pergunta in perguntas}
    dizer("Listas, aquecimento")
    for pergunta in perguntas:
        _listar(palco, pergunta, medida.aquecer)
    for rodada in range(medida.rodadas):
        dizer(f"Listas, rodada {rodada + 1} de {medida.rodadas}")
        for pergunta in perguntas if rodada % 2 == 0 else perguntas[::-1]:
            saidas[pergunta].append(_listar(palco, pergunta, medida.segundos))
    dizer("Páginas")
    return [
        *(_da_lista(pergunta, series) for pergunta, series in saidas.items()),
        *abrir(palco, TAMANHO, list(paginas(faixa))),
    ]


def _listar(palco: Palco, pergunta: Pergunta, segundos: int) -> wrk.Saida:
    pedido = {
        "caminho": pergunta.caminho.replace("%", "%%"),
        "cabecalhos": palco.cabecalhos(TAMANHO, pergunta.quem),
        "primeiro": 1,
        "quantos": 1,
        "semente": 1,
    }
    url = palco.subir(NOSSO, TAMANHO).url(pergunta.caminho)
    return wrk.rodar(url, script="ler.lua", dados=pedido, segundos=segundos, pasta=palco.pasta)


def _da_lista(pergunta: Pergunta, series: list[wrk.Saida]) -> Resposta:
    return Resposta(
        pergunta,
        p50_ms=median(saida.p50_ms for saida in series),
        p99_ms=max(saida.p99_ms for saida in series),
        erros=sum(saida.erros for saida in series),
    )


def abrir(
    palco: Palco, tamanho: int, perguntas: list[Pergunta], vezes: int = VEZES
) -> Iterator[Resposta]:
    """The median of some times that a page is opened by somebody alone, the first aside."""
    url = palco.subir(NOSSO, tamanho).url("")
    for quem in dict.fromkeys(pergunta.quem for pergunta in perguntas):
        with closing(_entrar(url, quem)) as cliente:
            for pergunta in (p for p in perguntas if p.quem == quem):
                vindas = [cliente.get(pergunta.caminho) for _ in range(vezes + 1)][1:]
                tempos = [1000 * vinda.elapsed.total_seconds() for vinda in vindas]
                erros = sum(vinda.status_code != 200 for vinda in vindas)
                yield Resposta(pergunta, median(tempos), max(tempos), erros)


def _entrar(url: str, username: str) -> httpx.Client:
    """Somebody at a browser, behind the proxy that ends TLS."""
    cliente = httpx.Client(base_url=url, headers=HTTPS, timeout=60, trust_env=False)
    assinar(cliente, username, SENHA)
    return cliente


# --- what is told of them ----------------------------------------------------------------------


def tabela(respostas: list[Resposta]) -> Table:
    tabela = Table("quem", "o quê", "p50 ms", "p99 ms", "limite", "erros", "passou")
    for r in respostas:
        tabela.add_row(
            r.pergunta.quem.removeprefix("acervo_"), r.pergunta.caminho, f"{r.p50_ms:.0f}",
            f"{r.p99_ms:.0f}", str(r.pergunta.limite_ms), str(r.erros), "sim" if r.passou else "não",
        )  # fmt: skip
    return tabela


def gravar(
    respostas: list[Resposta],
    medida: Medida,
    comando: str,
    inicio: datetime,
    antes: tuple[float, ...],
) -> Path:
    """The document of a run; its path."""
    relato.PASTA.mkdir(parents=True, exist_ok=True)
    arquivo = relato.PASTA / f"{inicio:%Y-%m-%d-%H%M}-listas.json"
    documento: dict[str, Any] = {
        "comando": comando,
        "inicio": inicio.isoformat(timespec="seconds"),
        **arvore("docs/bench"),
        "maquina": maquina(),
        "banco": dados.versao(),
        "medida": {"consultas": TAMANHO, "clientes": wrk.CONEXOES, **asdict(medida)},
        "carga_antes": list(antes),
        "carga_depois": list(medidas.carga()),
        "acima_do_limite": sum(not resposta.passou for resposta in respostas),
        "respostas": [
            {**asdict(r.pergunta), "limite_ms": r.pergunta.limite_ms, "p50_ms": round(r.p50_ms, 1),
             "p99_ms": round(r.p99_ms, 1), "erros": r.erros}
            for r in respostas
        ],
    }  # fmt: skip
    texto = json.dumps(documento, ensure_ascii=False, indent=2)
    arquivo.write_text(f"{texto}\n", encoding="utf-8")
    return arquivo
