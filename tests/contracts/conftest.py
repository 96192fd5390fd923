"""Which side of each door answers: add `remote`, or a fake, to `LADOS` and every suite runs on it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings

from apps.kernel import http_client
from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import Porta
from apps.kernel.http_client import Resposta
from tests.conftest import Elenco, Pessoa

LADOS = ("local", "remote")

APPS = ("rede", "paciente", "consulta", "prontuario", "faturamento")


@pytest.fixture(params=LADOS, autouse=True)
def lado(request: pytest.FixtureRequest, settings: Any) -> str:
    """The implementation behind every door, chosen as production does: by topology."""
    settings.TOPOLOGIA = dict.fromkeys(APPS, request.param)
    if request.param == "remote":
        settings.ENDERECOS = {app: f"http://{app}" for app in APPS}
        request.getfixturevalue("monkeypatch").setattr(http_client, "ler", vizinho_em_processo)
    return request.param


def vizinho_em_processo(
    url: str, *, parametros: Mapping[str, Any], cabecalhos: Mapping[str, str], prazo: float
) -> Resposta:
    """The neighbour's whole API (sign-in, views, serializers) without the socket between.

    Its process would have one app of its own, and ask the others in the same way.
    """
    endereco = urlsplit(url)
    app = str(endereco.hostname)
    with override_settings(TOPOLOGIA={**dict.fromkeys(APPS, "remote"), app: "local"}):
        resposta = Client().get(endereco.path, parametros, headers=cabecalhos)
    return Resposta(resposta.status_code, resposta.content, resposta.headers)


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
