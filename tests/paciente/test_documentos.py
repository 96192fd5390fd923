"""CPF and CNS, by their check digits: an oracle of the test's own against the library."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.paciente.documentos import ler_cns, ler_cpf
from tests import documentos
from tests.conftest import Elenco
from tests.paciente.test_cadastro import cadastrar, erros


def digitos_do_cpf(base: str) -> str:
    """Receita Federal: two digits, weights 10..2 and 11..2, modulo 11."""
    for _ in range(2):
        soma = sum(int(d) * (len(base) + 1 - i) for i, d in enumerate(base))
        base += str((soma * 10 % 11) % 10)
    return base


def cns_definitivo(pis: str) -> str:
    """Ministério da Saúde: eleven digits of PIS, `000` or `001`, and the digit; weights 15..1."""
    resto = sum(int(d) * (15 - i) for i, d in enumerate(pis)) % 11
    digito = (11 - resto) % 11
    if digito == 10:
        resto = (sum(int(d) * (15 - i) for i, d in enumerate(pis)) + 2) % 11
        return f"{pis}001{(11 - resto) % 11}"
    return f"{pis}000{digito}"


def soma_do_cns(cns: str) -> int:
    return sum(int(d) * (15 - i) for i, d in enumerate(cns)) % 11


BASES = st.integers(min_value=1, max_value=999_999_998).map(lambda n: f"{n:09d}")


@given(BASES.filter(lambda b: len(set(b)) > 1))
def test_todo_cpf_com_os_digitos_certos_serve(base: str) -> None:
    cpf = digitos_do_cpf(base)

    assert ler_cpf(cpf) == cpf
    assert ler_cpf(f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}") == cpf


@given(BASES, st.integers(0, 10), st.integers(1, 9))
def test_um_digito_trocado_estraga_o_cpf(base: str, onde: int, soma: int) -> None:
    cpf = digitos_do_cpf(base)
    trocado = f"{cpf[:onde]}{(int(cpf[onde]) + soma) % 10}{cpf[onde + 1 :]}"

    assert digitos_do_cpf(trocado[:9]) == trocado or ler_cpf(trocado) is None


@pytest.mark.parametrize("tipo", ["1", "2"])
def test_cns_definitivo_serve(tipo: str) -> None:
    sorteio = random.Random(7)
    for _ in range(200):
        cns = cns_definitivo(tipo + f"{sorteio.randrange(10**10):010d}")
        assert soma_do_cns(cns) == 0
        assert ler_cns(cns) == cns


@pytest.mark.parametrize("tipo", ["7", "8", "9"])
def test_cns_provisorio_serve(tipo: str) -> None:
    sorteio = random.Random(7)
    achados = 0
    while achados < 100:
        cns = tipo + f"{sorteio.randrange(10**14):014d}"
        serve = soma_do_cns(cns) == 0
        assert ler_cns(cns) == (cns if serve else None)
        achados += serve


@pytest.mark.parametrize("tipo", ["0", "3", "4", "5", "6"])
def test_cns_de_outro_comeco_nao_serve(tipo: str) -> None:
    sorteio = random.Random(7)
    com_soma_certa = (
        cns
        for cns in (tipo + f"{sorteio.randrange(10**14):014d}" for _ in range(2000))
        if soma_do_cns(cns) == 0
    )
    assert [ler_cns(cns) for cns in com_soma_certa if ler_cns(cns)] == []


CPF_TORTOS: list[Any] = [
    "52998224724",
    "5299822472",
    "529982247255",
    "00000000000",
    "11111111111",
    "99999999999",
    "529.982.247-2",
    "529-982-247.25",
    "529 982 247 25",
    "5299822472a",
    "٥٢٩٩٨٢٢٤٧٢٥",
    "５２９９８２２４７２５",
    "",
    52998224725,
    ["52998224725"],
    True,
]


@pytest.mark.parametrize("cpf", CPF_TORTOS)
def test_cpf_torto_e_recusado(elenco: Elenco, cpf: Any) -> None:
    assert [campo for campo, _ in erros(cadastrar(elenco, cpf=cpf))] == ["cpf"]


@pytest.mark.parametrize("cpf", ["529.982.247-25", "52998224725", " 529.982.247-25 "])
def test_cpf_sai_so_com_digitos(elenco: Elenco, cpf: str) -> None:
    assert cadastrar(elenco, cpf=cpf).json()["cpf"] == "52998224725"


def test_cpf_que_comeca_com_zero_guarda_o_zero(elenco: Elenco) -> None:
    cpf = documentos.cpf(1_234_567)

    assert cpf.startswith("00")
    assert cadastrar(elenco, cpf=cpf).json()["cpf"] == cpf


@pytest.mark.parametrize(
    "cns",
    ["700000000000004", "70000000000000", "7000000000000055", "000000000000000", "", "a" * 15, 7],
)
def test_cns_torto_e_recusado(elenco: Elenco, cns: Any) -> None:
    assert [campo for campo, _ in erros(cadastrar(elenco, cns=cns))] == ["cns"]


@pytest.mark.parametrize("cns", ["700000000000005", "700 0000 0000 0005"])
def test_cns_sai_so_com_digitos(elenco: Elenco, cns: str) -> None:
    assert cadastrar(elenco, cns=cns).json()["cns"] == "700000000000005"
