"""Invoices at the admin: the clinic's own, received and decided by dialogs, refused in words."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.faturamento.models import Fatura, Item, Pagamento
from tests.conftest import Elenco
from tests.factories import FaturaAguardandoFactory, FaturaFactory, PacienteFactory
from tests.navegador import navegar, pagina, texto

LISTA = pagina("faturamento.fatura")


@pytest.fixture
def fatura(elenco: Elenco) -> Fatura:
    return FaturaFactory(id_clinica=elenco.clinica.pk, paciente="Maria da Silva")


@pytest.fixture
def faturista(elenco: Elenco) -> Client:
    return navegar(elenco.faturista)


def dialogo(cliente: Client, fatura: Fatura, verbo: str, **campos: Any) -> Any:
    return cliente.post(
        f"/admin/faturamento/fatura/{fatura.pk}/{verbo}/",
        {"_form_submitted": "True"} | campos,
        headers={"HX-Request": "true"},
    )


def test_a_fatura_mostra_os_valores_em_reais(faturista: Client, fatura: Fatura) -> None:
    html = texto(faturista.get(pagina("faturamento.fatura", "change", fatura.pk)))

    for valor in ("R$ 230,00", "R$ 10,00", "R$ 220,00", "CON001", "R$ 150,00", "R$ 7,00"):
        assert valor in html


def test_enquanto_o_plano_nao_responde_nao_ha_zero(elenco: Elenco, faturista: Client) -> None:
    espera = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)

    html = texto(faturista.get(pagina("faturamento.fatura", "change", espera.pk)))

    assert "Aguardando o plano" in html
    assert "R$ 230,00" in html
    assert html.count("R$ 0,00") == 1  # what was paid so far


def test_a_fatura_de_outra_clinica_nao_existe(elenco: Elenco, fatura: Fatura) -> None:
    de_fora = navegar(elenco.faturista2)

    resposta = de_fora.get(pagina("faturamento.fatura", "change", fatura.pk))
    assert resposta["Location"] == "/admin/"
    assert de_fora.get(LISTA).context["cl"].result_list == []
    dialogo(de_fora, fatura, "pagar", forma="pix", valor="1,00")
    assert not Pagamento.objects.exists()


def test_receber_aceita_a_virgula_e_fecha_a_fatura(faturista: Client, fatura: Fatura) -> None:
    assert "HX-Redirect" in dialogo(faturista, fatura, "pagar", forma="pix", valor="20,50")
    assert "HX-Redirect" in dialogo(faturista, fatura, "pagar", forma="dinheiro", valor="199,50")

    fatura.refresh_from_db()
    assert (fatura.status, fatura.valor_pago) == ("paga", Decimal("220.00"))


@pytest.mark.parametrize("valor", ["1.220,00", "R$ 1.220,00", "R$1220,00", "1220.00", "1220"])
def test_receber_aceita_o_valor_como_a_pagina_o_escreve(
    faturista: Client, fatura: Fatura, valor: str
) -> None:
    Fatura.objects.update(valor_total=Decimal("1220.00"), valor_paciente=Decimal("1220.00"))

    assert "HX-Redirect" in dialogo(faturista, fatura, "pagar", forma="pix", valor=valor)
    fatura.refresh_from_db()
    assert fatura.valor_pago == Decimal("1220.00")


def test_receber_vem_preenchido_com_o_que_falta(faturista: Client, fatura: Fatura) -> None:
    Fatura.objects.update(valor_pago=Decimal("20.50"))

    html = texto(faturista.get(f"/admin/faturamento/fatura/{fatura.pk}/pagar/"))

    assert 'value="199,50"' in html


def test_receber_zero_e_recusado_em_palavras(faturista: Client, fatura: Fatura) -> None:
    resposta = dialogo(faturista, fatura, "pagar", forma="pix", valor="0,00")

    assert resposta.status_code == 200
    assert "HX-Redirect" not in resposta
    assert "maior que zero" in texto(resposta)
    assert not Pagamento.objects.exists()


def test_receber_demais_e_dito_no_valor(faturista: Client, fatura: Fatura) -> None:
    resposta = dialogo(faturista, fatura, "pagar", forma="pix", valor="220,01")

    assert "Falta pagar" in texto(resposta)
    assert 'value="220,01"' in texto(resposta)
    assert not Pagamento.objects.exists()


def test_decidir_a_mao(elenco: Elenco, faturista: Client) -> None:
    espera = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)

    for codigo, valor in (("CON001", "7,00"), ("EXA001", "3,00")):
        dialogo(
            faturista,
            espera,
            "decidir",
            codigo=codigo,
            valor_coberto=valor,
            justificativa="Por telefone",
        )

    espera.refresh_from_db()
    assert (espera.status, espera.valor_paciente) == ("pendente", Decimal("220.00"))
    assert {item.justificativa for item in Item.objects.all()} == {"Por telefone"}


def test_decidir_oferece_so_o_que_o_plano_deve(elenco: Elenco, faturista: Client) -> None:
    espera = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)
    primeiro = espera.itens.get(codigo="CON001")
    primeiro.decidir(Decimal("7.00"))
    primeiro.save()
    endereco = f"/admin/faturamento/fatura/{espera.pk}/decidir/"

    html = texto(faturista.get(endereco))

    assert '<option value="EXA001"' in html
    assert "EXA001, R$ 80,00" in html
    assert "CON001" not in html
    dialogo(faturista, espera, "decidir", codigo="CON001", valor_coberto="1,00", justificativa="x")
    primeiro.refresh_from_db()
    assert primeiro.valor_coberto == Decimal("7.00")


def test_cancelar_uma_paga_e_recusado_em_palavras(faturista: Client, fatura: Fatura) -> None:
    Fatura.objects.update(status="paga", valor_pago=Decimal("220.00"))

    resposta = dialogo(faturista, fatura, "cancelar", motivo="Engano")

    assert "A fatura já está paga." in texto(resposta)


def test_a_recepcao_le_e_nao_cobra(elenco: Elenco, fatura: Fatura) -> None:
    recepcao = navegar(elenco.recepcao)

    assert "Receber" not in texto(recepcao.get(pagina("faturamento.fatura", "change", fatura.pk)))
    assert dialogo(recepcao, fatura, "pagar", forma="pix", valor="1,00").status_code == 403
    assert not Pagamento.objects.exists()


def test_a_ficha_oferece_o_que_o_estado_admite(faturista: Client, fatura: Fatura) -> None:
    endereco = pagina("faturamento.fatura", "change", fatura.pk)

    def verbos() -> set[str]:
        html = texto(faturista.get(endereco))
        return {v for v in ("pagar", "decidir", "cancelar") if f"/{fatura.pk}/{v}/" in html}

    assert verbos() == {"pagar", "cancelar"}
    Fatura.objects.update(status="cancelada")
    assert verbos() == set()


def test_busca_por_paciente_e_por_numero(elenco: Elenco, faturista: Client, fatura: Fatura) -> None:
    maria = PacienteFactory(nome="Maria Conceição")
    dela = FaturaFactory(id_clinica=elenco.clinica.pk, id_paciente=maria.pk + 500)
    Fatura.objects.filter(pk=dela.pk).update(id_paciente=maria.pk)
    Fatura.objects.filter(pk=fatura.pk).update(id_paciente=maria.pk + 500)

    def achar(procura: str) -> list[int]:
        return [f.pk for f in faturista.get(LISTA, {"q": procura}).context["cl"].result_list]

    assert achar("conceicao") == [dela.pk]
    assert achar(str(fatura.pk)) == [fatura.pk]
