"""Money is exact from end to end: in, kept, summed and out, on every database."""

from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from apps.faturamento.models import Fatura
from apps.kernel.api.json import escrever_json, ler_json
from apps.kernel.fields import Dinheiro
from apps.kernel.money import MAXIMO, de_centavos, em_centavos, ler_reais, reais
from tests.conftest import Elenco
from tests.factories import FaturaFactory

CENTAVOS = st.integers(min_value=0, max_value=999_999_999)


def ler(json: bytes) -> Decimal:
    return Dinheiro().run_validation(ler_json(json))


@settings(max_examples=300)
@given(CENTAVOS)
def test_todo_valor_vai_e_volta_ao_centavo(centavos: int) -> None:
    texto = f"{centavos // 100}.{centavos % 100:02d}"

    for json in (texto.encode(), f'"{texto}"'.encode()):
        valor = ler(json)
        assert em_centavos(valor) == centavos
        assert de_centavos(centavos) == valor
        assert escrever_json(Dinheiro().to_representation(valor)) == texto.encode()


@settings(max_examples=300)
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_so_entra_o_que_tem_ate_dois_decimais_e_cabe(valor: Decimal) -> None:
    cabe = 0 <= valor <= MAXIMO and valor == round(valor, 2)
    try:
        lido = Dinheiro().run_validation(valor)
    except ValidationError:
        assert not cabe
    else:
        assert cabe
        assert (lido, lido.as_tuple().exponent) == (valor, -2)


@pytest.mark.parametrize(
    ("json", "sai"),
    [
        (b'"150"', b"150.00"),
        (b"150", b"150.00"),
        (b"150.0", b"150.00"),
        (b"150.00", b"150.00"),
        (b'"150.5"', b"150.50"),
        (b"1e2", b"100.00"),
        (b"1E+2", b"100.00"),
        (b"15e-1", b"1.50"),
        (b"0", b"0.00"),
        (b"-0", b"0.00"),
        (b"-0.0", b"0.00"),
        (b'"0"', b"0.00"),
        (b"0.01", b"0.01"),
        (b"9999999.99", b"9999999.99"),
        (b'"9999999.99"', b"9999999.99"),
    ],
)
def test_valor_aceito_sai_com_duas_casas(json: bytes, sai: bytes) -> None:
    assert escrever_json(Dinheiro().to_representation(ler(json))) == sai


@pytest.mark.parametrize(
    ("json", "codigo"),
    [
        (b'"150.005"', "max_decimal_places"),
        (b"150.005", "max_decimal_places"),
        (b"0.001", "max_decimal_places"),
        (b"1e-3", "max_decimal_places"),
        (b"1e-400", "max_decimal_places"),
        (b"0.1" + b"0" * 60 + b"1", "max_decimal_places"),
        (b"-1", "min_value"),
        (b"-0.01", "min_value"),
        (b'"-150.00"', "min_value"),
        (b"10000000", "max_value"),
        (b"9999999.991", "max_value"),
        (b'"10000000.00"', "max_value"),
        (b"1e999", "max_value"),
        (b"9" * 4000, "max_value"),
        (b"true", "invalid"),
        (b"false", "invalid"),
        (b"null", "null"),
        (b'"abc"', "invalid"),
        (b'""', "invalid"),
        (b'" 150"', "invalid"),
        (b'"150 "', "invalid"),
        (b'"1e2"', "invalid"),
        (b'"+150"', "invalid"),
        (b'"150,00"', "invalid"),
        (b'"1.500,00"', "invalid"),
        (b'"1_000"', "invalid"),
        (b'"150."', "invalid"),
        (b'".5"', "invalid"),
        (b'"NaN"', "invalid"),
        (b'"Infinity"', "invalid"),
        (b'"R$ 150"', "invalid"),
        ('"١٥٠"'.encode(), "invalid"),
        (b"[150]", "invalid"),
        (b'{"valor": 150}', "invalid"),
    ],
)
def test_valor_que_nao_e_dinheiro_e_recusado(json: bytes, codigo: str) -> None:
    with pytest.raises(ValidationError) as recusa:
        ler(json)

    assert [detalhe.code for detalhe in recusa.value.detail] == [codigo]


@pytest.mark.parametrize("valor", [b"-0.01", b"1.005", b"10000000", b"true", b'"abc"', b"null"])
def test_fatura_recusa_o_valor_pelo_nome_do_item(elenco: Elenco, valor: bytes) -> None:
    corpo = b'{"id_consulta":1,"procedimentos":[{"codigo":"CON001","valor":%s}]}' % valor

    resposta = elenco.faturista.enviar("/faturas", corpo)

    assert resposta.status_code == 400
    assert [e["campo"] for e in resposta.json()["erros"]] == ["procedimentos.0.valor"]


def test_a_soma_no_banco_nao_escorrega(db: None) -> None:
    """1,000 × 0.10 is 100.00; kept as binary reals it would be 99.9999999999986."""
    Fatura.objects.bulk_create(
        FaturaFactory.build(valor_total=Decimal("0.10"), valor_coberto=None, itens=[])
        for _ in range(1000)
    )

    guardados = Fatura.objects.all()

    assert guardados.aggregate(soma=Sum("valor_total"))["soma"] == Decimal("100.00")
    assert {str(fatura.valor_total) for fatura in guardados} == {"0.10"}


@pytest.mark.parametrize("valor", ["0.005", "0.001", "150.999"])
def test_fracao_de_centavo_nao_entra_na_tabela(valor: str) -> None:
    with pytest.raises(ValueError, match="centavo"):
        em_centavos(Decimal(valor))


@pytest.mark.parametrize(
    ("escrito", "numero"),
    [
        ("1.234,50", "1234.50"),
        ("R$ 1.234.567,8", "1234567.8"),
        (" 12,3 ", "12.3"),
        ("1234.50", "1234.50"),
        ("1.234", "1.234"),
        ("155.5,00", "155.5,00"),
        ("1234.567,00", "1234.567,00"),
        ("-1,00", "-1,00"),
        ("١٢,٠٠", "١٢,٠٠"),
        ("", ""),
    ],
)
def test_o_que_uma_pessoa_escreve_e_lido_ou_fica_como_veio(escrito: str, numero: str) -> None:
    assert ler_reais(escrito) == numero


def test_reais_como_uma_pessoa_escreve() -> None:
    assert reais(Decimal("1234.50")) == "R$ 1.234,50"
    assert reais(Decimal("0.00")) == "R$ 0,00"
    assert reais(Decimal("9999999.99")) == "R$ 9.999.999,99"
    assert reais(None) == "—"
