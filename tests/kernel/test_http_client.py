"""The client of the outside: one deadline on the wall, whatever the other side does."""

import json
import threading
import time
from collections.abc import Iterator

import pytest

from apps.kernel import http_client
from apps.kernel.context import Pedido, pedido_atual
from apps.kernel.http_client import LIMITE_DE_BYTES, Resposta, enviar_todos
from tests.kernel.servidores import (
    Comportamento,
    Conexao,
    calar,
    derrubar,
    fechar,
    gotejar,
    pensar,
    responder,
    resposta,
    servidor,
)
from tests.processos import porta_livre

PRAZO = 1.0
FOLGA = 1.0
"""Seconds that a busy machine may take over the deadline."""


@pytest.fixture(autouse=True)
def _relogio() -> Iterator[None]:
    """No test here may outlast the deadline."""
    inicio = time.monotonic()
    yield
    assert time.monotonic() - inicio < 5


def enviar(
    comportamento: Comportamento, corpos: int = 1, prazo: float = PRAZO
) -> tuple[list[Resposta | None], float]:
    """What came back, and after how many seconds."""
    with servidor(comportamento) as outro:
        inicio = time.monotonic()
        recebidas = enviar_todos(outro.url, [{"n": n} for n in range(corpos)], prazo=prazo)
        return recebidas, time.monotonic() - inicio


def test_resposta_inteira_chega_como_veio() -> None:
    for status, linha in ((200, "200 OK"), (404, "404 Not Found"), (500, "500 Erro")):
        recebidas, _ = enviar(responder(resposta(b'{"coberto": true}', linha)))
        assert recebidas == [Resposta(status, b'{"coberto": true}')]


def test_pedido_leva_o_corpo_e_o_nome_da_requisicao() -> None:
    marca = pedido_atual.set(Pedido(id_requisicao="meu-pedido"))
    try:
        with servidor(responder(resposta(b"{}"))) as outro:
            enviar_todos(outro.url, [{"procedimento": "Ção"}], prazo=PRAZO)
    finally:
        pedido_atual.reset(marca)

    cabeca, _, corpo = outro.pedidos[0].partition(b"\r\n\r\n")
    assert cabeca.startswith(b"POST /validar HTTP/1.1\r\n")
    assert b"X-Request-ID: meu-pedido" in cabeca
    assert b"Content-Type: application/json" in cabeca
    assert json.loads(corpo) == {"procedimento": "Ção"}


GOTEJAM = {
    "corpo": gotejar(resposta(b"", tamanho=500), b"1" * 500),
    "cabeçalhos": gotejar(b"HTTP/1.1 200 OK\r\n", b"X-Lento: " + b"a" * 500),
    "linha de status": gotejar(b"", b"HTTP/1.1 200 " + b"O" * 500),
    "pedaços": gotejar(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 99
    ),
}


@pytest.mark.parametrize("comportamento", [*GOTEJAM.values(), calar], ids=[*GOTEJAM, "silêncio"])
def test_o_prazo_e_do_relogio_e_nao_de_cada_leitura(comportamento: Comportamento) -> None:
    recebidas, demora = enviar(comportamento)

    assert recebidas == [None]
    assert PRAZO - 0.05 <= demora < PRAZO + FOLGA


