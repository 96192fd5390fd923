import pytest

from tests.acesso.cenario import Cenario, montar
from tests.conftest import Elenco


@pytest.fixture(autouse=True)
def _sem_plano(settings: pytest.FixtureRequest) -> None:
    """Nobody listens where the plan should be: an invoice waits for it, and access is the matter."""
    settings.PLANO_SAUDE_URL = "http://127.0.0.1:1"


@pytest.fixture
def cenario(elenco: Elenco) -> Cenario:
    return montar(elenco)
