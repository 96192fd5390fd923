"""The first page: what each role does today, from what the apps answer."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.admin import escopo_de
from apps.kernel.admin.menu import painel
from apps.mesa.inicio import faturamento, gestor, profissional, recepcao
from apps.mesa.perguntas import no_papel, tentar
from apps.rede.interface import rede_service

QUADROS: Mapping[Papel, Callable[[Escopo], Any]] = {
    Papel.RECEPCAO: recepcao.montar,
    Papel.PROFISSIONAL: profissional.montar,
    Papel.FATURAMENTO: faturamento.montar,
    Papel.GESTOR: gestor.montar,
}
"""In the order of the page; whoever has several roles sees each."""


def montar(request: HttpRequest, contexto: dict[str, Any]) -> dict[str, Any]:
    """Unfold's `DASHBOARD_CALLBACK`: the caller's panels, and the cards of the menu."""
    escopo = escopo_de(request)
    quadros = [
        montar_quadro(no_papel(escopo, papel))
        for papel, montar_quadro in QUADROS.items()
        if papel in escopo.papeis
    ]
    clinicas = tentar(lambda: _nomes_das_clinicas(escopo)) or {}
    return painel(request, contexto) | {
        "quadros": quadros,
        "clinicas": clinicas,
        "varias_clinicas": len(escopo.clinicas()) > 1,
    }


def _nomes_das_clinicas(escopo: Escopo) -> dict[int, str]:
    ids = sorted(escopo.clinicas())
    if not ids:
        return {}
    achadas = rede_service.obter_clinicas(ids=ids, escopo=escopo)
    return {id: achadas[id].nome for id in ids if id in achadas}
