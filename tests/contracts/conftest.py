"""Which side of each door answers: add `remote`, or a fake, to `LADOS` and every suite runs on it."""

from typing import Any

import pytest

from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import Porta
from tests.conftest import Elenco, Pessoa

LADOS = ("local",)

APPS = ("rede", "paciente", "consulta", "prontuario", "faturamento")


@pytest.fixture(params=LADOS, autouse=True)
def lado(request: pytest.FixtureRequest, settings: Any) -> str:
    """The implementation behind every door, chosen as production does: by topology."""
    settings.TOPOLOGIA = dict.fromkeys(APPS, request.param)
    return request.param


@pytest.fixture
def recepcao(elenco: Elenco) -> Escopo:
    return elenco.recepcao.escopo


@pytest.fixture
def recepcao2(elenco: Elenco) -> Escopo:
    return elenco.recepcao2.escopo


@pytest.fixture
def medica(elenco: Elenco) -> Escopo:
    return elenco.medica.escopo


def id_profissional(pessoa: Pessoa) -> int:
    assert pessoa.profissional is not None
    return pessoa.profissional.pk


def porta(app: str) -> Porta:
    """The service object of an app's interface."""
    from importlib import import_module

    return getattr(import_module(f"apps.{app}.interface"), f"{app}_service")
