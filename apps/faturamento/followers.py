"""What Faturamento does when it reads a fact of an earlier app."""

from functools import partial

from apps.consulta.interface import (
    ConsultaCancelada,
    ConsultaNaoEncontrada,
    ConsultaRealizada,
    consulta_service,
)
from apps.faturamento import services
from apps.kernel.access.escopo import SISTEMA, Escopo, Papel, Vinculo
from apps.kernel.facts import Escrita, seguidor


@seguidor("faturamento", ConsultaRealizada)
def abrir_rascunho(fato: ConsultaRealizada) -> Escrita | None:
    """A consulta that happened is to be charged: billing finds its draft waiting."""
    if fato.id_clinica is None:
        return None
    try:
        consulta = consulta_service.obter(
            id_consulta=fato.id_consulta, escopo=_da_clinica(fato.id_clinica)
        )
    except ConsultaNaoEncontrada:
        return None
    return partial(services.abrir_rascunho, consulta)


@seguidor("faturamento", ConsultaCancelada)
def desfazer_rascunho(fato: ConsultaCancelada) -> Escrita:
    """What will not happen is not charged."""
    return partial(services.desfazer_rascunho, fato.id_consulta)


def _da_clinica(id_clinica: int) -> Escopo:
    """The system, in the clinic of the fact."""
    return Escopo(id_usuario=SISTEMA.id_usuario, vinculos=(Vinculo(id_clinica, Papel.SERVICO),))
