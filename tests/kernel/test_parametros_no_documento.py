"""The document says of each query parameter what the API takes: not just "a string"."""

from typing import Any

import pytest
from django.test import Client

from tests.acesso.documento import Documento


@pytest.fixture(scope="module")
def documento() -> Documento:
    return Documento(Client().get("/schema").json())


@pytest.mark.parametrize(
    ("parametro", "certos", "errados"),
    [
        ("limite", [1, 200], [0, 201, "10", 1.5]),
        ("id_paciente", [1, 2**63 - 1], [0, 2**63, "1"]),
        ("id", ["1", "1,2,3"], ["", "0", "1,", "1,,2", "a", ",".join(["1"] * 201)]),
        ("de", ["1900-01-01", "2100-12-31"], ["1899-12-31", "2101-01-01", "2024-02-30", "ontem"]),
        ("status", ["agendada"], ["paga", ""]),
    ],
)
def test_parametro_da_lista_tem_seu_tipo(
    documento: Documento, parametro: str, certos: list[Any], errados: list[Any]
) -> None:
    parametros = documento.operacoes["GET /consultas"]["parameters"]
    esquema = next(p["schema"] for p in parametros if p["name"] == parametro)
    assert [documento.erros(esquema, valor) for valor in certos] == [[]] * len(certos)
    assert all(documento.erros(esquema, valor) for valor in errados)


def test_data_do_corpo_e_dos_anos_do_contrato(documento: Documento) -> None:
    esquema = documento.corpo("POST /pacientes")
    assert esquema is not None
    corpo = {"nome": "Maria", "cpf": "529.982.247-25"}
    assert documento.erros(esquema, {**corpo, "data_nascimento": "1985-04-12"}) == []
    assert documento.erros(esquema, {**corpo, "data_nascimento": "1885-04-12"}) != []
