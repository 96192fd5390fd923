"""What to reach: each gate and goal, and what a run says of it. Pure arithmetic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from tests.bench.figuras import (
    CONSULTAS,
    CRIAR,
    DRF,
    FASTAPI,
    FATURA,
    FLASK,
    LENTO,
    NOSSO,
    OPERACOES,
    PACIENTE,
    PAGINA_1,
    PAGINA_1000,
    SEM_ENTRADA,
    Corredor,
    Resultados,
    Rodada,
    mediana,
    razoes,
)

ALHEIA_MAXIMA = 0.10
"""Share of the machine that others may take."""
OSCILACAO_MAXIMA = 1.5
"""Between the best and the worst round of A."""
VISIVEL_US = 4_000
"""Of the 5 ms of CPU that the slowed build burns in each request."""

BASE, ENTRADA, CEM_MIL, ESCALA, PAGINAS, CONTROLE = (
    "base",
    "entrada",
    "cem_mil",
    "escala",
    "paginas",
    "controle",
)
"""Contests: with the peers; ours without sign-in; with A over ten times the rows; ours with itself
over a hundred times, and far down a list; the slowed build with ours and A."""


def nome_da_disputa(bloco: str, operacao: str) -> str:
    return f"{bloco}:{operacao}"


@dataclass(frozen=True, slots=True)
class Tamanhos:
    """Numbers of consultas, from the usual to the many; None is not measured."""

    base: int
    medio: int | None = None
    grande: int | None = None


Medir = Callable[[Resultados, Tamanhos], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """One line of the table: `portao` must hold, `alvo` is wanted."""

    nome: str
    portao: float
    alvo: float
    medir: Medir
    ao_menos: bool = True
    """True when more is better; else the figures are limits from above."""

    def alcanca(self, valor: float, limite: float) -> bool:
        return valor >= limite if self.ao_menos else valor <= limite


@dataclass(frozen=True, slots=True, kw_only=True)
class Veredito:
    """What a run says of a goal; `valor` is None when what it needs did not run."""

    meta: Meta
    valor: float | None

    @property
    def passou(self) -> bool | None:
        return None if self.valor is None else self.meta.alcanca(self.valor, self.meta.portao)

    @property
    def chegou(self) -> bool | None:
        return None if self.valor is None else self.meta.alcanca(self.valor, self.meta.alvo)


def julgar(resultados: Resultados, tamanhos: Tamanhos) -> list[Veredito]:
    return [Veredito(meta=meta, valor=meta.medir(resultados, tamanhos)) for meta in METAS]


def erros(resultados: Resultados) -> list[str]:
    """Answers that were not 2xx: the row says nothing."""
    return [
        f"{disputa}: {quantos} respostas de {corredor.nome} não foram 2xx"
        for disputa, corredor, rodadas in resultados.series()
        if (quantos := sum(rodada.erros for rodada in rodadas))
    ]


def perturbacoes(resultados: Resultados) -> list[str]:
    """Why figures do not count: others' load, or a machine that wavers under A."""
    return [
        f"{disputa}: {motivo}"
        for disputa, corredor, rodadas in resultados.series()
        for motivo in (*_carga_alheia(corredor, rodadas), *_oscilacao(corredor, rodadas))
    ]


def _carga_alheia(corredor: Corredor, rodadas: Sequence[Rodada]) -> Iterator[str]:
    alheia = fmean(rodada.alheia for rodada in rodadas)
    if alheia > ALHEIA_MAXIMA:
        yield f"outros usaram {alheia:.0%} da máquina na vez de {corredor.nome}"


def _oscilacao(corredor: Corredor, rodadas: Sequence[Rodada]) -> Iterator[str]:
    if corredor.par != FLASK or rodadas[0].pedidos == 1:  # one request alone may be late
        return
    ritmos = [rodada.req_s for rodada in rodadas]
    if max(ritmos) > OSCILACAO_MAXIMA * min(ritmos):
        yield f"{corredor.nome} foi de {min(ritmos):.0f} a {max(ritmos):.0f} pedidos por segundo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """What a run makes of a build with a known brake on: its gate's verdict, and the CPU it sees."""

    veredito: Veredito
    a_mais_us: float | None
    """App CPU of a request, over that of ours as it is."""

    @property
    def visto(self) -> bool:
        viu = self.a_mais_us is not None and self.a_mais_us >= VISIVEL_US
        return viu and self.veredito.passou is False


