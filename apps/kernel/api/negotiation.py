"""Which form an answer takes."""

from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

QUALQUER = frozenset({"*/*", "application/json"})
"""What programs accept: nothing has to be weighed to give them the first form that a view has."""


class Negociacao(DefaultContentNegotiation):
    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        aceito = request.META.get("HTTP_ACCEPT", "*/*")
        primeira = renderers[0]
        if (
            aceito in QUALQUER
            and primeira.media_type == "application/json"
            and "format=" not in request.META.get("QUERY_STRING", "")
        ):
            return primeira, primeira.media_type
        return super().select_renderer(request, renderers, format_suffix)
