"""What a plano covers: pure rules over exact decimals, with no HTTP in sight."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENTAVO = Decimal("0.01")
PLANOS = ("Plano1", "Plano2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedimento:
    """A line of the table: the price of one unit, and the percentage that each plano covers."""

    valor: Decimal
    planos: Mapping[str, Decimal]

    def percentual(self, plano: str) -> Decimal:
        return self.planos.get(plano, Decimal(0))

    def cobertura_unitaria(self, plano: str) -> Decimal:
        return centavos(self.valor * self.percentual(plano) / 100)


DESCONHECIDO = Procedimento(valor=Decimal(0), planos={})

Tabela = Mapping[str, Procedimento]

SEMENTE: Tabela = {
    "CON001": Procedimento(
        valor=Decimal("7.00"), planos={"Plano1": Decimal(100), "Plano2": Decimal(80)}
    ),
    "CON002": Procedimento(valor=Decimal("50.00"), planos={"Plano1": Decimal(100)}),
    "EXA001": Procedimento(valor=Decimal("3.00"), planos={"Plano1": Decimal(100)}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pedido:
    """The question: is this procedimento covered for this patient, and how much of it?"""

    procedimento: str
    id_paciente: int
    valor: Decimal | None
    quantidade: int

    @property
    def cobranca(self) -> Decimal | None:
        """What the clinic charges in all, when it said so."""
        return None if self.valor is None else self.valor * self.quantidade


@dataclass(frozen=True, slots=True, kw_only=True)
class Cobertura:
    """The plano's answer; ``valor_coberto`` always has exactly two decimals."""

    codigo_procedimento: str
    id_paciente: int
    plano: str
    coberto: bool
    valor_coberto: Decimal


def validar(tabela: Tabela, pedido: Pedido) -> Cobertura:
    plano = plano_do_paciente(pedido.id_paciente)
    procedimento = tabela.get(pedido.procedimento, DESCONHECIDO)
    return Cobertura(
        codigo_procedimento=pedido.procedimento,
        id_paciente=pedido.id_paciente,
        plano=plano,
        coberto=procedimento.percentual(plano) > 0,
        valor_coberto=_valor_coberto(procedimento.cobertura_unitaria(plano), pedido),
    )


def plano_do_paciente(id_paciente: int) -> str:
    return "Plano1" if id_paciente % 2 else "Plano2"


def centavos(valor: Decimal) -> Decimal:
    return valor.quantize(CENTAVO, rounding=ROUND_HALF_UP)


def _valor_coberto(por_unidade: Decimal, pedido: Pedido) -> Decimal:
    total = por_unidade * pedido.quantidade
    return centavos(total if pedido.cobranca is None else min(total, pedido.cobranca))
