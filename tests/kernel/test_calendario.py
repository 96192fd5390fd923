"""The admin's calendar goes from the first row to the last without reading those between."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from apps.consulta.models import Consulta
from apps.kernel.admin.listing import calendario
from tests.factories import ConsultaFactory

pytestmark = pytest.mark.django_db


def marcada(texto: str) -> None:
    ConsultaFactory(data_hora=datetime.fromisoformat(f"{texto}-03:00"))


@pytest.mark.parametrize(
    ("passo", "dias"),
    [
        ("year", ["2029-12-30", "2030-01-01"]),
        ("month", ["2029-12-30", "2030-01-01", "2030-02-01"]),
    ],
)
def test_vai_da_primeira_a_ultima(passo: str, dias: list[str]) -> None:
    marcada("2029-12-30T22:30")
    marcada("2030-02-02T08:00")
    assert calendario(Consulta.objects.all(), "data_hora", passo) == [
        date.fromisoformat(dia) for dia in dias
    ]


def test_o_dia_e_o_daqui() -> None:
    marcada("2029-12-31T23:30")
    marcada("2030-01-02T00:10")
    dias = calendario(Consulta.objects.all(), "data_hora", "day")
    assert [dia.isoformat() for dia in dias] == ["2029-12-31", "2030-01-01", "2030-01-02"]


def test_sem_linhas_nao_ha_datas() -> None:
    assert calendario(Consulta.objects.all(), "data_hora", "year") == []


def test_e_uma_consulta_ao_banco_so(contar_queries: Callable[[Callable[[], Any]], int]) -> None:
    for dia in range(1, 21):
        marcada(f"2030-02-{dia:02}T08:00")
    assert contar_queries(lambda: calendario(Consulta.objects.all(), "data_hora", "day")) == 1
