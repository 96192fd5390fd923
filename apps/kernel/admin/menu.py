"""The sidebar and the first page: what the caller may do, grouped, and nothing else."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst

from apps.kernel.admin.caller import escopo_de


@dataclass(frozen=True, slots=True)
class Lugar:
    """Where an entity stands in the menu: its group, its place in the whole, its icon and use."""

    grupo: str
    ordem: int
    icone: str
    descricao: str


def montar(request: HttpRequest) -> list[dict[str, Any]]:
    """Unfold's `SIDEBAR.navigation`, from the entities that the caller may see."""
    inicio = {"title": "Início", "icon": "home", "link": reverse("admin:index")}
    grupos: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pagina in _paginas(request):
        grupos[pagina.lugar.grupo].append(_item(pagina))
    return [
        {"items": [inicio]},
        *({"title": grupo, "separator": True, "items": itens} for grupo, itens in grupos.items()),
    ]


def painel(request: HttpRequest, contexto: dict[str, Any]) -> dict[str, Any]:
    """Unfold's `DASHBOARD_CALLBACK`: a card for each entity, with what is going on in it."""
    escopo = escopo_de(request)
    grupos: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pagina in _paginas(request):
        cartao = _item(pagina) | {"resumo": pagina.resumo(escopo)}
        grupos[pagina.lugar.grupo].append(cartao)
    quem = getattr(request.user, "get_short_name", str)()
    return contexto | {"title": f"Olá, {quem}", "painel": dict(grupos)}


@admin.site.admin_view
def pesquisa(request: HttpRequest) -> HttpResponse:
    """Unfold's search among the menu's pages, which all fit in its first page of results."""
    if "page" in request.GET:
        raise Http404
    return admin.site.search(request)  # type: ignore[attr-defined]


def _paginas(request: HttpRequest) -> list[Any]:
    paginas: list[Any] = [
        pagina
        for pagina in admin.site._registry.values()
        if hasattr(pagina, "lugar") and pagina.has_view_permission(request)
    ]
    return sorted(paginas, key=lambda pagina: pagina.lugar.ordem)


def _item(pagina: Any) -> dict[str, Any]:
    return {
        "title": capfirst(str(pagina.opts.verbose_name_plural)),
        "icon": pagina.lugar.icone,
        "link": reverse(f"admin:{pagina.opts.app_label}_{pagina.opts.model_name}_changelist"),
        "descricao": pagina.lugar.descricao,
    }
