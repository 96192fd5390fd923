"""Lists of the admin: no COUNT over a table, rows known before they are shown, columns in words."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from unfold.views import ChangeList


class PaginadorSemContagem(Paginator):
    """Counts what it has seen, never the table; the page's own query says whether there is more."""

    template_name = "kernel/admin/paginacao.html"
    count = 0


PAGINA_MAXIMA = 100_000
"""Farther than anybody walks; a page number beyond what a database counts would break it."""


class Lista(ChangeList):
    """Fetches one row more than a page shows, in place of a COUNT, and tells the admin its rows."""

    page_num: int
    tem_proxima = False

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        consulta = super().get_queryset(*args, **kwargs)
        # Of this very queryset, which `date_hierarchy` asks; its copies do as Django does.
        consulta.dates = consulta.datetimes = partial(calendario, consulta)
        return consulta

    def get_results(self, request: HttpRequest) -> None:
        pagina = min(max(self.page_num, 1), PAGINA_MAXIMA)
        antes = (pagina - 1) * self.list_per_page
        linhas = list(self.queryset[antes : antes + self.list_per_page + 1])
        self.page_num = pagina
        self.tem_proxima = len(linhas) > self.list_per_page
        self.result_list = linhas[: self.list_per_page]
        self.result_count = len(self.result_list)
        self.full_result_count = self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = bool(linhas)
        self.can_show_all = False
        self.multi_page = self.tem_proxima or pagina > 1
        self.paginator = self.model_admin.get_paginator(request, linhas, self.list_per_page)
        self.paginator.count = antes + len(linhas)
        self.model_admin.ao_listar(request, self.result_list)


def calendario(consulta: QuerySet[Any], campo: str, passo: str) -> list[date]:
    """The years, months or days from the first row to the last, whether or not each has one.

    Django reads every row to leave out the days without any; first and last are read in an index.
    """
    pontas = consulta.order_by().aggregate(primeira=Min(campo), ultima=Max(campo))
    if pontas["primeira"] is None:
        return []
    dia, ultimo = (_dia_local(pontas[ponta]) for ponta in ("primeira", "ultima"))
    ordinais = (date.fromordinal(n) for n in range(dia.toordinal(), ultimo.toordinal() + 1))
    return [d for d in ordinais if d == dia or _comeca(d, passo)]


def _dia_local(momento: date | datetime) -> date:
    return timezone.localtime(momento).date() if isinstance(momento, datetime) else momento


def _comeca(dia: date, passo: str) -> bool:
    """Whether a year (a month, a day) begins that day."""
    return passo == "day" or (dia.day == 1 and (passo == "month" or dia.month == 1))


_paginas: dict[str, str] = {}


def registrar_pagina(rota: str, url: str) -> None:
    """Where an app above has a better page for an object than its form; called in `ready`."""
    _paginas[rota] = url


def endereco_de(rota: str, id: int) -> str | None:
    """The page of an object (`paciente_paciente`); None where it is not served."""
    try:
        return reverse(_paginas.get(rota, f"admin:{rota}_change"), args=[id])
    except NoReverseMatch:
        return None


def ligar(texto: Any, rota: str, id: int | None) -> Any:
    """A link to an object's page (`paciente_paciente`), plain text where it is not served."""
    endereco = endereco_de(rota, id) if id else None
    if endereco is None:
        return texto
    return format_html(
        '<a class="text-primary-700 hover:underline dark:text-primary-500" href="{}">{}</a>',
        endereco,
        texto,
    )


def etiqueta(texto: str, cor: str = "") -> str:
    """A state in colour: info, primary, warning, success, danger; the word says it too."""
    return render_to_string("unfold/helpers/label.html", {"text": texto, "type": cor})


def dia_e_hora(momento: datetime | None) -> str | None:
    """`Seg 02/03/2026 14:30`, local time, on one line."""
    if momento is None:
        return None
    texto = date_format(timezone.localtime(momento), "D d/m/Y H:i")
    return format_html('<span class="whitespace-nowrap">{}</span>', texto)
