"""Pages by cursor: every row once, forward and back, whatever is registered meanwhile."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Elenco, Pessoa
from tests.factories import PacienteFactory

LINK = re.compile(r'<([^>]+)>; rel="(\w+)"')


def vizinhas(resposta: Any) -> dict[str, str]:
    """The neighbours of a page, by their relation."""
    return {rel: url for url, rel in LINK.findall(resposta.headers.get("Link", ""))}


def ids(resposta: Any) -> list[int]:
    assert resposta.status_code == 200, resposta.content
    return [linha["id"] for linha in resposta.json()]


def andar(pessoa: Pessoa, url: str, rel: str) -> tuple[list[list[int]], str]:
    """Every page from `url` on, in one direction; and the address of the last."""
    paginas = []
    while True:
        resposta = pessoa.get(url)
        paginas.append(ids(resposta))
        if rel not in vizinhas(resposta):
            return paginas, url
        url = vizinhas(resposta)[rel]


@pytest.fixture
def sete(elenco: Elenco) -> list[int]:
    """Seven patients, newest first."""
    return [PacienteFactory(nome="Ana Souza").pk for _ in range(7)][::-1]


def test_ida_e_volta_passam_por_cada_linha_uma_vez(elenco: Elenco, sete: list[int]) -> None:
    ida, ultima = andar(elenco.recepcao, "/pacientes?limite=3", "next")
    volta, _ = andar(elenco.recepcao, ultima, "prev")

    assert ida == [sete[:3], sete[3:6], sete[6:]]
    assert volta == [sete[6:], sete[3:6], sete[:3]]


def test_vizinhas_so_existem_onde_ha_linhas(elenco: Elenco, sete: list[int]) -> None:
    primeira = elenco.recepcao.get("/pacientes?limite=3")
    meio = elenco.recepcao.get(vizinhas(primeira)["next"])
    fim = elenco.recepcao.get(vizinhas(meio)["next"])

    assert set(vizinhas(primeira)) == {"next"}
    assert set(vizinhas(meio)) == {"next", "prev"}
    assert set(vizinhas(fim)) == {"prev"}
    assert "Link" not in elenco.recepcao.get("/pacientes?limite=7").headers
    assert "Link" not in elenco.recepcao.get("/pacientes?id=999999").headers


def test_link_leva_os_filtros(elenco: Elenco, sete: list[int]) -> None:
    PacienteFactory(nome="Bruno Lima")

    paginas, ultima = andar(elenco.recepcao, "/pacientes?busca=ana&limite=4", "next")

    assert paginas == [sete[:4], sete[4:]]
    assert "busca=ana" in ultima
    assert "limite=4" in ultima


def test_linhas_novas_nao_empurram_as_paginas(elenco: Elenco, sete: list[int]) -> None:
    primeira = elenco.recepcao.get("/pacientes?limite=3")
    nova = PacienteFactory().pk
    segunda = elenco.recepcao.get(vizinhas(primeira)["next"])

    assert ids(segunda) == sete[3:6]
    assert ids(elenco.recepcao.get(vizinhas(segunda)["prev"])) == sete[:3]
    assert ids(elenco.recepcao.get("/pacientes?limite=1")) == [nova]


def test_a_volta_alcanca_o_que_chegou_depois(elenco: Elenco, sete: list[int]) -> None:
    segunda = elenco.recepcao.get(vizinhas(elenco.recepcao.get("/pacientes?limite=3"))["next"])
    nova = PacienteFactory().pk

    volta, _ = andar(elenco.recepcao, vizinhas(segunda)["prev"], "prev")

    assert volta == [sete[:3], [nova]]


def test_padrao_e_50_e_o_maximo_200(elenco: Elenco) -> None:
    for _ in range(201):
        PacienteFactory()

    assert len(ids(elenco.recepcao.get("/pacientes"))) == 50
    assert len(ids(elenco.recepcao.get("/pacientes?limite=200"))) == 200


@pytest.mark.parametrize(
    "limite",
    ["0", "201", "-1", "abc", "%2B5", "5.0", "5e0", "05", "٣", "", "%205", "9" * 50, "%00"],
)
def test_limite_que_nao_serve_e_400(elenco: Elenco, limite: str) -> None:
    recusa(elenco.recepcao.get(f"/pacientes?limite={limite}"), "limite")


@pytest.mark.parametrize(
    "cursor",
    [
        "lixo",
        "%00",
        "",
        "p1",
        "٣",
        "=" * 8,
        "x" * 65,
        urlsafe_b64encode(b"p0").decode(),
        urlsafe_b64encode(b"p-1").decode(),
        urlsafe_b64encode(b"x1").decode(),
        urlsafe_b64encode(b"p1 OR 1=1").decode(),
        urlsafe_b64encode(b"p9223372036854775808").decode(),
        urlsafe_b64encode("p٣".encode()).decode(),
        urlsafe_b64encode(b"p1\n").decode(),
    ],
)
def test_cursor_que_nao_e_nosso_e_400(elenco: Elenco, cursor: str) -> None:
    recusa(elenco.recepcao.get("/pacientes", {"cursor": cursor}), "cursor")


@pytest.mark.parametrize(
    ("consulta", "campo"),
    [
        ("ordem=nome", "ordem"),
        ("ordering=-cpf", "ordering"),
        ("cpf=52998224725", "cpf"),
        ("palavras__palavra=ana", "palavras__palavra"),
        ("Limite=3", "Limite"),
        ("limite=3&limite=4", "limite"),
        ("busca=ana&busca=bia", "busca"),
        ("busca=%00", "busca"),
        ("busca=" + "a" * 201, "busca"),
        ("id=abc", "id"),
        ("id=0", "id"),
        ("id=-1", "id"),
        ("id=1,,2", "id"),
        ("id=1,", "id"),
        ("id=", "id"),
        ("id=1.5", "id"),
        ("id=٣", "id"),
        ("id=9223372036854775808", "id"),
        ("id=" + ",".join(map(str, range(1, 202))), "id"),
    ],
)
def test_parametro_desconhecido_repetido_ou_torto_e_400(
    elenco: Elenco, consulta: str, campo: str
) -> None:
    recusa(elenco.recepcao.get(f"/pacientes?{consulta}"), campo)


def test_todos_os_parametros_tortos_de_uma_vez(elenco: Elenco) -> None:
    resposta = elenco.recepcao.get("/pacientes?limite=0&id=x&ordem=1&busca=a&busca=b")

    assert {e["campo"] for e in resposta.json()["erros"]} == {"limite", "id", "ordem", "busca"}


def recusa(resposta: Any, campo: str) -> None:
    assert resposta.status_code == 400, resposta.content
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.json()["codigo"] == "parametro_invalido"
    assert [e["campo"] for e in resposta.json()["erros"]] == [campo]


LISTAS: dict[str, Callable[[Elenco], Pessoa]] = {
    "/clinicas": lambda elenco: elenco.recepcao,
    "/profissionais": lambda elenco: elenco.recepcao,
    "/pacientes": lambda elenco: elenco.recepcao,
    "/consultas": lambda elenco: elenco.recepcao,
    "/consultas/paciente/1": lambda elenco: elenco.recepcao,
    "/prontuarios": lambda elenco: elenco.medica,
    "/faturas": lambda elenco: elenco.faturista,
    "/auditoria": lambda elenco: elenco.auditora,
}


@pytest.mark.parametrize("lista", LISTAS)
def test_toda_lista_obedece_as_mesmas_regras(elenco: Elenco, lista: str) -> None:
    pessoa = LISTAS[lista](elenco)

    assert isinstance(pessoa.get(lista).json(), list)
    assert pessoa.get(f"{lista}?format=json&limite=1&id=1,2,3").status_code == 200
    recusa(pessoa.get(f"{lista}?limite=201"), "limite")
    recusa(pessoa.get(f"{lista}?cursor=lixo"), "cursor")
    recusa(pessoa.get(f"{lista}?desconhecido=1"), "desconhecido")
    recusa(pessoa.get(f"{lista}?id=x"), "id")


def test_id_escolhe_varios(elenco: Elenco, sete: list[int]) -> None:
    pedidos = [sete[5], sete[1], sete[3]]

    resposta = elenco.recepcao.get(f"/pacientes?id={','.join(map(str, pedidos))},999999")

    assert ids(resposta) == [sete[1], sete[3], sete[5]]


def test_ate_duzentos_ids(elenco: Elenco, sete: list[int]) -> None:
    pedidos = [*sete, *range(10_000, 10_193)]

    resposta = elenco.recepcao.get(f"/pacientes?id={','.join(map(str, pedidos))}&limite=200")

    assert ids(resposta) == sete
