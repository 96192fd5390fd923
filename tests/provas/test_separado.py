"""Five services: each neighbour fails in every way, and the second map of ports."""

from collections.abc import Iterator

import pytest

from tests.provas.escala import PASTA
from tests.provas.relato import Relato
from tests.separado.faltas import CASOS, FALTAS, Caso, suportar
from tests.servicos import Servicos, servicos_no_ar
from vidasaude.topology import APPS, ler_portas

pytestmark = pytest.mark.skipif(
    not PASTA, reason="as falhas de Paciente estão em tests/separado; todas, em make provas"
)


@pytest.fixture(scope="module")
def servicos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servicos]:
    """The services at the ports that the second map gives them, moved as a whole to free ones."""
    with servicos_no_ar(tmp_path_factory.mktemp("servicos"), mapa="2") as no_ar:
        yield no_ar


@pytest.mark.parametrize("falta", FALTAS)
@pytest.mark.parametrize("caso", CASOS.values(), ids=CASOS)
def test_vizinho_em_falta(servicos: Servicos, caso: Caso, falta: str, relato: Relato) -> None:
    relato.pedir(vizinho=caso.vizinho, falta=falta)
    relato.medir(**suportar(servicos, caso, FALTAS[falta]))


def test_no_segundo_mapa_cada_servico_responde_o_que_e_seu(
    servicos: Servicos, relato: Relato
) -> None:
    portas = ler_portas({"MAPA": "2"})
    relato.pedir(portas=portas)
    em_ordem = sorted(APPS, key=lambda app: portas[app])
    assert em_ordem == sorted(APPS, key=lambda app: servicos[app].porta)
    with servicos.cliente("gestora") as gestora:
        for caminho in ("/clinicas", "/pacientes", "/consultas", "/faturas"):
            assert gestora.get(caminho, params={"limite": 1}).json()
    with servicos.cliente("medica") as medica:
        assert medica.get("/prontuarios", params={"limite": 1}).json()
