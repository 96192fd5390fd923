"""What the tests of the floor share."""

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def esperar_ate() -> Callable[[Callable[[], bool]], None]:
    """Wait for a condition, ten seconds at most."""

    def esperar(condicao: Callable[[], bool]) -> None:
        limite = time.monotonic() + 10
        while not condicao():
            assert time.monotonic() < limite, "a condição não chegou"
            time.sleep(0.01)

    return esperar
