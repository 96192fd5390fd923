"""An invoice on paper: what was charged, covered and paid, escaped, with an event of its own."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from apps.faturamento.models import Fatura, Pagamento
from apps.kernel.models import EventoAuditoria
from tests.conftest import Elenco
from tests.factories import FaturaAguardandoFactory, FaturaFactory
from tests.navegador import navegar, texto


@pytest.fixture
def fatura(elenco: Elenco) -> Fatura:
    fatura = FaturaFactory(
        id_clinica=elenco.clinica.pk,
        paciente="Maria <script>alert(1)</script>",
        valor_pago=Decimal("20.50"),
    )
    Pagamento.objects.create(
        fatura=fatura, forma="pix", valor=Decimal("20.50"), id_usuario=elenco.faturista.id_usuario
    )
    return fatura


def imprimir_url(fatura: Fatura) -> str:
    return reverse("admin:faturamento_fatura_imprimir", args=[fatura.pk])


def impressoes() -> list[tuple[str, int | None]]:
    linhas = EventoAuditoria.objects.filter(evento="fatura.impressa")
    return list(linhas.values_list("objeto", "id_clinica"))


def test_o_papel_traz_itens_cobertura_e_pagamentos(elenco: Elenco, fatura: Fatura) -> None:
    html = texto(navegar(elenco.recepcao).get(imprimir_url(fatura)))

    for trecho in ("CON001", "R$ 230,00", "R$ 7,00", "R$ 220,00", "R$ 20,50", "Pix"):
        assert trecho in html
    assert elenco.clinica.nome in html
    assert "<script>alert" not in html


def test_o_que_se_digitou_na_fatura_nao_vira_marcacao(elenco: Elenco) -> None:
    fatura = FaturaFactory(
        id_clinica=elenco.clinica.pk,
        status="cancelada",
        motivo_cancelamento="<b>Engano</b>",
        itens=[{"codigo": "<b>X1</b>", "valor": Decimal("1.00")}],
    )

    html = texto(navegar(elenco.faturista).get(imprimir_url(fatura)))

    assert "&lt;b&gt;Engano&lt;/b&gt;" in html
    assert "&lt;b&gt;X1&lt;/b&gt;" in html
    assert "<b>" not in html


def test_cada_impressao_deixa_o_seu_evento_na_clinica(elenco: Elenco, fatura: Fatura) -> None:
    navegar(elenco.faturista).get(imprimir_url(fatura))

    assert impressoes() == [(f"faturamento.fatura:{fatura.pk}", elenco.clinica.pk)]


def test_o_que_o_plano_nao_respondeu_nao_se_imprime_como_zero(elenco: Elenco) -> None:
    espera = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)

    html = texto(navegar(elenco.faturista).get(imprimir_url(espera)))

    assert html.count("R$ 0,00") == 1  # what was paid so far


def test_de_outra_clinica_ou_papel_nao_se_imprime(elenco: Elenco, fatura: Fatura) -> None:
    assert navegar(elenco.faturista2).get(imprimir_url(fatura)).status_code == 404
    for nome in ("medica", "auditora", "admin"):
        assert navegar(getattr(elenco, nome)).get(imprimir_url(fatura)).status_code == 403
    assert impressoes() == []


def test_o_papel_custa_o_mesmo_com_muitos_itens(elenco: Elenco, contar_queries: Any) -> None:
    poucos, muitos = (
        FaturaFactory(
            id_clinica=elenco.clinica.pk,
            itens=[{"codigo": f"CON{n:03}", "valor": Decimal("1.00")} for n in range(quantos)],
        )
        for quantos in (1, 20)
    )
    faturista = navegar(elenco.faturista)

    def custo(fatura: Fatura) -> int:
        return contar_queries(lambda: faturista.get(imprimir_url(fatura)))

    assert custo(poucos) == custo(muitos)
