"""Pages by cursor: page 1,000 costs what page 1 costs. Order: id descending."""

import base64
import re
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from apps.kernel.errors import ErroDeCampo, ParametroInvalido

M = TypeVar("M", bound=Model)
CURSOR = re.compile(r"([ap])([1-9]\d{0,18})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pagina:
    """The rows of a page, newest first, and the cursors of its neighbours."""

    linhas: list[Any]
    proxima: str | None
    anterior: str | None


def paginar(consulta: QuerySet[M], *, cursor: str | None, limite: int) -> Pagina:
    """One query, `limite` + 1 rows: those after ("p", next) or before ("a", previous) an id."""
    direcao, marco = _ler(cursor) if cursor else ("p", None)
    if direcao == "a":
        linhas = list(consulta.filter(pk__gt=marco).order_by("pk")[: limite + 1])
        ha_mais, linhas = len(linhas) > limite, linhas[:limite][::-1]
        tem_proxima, tem_anterior = bool(linhas), ha_mais
    else:
        if marco is not None:
            consulta = consulta.filter(pk__lt=marco)
        linhas = list(consulta.order_by("-pk")[: limite + 1])
        tem_proxima, linhas = len(linhas) > limite, linhas[:limite]
        tem_anterior = marco is not None and bool(linhas)
    return Pagina(
        linhas,
        _escrever("p", linhas[-1].pk) if tem_proxima else None,
        _escrever("a", linhas[0].pk) if tem_anterior else None,
    )


def link(request: Request, pagina: Pagina) -> str:
    """The Link header (RFC 8288) of a page; empty when it has no neighbours."""
    endereco = request.build_absolute_uri()
    vizinhas = {"next": pagina.proxima, "prev": pagina.anterior}
    return ", ".join(
        f'<{replace_query_param(endereco, "cursor", cursor)}>; rel="{rel}"'
        for rel, cursor in vizinhas.items()
        if cursor
    )


def _escrever(direcao: str, marco: int) -> str:
    return base64.urlsafe_b64encode(f"{direcao}{marco}".encode()).decode().rstrip("=")


def _ler(cursor: str) -> tuple[str, int]:
    try:
        texto = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        lido = CURSOR.match(texto.decode("ascii"))
    except ValueError:
        lido = None
    if lido is None or int(lido[2]) > 2**63 - 1:
        raise ParametroInvalido(
            erros=[ErroDeCampo("cursor", "invalido", "O cursor não é um dos que recebemos.")]
        )
    return lido[1], int(lido[2])
