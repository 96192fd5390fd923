"""What the simulator refuses, and how it says so."""

import json
import logging

import pytest
from simulador import app as modulo_app

PERGUNTA = {"procedimento": "CON001", "id_paciente": 1}


@pytest.fixture
def enviar(cliente):
    def enviar(corpo, content_type="application/json", **opcoes):
        return cliente.post(
            "/validar-procedimento", data=corpo, content_type=content_type, **opcoes
        )

    return enviar


def conferir_problema(resposta, status, codigo):
    problema = json.loads(resposta.data)
    assert (resposta.status_code, problema["codigo"]) == (status, codigo)
    assert resposta.content_type == "application/problem+json"
    assert problema["type"] == f"urn:vidasaude:problema:{codigo}"
    assert problema["status"] == status
    assert problema["title"]
    assert problema["detail"]
    assert problema["id_requisicao"] == resposta.headers["X-Request-ID"]
    return problema


def test_validar_diz_todos_os_problemas_de_uma_vez(enviar):
    corpo = {"id_paciente": "1", "valor": 7.001, "quantidade": 0, "plano": "Plano1", "x": None}
    problema = conferir_problema(enviar(json.dumps(corpo)), 400, "dados_invalidos")
    assert [(erro["campo"], erro["codigo"]) for erro in problema["erros"]] == [
        ("procedimento", "obrigatorio"),
        ("id_paciente", "tipo_invalido"),
        ("valor", "casas_demais"),
        ("quantidade", "fora_do_intervalo"),
        ("plano", "campo_desconhecido"),
        ("x", "campo_desconhecido"),
    ]
    assert all(erro["mensagem"] for erro in problema["erros"])


@pytest.mark.parametrize(
    ("campo", "valor", "codigo"),
    [
        ("procedimento", "1", "tipo_invalido"),
        ("procedimento", "null", "tipo_invalido"),
        ("procedimento", '["CON001"]', "tipo_invalido"),
        ("procedimento", '""', "tamanho_invalido"),
        ("procedimento", f'"{"A" * 21}"', "tamanho_invalido"),
        ("id_paciente", "true", "tipo_invalido"),
        ("id_paciente", "1.0", "tipo_invalido"),
        ("id_paciente", "1e0", "tipo_invalido"),
        ("id_paciente", '"1"', "tipo_invalido"),
        ("id_paciente", "null", "tipo_invalido"),
        ("id_paciente", "0", "fora_do_intervalo"),
        ("id_paciente", "-1", "fora_do_intervalo"),
        ("id_paciente", str(2**63), "fora_do_intervalo"),
        ("valor", "false", "tipo_invalido"),
        ("valor", "null", "tipo_invalido"),
        ("valor", "{}", "tipo_invalido"),
        ("valor", '""', "tipo_invalido"),
        ("valor", '"7,00"', "tipo_invalido"),
        ("valor", '" 7"', "tipo_invalido"),
        ("valor", '"1e3"', "tipo_invalido"),
        ("valor", '"٧"', "tipo_invalido"),
        ("valor", '"NaN"', "tipo_invalido"),
        ("valor", "7.001", "casas_demais"),
        ("valor", "7.000", "casas_demais"),
        ("valor", '"7.000"', "casas_demais"),
        ("valor", "1e-999999", "casas_demais"),
        ("valor", "-0.01", "fora_do_intervalo"),
        ("valor", "10000000", "fora_do_intervalo"),
        ("valor", '"10000000.00"', "fora_do_intervalo"),
        ("valor", "1e999999", "fora_do_intervalo"),
        ("quantidade", "1.0", "tipo_invalido"),
        ("quantidade", "true", "tipo_invalido"),
        ("quantidade", '"1"', "tipo_invalido"),
        ("quantidade", "0", "fora_do_intervalo"),
        ("quantidade", "1000", "fora_do_intervalo"),
    ],
)
def test_validar_nao_converte_entre_tipos(enviar, campo, valor, codigo):
    membros = {nome: json.dumps(v) for nome, v in PERGUNTA.items()} | {campo: valor}
    corpo = "{" + ", ".join(f'"{nome}": {v}' for nome, v in membros.items()) + "}"
    problema = conferir_problema(enviar(corpo.encode()), 400, "dados_invalidos")
    assert [(erro["campo"], erro["codigo"]) for erro in problema["erros"]] == [(campo, codigo)]


