"""Faturamento's `Protocol`, answered from this process."""

from collections.abc import Sequence
from datetime import date

from apps.faturamento import services
from apps.faturamento.interface import Carteira, FaturaData, FaturadoNoDia
from apps.faturamento.models import Fatura
from apps.kernel.access.escopo import Escopo


class FaturamentoLocal:
    def obter(self, *, id_fatura: int, escopo: Escopo) -> FaturaData:
        return _dados(services.obter(id_fatura=id_fatura, escopo=escopo))

    def listar(self, *, status: str, escopo: Escopo, limite: int = 200) -> Sequence[FaturaData]:
        nele = services.listar(escopo=escopo, status=status)
        return [_dados(f) for f in nele.order_by("pk")[:limite]]

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[FaturaData]:
        dele = services.listar(escopo=escopo, id_paciente=id_paciente)
        return [_dados(f) for f in dele.order_by("-pk")[:limite]]

    def carteira(self, *, escopo: Escopo) -> Carteira:
        return services.carteira(escopo=escopo)

    def faturado(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[FaturadoNoDia]:
        return services.faturado(escopo=escopo, de=de, ate=ate)


def _dados(fatura: Fatura) -> FaturaData:
    return FaturaData(
        id=fatura.pk,
        id_consulta=fatura.id_consulta,
        id_paciente=fatura.id_paciente,
        id_clinica=fatura.id_clinica,
        paciente=fatura.paciente,
        valor_total=fatura.valor_total,
        valor_coberto=fatura.valor_coberto,
        valor_paciente=fatura.valor_paciente,
        valor_pago=fatura.valor_pago,
        status=fatura.status,
        data_consulta=fatura.data_consulta,
        data_criacao=fatura.data_criacao,
    )


servico = FaturamentoLocal()
