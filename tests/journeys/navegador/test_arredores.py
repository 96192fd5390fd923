"""What surrounds the pages: the entrance and the exits, what opens over them, the keyboard."""

from typing import Any

import pytest

from tests.chromium import Navegador, conferir, conferir_teclado


@pytest.mark.parametrize("endereco", ["/", "/admin/login/", "/entrar/login/", "/nao-existe"])
def test_quem_ainda_nao_entrou_le_em_portugues(navegador: Navegador, endereco: str) -> None:
    pagina = navegador.entrar()
    pagina.goto(endereco)

    conferir(pagina)


def test_a_senha_errada_e_dita_em_portugues(navegador: Navegador) -> None:
    pagina = navegador.entrar()
    pagina.goto("/admin/login/")
    pagina.get_by_label("Usuário").fill("recepcao")
    pagina.get_by_label("Senha", exact=False).first.fill("não é esta")
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")

    conferir(pagina)
    assert "Por favor" in pagina.inner_text("body")


@pytest.mark.parametrize(
    ("endereco", "aviso"),
    [
        ("/admin/prontuario/prontuario/", "Sem permissão"),
        ("/admin/paciente/paciente/999999/change/", "não existe"),
        ("/admin/paciente/paciente/?q=zzzz", "0 pacientes"),
        ("/admin/paciente/paciente/?sexo__exact=", "pacientes"),
        ("/admin/password_change/", "Alterar senha"),
    ],
)
def test_o_que_nao_vai_bem_tambem_e_dito_em_portugues(
    navegador: Navegador, endereco: str, aviso: str
) -> None:
    pagina = navegador.entrar("recepcao")
    pagina.goto(endereco)

    conferir(pagina)
    assert aviso in pagina.inner_text("body")


def _abrir_conta(pagina: Any) -> Any:
    pagina.get_by_role("button", name="Camila").click()
    return pagina.get_by_role("button", name="Encerrar sessão")


def _abrir_filtros(pagina: Any) -> Any:
    pagina.get_by_role("button", name="Filtros").click()
    return pagina.locator("#changelist-filter")


def _abrir_busca(pagina: Any) -> Any:
    pagina.keyboard.press("Control+k")
    return pagina.locator("#search-input-command")


@pytest.mark.parametrize("abrir", [_abrir_conta, _abrir_filtros, _abrir_busca])
def test_o_que_se_abre_sobre_a_pagina_esta_em_ordem(navegador: Navegador, abrir: Any) -> None:
    pagina = navegador.entrar("recepcao")
    pagina.goto("/admin/consulta/consulta/")
    aberto = abrir(pagina)
    aberto.wait_for()

    conferir(pagina)


def test_o_dialogo_recebe_o_foco_fecha_com_escape_e_o_devolve(navegador: Navegador) -> None:
    pagina = navegador.entrar("admin")
    pagina.goto("/admin/kernel/usuario/1/change/")
    pagina.get_by_role("link", name="Trocar a senha").focus()
    pagina.keyboard.press("Enter")
    dialogo = pagina.get_by_role("dialog")
    dialogo.get_by_label("Nova senha").wait_for()
    conferir(pagina)

    pagina.wait_for_function("document.activeElement.closest('[role=dialog]')")
    pagina.keyboard.press("Escape")
    dialogo.wait_for(state="hidden")
    assert "Trocar a senha" in pagina.evaluate("document.activeElement.textContent")


def test_o_teclado_pula_o_menu_e_mostra_onde_esta(navegador: Navegador) -> None:
    pagina = navegador.entrar("recepcao")
    pagina.goto("/admin/consulta/consulta/")
    paradas = conferir_teclado(pagina, passos=40)

    assert paradas[0] == "Ir para o conteúdo"
    assert "Mostrar ou esconder o menu" in paradas
    assert any("Camila" in parada for parada in paradas)

    pagina.goto("/admin/consulta/consulta/")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.closest('#content') !== null")
