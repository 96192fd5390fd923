"""The same HTTP journeys on both maps of ports, unchanged."""

from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

import pytest

from tests.provas.escala import PASTA
from tests.provas.relato import Relato
from tests.separado import test_jornadas as jornadas
from tests.servicos import Servicos, servicos_no_ar
from vidasaude.topology import APPS, MAPAS, ler_portas

pytestmark = pytest.mark.skipif(
    not PASTA, reason="o primeiro mapa está em tests/separado; os dois, em make provas"
)

JORNADAS = {
    nome: jornada
    for nome, jornada in vars(jornadas).items()
    if nome.startswith("test_") and "servicos" in signature(jornada).parameters
}
"""In the order in which they stand there."""


@pytest.fixture(scope="module", params=MAPAS)
def mapa(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def servicos(mapa: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servicos]:
    """The services at the ports that the map gives them, moved as a whole to free ones."""
    with servicos_no_ar(tmp_path_factory.mktemp("servicos"), mapa=mapa) as no_ar:
        yield no_ar


def test_cada_servico_escuta_na_sua_porta(mapa: str, servicos: Servicos, relato: Relato) -> None:
    portas = ler_portas({"MAPA": mapa})
    relato.pedir(portas=portas)
    em_ordem = sorted(APPS, key=lambda app: portas[app])
    assert em_ordem == sorted(APPS, key=lambda app: servicos[app].porta)


@pytest.mark.parametrize("jornada", JORNADAS.values(), ids=JORNADAS)
def test_a_jornada_e_a_mesma(
    servicos: Servicos, jornada: Callable[..., None], relato: Relato
) -> None:
    relato.pedir(jornada=jornada.__name__)
    with servicos.cliente("gestora") as gestora:
        quem: dict[str, Any] = {"servicos": servicos, "gestora": gestora}
        jornada(**{nome: quem[nome] for nome in signature(jornada).parameters})
