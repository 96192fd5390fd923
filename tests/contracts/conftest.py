"""Which side of each door answers: every suite runs on each of `LADOS`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings

from apps.kernel import http_client
from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import Porta
from apps.kernel.http_client import Resposta
from tests.conftest import Elenco, Pessoa
from tests.falsos.linhas import aprendidas
from tests.falsos.portas import Falsos

LADOS = ("local", "remote", "fake")

APPS = ("rede", "paciente", "consulta", "prontuario", "faturamento")

so_de_linhas = pytest.mark.parametrize("lado", ["local", "remote"], indirect=True)
"""Of a test about what rows promise (the audit trail, queries): a fake has none to promise it with."""

com_vizinho_que_falha = pytest.mark.parametrize("lado", ["remote", "fake"], indirect=True)
"""Of a test in which the neighbour is away: `local` has none, it is this very process."""

SemVizinho = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(params=LADOS, autouse=True)
def lado(
    request: pytest.FixtureRequest,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    falsos: Falsos,
) -> Iterator[str]:
    """The implementation behind every door, chosen as production does: by topology."""
    settings.TOPOLOGIA = dict.fromkeys(APPS, request.param)
    if request.param == "remote":
        settings.ENDERECOS = {app: f"http://{app}" for app in APPS}
        monkeypatch.setattr(http_client, "ler", vizinho_em_processo)
    if request.param == "fake":
        falsos.atender(APPS, monkeypatch=monkeypatch, settings=settings)
        with aprendidas(falsos):
            yield request.param
        return
    yield request.param


@pytest.fixture
def falsos() -> Falsos:
    """Those that answer on the side `fake`; a factory's rows are told to them."""
    return Falsos()


@pytest.fixture
def sem_vizinho(lado: str, falsos: Falsos) -> SemVizinho:
    """`with sem_vizinho("rede"):` it is away, in the way of the side that answers."""

    @contextmanager
    def sem_resposta(app: str) -> Iterator[None]:
        def ler(url: str, **pedido: Any) -> Resposta | None:
            return None if urlsplit(url).hostname == app else vizinho_em_processo(url, **pedido)

        with pytest.MonkeyPatch.context() as mp:
            mp.setattr(http_client, "ler", ler)
            yield

    @contextmanager
    def fora_do_ar(app: str) -> Iterator[None]:
        falsos[app].no_ar = False
        yield
        falsos[app].no_ar = True

    return {"remote": sem_resposta, "fake": fora_do_ar}[lado]


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
