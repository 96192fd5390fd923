"""Times: RFC 3339 in, America/Sao_Paulo out; without an offset, America/Sao_Paulo."""

from datetime import date, datetime

import pytest
from rest_framework.exceptions import ValidationError

from apps.kernel.fields import Data, DataHora
from apps.kernel.time import intervalo_de_dias
from tests.conftest import Elenco
from tests.factories import ConsultaFactory

ACEITAS = {
    "2026-03-02T14:30:00-03:00": "2026-03-02T14:30:00-03:00",
    "2026-03-02T14:30:00": "2026-03-02T14:30:00-03:00",
    "2026-03-02T14:30": "2026-03-02T14:30:00-03:00",
    "2026-03-02T14:30:00Z": "2026-03-02T11:30:00-03:00",
    "2026-03-02t14:30:00z": "2026-03-02T11:30:00-03:00",
    "2026-03-02T14:30:00+00:00": "2026-03-02T11:30:00-03:00",
    "2026-03-02T14:30:00-00:00": "2026-03-02T11:30:00-03:00",
    "2026-03-02T14:30:00+14:00": "2026-03-01T21:30:00-03:00",
    "2026-03-02T14:30:00-04:00": "2026-03-02T15:30:00-03:00",
    "2026-03-02T14:30:00.250-03:00": "2026-03-02T14:30:00.250000-03:00",
    "2026-03-02 14:30:00-03:00": "2026-03-02T14:30:00-03:00",
    "2028-02-29T00:00:00-03:00": "2028-02-29T00:00:00-03:00",
    "2018-12-01T12:00:00": "2018-12-01T12:00:00-02:00",  # the last summer with daylight saving
    "1950-01-01T12:00:00-03:00": "1950-01-01T13:00:00-02:00",
    "2100-12-31T23:59:59-03:00": "2100-12-31T23:59:59-03:00",
}


@pytest.mark.parametrize(("texto", "sai"), ACEITAS.items(), ids=list(ACEITAS))
def test_hora_aceita_sai_em_sao_paulo(texto: str, sai: str) -> None:
    lida = DataHora().run_validation(texto)

    assert DataHora().to_representation(lida) == sai
    assert lida.tzinfo is not None


@pytest.mark.parametrize(
    "texto",
    [
        "2026-03-02",
        "14:30:00",
        "ontem",
        "",
        "T",
        "1899-12-31T23:59:59-03:00",
        "2101-01-01T00:00:00-03:00",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "2026-02-30T10:00:00-03:00",
        "2027-02-29T10:00:00-03:00",
        "2026-13-01T10:00:00-03:00",
        "2026-00-01T10:00:00-03:00",
        "2026-03-02T24:00:00-03:00",
        "2026-03-02T10:60:00-03:00",
        "2016-12-31T23:59:60Z",
        "2026-03-02T10:00:00+25:00",
        "2026-03-02T10:00:00-03:00:30",
        "2026-03-02T10:00:00 -03:00",
        "2026-03-02T10:00:00-03:00 ",
        " 2026-03-02T10:00:00-03:00",
        "2026-3-2T10:00:00-03:00",
        "20260302T100000Z",
        "2026-W10-1T10:00:00Z",
        "2026-03-02T10",
        "2026-03-02T10:00:00,5Z",
        "02/03/2026 10:00",
        "٢٠٢٦-03-02T10:00:00Z",
        "1772461800",
    ],
)
def test_hora_que_nao_e_rfc_3339_e_recusada(texto: str) -> None:
    with pytest.raises(ValidationError) as recusa:
        DataHora().run_validation(texto)

    assert [detalhe.code for detalhe in recusa.value.detail] == ["invalid"]


@pytest.mark.parametrize("texto", ["1900-01-01", "2100-12-31", "2028-02-29", "1985-04-12"])
def test_data_aceita_volta_igual(texto: str) -> None:
    lida = Data().run_validation(texto)

    assert lida == date.fromisoformat(texto)
    assert Data().to_representation(lida) == texto


@pytest.mark.parametrize(
    "texto",
    [
        "1899-12-31",
        "2101-01-01",
        "2026-02-30",
        "2027-02-29",
        "2026-13-01",
        "0000-01-01",
        "2026-3-2",
        "20260302",
        "2026-W10-1",
        "2026-03-02T10:00:00",
        " 2026-03-02",
        "2026-03-02\n",
        "02/03/2026",
        "٢٠٢٦-٠٣-٠٢",
        "ontem",
        "",
    ],
)
def test_data_que_nao_existe_e_recusada(texto: str) -> None:
    with pytest.raises(ValidationError):
        Data().run_validation(texto)


def test_dia_e_o_de_sao_paulo_com_as_duas_pontas(elenco: Elenco) -> None:
    """23:59 in São Paulo is the next day in UTC, and still that day."""
    antes, primeira, ultima, depois = (
        ConsultaFactory(
            id_clinica=elenco.clinica.pk, id_paciente=n, data_hora=datetime.fromisoformat(momento)
        ).pk
        for n, momento in enumerate(
            (
                "2030-03-03T23:59:00-03:00",
                "2030-03-04T00:00:00-03:00",
                "2030-03-05T23:59:00-03:00",
                "2030-03-06T00:00:00-03:00",
            )
        )
    )

    def ids(filtro: str) -> list[int]:
        return [c["id"] for c in elenco.recepcao.get(f"/consultas?{filtro}").json()]

    assert ids("de=2030-03-04&ate=2030-03-05") == [ultima, primeira]
    assert ids("data=2030-03-05") == [ultima]
    assert ids("de=2030-03-05") == [depois, ultima]
    assert ids("ate=2030-03-04") == [primeira, antes]


def test_intervalo_de_dias_e_meio_aberto() -> None:
    desde, antes = intervalo_de_dias(date(2026, 3, 2), date(2026, 3, 2))

    assert desde == datetime.fromisoformat("2026-03-02T00:00:00-03:00")
    assert antes == datetime.fromisoformat("2026-03-03T00:00:00-03:00")
    assert intervalo_de_dias(None, None) == (None, None)
