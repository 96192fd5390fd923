"""The process: threads, signals, logs, and requests that are hardly HTTP."""

import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest
from simulador.app import criar_app
from simulador.servidor import Atendente, criar_servidor

from .cru import CORPO, INICIO, PERGUNTA, em_pedacos


def test_servidor_atende_60_ao_mesmo_tempo(plano):
    plano.falhar(latencia_ms=500)
    inicio = time.monotonic()
    with ThreadPoolExecutor(60) as pool:
        respostas = list(pool.map(lambda n: plano.perguntar(id_paciente=n), range(1, 61)))
    assert [resposta.json()["id_paciente"] for resposta in respostas] == list(range(1, 61))
    assert time.monotonic() - inicio < 5  # one after the other they would take 30 s


def test_servidor_pendurado_ainda_atende_e_sara(plano):
    plano.falhar("pendurar")
    conexoes = [plano.conectar(PERGUNTA) for _ in range(60)]
    plano.sarar()
    assert plano.perguntar().status_code == 200
    for conexao in conexoes:
        conexao.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="conta as threads pelo /proc")
def test_servidor_larga_a_espera_de_quem_foi_embora(plano):
    def threads() -> int:
        return len(list(Path(f"/proc/{plano.popen.pid}/task").iterdir()))

    plano.falhar("pendurar")
    conexoes = [plano.conectar(PERGUNTA) for _ in range(20)]
    esperar_que(lambda: threads() > 20)
    for conexao in conexoes:
        conexao.close()
    esperar_que(lambda: threads() < 5)


def esperar_que(condicao, segundos: float = 5) -> None:
    fim = time.monotonic() + segundos
    while not condicao():
        assert time.monotonic() < fim
        time.sleep(0.02)


@pytest.mark.parametrize("sinal", [signal.SIGTERM, signal.SIGINT])
def test_servidor_encerra_na_hora_com_pedidos_pendurados(plano_novo, sinal):
    plano = plano_novo(PLANO_FALHAS="1")
    plano.falhar("pendurar")
    conexoes = [plano.conectar(PERGUNTA) for _ in range(10)]
    time.sleep(0.1)
    plano.popen.send_signal(sinal)
    assert plano.popen.wait(timeout=1) == 0
    for conexao in conexoes:
        conexao.close()


def test_servidor_sem_falhas_ligadas_nao_as_tem_e_nada_registra_do_corpo(plano_novo):
    plano = plano_novo()
    for metodo in ("GET", "PUT", "DELETE"):
        assert plano.http.request(metodo, "/_falhas", json={}).status_code == 404
    plano.perguntar(procedimento="SEGREDO1")
    plano.perguntar(procedimento="SEGREDO2", id_paciente=0)
    plano.trocar(PERGUNTA.replace(b"procedimento HTTP", b"procedimento?q=SEGREDO3 HTTP"))
    plano.trocar(b"SEGREDO4 /SEGREDO5 HTTP/1.1\r\nHost: plano\r\n\r\n")
    plano.trocar(b"SEGREDO6\r\n\r\n")
    registro = plano.registro.read_text()
    assert "POST /validar-procedimento 200" in registro
    assert "SEGREDO" not in registro


def test_servidor_aceita_corpo_em_pedacos(plano):
    assert b'"valor_coberto": 7.00}' in plano.trocar(em_pedacos(CORPO))
    assert plano.trocar(em_pedacos(CORPO.ljust(64 * 1024))).startswith(b"HTTP/1.1 200 ")


def test_servidor_recusa_corpo_grande_em_pedacos(plano):
    assert plano.trocar(em_pedacos(CORPO.ljust(64 * 1024 + 1))).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("corpo", [b" " * 5_000_000, [b" " * 50_000] * 100])
def test_servidor_responde_413_mesmo_a_quem_ainda_envia(plano, corpo):
    tipo = {"Content-Type": "application/json"}
    assert plano.http.post("/validar-procedimento", content=corpo, headers=tipo).status_code == 413


@pytest.mark.parametrize(
    ("dados", "status"),
    [
        (b"LIXO\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"GET http://[x HTTP/1.1\r\nHost: plano\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /livez HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", 431),
        (b"GET /livez HTTP/9.9\r\n\r\n", 505),
        (b"FOO /validar-procedimento HTTP/1.1\r\nHost: plano\r\n\r\n", 405),
        (INICIO + b"Content-Length: abc\r\n\r\n", 400),
        (INICIO + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    ],
)
def test_servidor_responde_com_problema_ao_que_mal_e_http(plano, dados, status):
    cabecalhos, corpo = plano.trocar(dados).split(b"\r\n\r\n")
    assert cabecalhos.startswith(b"HTTP/1.1 %d " % status)
    assert b"Content-Type: application/problem+json" in cabecalhos
    assert json.loads(corpo)["status"] == status
    assert "Traceback" not in plano.registro.read_text()


def test_servidor_manda_um_so_100_continue(plano):
    pergunta = INICIO + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(CORPO) + CORPO
    assert plano.trocar(pergunta).count(b" 100 Continue\r\n") == 1


def test_servidor_desliga_quem_fica_calado(monkeypatch):
    assert Atendente.timeout == 30
    monkeypatch.setattr(Atendente, "timeout", 0.1)
    servidor = criar_servidor("127.0.0.1", 0, criar_app())
    Thread(target=servidor.serve_forever, args=(0.01,), daemon=True).start()
    with socket.create_connection(("127.0.0.1", servidor.port), timeout=2) as conexao:
        assert conexao.recv(1) == b""
    servidor.shutdown()


def test_servidor_nao_diz_o_que_roda(plano):
    assert plano.http.get("/livez").headers["Server"] == "plano-de-saude"
