"""Every page of the administration, walked by every role as a person walks: from link to link."""

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.chromium import Navegador, conferir

PESSOAS = ("recepcao", "medica", "faturista", "gestora", "auditora", "admin")
MAXIMO = 60
"""Kinds of page: more than any role has, so that a walk that does not end fails."""

LIGACOES = "a[href]:not([hx-get])"  # a dialog's address is a part of a page


def tipo(caminho: str) -> str:
    """The kind of a page: `/admin/paciente/paciente/<n>/change/`."""
    return re.sub(r"/\d+(?=/|$)", "/<n>", caminho)


@dataclass
class Caminhada:
    """What one person finds from the first page on: one page of each kind, and what is wrong."""

    pagina: Any
    vistas: dict[str, str] = field(default_factory=dict)
    faltas: list[str] = field(default_factory=list)

    def percorrer(self) -> "Caminhada":
        por_ver = deque(["/admin/"])
        while por_ver:
            endereco = por_ver.popleft()
            if tipo(endereco) not in self.vistas:
                self.vistas[tipo(endereco)] = endereco
                assert len(self.vistas) <= MAXIMO, self.vistas
                self._olhar(endereco)
                por_ver += self._saidas()
        return self

    def _olhar(self, endereco: str) -> None:
        resposta = self.pagina.goto(endereco)
        if resposta.status != 200:
            self.faltas.append(f"{endereco}: {resposta.status}")
            return
        try:
            conferir(self.pagina)
        except AssertionError as falta:
            self.faltas.append(str(falta))

    def _saidas(self) -> list[str]:
        saltos = self.pagina.eval_on_selector_all(LIGACOES, "links => links.map(a => a.href)")
        aqui = urlsplit(self.pagina.url).netloc
        partes = [urlsplit(salto) for salto in saltos]
        return [p.path for p in partes if p.netloc == aqui and p.path.startswith("/admin/")]


def _do_registro() -> set[str]:
    """The lists and the new forms of every entity of the administration."""
    return {
        reverse(f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_{pagina}")
        for modelo in admin.site._registry
        for pagina in ("changelist", "add")
    }


@pytest.mark.parametrize("username", PESSOAS)
def test_cada_pagina_esta_em_ordem_e_o_papel_so_abre_o_que_o_menu_leva(
    navegador: Navegador, username: str
) -> None:
    caminhada = Caminhada(navegador.entrar(username)).percorrer()
    digitar = navegador.contexto(username).request.get
    escondidas = _do_registro() - set(caminhada.vistas)
    abertas = [e for e in sorted(escondidas) if digitar(e).status not in (403, 404)]

    assert not caminhada.faltas, "\n".join(caminhada.faltas)
    assert username == "medica" or not any("prontuario" in vista for vista in caminhada.vistas)
    assert not abertas
