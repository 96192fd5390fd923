"""The pages of GET /prontuarios, forth and back, are those of the ORM's own list."""

import re
from collections.abc import Iterator
from random import Random

import pytest

from apps.prontuario import services
from tests.conftest import Elenco, Pessoa
from tests.factories import ConsultaFactory, PacienteFactory, ProntuarioFactory

TODOS = 30
DA_COLEGA = 987


@pytest.fixture(params=[2, 8])
def _registros(elenco: Elenco, request: pytest.FixtureRequest) -> None:
    """Of ten patients, by two authors; a consulta proves her care of some, what she wrote of others."""
    quantos: int = request.param
    assert elenco.medica.profissional is not None
    medica, acaso = elenco.medica.profissional.pk, Random(1)
    pacientes = PacienteFactory.create_batch(TODOS // 3)
    for paciente in pacientes[: quantos // 2]:
        ConsultaFactory(
            id_clinica=elenco.clinica.pk, id_paciente=paciente.pk, id_profissional=medica
        )
    for paciente in pacientes[quantos // 2 : quantos]:
        ProntuarioFactory(id_paciente=paciente.pk, id_autor=medica)
    for _ in range(TODOS - quantos // 2):
        ProntuarioFactory(id_paciente=acaso.choice(pacientes).pk, id_autor=DA_COLEGA)


def andar(medica: Pessoa, sentido: str, caminho: str) -> Iterator[tuple[str, list[int]]]:
    """Address and ids of each page, as its Link leads to the next (the one before)."""
    while True:
        resposta = medica.get(caminho)
        yield caminho, [registro["id"] for registro in resposta.json()]
        outra = re.search(rf'<([^>]+)>; rel="{sentido}"', resposta.headers.get("Link", ""))
        if outra is None:
            return
        caminho = outra[1].removeprefix("http://testserver")


@pytest.mark.usefixtures("_registros")
@pytest.mark.parametrize("limite", [1, 4])
def test_ir_e_voltar_passa_por_todos_e_so_os_seus(elenco: Elenco, limite: int) -> None:
    seus = list(
        services.visiveis(elenco.medica.escopo).order_by("-pk").values_list("pk", flat=True)
    )
    em_paginas = [seus[n : n + limite] for n in range(0, len(seus), limite)]

    ida = list(andar(elenco.medica, "next", f"/prontuarios?limite={limite}"))
    assert [ids for _, ids in ida] == em_paginas
    fim, _ = ida[-1]
    volta = list(andar(elenco.medica, "prev", fim))
    assert [id for _, ids in volta[::-1] for id in ids] == seus


@pytest.mark.usefixtures("_registros")
def test_os_pedidos_por_numero_sao_so_os_seus(elenco: Elenco) -> None:
    seus = list(
        services.visiveis(elenco.medica.escopo).order_by("-pk").values_list("pk", flat=True)
    )
    todos = ",".join(str(id) for id in range(min(seus), min(seus) + TODOS))
    paginas = andar(elenco.medica, "next", f"/prontuarios?id={todos}&limite=5")
    achados = [id for _, ids in paginas for id in ids]

    assert 0 < len(seus) < TODOS
    assert achados == seus
