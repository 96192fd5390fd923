"""Five services on the second map of ports: the same journeys, and each neighbour failing in every way."""

from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

import pytest

from tests.provas.escala import PASTA
from tests.provas.relato import Relato
from tests.separado import test_jornadas as jornadas
from tests.separado.faltas import CASOS, FALTAS, Caso, suportar
from tests.servicos import Servicos, servicos_no_ar
from vidasaude.topology import APPS, ler_portas

JORNADAS = {
    nome: jornada
    for nome, jornada in vars(jornadas).items()
    if nome.startswith("test_") and "servicos" in signature(jornada).parameters
}
"""What tests/separado walks on the first map, in the order in which it stands there."""

pytestmark = pytest.mark.skipif(
    not PASTA, reason="as falhas de Paciente estão em tests/separado; todas, em make provas"
)


@pytest.fixture(scope="module")
def servicos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servicos]:
    """The services at the ports that the second map gives them, moved as a whole to free ones."""
    with servicos_no_ar(tmp_path_factory.mktemp("servicos"), mapa="2") as no_ar:
        yield no_ar


def test_no_segundo_mapa_cada_servico_escuta_na_sua_porta(
    servicos: Servicos, relato: Relato
) -> None:
    portas = ler_portas({"MAPA": "2"})
    relato.pedir(portas=portas)
    em_ordem = sorted(APPS, key=lambda app: portas[app])
    assert em_ordem == sorted(APPS, key=lambda app: servicos[app].porta)


@pytest.mark.parametrize("jornada", JORNADAS.values(), ids=JORNADAS)
def test_no_segundo_mapa_as_jornadas_sao_as_mesmas(
    servicos: Servicos, jornada: Callable[..., None], relato: Relato
) -> None:
    relato.pedir(jornada=jornada.__name__)
    with servicos.cliente("gestora") as gestora:
        quem: dict[str, Any] = {"servicos": servicos, "gestora": gestora}
        jornada(**{nome: quem[nome] for nome in signature(jornada).parameters})


@pytest.mark.parametrize("falta", FALTAS)
@pytest.mark.parametrize("caso", CASOS.values(), ids=CASOS)
def test_vizinho_em_falta(servicos: Servicos, caso: Caso, falta: str, relato: Relato) -> None:
    relato.pedir(vizinho=caso.vizinho, falta=falta)
    relato.medir(**suportar(servicos, caso, FALTAS[falta]))
