"""The door of Faturamento: what was charged, what the plan covers, what the patient owes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import connect
from apps.kernel.errors import Conflito, NaoEncontrado


@dataclass(frozen=True, slots=True, kw_only=True)
class FaturaData:
    id: int
    id_consulta: int
    id_paciente: int
    id_clinica: int
    paciente: str = field(repr=False)
    valor_total: Decimal
    valor_coberto: Decimal | None
    valor_paciente: Decimal | None
    valor_pago: Decimal
    status: str
    data_consulta: datetime
    data_criacao: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Faixa:
    """What patients owe from invoices of some age, in whole days since the issue."""

    de_dias: int
    ate_dias: int | None
    """None for the oldest, which have no end."""
    quantas: int
    valor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Carteira:
    """What is open: drafts, invoices at the plan's, and what patients owe by age (ageing)."""

    rascunhos: int
    aguardando_plano: int
    faixas: tuple[Faixa, ...]

    @property
    def pendentes(self) -> int:
        return sum(faixa.quantas for faixa in self.faixas)

    @property
    def a_receber(self) -> Decimal:
        return sum((faixa.valor for faixa in self.faixas), start=Decimal("0.00"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FaturadoNoDia:
    """What the invoices of a local day charged, neither drafts nor cancelled."""

    dia: date
    quantas: int
    valor: Decimal


class FaturaNaoEncontrada(NaoEncontrado):
    codigo = "fatura_nao_encontrada"
    titulo = "Fatura não encontrada"
    detalhe_padrao = "Não há fatura com este número ao seu alcance."


class ConsultaInativa(Conflito):
    codigo = "consulta_inativa"
    titulo = "Consulta inativa"
    detalhe_padrao = "A consulta foi cancelada ou o paciente faltou."


class FaturaExistente(Conflito):
    codigo = "fatura_existente"
    titulo = "Fatura existente"
    detalhe_padrao = "Esta consulta já tem uma fatura ativa."


class AguardandoPlano(Conflito):
    codigo = "aguardando_plano"
    titulo = "Aguardando o plano"
    detalhe_padrao = "O plano ainda não respondeu sobre todos os procedimentos."


class FaturaPaga(Conflito):
    codigo = "fatura_paga"
    titulo = "Fatura paga"
    detalhe_padrao = "A fatura já está paga."


class FaturaCancelada(Conflito):
    codigo = "fatura_cancelada"
    titulo = "Fatura cancelada"
    detalhe_padrao = "A fatura foi cancelada."


class FaturaRascunho(Conflito):
    codigo = "fatura_rascunho"
    titulo = "Fatura em rascunho"
    detalhe_padrao = "A fatura ainda é um rascunho; emita-a antes."


class ItemDecidido(Conflito):
    codigo = "item_decidido"
    titulo = "Item já decidido"
    detalhe_padrao = "Não há item pendente com este código."


class FaturamentoService(Protocol):
    def obter(self, *, id_fatura: int, escopo: Escopo) -> FaturaData:
        """Raises FaturaNaoEncontrada, SemPermissao."""
        ...

    def listar(self, *, status: str, escopo: Escopo, limite: int = 200) -> Sequence[FaturaData]:
        """Those in a state within the caller's reach, oldest first."""
        ...

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[FaturaData]:
        """The newest of a patient within the caller's reach, newest first."""
        ...

    def carteira(self, *, escopo: Escopo) -> Carteira:
        """What is open in the caller's clinics today."""
        ...

    def faturado(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[FaturadoNoDia]:
        """By local day of issue, both included; a day without invoices is absent."""
        ...


faturamento_service: FaturamentoService = connect("faturamento")
