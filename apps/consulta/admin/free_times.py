"""Day and hour of a form, and beside them the next free times, one click each."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from unfold.widgets import INPUT_CLASSES, UnfoldAdminDateWidget

from apps.consulta import services
from apps.consulta.interface import HorarioLivreData
from apps.consulta.serializers import FiltrosDeHorario
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import escopo_de
from apps.kernel.errors import Problema
from apps.kernel.time import ANO_MAXIMO

DIAS = timedelta(days=30)
"""How far ahead to look: with the first day, the 31 that one question may ask for."""
OFERECIDOS = 24
"""Times shown at once; from another day, others."""

FILTROS = ("id_clinica", "id_profissional", "especialidade", "dia", "duracao_minutos")
"""Fields of the form that the free times depend on; nothing else of it travels."""
QUANDO = ", ".join(
    [
        "load",
        *(f"change from:#id_{filtro}" for filtro in FILTROS if filtro != "especialidade"),
        # As one types: the times are there, and stay, for whoever leaves by Tab.
        "input changed delay:400ms from:#id_especialidade",
    ]
)
"""When to ask again, as htmx says it."""

COMO_SE_ESCREVE_A_HORA = ("%H:%M", "%Hh%M", "%H%M", "%Hh")


def campo_de_dia(rotulo: str) -> forms.DateField:
    """dd/mm/yyyy, whatever the browser's language; where the admin's scripts reach, a calendar."""
    return forms.DateField(
        label=rotulo, widget=UnfoldAdminDateWidget(attrs={"placeholder": "dd/mm/aaaa"})
    )


def campo_de_hora(rotulo: str) -> forms.TimeField:
    """24 hours, whatever the browser's language."""
    atributos = {"placeholder": "hh:mm", "class": " ".join(INPUT_CLASSES), "autocomplete": "off"}
    return forms.TimeField(
        label=rotulo,
        input_formats=COMO_SE_ESCREVE_A_HORA,
        widget=forms.TimeInput(format="%H:%M", attrs=atributos),
    )


class CaixaDeHorarios(forms.Widget):
    """Where the times come up, as the fields beside it change."""

    template_name = "consulta/admin/caixa_de_horarios.html"
    sabidos: Mapping[str, Any] = {}
    """Of the filters, those that the form does not ask."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        contexto = super().get_context(name, value, attrs)
        contexto["widget"] |= {
            "endereco": reverse("admin:consulta_consulta_horarios", query=self.sabidos),
            "quando": QUANDO,
            "leva": ", ".join(f"#id_{filtro}" for filtro in FILTROS),
        }
        return contexto


class HorariosLivres(forms.Field):
    """Not a question, an offer: fills in day, hour and, when nobody is chosen, the professional."""

    def __init__(self) -> None:
        super().__init__(label="Próximos horários livres", required=False, widget=CaixaDeHorarios)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class OfereceHorarios:
    """The fragment with the times, for `ConsultaAdmin` to serve."""

    def get_urls(self) -> list[Any]:
        pagina: Any = self
        horarios = path(
            "horarios-livres/",
            pagina.admin_site.admin_view(self.horarios_view),
            name="consulta_consulta_horarios",
        )
        return [horarios, *super().get_urls()]  # type: ignore[misc]

    def horarios_view(self, request: HttpRequest) -> HttpResponse:
        escopo = escopo_de(request)
        if not escopo.tem(services.AGENDAR):
            raise PermissionDenied
        oferta = oferecer_horarios(request.GET, escopo)
        return render(request, "consulta/admin/horarios.html", oferta)


def oferecer_horarios(pedido: Mapping[str, str], escopo: Escopo) -> dict[str, Any]:
    """The next free times of what the form says, by day; or, in words, why there are none."""
    filtros = _filtros(pedido)
    if "id_profissional" not in filtros and "especialidade" not in filtros:
        return {"recado": "Escolha o profissional ou a especialidade para ver os horários livres."}
    try:
        livres = services.horarios_livres(escopo=escopo, **filtros)
    except Problema as problema:
        return {"recado": problema.detalhe}
    if not livres.atendem:
        return {"recado": "Sem expediente registrado: escreva o dia e a hora combinados."}
    clinicas = escopo.clinicas(services.AGENDAR)
    horarios = [h for h in livres.depois(None, OFERECIDOS) if h.id_clinica in clinicas]
    if not horarios:
        return {"recado": f"Nenhum horário livre até {livres.dias[-1]:%d/%m/%Y}."}
    return {"dias": _por_dia(horarios), "de_varios": "id_profissional" not in filtros}


def _filtros(pedido: Mapping[str, str]) -> dict[str, Any]:
    """The fields that read well; one that does not is told by the form itself, when it is sent."""
    filtros: dict[str, Any] = {}
    for nome, leitor in FiltrosDeHorario().fields.items():
        if texto := pedido.get(nome, "").strip():
            with suppress(ValidationError):
                filtros[nome] = leitor.run_validation(texto)
    if "id_profissional" in filtros:  # a colleague's time is no use, whatever the specialty
        filtros.pop("especialidade", None)
    de = _ler_dia(pedido.get("dia", ""))
    return filtros | {"de": de, "ate": de + DIAS}


def _ler_dia(texto: str) -> date:
    """The day of the form, from today on, up to where there may be a consulta."""
    hoje = timezone.localdate()
    try:
        dia = forms.DateField(required=False).clean(texto) or hoje
    except forms.ValidationError:
        return hoje
    return max(dia, hoje) if dia.year <= ANO_MAXIMO else hoje


def _por_dia(horarios: list[HorarioLivreData]) -> dict[date, list[HorarioLivreData]]:
    por_dia: dict[date, list[HorarioLivreData]] = defaultdict(list)
    for horario in horarios:
        por_dia[timezone.localdate(horario.data_hora)].append(horario)
    return dict(por_dia)
