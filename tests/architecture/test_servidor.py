"""Slow, stalled and oversized requests, against the real server with four threads for work."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.processos import RAIZ, Processo, esperar, porta_livre

LIMITE = 1_048_576
APLICACAO = f"""
import json

from vidasaude.rsgi import Porta


def aplicacao(environ, start_response):
    tamanho = int(environ.get("CONTENT_LENGTH") or 0)
    status = "200 OK" if tamanho <= {LIMITE} else "413 Content Too Large"
    visto = {{chave: valor for chave, valor in environ.items() if isinstance(valor, str)}}
    corpo = json.dumps({{"lido": len(environ["wsgi.input"].read()), "visto": visto}}).encode()
    start_response(status, [("Content-Length", str(len(corpo)))])
    return [corpo]


def criar():
    return Porta(aplicacao, threads=4, limite={LIMITE}, prazo=2)
"""
META_DO_CORPO = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n"
CEM_MEGAS = 100_000_000
SEMPRE_NOVA_CONEXAO = httpx.Limits(max_keepalive_connections=0)


@pytest.fixture(scope="module")
def servidor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.URL]:
    pasta = tmp_path_factory.mktemp("servidor")
    (pasta / "aplicacao.py").write_text(APLICACAO)
    porta = porta_livre()
    codigo = (
        "from vidasaude import servidor; servidor.APLICACAO = 'aplicacao:criar'; servidor.main()"
    )
    processo = Processo(
        sys.executable,
        "-c",
        codigo,
        ambiente={"PORT": str(porta), "PROCESSOS": "1", "PYTHONPATH": f"{pasta}:{RAIZ}"},
        saida=pasta / "servidor.log",
    )
    url = f"http://127.0.0.1:{porta}/"
    esperar(url, processo=processo)
    yield httpx.URL(url)
    processo.matar()


def conectar(servidor: httpx.URL, enviar: bytes) -> socket.socket:
    cliente = socket.create_connection((servidor.host, servidor.port or 0), timeout=10)
    cliente.sendall(enviar)
    return cliente


@pytest.mark.parametrize(
    "parado", [META_DO_CORPO, META_DO_CORPO + b"\r\n", META_DO_CORPO + b"\r\n{"]
)
def test_duzentos_clientes_parados_nao_atrasam_os_outros(
    servidor: httpx.URL, parado: bytes
) -> None:
    with ExitStack() as parados:
        for _ in range(200):
            parados.enter_context(conectar(servidor, parado))
        tempos = []
        outro = parados.enter_context(httpx.Client(limits=SEMPRE_NOVA_CONEXAO))
        for _ in range(100):
            inicio = time.monotonic()
            assert outro.get(servidor).status_code == 200
            tempos.append(time.monotonic() - inicio)
    assert sorted(tempos)[98] < 1


def test_um_corpo_que_nao_chega_e_408_e_a_conexao_se_fecha(servidor: httpx.URL) -> None:
    with conectar(servidor, META_DO_CORPO + b"\r\nabc") as cliente:
        recebido = b""
        while pedaco := cliente.recv(4096):
            recebido += pedaco
    cabecalhos, corpo = recebido.decode().split("\r\n\r\n")
    assert cabecalhos.startswith("HTTP/1.1 408 ")
    assert "content-type: application/problem+json" in cabecalhos
    problema = json.loads(corpo)
    assert problema["codigo"] == "corpo_incompleto"
    assert f"x-request-id: {problema['id_requisicao']}" in cabecalhos


@pytest.mark.parametrize("tamanho", [2_000_000, CEM_MEGAS])
def test_um_corpo_enorme_e_413_sem_ser_lido(servidor: httpx.URL, tamanho: int) -> None:
    """Within a second: at best of three, since it is the client that writes so much."""
    corpo, tempos = bytes(tamanho), []
    for _ in range(3):
        inicio = time.monotonic()
        resposta = httpx.post(servidor, content=corpo)
        tempos.append(time.monotonic() - inicio)
        assert resposta.status_code == 413
        assert resposta.json()["lido"] == 0
    assert min(tempos) < 1


def test_o_413_vem_antes_do_corpo(servidor: httpx.URL) -> None:
    """Within a second, whatever a client then takes to send a hundred megabytes."""
    anunciado = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {CEM_MEGAS}\r\n\r\n"
    with conectar(servidor, anunciado.encode()) as cliente:
        inicio = time.monotonic()
        assert cliente.recv(4096).startswith(b"HTTP/1.1 413 ")
        assert time.monotonic() - inicio < 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="o curl não está instalado")
def test_o_curl_tambem_ve_o_413(servidor: httpx.URL, tmp_path: Path) -> None:
    (tmp_path / "corpo").write_bytes(bytes(CEM_MEGAS))
    opcoes = ["-sS", "-o/dev/null", "-w%{http_code}", "--data-binary", "@corpo"]
    dito = subprocess.run(
        ["curl", *opcoes, str(servidor)], cwd=tmp_path, capture_output=True, text=True
    )
    assert (dito.stdout, dito.stderr) == ("413", "")


def test_um_corpo_sem_tamanho_anunciado_tem_o_mesmo_limite(servidor: httpx.URL) -> None:
    def pedacos(total: int) -> Iterator[bytes]:
        for _ in range(total // 1000):
            yield bytes(1000)

    assert httpx.post(servidor, content=pedacos(5000)).json()["lido"] == 5000
    assert httpx.post(servidor, content=pedacos(2_000_000)).status_code == 413


def test_o_environ_diz_o_pedido_e_nada_do_processo(servidor: httpx.URL) -> None:
    cabecalhos = [("X-A", "1"), ("X-A", "2"), ("X_A", "3"), ("X-B", "café".encode("latin-1"))]
    pedido = httpx.Request("POST", servidor.join("/caf%C3%A9?b=%20"), headers=cabecalhos)
    with httpx.Client() as cliente:
        visto = cliente.send(pedido).json()["visto"]
    assert visto["PATH_INFO"].encode("latin-1").decode() == "/café"
    assert visto["QUERY_STRING"] == "b=%20"
    assert (visto["REMOTE_ADDR"], visto["SERVER_PORT"]) == ("127.0.0.1", str(servidor.port))
    assert (visto["HTTP_X_A"], visto["HTTP_X_B"]) == ("1,2", "")
    assert "PATH" not in visto
