"""The stage itself: each thing that it looks for is found where it is planted."""

import pytest

from tests.chromium import Navegador, conferir, conferir_teclado

EM_ORDEM = '<!doctype html><html lang="pt-BR"><title>Olá</title><body><h1>Olá</h1>{}</body></html>'


@pytest.mark.parametrize(
    ("parte", "falta"),
    [
        ("<p>Please save</p>", "inglês: “Please save”"),
        ('<button title="Close">x</button>', "inglês: “Close”"),
        ('<p hidden>Loading…</p>', "inglês: “Loading…”"),
        ('<input name="nome">', "campo sem rótulo"),
        ('<a href="/"><span class="material-symbols-outlined">search</span></a>', "sem nome"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "imagem sem alt"),
        ('<h1>Outro</h1>', "2 h1"),
        ('<div x-on:click="abrir">Abrir</div>', "só pelo mouse"),
        ('<p style="width: 900px">Longe</p>', "em 820 px"),
        ('<p style="color: #777; background: #fff">Claro</p>', "contraste 4.48"),
        ('<p style="color: #000; background: #fff; opacity: .4">Claro</p>', "contraste"),
    ],
)  # fmt: skip
def test_a_conferencia_acha_o_que_procura(navegador: Navegador, parte: str, falta: str) -> None:
    pagina = navegador.entrar()
    pagina.set_content(EM_ORDEM.format(parte))

    with pytest.raises(AssertionError, match=falta):
        conferir(pagina)


def test_a_conferencia_deixa_passar_o_que_esta_em_ordem(navegador: Navegador) -> None:
    pagina = navegador.entrar()
    pagina.set_content(
        EM_ORDEM.format("<label>UF <select><option>GO</option></select></label><p>Início, José</p>")
    )

    conferir(pagina)


def test_o_foco_que_nao_se_ve_e_achado(navegador: Navegador) -> None:
    pagina = navegador.entrar()
    pagina.set_content(EM_ORDEM.format('<button style="outline: none">Enviar</button>'))

    with pytest.raises(AssertionError, match="foco invisível em Enviar"):
        conferir_teclado(pagina)


@pytest.mark.parametrize(
    ("script", "falha"),
    [
        ("console.error('falhou')", "erro no console: falhou"),
        ("setTimeout(() => { throw new Error('caiu') })", "erro no script"),
        ("document.body.append(Object.assign(new Image(), { src: '/static/nada.png' }))", "404 em"),
        ("new Image().src = 'http://127.0.0.2:9/x.png'", "Content Security Policy"),
    ],
)
def test_o_que_nenhuma_pagina_faz_e_anotado(navegador: Navegador, script: str, falha: str) -> None:
    pagina = navegador.entrar()
    pagina.goto("/")
    pagina.evaluate(f"() => {{ {script} }}")
    pagina.wait_for_timeout(200)

    vistas, navegador.falhas = navegador.falhas, []
    assert any(falha in vista for vista in vistas), vistas


def test_o_pedido_a_outro_host_e_anotado(navegador: Navegador) -> None:
    pagina = navegador.entrar()
    pagina.set_content('<img src="http://127.0.0.2:9/x.png" alt="">')

    vistas, navegador.falhas = navegador.falhas, []
    assert vistas == ["pedido a outro host: 127.0.0.2:9"]
