"""What the plano covers, asked over HTTP."""

import json
from decimal import Decimal

import pytest
from simulador.app import criar_app
from simulador.cobertura import Procedimento


@pytest.fixture
def perguntar(cliente):
    def perguntar(procedimento="CON001", id_paciente=1, **opcionais):
        pergunta = {"procedimento": procedimento, "id_paciente": id_paciente, **opcionais}
        resposta = cliente.post("/validar-procedimento", json=pergunta)
        assert resposta.status_code == 200, resposta.text
        return json.loads(resposta.text, parse_float=Decimal)

    return perguntar


@pytest.mark.parametrize(
    ("procedimento", "valor"), [("CON001", "7.00"), ("CON002", "50.00"), ("EXA001", "3.00")]
)
def test_validar_cobre_por_inteiro_no_plano1(perguntar, procedimento, valor):
    assert perguntar(procedimento, 1) == {
        "codigo_procedimento": procedimento,
        "id_paciente": 1,
        "plano": "Plano1",
        "coberto": True,
        "valor_coberto": Decimal(valor),
    }


def test_validar_cobre_em_parte_no_plano2(perguntar):
    assert perguntar("CON001", 2) == {
        "codigo_procedimento": "CON001",
        "id_paciente": 2,
        "plano": "Plano2",
        "coberto": True,
        "valor_coberto": Decimal("5.60"),
    }


@pytest.mark.parametrize("procedimento", ["CON002", "EXA001"])
def test_validar_nega_o_resto_no_plano2(perguntar, procedimento):
    resposta = perguntar(procedimento, 2)
    assert (resposta["coberto"], str(resposta["valor_coberto"])) == (False, "0.00")


@pytest.mark.parametrize("procedimento", ["XYZ999", "con001", " CON001"])
def test_validar_nega_procedimento_desconhecido(perguntar, procedimento):
    resposta = perguntar(procedimento, 1)
    assert resposta["codigo_procedimento"] == procedimento
    assert (resposta["coberto"], str(resposta["valor_coberto"])) == (False, "0.00")


def test_validar_cobre_por_unidade(perguntar):
    assert perguntar("CON001", 2, quantidade=3)["valor_coberto"] == Decimal("16.80")
    assert perguntar("CON002", 1, quantidade=999)["valor_coberto"] == Decimal("49950.00")


@pytest.mark.parametrize(
    ("valor", "quantidade", "coberto"),
    [(6, 1, "6.00"), (6.5, 2, "13.00"), ("6.99", 1, "6.99"), (7, 1, "7.00"), (7.01, 1, "7.00")],
)
def test_validar_nunca_cobre_mais_que_a_cobranca(perguntar, valor, quantidade, coberto):
    resposta = perguntar("CON001", 1, valor=valor, quantidade=quantidade)
    assert resposta["valor_coberto"] == Decimal(coberto)


def test_validar_cobranca_zero_continua_coberta(perguntar):
    resposta = perguntar("CON001", 1, valor=0)
    assert (resposta["coberto"], str(resposta["valor_coberto"])) == (True, "0.00")


def test_validar_aceita_o_maior_id_e_o_maior_valor(perguntar):
    resposta = perguntar("CON001", 2**63 - 1, valor="9999999.99", quantidade=999)
    assert (resposta["id_paciente"], resposta["valor_coberto"]) == (2**63 - 1, Decimal("6993.00"))


@pytest.mark.parametrize(
    "valor", ["7", "7.0", "7e0", "0.7E1", '"7.00"', '"7"', "-0", "-0.0", "0E+999999"]
)
def test_validar_escreve_dinheiro_com_dois_decimais(cliente, valor):
    resposta = cliente.post(
        "/validar-procedimento",
        data=f'{{"procedimento": "CON001", "id_paciente": 1, "valor": {valor}}}',
        content_type="application/json",
    )
    esperado = "0.00" if "7" not in valor else "7.00"
    assert f'"valor_coberto": {esperado}}}' in resposta.text


@pytest.mark.parametrize(
    ("valor", "percentual", "coberto"),
    [
        ("0.05", "50", "0.03"),  # half a cent goes up, where banker's rounding gives 0.02
        ("1.25", "90", "1.13"),  # 1.125, which gives 1.12 to the even
        ("1.01", "33.33", "0.34"),
        ("0.29", "100", "0.29"),  # int(0.29 * 100) is 28 with a binary float
    ],
)
def test_validar_arredonda_meio_centavo_para_cima(valor, percentual, coberto):
    procedimento = Procedimento(
        valor=Decimal(valor), planos={"Plano1": Decimal(percentual), "Plano2": Decimal(0)}
    )
    cliente = criar_app({"X": procedimento}).test_client()
    resposta = cliente.post("/validar-procedimento", json={"procedimento": "X", "id_paciente": 1})
    assert f'"valor_coberto": {coberto}}}' in resposta.text


def test_validar_percentual_zero_nao_cobre():
    procedimento = Procedimento(valor=Decimal(7), planos={"Plano1": Decimal(0)})
    cliente = criar_app({"X": procedimento}).test_client()
    resposta = cliente.post("/validar-procedimento", json={"procedimento": "X", "id_paciente": 1})
    assert resposta.json["coberto"] is False
