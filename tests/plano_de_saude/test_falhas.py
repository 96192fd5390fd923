"""The faults, against a real process: what a client sees on the wire."""

import json
import socket
import time
from decimal import Decimal

import httpx
import pytest
from simulador.falhas import Painel

from .cru import PERGUNTA

CORRETA = {"procedimento": "CON001", "id_paciente": 1}


@pytest.mark.parametrize(
    ("modo", "conferir"),
    [
        ("normal", lambda r: '"valor_coberto": 7.00}' in r.text),
        ("erro_500", lambda r: r.status_code == 500 and r.json()["codigo"] == "erro_interno"),
        ("limite_429", lambda r: r.status_code == 429 and r.headers["Retry-After"] == "30"),
        ("criado_201", lambda r: r.status_code == 201 and r.json()["coberto"] is True),
        ("html", lambda r: r.status_code == 200 and r.headers["Content-Type"] == "text/html"),
        ("vazio", lambda r: r.status_code == 200 and r.content == b""),
        ("truncado", lambda r: 0 < len(r.content) < 80 and not r.text.endswith("}")),
        ("lista", lambda r: r.json()[0]["coberto"] is True),
        ("sem_campos", lambda r: set(r.json()) == {"codigo_procedimento", "id_paciente"}),
        ("coberto_texto", lambda r: r.json()["coberto"] == "false"),
        ("valor_texto", lambda r: r.json()["valor_coberto"] == "7.00"),
        ("negativo", lambda r: '"valor_coberto": -1.00}' in r.text),
        ("nan", lambda r: '"valor_coberto": NaN}' in r.text),
        ("enorme", lambda r: '"valor_coberto": 1e308}' in r.text),
        ("acima_da_cobranca", lambda r: '"valor_coberto": 10.01}' in r.text),
        ("tres_decimais", lambda r: '"valor_coberto": 7.005}' in r.text),
        ("outro_procedimento", lambda r: r.json()["codigo_procedimento"] == "CON001X"),
        ("outro_paciente", lambda r: r.json()["id_paciente"] == 2),
        ("gigante", lambda r: len(r.content) > 5_000_000 and r.json()["coberto"] is True),
    ],
)
def test_falha_muda_a_resposta(plano, modo, conferir):
    plano.falhar(modo)
    resposta = plano.perguntar()
    assert conferir(resposta), resposta.text[:500]
    assert resposta.headers["X-Request-ID"]


def test_falha_aninhado_derruba_um_parser_recursivo_com_menos_de_64_kib(plano):
    plano.falhar("aninhado")
    resposta = plano.perguntar()
    assert len(resposta.content) < 64 * 1024
    with pytest.raises(RecursionError):
        json.loads(resposta.text)


def test_falha_redirecionar_laco_nunca_acaba(plano):
    plano.falhar("redirecionar_laco")
    assert plano.perguntar().status_code == 307
    with pytest.raises(httpx.TooManyRedirects):
        plano.http.post("/validar-procedimento", json=CORRETA, follow_redirects=True)


def test_falha_redirecionar_fora_aponta_para_o_destino(plano):
    plano.falhar("redirecionar_fora")
    assert plano.perguntar().headers["Location"].startswith("http://127.0.0.1:9/")
    plano.falhar("redirecionar_fora", destino="http://127.0.0.1:8123/x")
    assert plano.perguntar().headers["Location"] == "http://127.0.0.1:8123/x"


def test_falha_reset_manda_um_rst(plano):
    plano.falhar("reset")
    with pytest.raises(ConnectionResetError):
        plano.trocar(PERGUNTA)


def test_falha_fechar_fecha_sem_responder(plano):
    plano.falhar("fechar")
    inicio = time.monotonic()
    assert plano.trocar(PERGUNTA) == b""
    assert time.monotonic() - inicio < 1


def test_falha_interrompido_fecha_no_meio_do_corpo(plano):
    plano.falhar("interrompido")
    cabecalhos, corpo = plano.trocar(PERGUNTA).split(b"\r\n\r\n")
    assert b"Content-Length: 110" in cabecalhos
    assert len(corpo) == 55


