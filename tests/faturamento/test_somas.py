"""Invoices at random through the real simulator, against sums in integer cents: not one off."""

import os
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faturamento.conftest import IMPAR, PAR
from tests.respostas import exato

FATURAS = int(os.environ.get("FATURAS", "60"))
"""How many invoices; `make provas` may ask for more."""

COBERTO_EM_CENTAVOS = {
    IMPAR: {"CON001": 700, "CON002": 5000, "EXA001": 300},
    PAR: {"CON001": 560},
}
centavos = st.one_of(
    st.integers(0, 1500), st.integers(0, 999_999_999), st.sampled_from([0, 1, 559, 560, 561, 700])
)
item = st.tuples(
    st.sampled_from(["CON001", "CON002", "EXA001", "OUTRO"]),
    centavos,
    st.one_of(st.integers(1, 5), st.integers(1, 999)),
)


def em_centavos(valor: Decimal) -> int:
    """Cents of a value that was written with exactly two decimals."""
    assert valor.as_tuple().exponent == -2, valor
    return int(valor.scaleb(2))


def esperada(id_paciente: int, itens: list[tuple[str, int, int]]) -> dict[str, int]:
    cobrado = [valor * quantidade for _, valor, quantidade in itens]
    coberto = [
        min(COBERTO_EM_CENTAVOS[id_paciente].get(codigo, 0) * quantidade, cobranca)
        for (codigo, _, quantidade), cobranca in zip(itens, cobrado, strict=True)
    ]
    return {
        "valor_total": sum(cobrado),
        "valor_coberto": sum(coberto),
        "valor_paciente": sum(cobrado) - sum(coberto),
    }


def test_nenhuma_fatura_erra_um_centavo(plano, faturar, elenco):
    @settings(
        max_examples=FATURAS,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.sampled_from([IMPAR, PAR]), st.lists(item, min_size=1, max_size=8))
    def conferir(id_paciente: int, itens: list[tuple[str, int, int]]) -> None:
        criada = faturar(
            *((codigo, Decimal(valor).scaleb(-2), q) for codigo, valor, q in itens),
            id_paciente=id_paciente,
        )
        assert criada.status_code == 201, criada.content
        certo = esperada(id_paciente, itens)
        for fatura in (exato(criada), exato(elenco.faturista.get(criada["Location"]))):
            assert {nome: em_centavos(fatura[nome]) for nome in certo} == certo
            assert fatura["status"] == ("pendente" if certo["valor_paciente"] else "paga")
            somados = sum(em_centavos(p["valor_coberto"]) for p in fatura["procedimentos"])
            assert somados == certo["valor_coberto"]

    conferir()
