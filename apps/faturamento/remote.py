"""Faturamento's `Protocol`, answered by its public REST API."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import inf

from django.utils import timezone

from apps.faturamento.faixas import FAIXAS
from apps.faturamento.interface import (
    Carteira,
    Faixa,
    FaturaData,
    FaturadoNoDia,
    FaturaNaoEncontrada,
)
from apps.kernel.access.escopo import Escopo
from apps.kernel.money import ZERO
from apps.kernel.neighbours import Vizinho

# No service reads invoices: only the person does, at the desk, with their own token.
vizinho = Vizinho("faturamento", FaturaNaoEncontrada, do_usuario=True)


class FaturamentoRemoto:
    def obter(self, *, id_fatura: int, escopo: Escopo) -> FaturaData:
        return vizinho.do_id(id_fatura, "/faturas", FaturaData, escopo=escopo)

    def listar(self, *, status: str, escopo: Escopo, limite: int = 200) -> Sequence[FaturaData]:
        nele = vizinho.varios("/faturas", FaturaData, escopo=escopo, status=status)
        return sorted(nele, key=lambda f: f.id)[:limite]

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[FaturaData]:
        return vizinho.primeiros(
            limite, "/faturas", FaturaData, escopo=escopo, id_paciente=id_paciente
        )

    def carteira(self, *, escopo: Escopo) -> Carteira:
        pendentes = self._no_estado("pendente", escopo)
        return Carteira(
            rascunhos=len(self._no_estado("rascunho", escopo)),
            aguardando_plano=len(self._no_estado("aguardando_plano", escopo)),
            faixas=tuple(_somar(pendentes, de, ate) for de, ate in FAIXAS),
        )

    def faturado(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[FaturadoNoDia]:
        por_dia = defaultdict(list)
        dos_dias = vizinho.varios(
            "/faturas", FaturaData, escopo=escopo, de=de.isoformat(), ate=ate.isoformat()
        )
        for fatura in dos_dias:
            if fatura.status not in ("rascunho", "cancelada"):
                por_dia[timezone.localdate(fatura.data_criacao)].append(fatura.valor_total)
        return [
            FaturadoNoDia(dia=dia, quantas=len(valores), valor=sum(valores, start=ZERO))
            for dia, valores in sorted(por_dia.items())
        ]

    def _no_estado(self, status: str, escopo: Escopo) -> list[FaturaData]:
        return list(vizinho.varios("/faturas", FaturaData, escopo=escopo, status=status))


def _somar(pendentes: Sequence[FaturaData], de_dias: int, ate_dias: int | None) -> Faixa:
    """What patients owe from the invoices of some age."""
    hoje = timezone.localdate()
    da_idade = [
        (fatura.valor_paciente or ZERO) - fatura.valor_pago
        for fatura in pendentes
        if de_dias
        <= (hoje - timezone.localdate(fatura.data_criacao)).days
        <= (ate_dias if ate_dias is not None else inf)
    ]
    return Faixa(
        de_dias=de_dias, ate_dias=ate_dias, quantas=len(da_idade), valor=sum(da_idade, start=ZERO)
    )


servico = FaturamentoRemoto()
