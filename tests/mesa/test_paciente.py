"""A patient's page: who the patient is, what to do next, and for whom it is not."""

import re
from datetime import date
from typing import Any

import pytest

from apps.kernel.models import EventoAuditoria
from apps.mesa.templatetags.mesa import ha_dias, idade
from apps.paciente.models import Paciente
from tests.acesso.cenario import DESCONHECIDO
from tests.conftest import Elenco
from tests.factories import FaturaFactory, PacienteFactory
from tests.mesa.conftest import Marcar, as_horas, historia
from tests.navegador import navegar, pagina, texto


def endereco(paciente: Paciente) -> str:
    return f"/admin/mesa/pacientes/{paciente.pk}/"


# --- who the patient is ------------------------------------------------------------------------------


def test_o_cabecalho_diz_quem_e_com_o_cpf_mascarado(elenco: Elenco) -> None:
    paciente = PacienteFactory(
        nome="João da Silva",
        nome_social="Joana da Silva",
        cpf="52998224725",
        data_nascimento=date(1985, 3, 11),
        telefone="11 90000-0001",
    )
    html = historia(elenco.recepcao, paciente.pk)
    assert "<h2>Joana da Silva</h2>" in html
    assert "Nome de registro: João da Silva" in html
    for dado in ("11/03/1985", "(40 anos)", "***.982.247-**", "11 90000-0001", "Particular"):
        assert dado in html
    assert "52998224725" not in html
    assert "<title> Joana da Silva | Pacientes | Vida+ Saúde</title>" in html


def test_o_plano_aparece(elenco: Elenco) -> None:
    html = historia(elenco.recepcao, PacienteFactory(plano_operadora="Plano1").pk)
    assert "Plano1" in html
    assert "Particular" not in html


@pytest.mark.parametrize(
    ("nascimento", "dita"),
    [
        (date(1985, 3, 10), "41 anos"),
        (date(1985, 3, 11), "40 anos"),
        (date(2024, 3, 10), "2 anos"),
        (date(2024, 3, 11), "23 meses"),
        (date(2026, 2, 10), "1 mês"),
        (date(2026, 2, 11), "0 meses"),
    ],
)
def test_idade(nascimento: date, dita: str) -> None:
    assert idade(nascimento) == dita


def test_ha_quantos_dias() -> None:
    """By local days: 23:30 of yesterday is yesterday, though UTC says it is today."""
    assert ha_dias(as_horas(9)) == "hoje"
    assert ha_dias(as_horas(23, 30, dias=-1)) == "há 1 dia"
    assert ha_dias(as_horas(0, dias=-12)) == "há 12 dias"


# --- what to do next ----------------------------------------------------------------------------------


ACOES = {
    "marcar": "/admin/consulta/consulta/add/?id_paciente=",
    "editar": "/change/",
    "escrever": "/admin/prontuario/prontuario/add/?id_paciente=",
}


@pytest.mark.parametrize(
    ("quem", "pode"),
    [
        ("recepcao", {"marcar", "editar"}),
        ("medica", {"escrever"}),
        ("faturista", set()),
        ("gestora", {"marcar", "editar"}),
    ],
)
def test_as_acoes_sao_as_do_papel(
    quem: str, pode: set[str], elenco: Elenco, de_tudo: Paciente
) -> None:
    html = historia(getattr(elenco, quem), de_tudo.pk)
    acoes = re.search(r'<div class="acoes">(.*?)</div>', html, re.DOTALL)
    assert acoes is not None
    assert {nome for nome, onde in ACOES.items() if onde in acoes[1]} == pode
    for onde in re.findall(r'href="([^"]+)"', acoes[1]):
        resposta = navegar(getattr(elenco, quem)).get(onde.replace("&amp;", "&"))
        assert resposta.status_code == 200, onde


def test_faturar_so_o_que_foi_realizado_e_ainda_nao_tem_fatura(
    elenco: Elenco, marcar: Marcar, de_tudo: Paciente
) -> None:
    livre = marcar(as_horas(9, dias=-1), id_paciente=de_tudo.pk, status="realizada")
    FaturaFactory(
        id_paciente=de_tudo.pk,
        id_clinica=elenco.clinica.pk,
        id_consulta=livre.pk,
        status="rascunho",
        itens=[],
    )
    oferecidas = re.findall(
        r"fatura/add/\?id_consulta=(\d+)", historia(elenco.faturista, de_tudo.pk)
    )
    assert oferecidas == [str(livre.pk)]
    assert "fatura/add" not in historia(elenco.recepcao, de_tudo.pk)


def test_a_lista_de_pacientes_leva_a_esta_pagina(elenco: Elenco, paciente: Paciente) -> None:
    lista = texto(navegar(elenco.recepcao).get(pagina("paciente.paciente")))
    assert f'href="{endereco(paciente)}"' in lista


# --- who may not, and what is not there ---------------------------------------------------------------


@pytest.mark.parametrize("quem", ["auditora", "admin"])
def test_sem_papel_a_pagina_e_recusada_e_a_recusa_e_um_evento(
    quem: str, elenco: Elenco, paciente: Paciente
) -> None:
    pessoa = getattr(elenco, quem)
    resposta = navegar(pessoa).get(endereco(paciente))
    assert resposta.status_code == 403
    assert paciente.nome not in texto(resposta)
    evento = EventoAuditoria.objects.get(evento="acesso_negado")
    assert (evento.id_usuario, evento.permitido) == (pessoa.id_usuario, False)
    assert evento.objeto == f"paciente.paciente:{paciente.pk}"


def test_sem_entrar_vai_para_a_entrada(elenco: Elenco, paciente: Paciente) -> None:
    resposta = elenco.ninguem.get(endereco(paciente))
    assert resposta.status_code == 302
    assert resposta["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("id", [DESCONHECIDO, 0, "00", 2**63, 10**30, "um"])
def test_paciente_que_nao_existe(id: Any, elenco: Elenco) -> None:
    assert navegar(elenco.recepcao).get(f"/admin/mesa/pacientes/{id}/").status_code == 404


def test_a_pagina_so_se_le(elenco: Elenco, paciente: Paciente) -> None:
    assert navegar(elenco.recepcao).post(endereco(paciente)).status_code == 405


def test_sem_historia_a_pagina_diz(elenco: Elenco, paciente: Paciente) -> None:
    vazia = "Ainda não há nada na história deste paciente."
    assert vazia in historia(elenco.recepcao, paciente.pk)
    html = historia(elenco.recepcao, paciente.pk, tipo="fatura")
    assert "Ainda não há faturas deste paciente ao seu alcance." in html
    assert vazia not in historia(elenco.medica, paciente.pk)  # that she may not read is not nothing