def controlar(resultados: Resultados, tamanhos: Tamanhos) -> Controle:
    """The slowed build must fail the gate of its operation, and by what was put on it."""
    lento, nosso, de_a = (
        resultados.serie(CONTROLE, par, tamanhos.base, PACIENTE) for par in (LENTO, NOSSO, FLASK)
    )
    meta = next(meta for meta in METAS if meta.nome == f"{OPERACOES[PACIENTE]} ÷ A")
    cpu = [
        com.cpu_app_us - sem.cpu_app_us
        for com, sem in zip(lento, nosso, strict=True)
        if com.cpu_app_us is not None and sem.cpu_app_us is not None
    ]
    return Controle(
        veredito=Veredito(meta=meta, valor=mediana(razoes(lento, de_a))), a_mais_us=mediana(cpu)
    )


# --- how each figure is made of the rounds -----------------------------------------------------


def contra(par: str, operacao: str, *, medio: bool = False, figura: str = "req_s") -> Medir:
    """Ours ÷ a peer, median of the ratios within each round."""

    def medir(resultados: Resultados, tamanhos: Tamanhos) -> float | None:
        tamanho = tamanhos.medio if medio else tamanhos.base
        disputa = nome_da_disputa(CEM_MIL if medio else BASE, operacao)
        if tamanho is None:
            return None
        de, por = (resultados.serie(disputa, p, tamanho, operacao) for p in (NOSSO, par))
        return mediana(razoes(de, por, figura))

    return medir


def com_mais_linhas(operacao: str) -> Medir:
    """p99 of ours at the largest size ÷ at the usual one."""

    def medir(resultados: Resultados, tamanhos: Tamanhos) -> float | None:
        if tamanhos.grande is None:
            return None
        disputa = nome_da_disputa(ESCALA, operacao)
        de, por = (
            resultados.serie(disputa, NOSSO, tamanho, operacao)
            for tamanho in (tamanhos.grande, tamanhos.base)
        )
        return mediana(razoes(de, por, "p99_ms"))

    return medir


def _pagina_distante(resultados: Resultados, tamanhos: Tamanhos) -> float | None:
    if tamanhos.grande is None:
        return None
    longe, perto = (
        resultados.serie(PAGINAS, NOSSO, tamanhos.grande, operacao)
        for operacao in (PAGINA_1000, PAGINA_1)
    )
    return mediana(razoes(longe, perto))


def _com_entrada(resultados: Resultados, tamanhos: Tamanhos) -> float | None:
    de, por = (
        resultados.serie(ENTRADA, par, tamanhos.base, PACIENTE) for par in (NOSSO, SEM_ENTRADA)
    )
    return mediana(razoes(de, por))


def _memoria(resultados: Resultados, tamanhos: Tamanhos) -> float | None:
    usada = resultados.memoria.get((NOSSO, tamanhos.base))
    return usada.trabalhador if usada else None


METAS = (
    Meta(nome="POST /consultas ÷ A", portao=1.8, alvo=4.5, medir=contra(FLASK, CRIAR)),
    Meta(nome="POST /consultas ÷ FastAPI + asyncpg", portao=0.5, alvo=1, medir=contra(FASTAPI, CRIAR)),
    Meta(nome="GET /pacientes/id ÷ A", portao=1.3, alvo=2.5, medir=contra(FLASK, PACIENTE)),
    Meta(nome="GET /consultas/paciente/id ÷ A", portao=1.5, alvo=2.5, medir=contra(FLASK, CONSULTAS)),
    *(
        Meta(nome=f"{OPERACOES[o]} ÷ DRF comum", portao=2, alvo=4, medir=contra(DRF, o))
        for o in (CRIAR, PACIENTE, CONSULTAS)
    ),
    *(
        Meta(nome=f"{OPERACOES[o]} ÷ A, com dez vezes as linhas", portao=4, alvo=6,
             medir=contra(FLASK, o, medio=True))
        for o in (CRIAR, PACIENTE, CONSULTAS)
    ),
    *(
        Meta(nome=f"p99 de {OPERACOES[o]} com o maior ÷ com o menor tamanho", portao=1.3, alvo=1.1,
             ao_menos=False, medir=com_mais_linhas(o))
        for o in (CONSULTAS, CRIAR)
    ),
    Meta(nome="página 1.000 ÷ página 1", portao=0.8, alvo=0.95, medir=_pagina_distante),
    Meta(nome="p50 de POST /faturas, plano a 50 ms ÷ A", portao=0.40, alvo=0.33, ao_menos=False,
         medir=contra(FLASK, FATURA, figura="p50_ms")),
    Meta(nome="GET com entrada ÷ sem entrada", portao=0.8, alvo=0.9, medir=_com_entrada),
    Meta(nome="memória de um trabalhador (PSS, MB)", portao=110, alvo=75, ao_menos=False, medir=_memoria),
)  # fmt: skip
