"""When a professional works and is free: pure rules over hours, absences, holidays, bookings.

A professional with no registered working hours is always available, and so has no grid to offer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays
from django.utils import timezone

from apps.kernel.errors import ErroDeCampo

DURACAO_MINIMA, DURACAO_PADRAO, DURACAO_MAXIMA = 5, 30, 480
"""Minutes of a consulta."""

PASSO = timedelta(minutes=30)
"""From one offered time to the next, in a shift; a shorter consulta is offered more closely."""


class Turno(NamedTuple):
    """Weekly working hours: weekday (0 is Monday) and local times, half-open."""

    dia_semana: int
    inicio: time
    fim: time


class Intervalo(NamedTuple):
    """A half-open stretch of time, aware."""

    inicio: datetime
    fim: datetime

    def cruza(self, outro: "Intervalo") -> bool:
        return self.inicio < outro.fim and outro.inicio < self.fim


FORA_DO_EXPEDIENTE = ErroDeCampo(
    "data_hora", "fora_do_expediente", "O horário está fora do expediente do profissional."
)
FERIADO = ErroDeCampo("data_hora", "feriado", "O dia é feriado.")
AUSENCIA = ErroDeCampo("data_hora", "ausencia", "O profissional estará ausente nesse horário.")
PROFISSIONAL_OCUPADO = ErroDeCampo(
    "data_hora", "profissional_ocupado", "O profissional já tem consulta nesse horário."
)
PACIENTE_OCUPADO = ErroDeCampo(
    "data_hora", "paciente_ocupado", "O paciente já tem consulta nesse horário."
)


def recusas_do_expediente(
    intervalo: Intervalo,
    *,
    turnos: Sequence[Turno],
    ausencias: Sequence[Intervalo],
    feriados: Collection[date],
) -> list[ErroDeCampo]:
    """Every reason for which the professional does not work at that time; none when free."""
    if not turnos:
        return []
    recusas = []
    if not any(_contem(turno, intervalo) for turno in juntar_turnos(turnos)):
        recusas.append(FORA_DO_EXPEDIENTE)
    if e_feriado(timezone.localdate(intervalo.inicio), feriados):
        recusas.append(FERIADO)
    if any(intervalo.cruza(ausencia) for ausencia in ausencias):
        recusas.append(AUSENCIA)
    return recusas


def _contem(turno: Turno, intervalo: Intervalo) -> bool:
    inicio, fim = timezone.localtime(intervalo.inicio), timezone.localtime(intervalo.fim)
    return (
        inicio.date() == fim.date()
        and inicio.weekday() == turno.dia_semana
        and turno.inicio <= inicio.time()
        and fim.time() <= turno.fim
    )


def juntar_turnos(turnos: Iterable[Turno]) -> list[Turno]:
    """The same working hours, in order, with shifts that touch or overlap made one."""
    juntos: list[Turno] = []
    for turno in sorted(turnos):
        anterior = juntos[-1] if juntos else None
        if anterior and (anterior.dia_semana, anterior.fim) >= (turno.dia_semana, turno.inicio):
            juntos[-1] = anterior._replace(fim=max(anterior.fim, turno.fim))
        else:
            juntos.append(turno)
    return juntos


def juntar_intervalos(intervalos: Iterable[tuple[datetime, datetime]]) -> list[Intervalo]:
    """The same time, in order, with stretches that touch or overlap made one."""
    inicios: list[datetime] = []
    fins: list[datetime] = []
    for inicio, fim in sorted(intervalos):
        if not fins or inicio > fins[-1]:
            inicios.append(inicio)
            fins.append(fim)
        elif fim > fins[-1]:
            fins[-1] = fim
    return [Intervalo(*junto) for junto in zip(inicios, fins, strict=True)]


class Jornada:
    """A professional's week, and the stretches in which they see nobody else."""

    def __init__(
        self, turnos: Iterable[Turno], fechados: Iterable[tuple[datetime, datetime]]
    ) -> None:
        self._turnos = juntar_turnos(turnos)
        self._fechados = juntar_intervalos(fechados)
        self._fins = [fechado.fim for fechado in self._fechados]

    def horarios_livres(self, dia: date, duracao: timedelta) -> Iterator[datetime]:
        """Times of a local day at which a consulta of that length fits, from each shift's start.

        Holidays aside: they are the clinic's.
        """
        for turno in self._turnos:
            if turno.dia_semana == dia.weekday():
                yield from self._livres(grade(dia, turno.inicio, turno.fim, duracao), duracao)

    def _livres(self, horarios: Sequence[datetime], duracao: timedelta) -> Iterator[datetime]:
        """Those at which nothing is closed, passing at once by all that a stretch closes."""
        vez = 0
        while vez < len(horarios):
            inicio = horarios[vez]
            proximo = bisect_right(self._fins, inicio)
            if proximo == len(self._fins) or inicio + duracao <= self._fechados[proximo].inicio:
                yield inicio
                vez += 1
            else:
                vez = bisect_left(horarios, self._fins[proximo], vez + 1)


@lru_cache(maxsize=1024)
def grade(dia: date, inicio: time, fim: time, duracao: timedelta) -> Sequence[datetime]:
    """The times that a shift of a local day has for consultas of that length, in UTC."""
    primeiro, termino = momento(dia, inicio), momento(dia, fim)
    passo = min(PASSO, duracao)
    cabem = (termino - primeiro - duracao) // passo + 1
    return tuple(primeiro + n * passo for n in range(cabem))


def momento(dia: date, hora: time) -> datetime:
    """A local time, in UTC, where adding minutes adds minutes."""
    zona = timezone.get_default_timezone()
    return datetime.combine(dia, hora, zona).astimezone(UTC)


def e_feriado(dia: date, locais: Collection[date]) -> bool:
    """True on a national holiday, and on one of the local ones that are given."""
    return dia in locais or dia in feriados_nacionais(dia.year)


@lru_cache(maxsize=256)
def feriados_nacionais(ano: int) -> frozenset[date]:
    """National holidays of a year (Lei 662/1949 and those that followed)."""
    return frozenset(holidays.country_holidays("BR", years=ano))
