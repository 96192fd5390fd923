"""A person at a screen: what they click, type and read, with each page that comes looked at."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.chromium.conferencia import conferir

expect = pytest.importorskip("playwright.sync_api", reason="playwright não está instalado").expect

PACIENCIA = 60
"""Seconds for what others have to do first (the worker, the plan)."""

EM_FOCO = """() => {
    const e = document.activeElement;
    if (e === document.body) return "";
    return e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent;
}"""


class Posto:
    """Acts on the page by the names that a person reads; `largura` is the window's, in pixels."""

    def __init__(self, pagina: Any, *, largura: int = 1280) -> None:
        self.pagina, self.largura = pagina, largura
        self._ajustar()

    @property
    def onde(self) -> str:
        return urlsplit(self.pagina.url).path

    # --- going --------------------------------------------------------------------------------

    def abrir(self, endereco: str) -> Any:
        """Type an address; the answer."""
        resposta = self.pagina.goto(endereco)
        self.olhar()
        return resposta

    def seguir(self, link: str, *, em: Any = None) -> None:
        self._ir(lambda: self._perto(em).get_by_role("link", name=link).first.click())

    def enviar(self, botao: str, *, em: Any = None) -> None:
        self._ir(lambda: self._perto(em).get_by_role("button", name=botao).last.click())

    def teclar(self, tecla: str) -> None:
        """A key that leads to another page."""
        self._ir(lambda: self.pagina.keyboard.press(tecla))

    @contextmanager
    def dialogo(self, verbo: str) -> Iterator[Any]:
        """Open a verb of the page, answer what it asks, and send it."""
        self.pagina.get_by_role("link", name=verbo).click()
        dialogo = self.pagina.get_by_role("dialog")
        dialogo.get_by_role("button", name=verbo).wait_for()
        yield dialogo
        self.enviar(verbo, em=dialogo)

    @contextmanager
    def outra_aba(self, link: str) -> Iterator["Posto"]:
        """What a link opens in a tab of its own; the tab is closed afterwards."""
        with self.pagina.expect_popup() as aberta:
            self.pagina.get_by_role("link", name=link).click()
        aba = Posto(aberta.value, largura=self.largura)
        aba.olhar()
        yield aba
        aba.pagina.close()

    def ir_por_tab(self, nome: str, *, passos: int = 60) -> None:
        """Press Tab, where need be, until the focus is on what is called so."""
        for _ in range(passos):
            if self.pagina.evaluate(EM_FOCO).strip(" \n*").endswith(nome):
                return
            self.pagina.keyboard.press("Tab")
        raise AssertionError(f"{self.onde}: o Tab não leva a {nome}")

    def _ir(self, gesto: Any) -> None:
        with self.pagina.expect_navigation():
            gesto()
        self.olhar()

    # --- filling in -----------------------------------------------------------------------------

    def escrever(self, campo: str, texto: str, *, em: Any = None) -> None:
        self._perto(em).get_by_label(campo).fill(texto)

    def escolher(self, campo: str, opcao: str, *, em: Any = None) -> None:
        self._perto(em).get_by_label(campo).select_option(label=opcao)

    def completar(self, campo: str, digitado: str, opcao: str, *, em: Any = None) -> None:
        """Type some of it over what is there, and click what is offered."""
        caixa = self._perto(em).get_by_role("combobox", name=campo)
        caixa.clear()
        caixa.press_sequentially(digitado)
        oferecida = self.pagina.get_by_role("option").filter(has_text=opcao)
        oferecida.first.click()

    def horario_livre(self, *, em: Any = None) -> tuple[str, str]:
        """Click the first time that is offered; the day and the hour that it fills in."""
        perto = self._perto(em)
        oferecido = perto.locator(".horarios button").first
        dia, hora = (oferecido.get_attribute(f"data-{parte}") for parte in ("dia", "hora"))
        oferecido.click()
        expect(oferecido).to_have_attribute("aria-pressed", "true")
        assert perto.locator("#id_dia").input_value() == dia
        assert perto.locator("#id_hora").input_value() == hora
        return dia, hora

    # --- reading --------------------------------------------------------------------------------

    def ler(self, *textos: str, em: Any = None) -> None:
        """Each of them is on the page, where it can be seen, now or soon."""
        perto = self._perto(em)
        for texto in textos:
            expect(perto.get_by_text(texto).locator("visible=true").first).to_be_visible()

    def recarregar_ate(self, texto: str) -> None:
        """Come back to the page until it says so."""
        limite = time.monotonic() + PACIENCIA
        while not self.pagina.get_by_text(texto).count():
            assert time.monotonic() < limite, f"{self.onde}: ainda sem “{texto}”"
            self.pagina.wait_for_timeout(500)
            self.pagina.reload()
        self.olhar()

    def olhar(self) -> None:
        """The page keeps what every page keeps."""
        conferir(self.pagina)
        self._ajustar()

    def saidas(self) -> list[str]:
        """Paths of all the links of the page."""
        links = self.pagina.eval_on_selector_all("[href]", "todos => todos.map(a => a.href)")
        return [urlsplit(link).path for link in links]

    def _perto(self, em: Any) -> Any:
        return self.pagina if em is None else em

    def _ajustar(self) -> None:
        self.pagina.set_viewport_size({"width": self.largura, "height": 900})
