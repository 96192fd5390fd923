"""A program with a token goes past the session; a page never does, whatever it is sent."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import UsuarioFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def navegador() -> Client:
    """A browser in which somebody is signed in."""
    cliente = Client()
    cliente.force_login(UsuarioFactory())
    return cliente


def test_a_sessao_vale_na_api_para_quem_nao_manda_outra_coisa(navegador: Client) -> None:
    assert navegador.get("/auth/eu").status_code == 200


@pytest.mark.parametrize("cabecalho", ["Bearer invalido", "Basic YTpi", "qualquer"])
def test_com_authorization_a_sessao_nao_vale_na_api(navegador: Client, cabecalho: str) -> None:
    with CaptureQueriesContext(connection) as feitas:
        resposta = navegador.get("/auth/eu", headers={"Authorization": cabecalho})
    assert resposta.status_code == 401
    assert not any(Session._meta.db_table in feita["sql"] for feita in feitas)


@pytest.mark.parametrize("pagina", ["/", "/admin/", "/admin/login/", "/entrar/login/", "/docs"])
def test_uma_pagina_abre_com_authorization(pagina: str) -> None:
    resposta = Client().get(pagina, headers={"Authorization": "Bearer x", "Accept": "text/html"})
    assert resposta.status_code in (200, 302, 401)


def test_quem_entrou_na_pagina_entra_com_authorization_tambem(navegador: Client) -> None:
    resposta = navegador.get("/admin/password_change/", headers={"Authorization": "Basic YTpi"})
    assert resposta.status_code == 200
