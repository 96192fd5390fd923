"""The browser's stage: one Chromium for all of its tests, on the stack with the demo's data.

It closes before other tests go on: playwright leaves an event loop in the thread, in which Django
refuses to query.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.chromium import Navegador, chromium_aberto
from tests.journeys.navegador.preparo import Clinica
from tests.processos import Pilha


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    with chromium_aberto() as aberto:
        yield aberto


@pytest.fixture
def navegador(chromium: Any, pilha: Pilha) -> Iterator[Navegador]:
    """Whoever is asked for, at a browser; what no page may do fails the test that saw it."""
    navegador = Navegador(chromium, pilha.url)
    yield navegador
    navegador.fechar()
    assert navegador.falhas == []


@pytest.fixture
def clinica(pilha: Pilha) -> Iterator[Clinica]:
    """Clinic 1, where what a journey needs is prepared."""
    clinica = Clinica(pilha)
    yield clinica
    clinica.fechar()
