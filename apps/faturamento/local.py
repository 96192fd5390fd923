"""Faturamento's `Protocol`, answered from this process."""

from apps.faturamento import services
from apps.faturamento.interface import FaturaData
from apps.kernel.access.escopo import Escopo


class FaturamentoLocal:
    def obter(self, *, id_fatura: int, escopo: Escopo) -> FaturaData:
        fatura = services.obter(id_fatura=id_fatura, escopo=escopo)
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
        )


servico = FaturamentoLocal()
