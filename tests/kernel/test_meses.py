"""The months in which an interval may have something, as the database and Python both count them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from apps.consulta.models import Consulta
from apps.kernel.months import Mes, meses_de
from tests.factories import ConsultaFactory

pytestmark = pytest.mark.django_db
INSTANTE = timedelta(microseconds=1)
so_no_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="o SQLite não junta páginas: lá não se divide em meses",
)


def dia(ano: int, mes: int, dia: int = 1) -> datetime:
    return datetime(ano, mes, dia, tzinfo=UTC)


def meses(desde: datetime | None, antes: datetime | None) -> list[int] | None:
    return meses_de(Consulta, "data_hora", desde, antes)


@pytest.mark.parametrize("virada", [dia(2027, 1), dia(2028, 2), dia(2028, 3), dia(2027, 11)])
def test_o_mes_do_banco_muda_na_virada_em_utc(virada: datetime) -> None:
    for n, momento in enumerate([virada - INSTANTE, virada, virada + timedelta(days=27)]):
        ConsultaFactory(data_hora=momento, id_paciente=n + 1)

    meses_do_banco = Consulta.objects.order_by("data_hora").values_list(Mes("data_hora"), flat=True)

    antes, depois, no_fim = meses_do_banco
    assert depois == no_fim == antes + 1 == virada.year * 12 + virada.month


@so_no_postgres
def test_o_mes_da_linha_esta_entre_os_do_seu_instante() -> None:
    for ano, proximo in pairwise(range(1999, 2031, 6)):
        for n, momento in enumerate([dia(ano, 12, 31), dia(proximo, 1) - INSTANTE]):
            linha = ConsultaFactory(data_hora=momento, id_paciente=ano + n)
            do_banco = Consulta.objects.filter(pk=linha.pk).values_list(Mes("data_hora"), flat=True)
            assert meses(momento, momento + INSTANTE) == list(do_banco)


@so_no_postgres
def test_um_intervalo_meio_aberto_nao_tem_o_mes_em_que_acaba() -> None:
    marco = 2027 * 12 + 3
    assert meses(dia(2027, 3), dia(2027, 4)) == [marco]
    assert meses(dia(2027, 3), dia(2027, 4) + INSTANTE) == [marco, marco + 1]
    assert meses(dia(2027, 3, 31), dia(2027, 6)) == [marco, marco + 1, marco + 2]
    assert meses(dia(2027, 4), dia(2027, 3)) == []


@so_no_postgres
def test_sem_um_dos_lados_vai_ate_onde_a_tabela_tem_algo() -> None:
    assert meses(dia(2027, 3), None) == meses(None, dia(2027, 3)) == []
    for momento in (dia(2027, 1, 20), dia(2027, 5, 31)):
        ConsultaFactory(data_hora=momento, id_paciente=momento.month)
    janeiro, maio = 2027 * 12 + 1, 2027 * 12 + 5

    assert meses(dia(2027, 4), None) == [maio - 1, maio]
    assert meses(None, dia(2027, 3)) == [janeiro, janeiro + 1]
    assert meses(dia(2027, 6), None) == meses(None, dia(2026, 12)) == []
    assert meses(dia(1900, 1), dia(2100, 1)) == list(range(janeiro, maio + 1))


def test_sem_intervalo_sao_todos() -> None:
    assert meses(None, None) is None