@pytest.mark.parametrize(
    "corpo",
    [
        b"",
        b"nada",
        b"{",
        b'{"procedimento": "CON001", "id_paciente": 1,}',
        b'{"procedimento": "CON001", "id_paciente": 1} 2',
        b"{'procedimento': 'CON001'}",
        b"[]",
        b"null",
        b'"CON001"',
        b'{"procedimento": "CON001", "id_paciente": NaN}',
        b'{"procedimento": "CON001", "id_paciente": 1, "valor": Infinity}',
        b'{"procedimento": "CON001", "id_paciente": 1, "valor": -Infinity}',
        b'{"procedimento": "CON001", "id_paciente": 1, "valor": 1e9999999999999999999}',
        b'{"procedimento": "CON001", "id_paciente": ' + b"9" * 5_000 + b"}",
        b'{"procedimento": "CON001", "id_paciente": 1, "id_paciente": 2}',
        b'{"procedimento": "CON\\u0000", "id_paciente": 1}',
        b'{"procedimento": "CON\x00", "id_paciente": 1}',
        b'{"procedimento": "\\ud800", "id_paciente": 1}',
        b'{"procedimento": "CON001", "id_paciente": 1, "\\udfff": 1}',
        b'{"procedimento": "\xed\xa0\x80", "id_paciente": 1}',
        b'{"procedimento": "\xff", "id_paciente": 1}',
        '{"procedimento": "CON001", "id_paciente": 1}'.encode("utf-16"),
        b'\xef\xbb\xbf{"procedimento": "CON001", "id_paciente": 1}',
        b'{"x": ' + b"[" * 32 + b"]" * 32 + b"}",
        b'{"x": ' + b'{"x": ' * 32 + b"1" + b"}" * 33,
        b"[" * 30_000 + b"]" * 30_000,
    ],
)
def test_validar_recusa_corpo_que_nao_e_um_objeto_json(enviar, corpo):
    conferir_problema(enviar(corpo), 400, "corpo_invalido")


def test_validar_ate_32_niveis_o_problema_e_do_campo(enviar):
    corpo = b'{"x": ' + b"[" * 31 + b"]" * 31 + b"}"
    conferir_problema(enviar(corpo), 400, "dados_invalidos")


def test_validar_corpo_de_64_kib_passa_e_um_byte_a_mais_nao(enviar):
    pergunta = json.dumps(PERGUNTA).encode()
    assert enviar(pergunta.ljust(64 * 1024)).status_code == 200
    conferir_problema(enviar(pergunta.ljust(64 * 1024 + 1)), 413, "corpo_grande_demais")


@pytest.mark.parametrize(
    "tipo",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/json; charset=latin-1",
    ],
)
def test_validar_recusa_outro_tipo_de_conteudo(enviar, tipo):
    resposta = enviar(json.dumps(PERGUNTA), content_type=tipo)
    conferir_problema(resposta, 415, "tipo_nao_suportado")


@pytest.mark.parametrize("tipo", ["application/json; charset=UTF-8", "Application/JSON"])
def test_validar_aceita_json_com_charset(enviar, tipo):
    assert enviar(json.dumps(PERGUNTA), content_type=tipo).status_code == 200


@pytest.mark.parametrize("caminho", ["/", "/nada", "/validar-procedimento/", "/static/x"])
def test_caminho_desconhecido_e_404(cliente, caminho):
    conferir_problema(cliente.get(caminho), 404, "nao_encontrado")


def test_outro_metodo_e_405_com_allow(cliente):
    resposta = cliente.get("/validar-procedimento", headers={"Accept": "text/html"})
    conferir_problema(resposta, 405, "metodo_nao_permitido")
    assert "POST" in resposta.headers["Allow"]


def test_livez_diz_que_esta_vivo(cliente):
    resposta = cliente.get("/livez")
    assert (resposta.status_code, resposta.json) == (200, {"status": "ok"})


@pytest.mark.parametrize("sensato", ["a", "A-z_0.9", "x" * 64])
def test_id_da_requisicao_sensato_volta(cliente, sensato):
    resposta = cliente.get("/livez", headers={"X-Request-ID": sensato})
    assert resposta.headers["X-Request-ID"] == sensato


@pytest.mark.parametrize("insensato", ["", "x" * 65, "a b", "á", "a,b", "<script>"])
def test_id_da_requisicao_insensato_e_trocado(cliente, insensato):
    resposta = cliente.get("/livez", headers={"X-Request-ID": insensato})
    assert resposta.headers["X-Request-ID"] != insensato
    assert len(resposta.headers["X-Request-ID"]) == 32


def test_resposta_nao_fica_em_cache(enviar):
    assert enviar(json.dumps(PERGUNTA)).headers["Cache-Control"] == "no-store"


def test_erro_inesperado_e_500_sem_contar_nada(enviar, monkeypatch, caplog):
    def explodir(tabela, pedido):
        raise RuntimeError(pedido.procedimento)

    monkeypatch.setattr(modulo_app, "validar", explodir)
    with caplog.at_level(logging.INFO):
        resposta = enviar(json.dumps(PERGUNTA))
    conferir_problema(resposta, 500, "erro_interno")
    assert "RuntimeError" in caplog.text
    assert "RuntimeError" not in resposta.text
    assert "CON001" not in caplog.text + resposta.text
