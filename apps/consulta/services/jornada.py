"""What keeps professionals from being booked: their hours, absences and consultas, and the holidays.

Each is one question, whatever the number of professionals and days.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from apps.consulta.agenda import DURACAO_MAXIMA, Turno
from apps.consulta.models import Ausencia, Consulta, Expediente, Feriado
from apps.consulta.transicoes import INATIVOS
from apps.kernel.prepared import em_poucas_formas, preparada

Janela = tuple[datetime, datetime]
"""From one moment to another, which is out."""
Fechado = tuple[int, datetime, datetime]
"""A stretch in which a professional sees nobody else: id, start, end. As it was read: there are thousands."""


def turnos(ids: Iterable[int]) -> list[tuple[int, Turno]]:
    """The weekly hours of each of the professionals."""
    return [(id, Turno(*turno)) for id, *turno in _turnos.todas(ids=_varios(ids))]


def ausencias(ids: Iterable[int], janela: Janela) -> list[Fechado]:
    desde, antes = janela
    return _ausencias.todas(ids=_varios(ids), desde=desde, antes=antes)


def ocupacoes(ids: Iterable[int], janela: Janela) -> list[Fechado]:
    """What the professionals have booked, in whatever clinic."""
    return que_ocupam.todas(**procurar(ids, janela))


def procurar(ids: Iterable[int], janela: Janela) -> dict[str, tuple[int, ...] | datetime]:
    """Where `que_ocupam` looks.

    What runs into the first moment began at most the longest consulta before it; so the index by
    professional and time bounds the search on both sides.
    """
    desde, antes = janela
    cedo = desde - timedelta(minutes=DURACAO_MAXIMA)
    return {"ids": _varios(ids), "cedo": cedo, "desde": desde, "antes": antes}


def feriados(de: date, ate: date) -> Sequence[tuple[date, int | None]]:
    """Local holidays, with the clinic; None is all of them."""
    return _feriados.todas(de=de, ate=ate)


def _varios(ids: Iterable[int]) -> tuple[int, ...]:
    return em_poucas_formas(list(ids))


@preparada
def _turnos(*, ids: tuple[int, ...]) -> QuerySet:
    deles = Expediente.objects.filter(id_profissional__in=ids)
    return deles.values_list("id_profissional", "dia_semana", "inicio", "fim")


@preparada
def _ausencias(*, ids: tuple[int, ...], desde: datetime, antes: datetime) -> QuerySet:
    deles = Ausencia.objects.filter(id_profissional__in=ids, inicio__lt=antes, fim__gt=desde)
    return deles.values_list("id_profissional", "inicio", "fim")


@preparada
def que_ocupam(
    *, ids: tuple[int, ...], cedo: datetime, desde: datetime, antes: datetime
) -> QuerySet:
    deles = Consulta.objects.filter(
        id_profissional__in=ids,
        data_hora__gt=cedo,
        data_hora__lt=antes,
        fim__gt=desde,
        encaixe=False,
    )
    ativas = deles.exclude(status__in=INATIVOS)
    return ativas.values_list("id_profissional", "data_hora", "fim")


@preparada
def _feriados(*, de: date, ate: date) -> QuerySet:
    return Feriado.objects.filter(data__range=(de, ate)).values_list("data", "id_clinica")
