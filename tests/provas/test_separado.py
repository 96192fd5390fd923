"""Five services: each neighbour fails in every way."""

from collections.abc import Iterator

import pytest

from tests.provas.escala import PASTA
from tests.provas.relato import Relato
from tests.separado.faltas import CASOS, FALTAS, Caso, suportar
from tests.servicos import Servicos, servicos_no_ar

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
