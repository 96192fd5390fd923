"""When a professional works: pure rules over working hours, absences and holidays.

A professional with no registered working hours is always available.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

import holidays
from django.utils import timezone

from apps.kernel.errors import ErroDeCampo


@dataclass(frozen=True, slots=True)
class Turno:
    """Weekly working hours: weekday (0 is Monday) and local times, half-open."""

    dia_semana: int
    inicio: time
    fim: time


@dataclass(frozen=True, slots=True)
class Intervalo:
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
    inicio = timezone.localtime(intervalo.inicio)
    recusas = []
    if not any(_contem(turno, intervalo) for turno in turnos):
        recusas.append(FORA_DO_EXPEDIENTE)
    if inicio.date() in feriados or inicio.date() in feriados_nacionais(inicio.year):
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


@lru_cache(maxsize=256)
def feriados_nacionais(ano: int) -> frozenset[date]:
    """National holidays of a year (Lei 662/1949 and those that followed)."""
    return frozenset(holidays.country_holidays("BR", years=ano))
