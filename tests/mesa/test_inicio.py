"""The first page as a whole: each role its panels, each panel by itself, the same cost for a full day."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Elenco
from tests.factories import ExpedienteFactory, FaturaAguardandoFactory, FaturaFactory
from tests.mesa.conftest import Marcar, as_horas, inicio
from tests.navegador import navegar

PAINEIS = {
    "recepcao": ["recepcao"],
    "medica": ["profissional"],
    "faturista": ["faturamento"],
    "gestora": ["gestor"],
    "auditora": [],
    "admin": [],
}

NAO_RESPONDEU = "não respondeu agora"


def paineis(html: str) -> list[str]:
    return re.findall(r'<h2 id="quadro-(\w+)"', html)


@pytest.mark.parametrize("quem", PAINEIS)
def test_cada_papel_tem_o_seu_painel(quem: str, elenco: Elenco) -> None:
    html = inicio(getattr(elenco, quem))
    assert paineis(html) == PAINEIS[quem]
    assert "Terça-feira, 10 de março de 2026" in html


def test_quem_tem_varios_papeis_ve_cada_painel(elenco: Elenco, duas_clinicas: Any) -> None:
    duas_clinicas("medica", "gestor")
    assert paineis(inicio(elenco.medica)) == ["profissional", "gestor"]


def test_cada_painel_pergunta_so_no_seu_papel(
    elenco: Elenco, marcar: Marcar, duas_clinicas: Any
) -> None:
    """Reception in clinic 1 and billing in clinic 2: neither panel shows the other's clinic."""
    duas_clinicas("recepcao", "faturamento")
    marcar(as_horas(11), paciente="Chega na Um")
    marcar(as_horas(11), de="medica2", paciente="Chega na Dois")
    FaturaAguardandoFactory(id_clinica=elenco.clinica.pk, paciente="Deve na Um")
    FaturaAguardandoFactory(id_clinica=elenco.clinica2.pk, paciente="Deve na Dois")
    html = inicio(elenco.recepcao)
    assert paineis(html) == ["recepcao", "faturamento"]
    assert "Chega na Um" in html
    assert "Deve na Dois" in html
    assert "Chega na Dois" not in html
    assert "Deve na Um" not in html


def test_a_auditora_e_o_administrador_so_tem_os_atalhos(elenco: Elenco, marcar: Marcar) -> None:
    marcar(as_horas(11), paciente="Maria Aparecida")
    FaturaFactory(id_clinica=elenco.clinica.pk, paciente="Maria Aparecida")
    for pessoa in (elenco.auditora, elenco.admin):
        html = inicio(pessoa)
        assert "Maria" not in html
        assert 'class="atalhos' in html


@pytest.mark.parametrize(
    ("quem", "app", "o_que"),
    [
        ("recepcao", "consulta", "A agenda"),
        ("medica", "consulta", "A agenda"),
        ("faturista", "faturamento", "O faturamento"),
        ("gestora", "consulta", "A agenda de hoje"),
        ("gestora", "faturamento", "O faturamento"),
    ],
)
def test_o_vizinho_que_nao_responde_falta_em_palavras_e_o_resto_abre(
    quem: str, app: str, o_que: str, elenco: Elenco, derrubar: Callable[[str], None]
) -> None:
    derrubar(app)
    html = inicio(getattr(elenco, quem))
    assert paineis(html) == PAINEIS[quem]
    assert re.search(rf"{o_que} {NAO_RESPONDEU}", html)
    assert 'class="atalhos' in html


def test_da_gestora_falta_so_o_que_nao_respondeu(
    elenco: Elenco, derrubar: Callable[[str], None]
) -> None:
    FaturaFactory(id_clinica=elenco.clinica.pk, itens=[])
    derrubar("consulta")
    html = inicio(elenco.gestora)
    assert "R$ 220,00" in html
    assert f"O faturamento {NAO_RESPONDEU}" not in html


def test_sem_rede_a_pagina_abre_sem_o_nome_da_clinica(
    elenco: Elenco, derrubar: Callable[[str], None]
) -> None:
    assert elenco.clinica.nome in inicio(elenco.recepcao)
    derrubar("rede")
    html = inicio(elenco.recepcao)
    assert elenco.clinica.nome not in html
    assert f"A agenda {NAO_RESPONDEU}" in html  # free times need Rede
    assert "Ninguém esperando." in html  # the day's consultas do not


@pytest.mark.parametrize("quem", ["recepcao", "medica", "faturista", "gestora"])
def test_o_inicio_custa_o_mesmo_com_1_linha_e_com_20(
    quem: str, elenco: Elenco, marcar: Marcar, contar_queries: Any
) -> None:
    def crescer(vezes: range) -> None:
        for n in vezes:
            for quem_atende in ("medica", "medico"):
                marcar(as_horas(11 + n % 10, 30 * (n // 10)), de=quem_atende)
            FaturaFactory(id_clinica=elenco.clinica.pk)
            FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)

    for pessoa in (elenco.medica, elenco.medico):
        assert pessoa.profissional is not None
        ExpedienteFactory(id_profissional=pessoa.profissional.pk, dia_semana=1)
    crescer(range(1))
    navegador = navegar(getattr(elenco, quem))
    navegador.get("/admin/")
    uma = contar_queries(lambda: navegador.get("/admin/"))
    crescer(range(1, 20))
    assert contar_queries(lambda: navegador.get("/admin/")) == uma