QUEBRAM = {
    "fecha": fechar,
    "derruba": derrubar,
    "corta o corpo": lambda conexao: (
        conexao.enviar(resposta(b'{"cober', tamanho=100)),
        fechar(conexao),
    ),
    "não fala HTTP": responder(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "cabeçalhos sem fim": responder(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000),
    "tamanho que não é número": responder(b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n"),
}


@pytest.mark.parametrize("comportamento", QUEBRAM.values(), ids=list(QUEBRAM))
def test_conexao_que_quebra_nao_e_resposta(comportamento: Comportamento) -> None:
    recebidas, demora = enviar(comportamento)

    assert recebidas == [None]
    assert demora < PRAZO + FOLGA


def test_ninguem_ouvindo_nao_e_resposta() -> None:
    assert enviar_todos(f"http://127.0.0.1:{porta_livre()}/", [{}], prazo=PRAZO) == [None]


@pytest.mark.parametrize("url", ["http://nao-existe.invalid/", "http://", "lixo", "ftp://x/"])
def test_endereco_que_nao_serve_nao_e_resposta(url: str) -> None:
    assert enviar_todos(url, [{}], prazo=PRAZO) == [None]


def test_ate_64_kib_e_nem_um_byte_a_mais() -> None:
    cabe, _ = enviar(responder(resposta(b"a" * LIMITE_DE_BYTES)))
    nao_cabe, _ = enviar(responder(resposta(b"a" * (LIMITE_DE_BYTES + 1))))

    assert LIMITE_DE_BYTES == 65_536
    assert cabe[0] is not None
    assert len(cabe[0].corpo) == LIMITE_DE_BYTES
    assert nao_cabe == [None]


def test_resposta_sem_fim_nao_se_le_inteira() -> None:
    enviados: list[int] = []

    def jorrar(conexao: Conexao) -> None:
        conexao.enviar(b"HTTP/1.1 200 OK\r\n\r\n")
        while not conexao.fim.is_set():
            enviados.append(conexao.soquete.send(b"a" * 65_536))

    recebidas, demora = enviar(jorrar)

    assert recebidas == [None]
    assert demora < PRAZO
    assert sum(enviados) < 20 * 1024 * 1024


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_redirecionamento_nao_se_segue(status: str) -> None:
    with servidor(responder(resposta(b'{"alvo": 1}'))) as alvo:
        desvio = resposta(b"", f"{status} Vai", f"Location: {alvo.url}")
        recebidas, _ = enviar(responder(desvio))

    assert [r.status for r in recebidas if r] == [int(status)]
    assert alvo.pedidos == []


def test_proxy_do_ambiente_nao_conta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "_laco", http_client._Laco())  # the environment is read once
    for nome in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(nome, raising=False)
    with servidor(calar) as proxy:
        for nome in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(nome, f"http://127.0.0.1:{proxy.porta}")
        recebidas, _ = enviar(responder(resposta(b"{}")))

    assert recebidas == [Resposta(200, b"{}")]
    assert proxy.pedidos == []


def test_muitos_de_uma_vez_cabem_no_mesmo_prazo() -> None:
    """Fifty questions, each answered after 0.2 s: one after the other would take ten seconds."""
    recebidas, demora = enviar(pensar(0.2, resposta(b"{}")), corpos=50, prazo=2)

    assert recebidas == [Resposta(200, b"{}")] * 50
    assert demora < 2


def test_os_que_respondem_nao_esperam_pelos_que_calam() -> None:
    def so_ao_primeiro(conexao: Conexao) -> None:
        if conexao.pedido.endswith(b'{"n":0}'):
            conexao.enviar(resposta(b"{}"))
        else:
            calar(conexao)

    recebidas, demora = enviar(so_ao_primeiro, corpos=3)

    assert recebidas == [Resposta(200, b"{}"), None, None]
    assert demora < PRAZO + FOLGA


def test_cada_resposta_fica_no_lugar_da_sua_pergunta() -> None:
    """The later a question was put, the sooner it is answered: the order is still the asker's."""

    def devolver(conexao: Conexao) -> None:
        corpo = conexao.pedido.partition(b"\r\n\r\n")[2]
        pensar(0.2 - json.loads(corpo)["n"] / 50, resposta(corpo))(conexao)

    recebidas, _ = enviar(devolver, corpos=8)

    assert [r and json.loads(r.corpo)["n"] for r in recebidas] == list(range(8))


def test_nada_a_perguntar_nao_abre_conexao() -> None:
    with servidor(calar) as outro:
        assert enviar_todos(outro.url, [], prazo=PRAZO) == []

    assert outro.pedidos == []


def test_depois_de_uma_falha_o_cliente_continua_bom() -> None:
    for comportamento in (calar, derrubar):
        enviar(comportamento)
    recebidas, _ = enviar(responder(resposta(b"{}")))

    assert recebidas == [Resposta(200, b"{}")]


def test_muitas_threads_perguntam_ao_mesmo_tempo() -> None:
    with servidor(responder(resposta(b"{}"))) as outro:
        respostas: list[list[Resposta | None]] = []

        def perguntar() -> None:
            respostas.append(enviar_todos(outro.url, [{}] * 5, prazo=2))

        threads = [threading.Thread(target=perguntar) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert respostas == [[Resposta(200, b"{}")] * 5] * 8
