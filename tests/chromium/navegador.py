"""A real browser in the hands of the demo's people: `navegador.entrar("recepcao")` → page.

Chromium is Debian's, driven by playwright; it needs neither the network nor a download. What a
page must never do (an error in the console, a request to another host, a 5xx, something the
security policy refuses) is noted as it happens and told at the end of the test, whoever wrote it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

SENHA = "vidasaude-demo"
PROGRAMAS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The same engine; the first is without a window's parts, and a fifth faster."""
OPCOES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
LARGA, ESTREITA = {"width": 1280, "height": 800}, {"width": 820, "height": 1180}
SEM_FALTA = frozenset({"stylesheet", "script", "image", "font"})
"""Parts of a page that must be there; a document may well answer 403 or 404."""

SEM_IMPORTANCIA = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
"""Told by the answer's status; and what htmx says when somebody goes on before an answer came (of
what fails it says `htmx:sendError` or `htmx:responseError` as well)."""


@contextmanager
def chromium_aberto() -> Iterator[Any]:
    """Debian's Chromium; skips where it or playwright is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright não está instalado")
    programa = next(filter(None, map(shutil.which, PROGRAMAS)), None)
    if programa is None:
        pytest.skip("chromium não está instalado")
    with playwright.sync_playwright() as motor:
        navegador = motor.chromium.launch(executable_path=programa, args=OPCOES)
        yield navegador
        navegador.close()


class Navegador:
    """The browser on one stack: each person in a context of their own, what went wrong in `falhas`."""

    def __init__(self, chromium: Any, url: str) -> None:
        self.url, self.falhas = url, []  # type: str, list[str]
        self._chromium, self._servidor = chromium, urlsplit(url).netloc
        self._contextos: dict[str, Any] = {}

    def entrar(self, username: str | None = None) -> Any:
        """A new page of a person's, signed in; of somebody who is not, without a name."""
        return self.contexto(username).new_page()

    def contexto(self, username: str | None = None) -> Any:
        """The person's cookies and pages: playwright's BrowserContext."""
        quem = username or ""
        if quem not in self._contextos:
            self._contextos[quem] = self._novo_contexto()
            if username:
                self._assinar(self._contextos[quem], username)
        return self._contextos[quem]

    def fechar(self) -> None:
        for contexto in self._contextos.values():
            contexto.close()

    def _novo_contexto(self) -> Any:
        contexto = self._chromium.new_context(
            base_url=self.url,
            viewport=LARGA,
            locale="en-US",  # as many browsers are; the pages are in Portuguese all the same
            timezone_id="America/Sao_Paulo",
            reduced_motion="reduce",
        )
        contexto.set_default_timeout(30_000)
        contexto.on("request", self._ao_pedir)
        contexto.on("response", self._ao_responder)
        contexto.on("console", self._ao_dizer)
        contexto.on("weberror", lambda erro: self.falhas.append(f"erro no script: {erro.error}"))
        return contexto

    def _assinar(self, contexto: Any, username: str) -> None:
        """The sign-in form's own POST, without drawing it."""
        contexto.request.get("/admin/login/")
        token = next(c["value"] for c in contexto.cookies() if c["name"] == "csrftoken")
        entrada = {"username": username, "password": SENHA, "csrfmiddlewaretoken": token}
        contexto.request.post("/admin/login/", form=entrada)
        assert any(c["name"] == "sessionid" for c in contexto.cookies()), username

    def _ao_pedir(self, pedido: Any) -> None:
        partes = urlsplit(pedido.url)
        if partes.scheme not in ("data", "blob") and partes.netloc != self._servidor:
            self.falhas.append(f"pedido a outro host: {partes.netloc}")

    def _ao_responder(self, resposta: Any) -> None:
        de_uma_parte = resposta.request.resource_type in SEM_FALTA
        if resposta.status >= (400 if de_uma_parte else 500):
            self.falhas.append(f"{resposta.status} em {urlsplit(resposta.url).path}")

    def _ao_dizer(self, mensagem: Any) -> None:
        """Errors of the console, the security policy's refusals among them."""
        if mensagem.type == "error" and not mensagem.text.startswith(SEM_IMPORTANCIA):
            self.falhas.append(f"erro no console: {mensagem.text}")
