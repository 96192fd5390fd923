"""What every page keeps: Portuguese, nothing from another host, no script in the page itself."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.navegador import navegar, pagina, texto

ABERTAS = ("/", "/admin/login/", "/entrar/login/", "/docs", "/redoc", "/nao-existe", "/pacientes")


class Partes(HTMLParser):
    """What a page loads, and the code that it carries."""

    CARREGAM = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.carregados: list[str] = []
        self.codigo: list[str] = []
        self.idioma = ""
        self._no_script = False
        self.feed(html)

    def handle_starttag(self, etiqueta: str, atributos: Any) -> None:
        valores = dict(atributos)
        if etiqueta == "html":
            self.idioma = valores.get("lang", "")
        if origem := valores.get(self.CARREGAM.get(etiqueta, ""), ""):
            self.carregados.append(origem)
        self._no_script = etiqueta == "script" and valores.get("type") != "application/json"
        self.codigo += [nome for nome in valores if nome.startswith("on")]

    def handle_data(self, texto: str) -> None:
        if self._no_script and texto.strip():
            self.codigo.append(texto)

    def handle_endtag(self, etiqueta: str) -> None:
        self._no_script = False


def _conferir(html: str, endereco: str) -> None:
    partes = Partes(html)
    assert partes.idioma.lower() == "pt-br" or endereco == "/docs", endereco
    assert partes.carregados or endereco == "/nao-existe", endereco
    assert [o for o in partes.carregados if re.match(r"(\w+:)?//", o)] == [], endereco
    assert partes.codigo == [], endereco
    for origem in partes.carregados:
        if origem.startswith("/static/"):
            assert finders.find(origem.removeprefix("/static/")), origem


@pytest.mark.parametrize("endereco", ABERTAS)
def test_pagina_aberta_so_carrega_o_que_e_daqui(db: None, endereco: str) -> None:
    resposta = Client(headers={"Accept": "text/html", "Accept-Language": "en"}).get(endereco)

    assert "text/html" in resposta["Content-Type"]
    _conferir(texto(resposta), endereco)


def test_as_paginas_da_administracao_so_carregam_o_que_e_daqui(
    elenco: Elenco, paciente: Paciente
) -> None:
    navegador = navegar(elenco.gestora)
    for endereco in (
        "/admin/",
        pagina("paciente.paciente"),
        pagina("paciente.paciente", "change", paciente.pk),
        pagina("consulta.consulta"),
        pagina("consulta.ausencia", "add"),
        "/pacientes",
    ):
        _conferir(texto(navegador.get(endereco)), endereco)


def test_a_politica_do_navegador_nao_admite_outro_host(db: None) -> None:
    politica = Client().get("/")["Content-Security-Policy"]

    assert "default-src 'self'" in politica
    assert "http" not in politica
    assert "script-src 'self' 'unsafe-eval'" in politica  # and no 'unsafe-inline'


def test_de_um_dado_o_navegador_nao_roda_nada(elenco: Elenco) -> None:
    for pessoa in (elenco.recepcao, elenco.ninguem):  # an answer, and a problem
        politica = pessoa.get("/pacientes")["Content-Security-Policy"]
        assert politica == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("arquivo", ["favicon.ico", "robots.txt"])
def test_o_navegador_acha_o_que_pede_sozinho(arquivo: str) -> None:
    resposta = Client().get(f"/{arquivo}")

    assert resposta.status_code == 200
    assert (
        b"".join(resposta.streaming_content)
        == Path(settings.BASE_DIR / "vidasaude" / "raiz" / arquivo).read_bytes()
    )


def test_o_inicio_leva_a_cada_porta(db: None) -> None:
    html = texto(Client().get("/"))

    for porta in (
        "/admin/", "/pacientes", "/consultas", "/prontuarios", "/faturas", "/docs", "/redoc",
        "/schema", "/livez", "/readyz", "/entrar/login/?next=/pacientes",
    ):  # fmt: skip
        assert f'href="{porta}"' in html, porta
        navegador = Client(headers={"Accept": "text/html,*/*;q=0.8"})
        assert navegador.get(porta).status_code in (200, 302, 401), porta


def test_as_contas_de_demonstracao_so_aparecem_em_desenvolvimento(db: None) -> None:
    em_desenvolvimento = render_to_string("inicio.html", {"desenvolvimento": True})
    em_producao = render_to_string("inicio.html", {"desenvolvimento": False})

    for conta in ("recepcao2", "auditora", "vidasaude-demo"):
        assert conta in em_desenvolvimento
        assert conta not in em_producao
    assert ("vidasaude-demo" in texto(Client().get("/"))) == settings.DESENVOLVIMENTO
