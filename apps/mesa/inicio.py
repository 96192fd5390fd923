"""The first page: what each role does today, from what the apps answer."""

from typing import Any

from django.http import HttpRequest

from apps.kernel.admin.menu import painel


def montar(request: HttpRequest, contexto: dict[str, Any]) -> dict[str, Any]:
    """Unfold's `DASHBOARD_CALLBACK`: the panels of the caller's roles, and the cards of the menu."""
    return painel(request, contexto)
