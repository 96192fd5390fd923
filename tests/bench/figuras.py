"""What is compared and what was measured. Pure data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

FLASK, FASTAPI, DRF, PSYCOPG, NOSSO, SEM_ENTRADA, LENTO = (
    "flask", "fastapi", "drf", "psycopg", "nosso", "nosso_sem_entrada", "nosso_lento",
)  # fmt: skip
PARES = (FLASK, FASTAPI, DRF, PSYCOPG, NOSSO, SEM_ENTRADA)
"""Those of a run; the slowed build is the control's alone."""

PACIENTE, CONSULTAS, PAGINA_1, PAGINA_1000, CRIAR, FATURA = (
    "paciente", "consultas", "pagina_1", "pagina_1000", "criar", "fatura",
)  # fmt: skip
OPERACOES = {
    PACIENTE: "GET /pacientes/id",
    CONSULTAS: "GET /consultas/paciente/id",
    PAGINA_1: "GET /consultas, página 1",
    PAGINA_1000: "GET /consultas, página 1.000",
    CRIAR: "POST /consultas",
    FATURA: "POST /faturas, plano a 50 ms",
}


def milhares(n: int) -> str:
    return f"{n:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Corredor:
    """A peer over some number of rows, asked one thing."""

    par: str
    tamanho: int
    operacao: str

    @property
    def nome(self) -> str:
        return f"{self.par} com {milhares(self.tamanho)} linhas"


@dataclass(frozen=True, slots=True)
class Disputa:
    """Who runs against whom, in alternating order."""

    nome: str
    titulo: str
    corredores: tuple[Corredor, ...]

    @property
    def escreve(self) -> bool:
        """True when it leaves more rows than it found: its databases are of no use to the next."""
        return any(corredor.operacao == CRIAR for corredor in self.corredores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rodada:
    """One round of one runner. CPU is in µs of a request; `alheia` is others' share of the machine."""

    req_s: float
    p50_ms: float
    p99_ms: float
    pedidos: int
    erros: int = 0
    cpu_app_us: float | None = None
    cpu_pg_us: float | None = None
    alheia: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Memoria:
    """PSS of a peer's processes, in MB: of the largest worker, and of all of them together."""

    trabalhador: float
    total: float


@dataclass
class Resultados:
    """Rounds by contest (its name) and runner; memory by peer and size, after its last round."""

    rodadas: dict[str, dict[Corredor, list[Rodada]]] = field(default_factory=dict)
    memoria: dict[tuple[str, int], Memoria] = field(default_factory=dict)
    descartadas: list[str] = field(default_factory=list)
    """Contests that were held again, and what had disturbed them."""

    def descartar(self, disputa: str, motivos: Sequence[str]) -> None:
        """Forget the rounds of a contest, whoever won."""
        del self.rodadas[disputa]
        self.descartadas += motivos

    def so(self, disputa: str) -> "Resultados":
        """Those of one contest."""
        return Resultados({disputa: self.rodadas[disputa]})

    def guardar(self, disputa: str, corredor: Corredor, rodada: Rodada) -> None:
        self.rodadas.setdefault(disputa, {}).setdefault(corredor, []).append(rodada)

    def series(self) -> Iterator[tuple[str, Corredor, list[Rodada]]]:
        """Every runner of every contest, with its rounds."""
        for disputa, series in self.rodadas.items():
            for corredor, rodadas in series.items():
                yield disputa, corredor, rodadas

    def serie(self, disputa: str, par: str, tamanho: int, operacao: str) -> list[Rodada]:
        """The rounds of a runner; none when it did not run."""
        return self.rodadas.get(disputa, {}).get(Corredor(par, tamanho, operacao), [])


def razoes(de: Sequence[Rodada], por: Sequence[Rodada], figura: str = "req_s") -> list[float]:
    """The ratio of a figure within each round, which is all that one machine can tell."""
    return [
        getattr(a, figura) / getattr(b, figura)
        for a, b in zip(de, por, strict=False)
        if getattr(b, figura)
    ]


def mediana(valores: Sequence[float]) -> float | None:
    return median(valores) if valores else None
