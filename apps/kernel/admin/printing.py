"""Pages made for paper: the clinic at the head; who printed, when and which page at the foot."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone


def imprimir(
    request: HttpRequest, modelo: str, *, titulo: str, timbre: str, contexto: Mapping[str, Any]
) -> HttpResponse:
    """A page to print, from a template that fills the blocks of `kernel/admin/impressao.html`.

    `timbre` is whose paper it is, the clinic's name. Whoever calls has asked the app's service for
    the content, which is where the print is allowed and audited (SBIS NGS1.07: a print is an
    event). The page is not kept by the browser: it holds somebody's data.
    """
    pagina = TemplateResponse(
        request,
        modelo,
        {
            **contexto,
            "titulo": titulo,
            "timbre": timbre,
            "quem": getattr(request.user, "nome", "") or str(request.user),
            "quando": timezone.localtime(),
        },
    )
    pagina["Cache-Control"] = "no-store"
    return pagina
