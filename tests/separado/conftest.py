"""The stage: the five services, up once for all these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servicos import Servicos, servicos_no_ar

AQUI = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These go first: one worker of pytest-xdist gets them all, and the services start once."""
    items.sort(key=lambda item: AQUI not in item.path.parents)


@pytest.fixture(scope="session")
def servicos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servicos]:
    """Five servers, five workers, five databases and the simulator, with the demo's data."""
    with servicos_no_ar(tmp_path_factory.mktemp("servicos")) as no_ar:
        yield no_ar
