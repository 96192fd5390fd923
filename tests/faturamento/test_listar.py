"""GET /faturas and /faturas/<id>: filters, and what exists for whom."""

from datetime import datetime

import pytest

from apps.kernel.access.escopo import Papel
from tests.factories import FaturaAguardandoFactory, FaturaFactory, VinculoFactory
from tests.respostas import erros, recusa

DESCONHECIDA = 987_654_321


def ids(resposta) -> list[int]:
    assert resposta.status_code == 200, resposta.content
    return [fatura["id"] for fatura in resposta.json()]


@pytest.fixture
def nova(elenco):
    """An invoice of clinic 1."""

    def criar(**campos):
        return FaturaFactory(**{"id_clinica": elenco.clinica.pk} | campos)

    return criar


@pytest.mark.parametrize(
    ("filtro", "no_filtro", "fora"),
    [
        ("status=paga", {"status": "paga"}, {}),
        ("status=cancelada", {"status": "cancelada"}, {}),
        ("id_paciente=7", {"id_paciente": 7}, {"id_paciente": 8}),
        ("id_consulta=7", {"id_consulta": 7}, {"id_consulta": 8}),
        ("status=paga&id_paciente=7", {"status": "paga", "id_paciente": 7}, {"id_paciente": 7}),
    ],
)
def test_listar_filtra(elenco, nova, filtro, no_filtro, fora):
    achada = nova(**no_filtro)
    nova(**fora)
    assert ids(elenco.faturista.get(f"/faturas?{filtro}")) == [achada.pk]


def test_listar_as_que_esperam_o_plano(elenco, nova):
    espera = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)
    nova()
    assert ids(elenco.faturista.get("/faturas?status=aguardando_plano")) == [espera.pk]


@pytest.mark.parametrize(
    ("filtro", "esperadas"),
    [
        ("de=2026-03-04&ate=2026-03-04", {"primeira", "última"}),
        ("de=2026-03-04", {"primeira", "última", "seguinte"}),
        ("ate=2026-03-04", {"véspera", "primeira", "última"}),
        ("de=2026-03-05&ate=2026-03-04", set()),
    ],
)
def test_os_dias_do_filtro_sao_os_de_sao_paulo(elenco, nova, filtro, esperadas):
    momentos = {
        "véspera": "2026-03-03T23:59:59-03:00",
        "primeira": "2026-03-04T03:00:00Z",
        "última": "2026-03-05T02:59:59.999999Z",
        "seguinte": "2026-03-05T00:00:00-03:00",
    }
    criadas = {
        nome: nova(data_criacao=datetime.fromisoformat(momento)).pk
        for nome, momento in momentos.items()
    }
    listadas = ids(elenco.faturista.get(f"/faturas?{filtro}"))
    assert set(listadas) == {criadas[nome] for nome in esperadas}


@pytest.mark.parametrize(
    ("filtro", "campo"),
    [
        ("status=aberta", "status"),
        ("id_paciente=abc", "id_paciente"),
        ("id_consulta=0", "id_consulta"),
        ("id_clinica=1.5", "id_clinica"),
        ("de=hoje", "de"),
        ("ate=2026-02-30", "ate"),
        ("valor_total=1", "valor_total"),
        ("limite=201", "limite"),
    ],
)
def test_listar_recusa_o_parametro_que_nao_entende(elenco, filtro, campo):
    resposta = elenco.faturista.get(f"/faturas?{filtro}")
    assert recusa(resposta) == (400, "parametro_invalido")
    assert {c for c, _ in erros(resposta)} == {campo}


def test_listar_da_mais_nova_para_a_mais_velha_em_paginas(elenco, nova):
    todas = [nova().pk for _ in range(3)][::-1]
    primeira = elenco.faturista.get("/faturas?limite=2")
    assert ids(primeira) == todas[:2]
    assert 'rel="next"' in primeira["Link"]
    assert ids(elenco.faturista.get(f"/faturas?id={todas[2]}")) == [todas[2]]


def test_cada_fatura_da_lista_traz_os_seus_itens(elenco, nova):
    uma, outra = nova(), nova(itens=[{"codigo": "OUTRO", "valor": 1}])
    lista = elenco.faturista.get("/faturas").json()
    assert [[p["codigo"] for p in f["procedimentos"]] for f in lista] == [
        ["OUTRO"],
        ["CON001", "EXA001"],
    ]
    for fatura, na_lista in ((outra, lista[0]), (uma, lista[1])):
        assert elenco.faturista.get(f"/faturas/{fatura.pk}").json() == na_lista


@pytest.mark.parametrize("quem", ["recepcao", "faturista", "gestora"])
def test_ler_e_de_quem_recebe_o_paciente_ou_cobra_na_clinica(elenco, nova, quem):
    da_casa, de_fora = nova(), nova(id_clinica=elenco.clinica2.pk)
    pessoa, de_la = getattr(elenco, quem), getattr(elenco, f"{quem}2")
    assert ids(pessoa.get("/faturas")) == [da_casa.pk]
    assert ids(de_la.get("/faturas")) == [de_fora.pk]
    assert ids(pessoa.get(f"/faturas?id={de_fora.pk},{da_casa.pk}")) == [da_casa.pk]
    assert pessoa.get(f"/faturas/{da_casa.pk}").status_code == 200
    alheia = pessoa.get(f"/faturas/{de_fora.pk}")
    inexistente = pessoa.get(f"/faturas/{DESCONHECIDA}")
    assert recusa(alheia) == (404, "fatura_nao_encontrada") == recusa(inexistente)
    assert alheia.json()["detail"] == inexistente.json()["detail"]


@pytest.mark.parametrize("quem", ["medica", "auditora", "admin"])
def test_ler_nao_e_de_quem_atende_audita_ou_administra(elenco, nova, quem):
    for caminho in ("/faturas", f"/faturas/{nova().pk}"):
        assert recusa(getattr(elenco, quem).get(caminho)) == (403, "sem_permissao")


def test_filtrar_por_clinica(elenco, nova):
    VinculoFactory(
        usuario_id=elenco.faturista.id_usuario, clinica=elenco.clinica2, papel=Papel.FATURAMENTO
    )
    primeira, segunda = nova(), nova(id_clinica=elenco.clinica2.pk)
    assert ids(elenco.faturista.get("/faturas")) == [segunda.pk, primeira.pk]
    for fatura in (primeira, segunda):
        filtrada = elenco.faturista.get(f"/faturas?id_clinica={fatura.id_clinica}")
        assert ids(filtrada) == [fatura.pk]


@pytest.mark.parametrize("existe", [True, False])
def test_filtrar_pela_clinica_dos_outros_e_404_como_a_que_nao_existe(elenco, existe):
    clinica = elenco.clinica2.pk if existe else DESCONHECIDA
    resposta = elenco.faturista.get(f"/faturas?id_clinica={clinica}")
    assert recusa(resposta) == (404, "clinica_nao_encontrada")
