"""Each app is whole without the others: its tables, its code, its health."""

from dataclasses import dataclass

import httpx
import pytest

from tests.servicos import Servicos
from vidasaude.topology import APPS

DE_TODOS = ("kernel_", "auth_", "django_content_type", "django_migrations")
DA_PORTA_DE_ENTRADA = ("axes_", "django_admin_log", "django_session")
"""Accounts, sessions and the admin exist where Rede lives."""
SO_DE_CASA = {"models", "services", "local", "views", "serializers", "admin", "followers", "demo"}
"""Modules of an app that only its own process loads."""

CONFERIR = """
import sys
from django.core.management import call_command
from django.db import connection
from django.test import Client
call_command("check")
call_command("migrate", "--check")
assert Client().get("/schema", headers={"Accept": "application/json"}).status_code == 200
print("tabelas:", *connection.introspection.table_names())
print("modulos:", *(nome for nome in sys.modules if nome.startswith("apps.")))
"""


@dataclass(frozen=True)
class Sozinho:
    """What an app has in a process of its own, in which `check` found nothing wrong."""

    app: str
    tabelas: set[str]
    modulos: set[str]


@pytest.fixture(params=APPS, scope="module")
def sozinho(servicos: Servicos, request: pytest.FixtureRequest) -> Sozinho:
    linhas = servicos[request.param].rodar(CONFERIR).splitlines()
    dito = dict(linha.split(":", 1) for linha in linhas if linha.startswith(("tabelas", "modulos")))
    return Sozinho(request.param, set(dito["tabelas"].split()), set(dito["modulos"].split()))


def test_app_sozinho_so_tem_as_suas_tabelas_e_as_do_kernel(sozinho: Sozinho) -> None:
    da_entrada = DA_PORTA_DE_ENTRADA if sozinho.app == "rede" else ()
    seus = (f"{sozinho.app}_", *DE_TODOS, *da_entrada)
    assert {tabela for tabela in sozinho.tabelas if not tabela.startswith(seus)} == set()
    assert {tabela for tabela in sozinho.tabelas if tabela.startswith(f"{sozinho.app}_")}


def test_app_sozinho_so_carrega_o_codigo_que_e_seu(sozinho: Sozinho) -> None:
    assert f"apps.{sozinho.app}.services" in sozinho.modulos
    alheios = {
        modulo
        for _, app, *dentro in (m.split(".") for m in sozinho.modulos if m.count(".") > 1)
        if app in set(APPS) - {sozinho.app} and dentro[0] in SO_DE_CASA
        for modulo in [f"{app}.{dentro[0]}"]
    }
    assert alheios == set()


@pytest.mark.parametrize("app", APPS)
def test_app_sozinho_diz_que_pode_servir(servicos: Servicos, app: str) -> None:
    assert httpx.get(f"{servicos.url_de(app)}/readyz", trust_env=False).json() == {"status": "ok"}
