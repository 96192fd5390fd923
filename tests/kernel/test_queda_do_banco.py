"""The database goes away from a real server: 503 on every path, and it heals without a restart.

On PostgreSQL the server reaches it through a middleman that is cut; on SQLite the folder of the
file is taken away before the server has opened it, as a disk that is not mounted.
"""

import copy
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection

from tests import processos
from tests.kernel.atravessador import Atravessador
from tests.kernel.paralelo import ao_mesmo_tempo
from tests.processos import Pilha

POSTGRES = connection.vendor == "postgresql"
ANA = {"nome": "Ana Canarinho", "passaporte": "AA1", "data_nascimento": "1985-04-12"}


class Queda:
    """A server of its own on the stack's data, whose database comes and goes."""

    def __init__(
        self, servidor: Pilha, token: str, cair: Callable[[], object], voltar: Callable[[], object]
    ) -> None:
        self.servidor, self.cair, self._voltar = servidor, cair, voltar
        self.emudecer: Callable[[], object] = cair
        self.cliente = httpx.Client(base_url=servidor.url, timeout=20, trust_env=False)
        self.entrada = {"Authorization": f"Bearer {token}"}

    def pedir(self, metodo: str, caminho: str, corpo: Any = None) -> httpx.Response:
        """A request of somebody signed in."""
        return self.cliente.request(metodo, caminho, headers=self.entrada, json=corpo)

    def voltar(self, segundos: float = 5) -> None:
        """Put the database back; the server is ready again, by itself, within five seconds."""
        self._voltar()
        limite = time.monotonic() + segundos
        while self.cliente.get("/readyz").status_code != 200:
            assert time.monotonic() < limite, "não voltou"


@pytest.fixture(scope="module")
def token(pilha: Pilha) -> str:
    with closing(pilha.cliente("recepcao")) as recepcao:
        return recepcao.headers["Authorization"].split()[1]


def subir(pilha: Pilha, pasta: Path, banco: str, monkeypatch: pytest.MonkeyPatch) -> Pilha:
    """One more server of the stack, on another way to its database, up before it asks anything."""
    outra = copy.copy(pilha)
    outra.pasta, outra.porta, outra.processos = pasta, processos.porta_livre(), 1
    outra.url = f"http://127.0.0.1:{outra.porta}"
    outra.ambiente = {**pilha.ambiente, "DATABASE_URL": banco}
    esperar = processos.esperar
    monkeypatch.setattr(
        processos, "esperar", lambda url, **k: esperar(url.replace("readyz", "livez"), **k)
    )
    outra.subir_servidor()
    return outra


@pytest.fixture(scope="module")
def queda(pilha: Pilha, token: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queda]:
    pasta = tmp_path_factory.mktemp("queda")
    with pytest.MonkeyPatch.context() as monkeypatch:
        if POSTGRES:
            yield from _no_postgres(pilha, token, pasta, monkeypatch)
        else:
            yield from _no_sqlite(pilha, token, pasta, monkeypatch)


def _no_postgres(pilha: Pilha, token: str, pasta: Path, monkeypatch: Any) -> Iterator[Queda]:
    url = urlsplit(pilha.ambiente["DATABASE_URL"])
    with Atravessador((url.hostname or "", url.port or 5432)) as meio:
        banco = url._replace(netloc=url.netloc.replace(f":{url.port}", f":{meio.porta}"))
        servidor = subir(pilha, pasta, banco.geturl(), monkeypatch)
        queda = Queda(servidor, token, meio.cortar, meio.religar)
        queda.emudecer = meio.emudecer
        yield queda
        servidor.servidor.matar()


def _no_sqlite(pilha: Pilha, token: str, pasta: Path, monkeypatch: Any) -> Iterator[Queda]:
    disco, fora = pasta / "disco", pasta / "fora"
    disco.mkdir()
    origem = pilha.ambiente["DATABASE_URL"].removeprefix("sqlite:///")
    with (
        closing(sqlite3.connect(origem)) as de,
        closing(sqlite3.connect(disco / "banco.sqlite3")) as para,
    ):
        de.backup(para)
    servidor = subir(pilha, pasta, f"sqlite:///{disco / 'banco.sqlite3'}", monkeypatch)
    yield Queda(servidor, token, lambda: disco.rename(fora), lambda: fora.rename(disco))
    servidor.servidor.matar()


def conferir_503(resposta: httpx.Response) -> None:
    assert resposta.status_code == 503, resposta.text
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert int(resposta.headers["Retry-After"]) > 0
    assert resposta.headers["Cache-Control"] == "no-store"
    corpo = resposta.json()
    assert corpo["codigo"] == "banco_indisponivel"
    assert corpo["id_requisicao"] == resposta.headers["X-Request-ID"]
    for segredo in ("127.0.0.1", "sqlite", "postgres", "psycopg", "/disco", "Operational", "conn"):
        assert segredo not in resposta.text