def ouvir_por(conexao: socket.socket, segundos: float) -> bytes:
    recebido, fim = b"", time.monotonic() + segundos
    while (resta := fim - time.monotonic()) > 0:
        conexao.settimeout(resta)
        try:
            recebido += conexao.recv(65_536)
        except TimeoutError:
            break
    return recebido


def test_falha_gotejar_corpo_da_um_byte_por_vez(plano):
    plano.falhar("gotejar_corpo")
    with plano.conectar(PERGUNTA) as conexao:
        cabecalhos, corpo = ouvir_por(conexao, 0.5).split(b"\r\n\r\n")
    assert cabecalhos.startswith(b"HTTP/1.1 200 OK\r\n")
    assert 1 <= len(corpo) <= 4


def test_falha_gotejar_cabecalhos_da_um_byte_por_vez(plano):
    plano.falhar("gotejar_cabecalhos")
    with plano.conectar(PERGUNTA) as conexao:
        assert ouvir_por(conexao, 0.5) in (b"HT", b"HTT", b"HTTP")


def test_falha_pendurar_nao_responde(plano):
    plano.falhar("pendurar")
    with pytest.raises(httpx.ReadTimeout):
        plano.http.post("/validar-procedimento", json=CORRETA, timeout=0.3)


def test_latencia_atrasa_sem_mudar_a_resposta(plano):
    plano.falhar(latencia_ms=300)
    inicio = time.monotonic()
    assert plano.perguntar().json()["coberto"] is True
    assert 0.3 <= time.monotonic() - inicio < 1


def test_falha_so_atinge_a_validacao(plano):
    plano.falhar("reset", latencia_ms=60_000)
    assert plano.http.get("/livez").json() == {"status": "ok"}


def test_taxa_atinge_so_uma_parte_das_chamadas():
    sorteios = iter([0.0, 0.24, 0.25, 0.99])
    painel = Painel(sortear=lambda: next(sorteios))
    painel.ligar({"modo": "vazio", "taxa": Decimal("0.25")})
    modos = [painel.da_vez().modo for _ in range(4)]
    assert modos == ["vazio", "vazio", "normal", "normal"]


def test_taxa_dos_extremos_atinge_todas_ou_nenhuma():
    painel = Painel()
    painel.ligar({"modo": "vazio"})
    assert {painel.da_vez().modo for _ in range(500)} == {"vazio"}
    painel.ligar({"modo": "vazio", "taxa": 0})
    assert {painel.da_vez().modo for _ in range(500)} == {"normal"}


@pytest.fixture
def ligar(cliente):
    return lambda **membros: cliente.put("/_falhas", json=membros)


def test_falhas_mostra_liga_e_desliga(cliente, ligar):
    saudavel = {"modo": "normal", "latencia_ms": 0, "taxa": 1}
    ligada = {"modo": "vazio", "latencia_ms": 5, "taxa": 0.25}
    assert cliente.get("/_falhas").json == saudavel
    assert ligar(**ligada).json == ligada
    assert cliente.get("/_falhas").json == ligada
    assert cliente.delete("/_falhas").json == saudavel
    assert cliente.get("/_falhas").json == saudavel


def test_falhas_ligar_comeca_do_zero_a_cada_vez(ligar):
    ligar(modo="vazio", latencia_ms=5, taxa=0.5)
    assert ligar(modo="lista").json == {"modo": "lista", "latencia_ms": 0, "taxa": 1}


@pytest.mark.parametrize(
    ("campo", "valor"),
    [
        ("modo", "explodir"),
        ("modo", 1),
        ("latencia_ms", -1),
        ("latencia_ms", 60_001),
        ("latencia_ms", 1.5),
        ("taxa", 1.01),
        ("taxa", -0.1),
        ("taxa", "1"),
        ("taxa", True),
        ("destino", "ftp://x"),
        ("destino", "http://x\r\nSet-Cookie: a=b"),
        ("ligada", True),
    ],
)
def test_falhas_recusa_o_que_nao_entende_e_nada_muda(cliente, ligar, campo, valor):
    ligar(modo="vazio")
    resposta = ligar(**{campo: valor})
    assert resposta.status_code == 400
    assert [erro["campo"] for erro in resposta.json["erros"]] == [campo]
    assert cliente.get("/_falhas").json["modo"] == "vazio"
