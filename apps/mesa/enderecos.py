"""Where the desk leads: pages of the admin, where they are served and open to the caller."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def para_listar(request: HttpRequest, rota: str) -> str | None:
    """The list of an entity (`paciente_paciente`); None where the caller has none."""
    pagina = _pagina(rota)
    if pagina is None or not pagina.has_view_permission(request):
        return None
    return reverse(f"admin:{rota}_changelist")


def para_cadastrar(request: HttpRequest, rota: str, **sabidos: Any) -> str | None:
    """An empty form, which is told what is known already; None where the caller has none."""
    pagina = _pagina(rota)
    if pagina is None or not pagina.has_add_permission(request):
        return None
    endereco = reverse(f"admin:{rota}_add")
    return f"{endereco}?{urlencode(sabidos)}" if sabidos else endereco


def para_alterar(request: HttpRequest, rota: str, id: int) -> str | None:
    """An object's form; None where the caller may not change it."""
    pagina = _pagina(rota)
    if pagina is None or not pagina.has_change_permission(request):
        return None
    return reverse(f"admin:{rota}_change", args=[id])


def para_fazer(rota: str, verbo: str, id: int) -> str | None:
    """Where a verb of an object is asked by POST; None where it is not served."""
    try:
        return reverse(f"admin:{rota}_acao_{verbo}", args=[id])
    except NoReverseMatch:
        return None


def _pagina(rota: str) -> Any:
    for modelo, pagina in admin.site._registry.items():
        if f"{modelo._meta.app_label}_{modelo._meta.model_name}" == rota:
            return pagina
    return None
