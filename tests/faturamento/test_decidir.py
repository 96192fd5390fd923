"""POST /faturas/<id>/decidir: a person settles what the plan did not answer."""

from decimal import Decimal
from typing import Any

import pytest

from apps.faturamento.models import Fatura, Item
from tests.factories import FaturaAguardandoFactory, FaturaFactory
from tests.respostas import erros, exato, recusa


@pytest.fixture
def fatura(elenco) -> Fatura:
    """CON001 of 150.00 and EXA001 of 80.00, both waiting."""
    return FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)


@pytest.fixture
def decidir(elenco, fatura):
    def enviar(codigo: str = "CON001", valor_coberto: Any = "7.00", **trocas: Any) -> Any:
        corpo = {
            "codigo": codigo,
            "valor_coberto": valor_coberto,
            "justificativa": "Autorizado por telefone, protocolo 4471.",
        }
        return elenco.faturista.enviar(f"/faturas/{fatura.pk}/decidir", corpo | trocas)

    return enviar


def test_decidir_um_item_deixa_os_outros_esperando(decidir):
    decidida = exato(decidir())
    assert decidida["status"] == "aguardando_plano"
    assert decidida["valor_coberto"] is decidida["valor_paciente"] is None
    assert [
        (p["situacao"], p["coberto"], p["valor_coberto"]) for p in decidida["procedimentos"]
    ] == [
        ("coberto", True, Decimal("7.00")),
        ("pendente", None, None),
    ]


def test_decidir_o_ultimo_item_resolve_a_fatura(decidir, elenco, fatura):
    decidir()
    resolvida = exato(decidir("EXA001", Decimal("3.00")))
    assert (resolvida["status"], resolvida["valor_total"]) == ("pendente", Decimal("230.00"))
    assert resolvida["valor_coberto"] == Decimal("10.00")
    assert resolvida["valor_paciente"] == Decimal("220.00")
    corpo = {"forma": "pix", "valor": "220.00"}
    paga = elenco.faturista.enviar(f"/faturas/{fatura.pk}/pagar", corpo)
    assert paga.json()["status"] == "paga"


def test_decidir_que_o_plano_cobre_tudo_deixa_a_fatura_paga(decidir):
    decidir(valor_coberto="150.00")
    resolvida = exato(decidir("EXA001", 80))
    assert (resolvida["status"], resolvida["valor_paciente"]) == ("paga", Decimal("0.00"))


def test_decidir_por_zero_e_negar(decidir):
    negado = exato(decidir(valor_coberto=0))["procedimentos"][0]
    assert (negado["situacao"], negado["coberto"]) == ("negado", False)
    assert negado["valor_coberto"] == Decimal("0.00")


def test_decidir_guarda_a_justificativa(decidir):
    decidir(justificativa="Carta da operadora")
    assert Item.objects.get(codigo="CON001").justificativa == "Carta da operadora"


@pytest.mark.parametrize(
    ("trocas", "campo"),
    [
        ({"codigo": "XYZ999"}, "codigo"),
        ({"codigo": "con001"}, "codigo"),
        ({"valor_coberto": "150.01"}, "valor_coberto"),
        ({"valor_coberto": -1}, "valor_coberto"),
        ({"valor_coberto": "7.001"}, "valor_coberto"),
        ({"valor_coberto": None}, "valor_coberto"),
        ({"justificativa": ""}, "justificativa"),
        ({"justificativa": None}, "justificativa"),
    ],
)
def test_decidir_recusa_o_corpo_que_nao_serve(decidir, trocas, campo):
    resposta = decidir(**trocas)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {c for c, _ in erros(resposta)} == {campo}
    assert not Item.objects.exclude(situacao="pendente").exists()


def test_decidir_diz_tudo_o_que_falta(elenco, fatura):
    resposta = elenco.faturista.enviar(f"/faturas/{fatura.pk}/decidir", {})
    assert {campo for campo, _ in erros(resposta)} == {"codigo", "valor_coberto", "justificativa"}


def test_o_teto_e_o_valor_vezes_a_quantidade(decidir):
    Item.objects.filter(codigo="CON001").update(quantidade=2)
    assert decidir(valor_coberto="300.01").status_code == 400
    assert decidir(valor_coberto="300.00").status_code == 200


def test_decidir_de_novo_o_mesmo_item_e_recusado(decidir):
    decidir()
    assert recusa(decidir(valor_coberto="8.00"))[0] == 409
    assert Item.objects.get(codigo="CON001").valor_coberto == Decimal("7.00")


def test_decidir_itens_de_mesmo_codigo_um_a_um(decidir):
    Item.objects.update(codigo="CON001")
    decidir(valor_coberto="7.00")
    resolvida = exato(decidir(valor_coberto="80.00"))
    assert [p["valor_coberto"] for p in resolvida["procedimentos"]] == [
        Decimal("7.00"),
        Decimal("80.00"),
    ]
    assert decidir().status_code == 409


@pytest.mark.parametrize(
    ("status", "codigo"),
    [
        ("pendente", "item_decidido"),
        ("paga", "fatura_paga"),
        ("cancelada", "fatura_cancelada"),
        ("rascunho", "fatura_rascunho"),
    ],
)
def test_decidir_fatura_que_nao_espera_e_recusado(elenco, status, codigo):
    outra = FaturaFactory(id_clinica=elenco.clinica.pk, status=status)
    corpo = {"codigo": "CON001", "valor_coberto": "1.00", "justificativa": "Telefone"}
    resposta = elenco.faturista.enviar(f"/faturas/{outra.pk}/decidir", corpo)
    assert recusa(resposta) == (409, codigo)
