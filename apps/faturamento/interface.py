"""The door of Faturamento: what was charged, what the plan covers, what the patient owes."""

from dataclasses import dataclass, field
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


faturamento_service: FaturamentoService = connect("faturamento")
