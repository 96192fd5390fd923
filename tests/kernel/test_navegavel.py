"""The browsable API: a pre-filled form for whoever may use it, errors in words, sign-in and back."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from apps.kernel.api.operation import Operacao
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import SENHA, PacienteFactory
from tests.navegador import navegar, texto

HTML = {"Accept": "text/html"}
PESSOAS = ("recepcao", "medica", "faturista", "gestora", "auditora", "admin")


def recursos() -> list[tuple[str, dict[str, Operacao]]]:
    """Every resource of the API, by an address of it."""
    achados = []
    for rota in get_resolver().url_patterns:
        for padrao in getattr(rota, "url_patterns", []):
            classe = getattr(padrao.callback, "cls", None)
            if operacoes := getattr(classe, "operacoes", None):
                caminho = re.sub(r"<[^>]*>", "1", str(padrao.pattern))
                achados.append((f"/{caminho}", operacoes))
    return achados


def formularios(html: str) -> dict[str, Any]:
    """The pre-filled body of each form, by method."""
    achados = re.findall(
        r'<form[^>]*data-method="(\w+)".*?<textarea[^>]*>(.*?)</textarea>', html, re.DOTALL
    )
    return {metodo: json.loads(unescape(corpo)) for metodo, corpo in achados}


def test_ha_recursos_para_percorrer() -> None:
    caminhos = [caminho for caminho, _ in recursos()]
    assert {"/pacientes", "/consultas/1/remarcar", "/prontuarios", "/faturas/1/pagar"} <= set(
        caminhos
    )


@pytest.mark.parametrize("nome", PESSOAS)
def test_cada_recurso_traz_o_exemplo_no_formulario_de_quem_pode(elenco: Elenco, nome: str) -> None:
    navegador, papeis = navegar(getattr(elenco, nome)), getattr(elenco, nome).escopo.papeis

    for caminho, operacoes in recursos():
        resposta = navegador.get(caminho, headers=HTML)
        esperados = {
            metodo: dict(operacao.exemplo)
            for metodo, operacao in operacoes.items()
            if operacao.entrada is not None
            and (operacao.papeis is None or operacao.papeis & papeis)
        }
        if "text/html" in resposta["Content-Type"]:
            assert formularios(texto(resposta)) == json.loads(json.dumps(esperados)), caminho


def test_quem_nao_entrou_ve_o_caminho_da_entrada_e_volta(elenco: Elenco) -> None:
    ninguem = Client(headers=HTML)
    resposta = ninguem.get("/pacientes?busca=maria")
    assert resposta.status_code == 401
    entrada = unescape(re.search(r'href="(/entrar/login/[^"]*)"', texto(resposta))[1])  # type: ignore[index]

    pagina = ninguem.get(entrada)
    depois = re.search(r'name="next" value="([^"]*)"', texto(pagina))[1]  # type: ignore[index]
    resposta = ninguem.post(
        "/entrar/login/",
        {"username": "recepcao", "password": SENHA, "next": unescape(depois)},
    )

    assert resposta["Location"] == "/pacientes?busca=maria"
    assert ninguem.get("/pacientes?busca=maria").status_code == 200


def test_senha_errada_e_dita_em_portugues_e_o_usuario_fica(elenco: Elenco) -> None:
    resposta = Client(headers=HTML | {"Accept-Language": "en"}).post(
        "/entrar/login/", {"username": "recepcao", "password": "errada", "next": "/pacientes"}
    )

    html = texto(resposta)
    assert "e senha corretos" in html
    assert 'value="recepcao"' in html
    assert 'value="/pacientes"' in html


def test_a_entrada_nao_leva_para_outro_site(elenco: Elenco) -> None:
    resposta = Client().post(
        "/entrar/login/",
        {"username": "recepcao", "password": SENHA, "next": "https://exemplo.com/"},
    )

    assert resposta["Location"] == "/"


def _enviar(cliente: Client, corpo: str, **cabecalhos: str) -> Any:
    return cliente.post(
        "/pacientes", corpo, content_type="application/json", headers=HTML | cabecalhos
    )


def _segredo(html: str) -> str:
    return json.loads(re.search(r'id="drf_csrf">(.*?)</script>', html)[1])["csrfToken"]  # type: ignore[index]


def test_o_formulario_envia_com_a_sessao_e_o_segredo(elenco: Elenco) -> None:
    navegador = navegar(elenco.recepcao, enforce_csrf_checks=True)
    html = texto(navegador.get("/pacientes", headers=HTML))
    exemplo = json.dumps(formularios(html)["POST"])

    sem = _enviar(navegador, exemplo)
    com = _enviar(navegador, exemplo, **{"X-CSRFToken": _segredo(html)})

    assert (sem.status_code, com.status_code) == (403, 201)
    assert Paciente.objects.count() == 1


def test_o_corpo_recusado_volta_no_formulario_com_os_erros_em_palavras(elenco: Elenco) -> None:
    corpo = {"nome": "<b>Maria</b>", "cpf": "111.111.111-11", "data_nascimento": "1985-04-12"}

    resposta = _enviar(navegar(elenco.recepcao), json.dumps(corpo))

    html = texto(resposta)
    assert resposta.status_code == 400
    assert "O CPF não confere." in html
    assert formularios(html)["POST"] == corpo
    assert "<b>Maria</b>" not in html


def test_corpo_que_nao_e_json_volta_como_foi_escrito(elenco: Elenco) -> None:
    resposta = _enviar(navegar(elenco.recepcao), '{"nome": "Maria",}')

    assert "não é um JSON válido" in texto(resposta)
    assert unescape(texto(resposta)).count('{"nome": "Maria",}') == 1


@pytest.mark.parametrize(
    ("caminho", "status", "palavras"),
    [
        ("/pacientes?xyz=1", 400, "Parâmetro desconhecido."),
        ("/prontuarios", 403, "Seu papel não permite"),
        ("/pacientes/99999", 404, "Não há paciente com este número."),
    ],
)
def test_os_erros_sao_paginas_que_dizem_o_que_houve(
    elenco: Elenco, caminho: str, status: int, palavras: str
) -> None:
    resposta = navegar(elenco.recepcao).get(caminho, headers=HTML)

    assert resposta.status_code == status
    assert resposta["Content-Type"].startswith("text/html")
    assert palavras in texto(resposta)


def test_as_paginas_da_lista_tem_vizinhas(elenco: Elenco, paciente: Paciente) -> None:
    PacienteFactory()
    navegador = navegar(elenco.recepcao)

    primeira = texto(navegador.get("/pacientes?limite=1", headers=HTML))
    proxima = unescape(re.search(r'rel="next" href="([^"]*)"', primeira)[1])  # type: ignore[index]

    assert paciente.nome in texto(navegador.get(proxima, headers=HTML))


def test_sair_encerra_a_sessao(elenco: Elenco) -> None:
    navegador = navegar(elenco.recepcao)

    assert navegador.post("/entrar/logout/")["Location"] == "/"
    assert navegador.get("/pacientes", headers=HTML).status_code == 401
