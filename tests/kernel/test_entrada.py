"""Signing in: the same answer for every wrong guess, a lock after ten."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import Elenco, Pessoa
from tests.factories import SENHA, UsuarioFactory


def entrar(pessoa: Pessoa, username: str, password: str = SENHA, **cabecalhos: str) -> Any:
    corpo = {"username": username, "password": password}
    return pessoa.enviar("/auth/token", corpo, **cabecalhos)


def sem_numero(resposta: Any) -> dict[str, Any]:
    """The body of an error, without what differs in each request."""
    return {nome: valor for nome, valor in resposta.json().items() if nome != "id_requisicao"}


def test_senha_certa_da_os_dois_tokens(elenco: Elenco) -> None:
    resposta = entrar(elenco.ninguem, "recepcao")

    assert resposta.status_code == 200
    assert set(resposta.json()) == {"access", "refresh"}
    token = f"Bearer {resposta.json()['access']}"
    eu = elenco.ninguem.get("/auth/eu", headers={"Authorization": token})
    assert (eu.status_code, eu.json()["username"]) == (200, "recepcao")


def test_senha_errada_e_usuario_que_nao_existe_tem_a_mesma_resposta(elenco: Elenco) -> None:
    UsuarioFactory(username="fechada", is_active=False)
    errada = entrar(elenco.ninguem, "recepcao", "errada")

    for outra in (
        entrar(elenco.ninguem, "ninguem-assim", "errada"),
        entrar(elenco.ninguem, "fechada", "errada"),
        entrar(elenco.ninguem, "fechada", SENHA),
        entrar(elenco.ninguem, "RECEPCAO", SENHA),
        entrar(elenco.ninguem, "recepcao", SENHA + " "),
    ):
        assert outra.status_code == errada.status_code == 401
        assert sem_numero(outra) == sem_numero(errada)
        assert outra.headers["WWW-Authenticate"] == errada.headers["WWW-Authenticate"] == "Bearer"
        assert set(outra.headers) == set(errada.headers)


@pytest.mark.parametrize(
    ("corpo", "campos"),
    [
        ({}, {"username", "password"}),
        ({"username": "recepcao"}, {"password"}),
        ({"username": "", "password": SENHA}, {"username"}),
        ({"username": None, "password": None}, {"username", "password"}),
        ({"username": ["recepcao"], "password": SENHA}, {"username"}),
        ({"username": "recepcao", "password": SENHA, "papel": "gestor"}, {"papel"}),
        ({"username": "x" * 151, "password": SENHA}, {"username"}),
    ],
)
def test_credencial_torta_e_400(elenco: Elenco, corpo: Any, campos: set[str]) -> None:
    resposta = elenco.ninguem.enviar("/auth/token", corpo)

    assert resposta.status_code == 400
    assert {e["campo"] for e in resposta.json()["erros"]} == campos


def errar(pessoa: Pessoa, username: str, vezes: int, **cabecalhos: str) -> list[int]:
    return [entrar(pessoa, username, f"e{n}", **cabecalhos).status_code for n in range(vezes)]


def test_a_decima_primeira_tentativa_nao_entra_nem_com_a_senha_certa(elenco: Elenco) -> None:
    errar(elenco.ninguem, "recepcao", 10)

    resposta = entrar(elenco.ninguem, "recepcao")

    assert resposta.status_code == 429
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.json()["codigo"] == "limite_excedido"
    assert int(resposta.headers["Retry-After"]) > 0


def test_nove_erros_ainda_deixam_entrar(elenco: Elenco) -> None:
    """The control: it is the tenth failure that locks."""
    assert errar(elenco.ninguem, "recepcao", 9) == [401] * 9

    assert entrar(elenco.ninguem, "recepcao").status_code == 200


def test_trocar_x_forwarded_for_nao_ajuda(elenco: Elenco) -> None:
    for n in range(10):
        endereco = f"203.0.113.{n}"
        errar(elenco.ninguem, "recepcao", 1, X_Forwarded_For=endereco, X_Real_IP=endereco)

    for endereco in ("198.51.100.1", "127.0.0.1", "203.0.113.77, 10.0.0.1"):
        resposta = entrar(elenco.ninguem, "recepcao", X_Forwarded_For=endereco, X_Real_IP=endereco)
        assert resposta.status_code == 429


def test_as_outras_contas_seguem_abertas(elenco: Elenco) -> None:
    errar(elenco.ninguem, "recepcao", 11)

    assert entrar(elenco.ninguem, "medica").status_code == 200
    assert elenco.recepcao.get("/auth/eu").status_code == 200  # who was in stays in


def test_a_conta_se_abre_quando_o_prazo_passa(elenco: Elenco) -> None:
    with time_machine.travel(timezone.now(), tick=False) as relogio:
        errar(elenco.ninguem, "recepcao", 11)
        espera = int(entrar(elenco.ninguem, "recepcao").headers["Retry-After"])
        relogio.shift(espera + 1)

        assert entrar(elenco.ninguem, "recepcao").status_code == 200


def test_entrada_por_pagina_conta_as_mesmas_tentativas(elenco: Elenco) -> None:
    for _ in range(10):
        elenco.ninguem.post("/entrar/login/", {"username": "recepcao", "password": "errada"})

    pela_pagina = elenco.ninguem.post("/entrar/login/", {"username": "recepcao", "password": SENHA})

    assert pela_pagina.status_code == 429
    assert "Retry-After" in pela_pagina.headers
    assert entrar(elenco.ninguem, "recepcao").status_code == 429
