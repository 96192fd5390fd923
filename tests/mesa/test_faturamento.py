"""Billing's first page: what waits for the plan, what is to be issued, what is owed and since when."""

import re
from decimal import Decimal
from typing import Any

import pytest

from apps.mesa.grafico import em_escala, porcentagem
from apps.mesa.inicio import faturamento
from tests.conftest import Elenco
from tests.factories import FaturaAguardandoFactory, FaturaFactory
from tests.mesa.conftest import as_horas, inicio


def faturar(elenco: Elenco, deve: str, dias: int = 0, **campos: Any) -> int:
    """An invoice of clinic 1 that the patient owes, issued so many days ago."""
    valores = dict.fromkeys(("valor_total", "valor_paciente"), Decimal(deve))
    padrao = {
        "id_clinica": elenco.clinica.pk,
        "valor_coberto": Decimal("0.00"),
        "data_criacao": as_horas(9, dias=-dias),
        "itens": [],
    }
    return FaturaFactory(**padrao | valores | campos).pk


def test_a_carteira_aparece_por_idade_em_reais(elenco: Elenco) -> None:
    faturar(elenco, "1200.00", 5)
    faturar(elenco, "34.56", 5)
    faturar(elenco, "300.00", 45)
    faturar(elenco, "7.00", 400)
    quadro = faturamento.montar(elenco.faturista.escopo)
    assert [(b.rotulo, b.faixa.quantas, b.largura) for b in quadro.barras] == [
        ("0 a 30 dias", 2, 100),
        ("31 a 60 dias", 1, 24),
        ("61 a 90 dias", 0, 0),
        ("Mais de 90 dias", 1, 2),
    ]
    html = inicio(elenco.faturista)
    for valor in ("R$ 1.541,56", "R$ 1.234,56", "R$ 300,00", "R$ 0,00", "R$ 7,00"):
        assert valor in html


def test_as_que_esperam_ha_mais_tempo_pelo_plano_vem_primeiro(elenco: Elenco) -> None:
    ids = [
        FaturaAguardandoFactory(
            id_clinica=elenco.clinica.pk,
            paciente=f"Espera {n:02d}",
            data_criacao=as_horas(9, dias=-(12 - n)),
        ).pk
        for n in range(12)
    ]
    html = inicio(elenco.faturista)
    assert re.findall(r"Espera \d\d", html) == [f"Espera {n:02d}" for n in range(10)]
    assert f'href="/admin/faturamento/fatura/{ids[0]}/change/"' in html
    assert "há 12 dias" in html
    assert 'href="/admin/faturamento/fatura/?status__exact=aguardando_plano">12</a>' in html


def test_os_rascunhos_por_emitir_aparecem(elenco: Elenco) -> None:
    faturar(elenco, "0.00", status="rascunho", paciente="Rascunho Antigo")
    html = inicio(elenco.faturista)
    assert "Rascunho Antigo" in html
    assert 'href="/admin/faturamento/fatura/?status__exact=rascunho">1</a>' in html


def test_as_faturas_de_outra_clinica_nao_aparecem(elenco: Elenco) -> None:
    faturar(elenco, "55.55", id_clinica=elenco.clinica2.pk)
    FaturaAguardandoFactory(id_clinica=elenco.clinica2.pk, paciente="Da Outra Clínica")
    html = inicio(elenco.faturista)
    assert "55,55" not in html
    assert "Da Outra Clínica" not in html


def test_sem_faturas_a_pagina_diz(elenco: Elenco) -> None:
    html = inicio(elenco.faturista)
    assert "Nenhuma fatura aguarda o plano." in html
    assert "Nenhum rascunho por emitir." in html
    assert "R$ 0,00" in html


def test_o_nome_do_paciente_nao_vira_html(elenco: Elenco) -> None:
    FaturaAguardandoFactory(id_clinica=elenco.clinica.pk, paciente="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in inicio(elenco.faturista)


@pytest.mark.parametrize(
    ("valores", "escala"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([1, 3], [33, 100]),
        ([1, 1000], [2, 100]),
        ([Decimal("0.01"), Decimal("0.02")], [50, 100]),
    ],
)
def test_em_escala(valores: list[Any], escala: list[int]) -> None:
    assert em_escala(valores) == escala


@pytest.mark.parametrize(
    ("parte", "todo", "esperada"), [(0, 0, None), (0, 7, 0), (1, 8, 13), (1, 3, 33), (7, 7, 100)]
)
def test_porcentagem_arredonda_a_metade_para_cima(
    parte: int, todo: int, esperada: int | None
) -> None:
    assert porcentagem(parte, todo) == esperada
