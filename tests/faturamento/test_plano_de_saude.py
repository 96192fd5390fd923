"""The plan's client: an answer counts when all of it is right, and anything else is no answer."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.faturamento.plano_de_saude import Cobertura, Pergunta, _ler
from apps.kernel.http_client import Resposta

PERGUNTA = Pergunta(procedimento="CON001", id_paciente=7, valor=Decimal("5.00"), quantidade=2)
CERTA = {
    "codigo_procedimento": "CON001",
    "id_paciente": 7,
    "plano": "Plano1",
    "coberto": True,
    "valor_coberto": 7.00,
}
MOLDE = (
    '{"codigo_procedimento":"CON001","id_paciente":7,"plano":"Plano1",'
    '"coberto":%s,"valor_coberto":%s}'
)


def ler(corpo: Any, status: int = 200) -> Cobertura | None:
    """What the client makes of a body: bytes and text as they are, anything else as JSON."""
    if not isinstance(corpo, str | bytes):
        corpo = json.dumps(corpo)
    bruto = corpo.encode() if isinstance(corpo, str) else corpo
    return _ler(Resposta(status, bruto), PERGUNTA)


@pytest.mark.parametrize(
    ("coberto", "valor", "esperado"),
    [
        ("true", "7.00", "7.00"),
        ("true", "7", "7.00"),
        ("true", "7.5", "7.50"),
        ("true", "10.00", "10.00"),
        ("true", "0.01", "0.01"),
        ("true", "1e1", "10.00"),
        ("false", "0.00", "0.00"),
        ("false", "0", "0.00"),
    ],
)
def test_uma_resposta_certa_vale_ao_centavo(coberto, valor, esperado):
    cobertura = ler(MOLDE % (coberto, valor))
    assert cobertura is not None
    assert str(cobertura.valor_coberto) == esperado


def test_membros_a_mais_nao_atrapalham():
    assert ler({**CERTA, "versao": 2, "extra": {"a": [1]}}) is not None


@pytest.mark.parametrize(
    "valor",
    [
        '"7.00"',
        "NaN",
        "Infinity",
        "-Infinity",
        "1e308",
        "1e400",
        "1e99999999999999999999",
        "9" * 5000,
        "-1.00",
        "-0.01",
        "10.01",
        "7.005",
        "7.000",
        "1e-3",
        "true",
        "false",
        "null",
        "[7.00]",
        '{"valor":7.00}',
    ],
)
def test_valor_sem_sentido_nao_e_resposta(valor):
    assert ler(MOLDE % ("true", valor)) is None


def test_zero_negativo_nao_vira_valor_negativo():
    cobertura = ler(MOLDE % ("false", "-0.00"))
    assert cobertura is None or not cobertura.valor_coberto.is_signed()


@pytest.mark.parametrize(
    "troca",
    [
        {"codigo_procedimento": "CON001X"},
        {"codigo_procedimento": "con001"},
        {"codigo_procedimento": None},
        {"codigo_procedimento": ["CON001"]},
        {"id_paciente": 8},
        {"id_paciente": "7"},
        {"id_paciente": 7.0},
        {"id_paciente": None},
        {"plano": 1},
        {"plano": ["Plano1"]},
        {"coberto": "true"},
        {"coberto": 1},
        {"coberto": None},
        {"coberto": False},  # and yet it pays 7.00
    ],
)
def test_membro_errado_nao_e_resposta(troca):
    assert ler(CERTA | troca) is None


def test_verdadeiro_nao_e_o_paciente_um():
    pergunta = Pergunta(procedimento="CON001", id_paciente=1, valor=Decimal("10.00"), quantidade=1)
    corpo = json.dumps(CERTA | {"id_paciente": True}).encode()
    assert _ler(Resposta(200, corpo), pergunta) is None


@pytest.mark.parametrize("membro", CERTA)
def test_membro_que_falta_nao_e_resposta(membro):
    assert ler({nome: valor for nome, valor in CERTA.items() if nome != membro}) is None


@pytest.mark.parametrize(
    "corpo",
    [
        "",
        "null",
        "true",
        "7.00",
        '"coberto"',
        [CERTA],
        json.dumps(CERTA)[:-1],
        json.dumps(CERTA) * 2,
        json.dumps(CERTA) + "x",
        "<html><body>Em manutenção</body></html>",
        json.dumps(CERTA).encode("utf-16"),
        b"\xff\xfe",
        MOLDE.replace('"plano"', '"coberto":false,"plano"') % ("true", "7.00"),
        MOLDE % ("true", '7.00,"valor_coberto":9.00'),
        MOLDE % ("true", '7.00,"extra":' + "[" * 20_000 + "]" * 20_000),
        MOLDE % ("true", '7.00,"extra":' + '{"a":' * 40 + "1" + "}" * 40),
        MOLDE.replace("Plano1", "\\u0000") % ("true", "7.00"),
        MOLDE.replace("Plano1", "\\ud800") % ("true", "7.00"),
    ],
)
def test_corpo_que_nao_e_o_objeto_esperado_nao_e_resposta(corpo):
    assert ler(corpo) is None


@pytest.mark.parametrize("status", [201, 202, 204, 301, 307, 400, 401, 404, 429, 500, 503])
def test_status_que_nao_e_200_nao_e_resposta(status):
    assert ler(CERTA, status) is None
    assert ler(CERTA, 200) is not None


def test_sem_resposta_nao_e_resposta():
    assert _ler(None, PERGUNTA) is None


# --- whatever comes, it is a value of the charge's or nothing ---------------------------------

numeros = st.from_regex(r"-?(0|[1-9]\d{0,25})(\.\d{1,25})?([eE][+-]?\d{1,25})?", fullmatch=True)
qualquer = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(),
    lambda dentro: st.lists(dentro, max_size=3) | st.dictionaries(st.text(), dentro, max_size=3),
    max_leaves=5,
)


def coerente(cobertura: Cobertura | None) -> bool:
    if cobertura is None:
        return True
    valor = cobertura.valor_coberto
    return not valor.is_signed() and valor <= PERGUNTA.cobranca and valor.as_tuple().exponent == -2


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["true", "false"]), numeros)
def test_nenhum_numero_vira_dinheiro_que_nao_existe(coberto, numero):
    assert coerente(ler(MOLDE % (coberto, numero)))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(CERTA)), qualquer)
def test_nenhum_json_derruba_o_cliente(membro, valor):
    assert coerente(ler(CERTA | {membro: valor}))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(MOLDE)))
def test_nenhum_byte_derruba_o_cliente(lixo, onde):
    assert coerente(ler(lixo))
    certa = json.dumps(CERTA).encode()
    assert coerente(ler(certa[:onde] + lixo + certa[onde:]))