PEDIDOS: list[tuple[str, str, Any]] = [
    ("GET", "/readyz", None),
    ("GET", "/auth/eu", None),
    ("GET", "/pacientes", None),
    ("GET", "/pacientes/1", None),
    ("POST", "/pacientes", ANA),
    ("PATCH", "/pacientes/1", {"telefone": "1"}),
    ("GET", "/consultas", None),
    ("GET", "/faturas", None),
    ("POST", "/auth/token", {"username": "recepcao", "password": "vidasaude-demo"}),
]


def test_sem_banco_tudo_e_503_e_depois_volta_sozinho(queda: Queda) -> None:
    queda.cair()
    try:
        for metodo, caminho, corpo in PEDIDOS:
            resposta = queda.pedir(metodo, caminho, corpo)
            conferir_503(resposta)
            assert resposta.elapsed.total_seconds() < 4, caminho
        for resposta in ao_mesmo_tempo(20, lambda n: queda.pedir("GET", "/pacientes")):
            conferir_503(resposta)
        conferir_o_que_nao_pergunta_ao_banco(queda)
        conferir_administracao_fora_do_ar(queda)
    finally:
        queda.voltar()

    assert queda.pedir("GET", "/pacientes").status_code == 200
    assert queda.pedir("POST", "/pacientes", ANA).status_code == 201
    assert queda.servidor.servidor.vivo
    assert "Canarinho" not in queda.servidor.servidor.saida.read_text()


def conferir_o_que_nao_pergunta_ao_banco(queda: Queda) -> None:
    """The process is alive, and what needs no database says what it always says."""
    assert queda.pedir("GET", "/livez").status_code == 200
    assert queda.pedir("GET", "/nada").status_code == 404
    assert queda.cliente.get("/pacientes").status_code == 401
    assert queda.pedir("POST", "/auth/token", {}).status_code == 400


def conferir_administracao_fora_do_ar(queda: Queda) -> None:
    """The admin's sign-in: as a page for a browser, as a problem for the rest."""
    with httpx.Client(base_url=queda.servidor.url, timeout=20, trust_env=False) as navegador:
        navegador.get("/admin/login/")
        formulario = {"username": "gestora", "password": "vidasaude-demo"}
        formulario["csrfmiddlewaretoken"] = navegador.cookies["csrftoken"]
        conferir_503(navegador.post("/admin/login/", data=formulario))
        navegador.cookies.set("sessionid", "x" * 32)
        conferir_503(navegador.get("/admin/login/"))
        pagina = navegador.get("/admin/", headers={"Accept": "text/html"})
    assert pagina.status_code == 503
    assert int(pagina.headers["Retry-After"]) > 0
    assert '<a href="/"' in pagina.text


@pytest.mark.skipif(not POSTGRES, reason="an open SQLite file stays open, whatever its folder does")
def test_conexoes_abertas_que_caem_tambem_voltam(queda: Queda) -> None:
    """Down and up three times, with connections in use each time."""
    for _ in range(3):
        assert {r.status_code for r in ao_mesmo_tempo(10, _ler(queda))} == {200}
        queda.cair()
        for resposta in ao_mesmo_tempo(10, _ler(queda)):
            conferir_503(resposta)
        queda.voltar()


@pytest.mark.skipif(not POSTGRES, reason="SQLite has no host that could hang")
def test_banco_que_atende_e_nao_responde_tambem_e_503(queda: Queda) -> None:
    queda.emudecer()
    try:
        respostas = ao_mesmo_tempo(4, _ler(queda))
    finally:
        queda.voltar()

    for resposta in respostas:
        conferir_503(resposta)
        assert resposta.elapsed.total_seconds() < 6


@pytest.mark.skipif(POSTGRES, reason="PostgreSQL locks rows, not the whole database")
def test_arquivo_trancado_e_503_para_quem_grava_e_nada_para_quem_le(queda: Queda) -> None:
    banco = queda.servidor.ambiente["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(banco)) as trancador:
        trancador.execute("BEGIN EXCLUSIVE")
        lida = queda.pedir("GET", "/pacientes")
        gravacoes = ao_mesmo_tempo(2, lambda n: queda.pedir("POST", "/pacientes", ANA))
        trancador.rollback()

    assert lida.status_code == 200
    for resposta in gravacoes:
        conferir_503(resposta)
    assert queda.pedir("POST", "/pacientes", ANA).status_code == 201


def _ler(queda: Queda) -> Callable[[int], httpx.Response]:
    return lambda n: queda.pedir("GET", "/pacientes")
