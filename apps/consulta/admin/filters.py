"""Filters of the agenda."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter, RadioFilter

from apps.consulta.models import Consulta
from apps.kernel.admin import escopo_de
from apps.kernel.time import inicio_do_dia
from apps.rede.interface import rede_service


def quando(request: HttpRequest) -> str:
    """What the agenda shows: from today on, unless one asks, searches or walks through the dates."""
    pedido = request.GET.get("quando")
    if pedido in ("por_vir", "hoje", "todas"):
        return pedido
    procura = any(nome == "q" or nome.startswith("data_hora__") for nome in request.GET)
    return "todas" if procura else "por_vir"


class Quando(RadioFilter):
    title = "quando"
    parameter_name = "quando"
    all_option = None

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self._quando = quando(request)
        super().__init__(request, *args)

    def value(self) -> str:
        return self._quando

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("por_vir", "De hoje em diante"), ("hoje", "Hoje"), ("todas", "Todas as datas")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Consulta]) -> QuerySet[Consulta]:
        hoje = timezone.localdate()
        if self._quando != "todas":
            queryset = queryset.filter(data_hora__gte=inicio_do_dia(hoje))
        if self._quando == "hoje":
            queryset = queryset.filter(data_hora__lt=inicio_do_dia(hoje + timedelta(days=1)))
        return queryset


class DoProfissional(DropdownFilter):
    title = "profissional"
    parameter_name = "id_profissional"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        escopo = escopo_de(request)
        nomes = {
            profissional.id: profissional.nome
            for clinica in sorted(escopo.clinicas())
            for profissional in rede_service.listar_profissionais(escopo=escopo, id_clinica=clinica)
        }
        return [(str(id), nome) for id, nome in nomes.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Consulta]) -> QuerySet[Consulta]:
        pedido = self.value() or ""
        return queryset.filter(id_profissional=int(pedido)) if pedido.isdecimal() else queryset
