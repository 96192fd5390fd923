"""Faturamento's `Protocol`, answered from memory."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import inf

from django.utils import timezone

from apps.faturamento.interface import (
    Carteira,
    Faixa,
    FaturaData,
    FaturadoNoDia,
    FaturaNaoEncontrada,
)
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import SemPermissao
from tests.falsos.memoria import Falso

LEEM = frozenset({Papel.RECEPCAO, Papel.FATURAMENTO, Papel.GESTOR})
IDADES: tuple[tuple[int, int | None], ...] = ((0, 30), (31, 60), (61, 90), (91, None))
ZERO = Decimal("0.00")


class FaturamentoFalso(Falso):
    def obter(self, *, id_fatura: int, escopo: Escopo) -> FaturaData:
        if not escopo.tem(LEEM):
            raise SemPermissao
        fatura = self._um(FaturaData, id_fatura, FaturaNaoEncontrada)
        if fatura.id_clinica not in escopo.clinicas():
            raise FaturaNaoEncontrada
        escopo.exigir(LEEM, fatura.id_clinica)
        return fatura

    def listar(self, *, status: str, escopo: Escopo, limite: int = 200) -> Sequence[FaturaData]:
        return [f for f in self._visiveis(escopo) if f.status == status][:limite]

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[FaturaData]:
        dele = [f for f in self._visiveis(escopo) if f.id_paciente == id_paciente]
        return dele[::-1][:limite]

    def carteira(self, *, escopo: Escopo) -> Carteira:
        visiveis = self._visiveis(escopo)
        estados = [fatura.status for fatura in visiveis]
        pendentes = [fatura for fatura in visiveis if fatura.status == "pendente"]
        return Carteira(
            rascunhos=estados.count("rascunho"),
            aguardando_plano=estados.count("aguardando_plano"),
            faixas=tuple(_faixa(pendentes, de, ate) for de, ate in IDADES),
        )

    def faturado(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[FaturadoNoDia]:
        por_dia = defaultdict(list)
        for fatura in self._visiveis(escopo):
            if de <= _dia(fatura) <= ate and fatura.status not in ("rascunho", "cancelada"):
                por_dia[_dia(fatura)].append(fatura.valor_total)
        return [
            FaturadoNoDia(dia=dia, quantas=len(valores), valor=sum(valores, start=ZERO))
            for dia, valores in sorted(por_dia.items())
        ]

    def _visiveis(self, escopo: Escopo) -> list[FaturaData]:
        """Those of the caller's clinics, oldest first."""
        clinicas = escopo.clinicas(LEEM)
        return [fatura for fatura in self._todos(FaturaData) if fatura.id_clinica in clinicas]


def _faixa(pendentes: Sequence[FaturaData], de_dias: int, ate_dias: int | None) -> Faixa:
    """What patients owe from the invoices of some age."""
    hoje = timezone.localdate()
    ate = inf if ate_dias is None else ate_dias
    faltas = [
        (fatura.valor_paciente or ZERO) - fatura.valor_pago
        for fatura in pendentes
        if de_dias <= (hoje - _dia(fatura)).days <= ate
    ]
    return Faixa(
        de_dias=de_dias, ate_dias=ate_dias, quantas=len(faltas), valor=sum(faltas, start=ZERO)
    )


def _dia(fatura: FaturaData) -> date:
    return timezone.localdate(fatura.data_criacao)
