"""A page made for paper: whose paper it is, who printed it and when, and nothing kept behind."""

import re

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from apps.kernel.admin import imprimir
from apps.kernel.models import Usuario

RECIBO = """{% extends "kernel/admin/impressao.html" %}
{% block conteudo %}<p>{{ valor }}</p>{% endblock %}"""


def _pedido() -> HttpRequest:
    pedido = RequestFactory().get("/")
    pedido.user = Usuario(username="recepcao", nome="Camila Ferreira Lopes")
    return pedido


def _html(modelo: str = RECIBO) -> str:
    pagina = imprimir(
        _pedido(),
        engines["django"].from_string(modelo),  # type: ignore[arg-type]
        titulo="Recibo nº 7",
        timbre="Vida+ Saúde Paulista",
        contexto={"valor": "R$ 150,00 <b>"},
    )
    assert pagina["Cache-Control"] == "no-store"
    return pagina.render().content.decode()  # type: ignore[attr-defined]


def test_a_folha_diz_de_quem_e_quem_imprimiu_e_quando() -> None:
    html = _html()

    assert "<strong>Vida+ Saúde Paulista</strong>" in html
    assert "<h1>Recibo nº 7</h1>" in html
    assert re.search(r"Impresso por Camila Ferreira Lopes em \d\d/\d\d/\d{4}, às \d\d:\d\d\.", html)


def test_o_conteudo_e_escapado_e_a_folha_nao_traz_script() -> None:
    html = _html()

    assert "R$ 150,00 &lt;b&gt;" in html
    assert re.findall(r"<script[^>]*>(.*?)</script>", html) == [
        ""
    ]  # a static file, as the policy asks
    assert " onclick" not in html
