"""GET /prontuarios, /prontuarios/<id>, /prontuarios/paciente/<id>."""

import pytest

from tests.factories import ConsultaFactory, PacienteFactory, ProntuarioFactory
from tests.respostas import recusa


def ids(resposta) -> list[int]:
    assert resposta.status_code == 200, resposta.content
    return [registro["id"] for registro in resposta.json()]


@pytest.fixture
def da_colega(elenco, paciente, atendida):
    """Written by somebody else, of the patient in medica's care."""
    return ProntuarioFactory(id_paciente=paciente.pk, id_autor=elenco.medico.profissional.pk)


def test_listar_mostra_os_registros_dos_pacientes_de_quem_pede(elenco, paciente, da_colega):
    escrito = ProntuarioFactory(
        id_paciente=PacienteFactory().pk, id_autor=elenco.medica.profissional.pk
    )
    do_mesmo = ProntuarioFactory(id_paciente=escrito.id_paciente, id_autor=987)
    ProntuarioFactory(id_paciente=PacienteFactory().pk, id_autor=987)
    assert ids(elenco.medica.get("/prontuarios")) == [do_mesmo.pk, escrito.pk, da_colega.pk]
    assert ids(elenco.medica2.get("/prontuarios")) == []
    assert ids(elenco.medica.get(f"/prontuarios?id={escrito.pk},{da_colega.pk}")) == [
        escrito.pk,
        da_colega.pk,
    ]


def test_listar_do_paciente_mostra_os_de_todos_os_autores(elenco, paciente, da_colega):
    proprio = ProntuarioFactory(id_paciente=paciente.pk, id_autor=elenco.medica.profissional.pk)
    ProntuarioFactory(id_paciente=paciente.pk + 1, id_autor=elenco.medica.profissional.pk)
    lista = elenco.medica.get(f"/prontuarios/paciente/{paciente.pk}")
    assert ids(lista) == [proprio.pk, da_colega.pk]
    assert lista["Cache-Control"] == "no-store"


def test_listar_do_paciente_sem_registros_e_lista_vazia(elenco, paciente, atendida):
    assert ids(elenco.medica.get(f"/prontuarios/paciente/{paciente.pk}")) == []


def test_listar_de_paciente_que_nao_existe(elenco):
    resposta = elenco.medica.get("/prontuarios/paciente/987654321")
    assert recusa(resposta) == (404, "paciente_nao_encontrado")


def test_ler_registro_que_nao_existe(elenco):
    assert recusa(elenco.medica.get("/prontuarios/987654321")) == (
        404,
        "prontuario_nao_encontrado",
    )


def test_listar_em_paginas(elenco, paciente, atendida):
    todos = [ProntuarioFactory(id_paciente=paciente.pk).pk for _ in range(3)][::-1]
    primeira = elenco.medica.get("/prontuarios?limite=2")
    assert ids(primeira) == todos[:2]
    assert 'rel="next"' in primeira["Link"]


@pytest.mark.parametrize("filtro", ["id_paciente=1", "diagnostico=x", "limite=0", "id=x"])
def test_listar_recusa_parametro_que_nao_entende(elenco, filtro):
    assert recusa(elenco.medica.get(f"/prontuarios?{filtro}")) == (400, "parametro_invalido")


NINGUEM_MAIS = ["recepcao", "faturista", "gestora", "auditora", "admin"]


@pytest.mark.parametrize("quem", NINGUEM_MAIS)
def test_o_prontuario_e_so_de_quem_atende(elenco, paciente, da_colega, quem):
    pessoa = getattr(elenco, quem)
    for caminho in (
        "/prontuarios",
        f"/prontuarios/{da_colega.pk}",
        f"/prontuarios/paciente/{paciente.pk}",
        "/prontuarios/987654321",
    ):
        assert recusa(pessoa.get(caminho)) == (403, "sem_permissao")
    for caminho in ("/prontuarios", f"/prontuarios/{da_colega.pk}/retificacoes"):
        assert recusa(pessoa.enviar(caminho, {})) == (403, "sem_permissao")


CLINICAS = {
    "diagnostico",
    "cid10",
    "tratamento",
    "observacoes",
    "hash",
    "retifica",
    "justificativa",
}


def chaves(dados) -> set[str]:
    """Every key of a JSON, however deep."""
    if isinstance(dados, dict):
        return set(dados) | {c for valor in dados.values() for c in chaves(valor)}
    if isinstance(dados, list):
        return {c for valor in dados for c in chaves(valor)}
    return set()


@pytest.mark.parametrize("quem", ["recepcao", "gestora", "faturista"])
def test_a_recepcao_nunca_recebe_uma_chave_clinica(elenco, paciente, registrar, quem):
    segredo = "Tuberculose pulmonar"
    escrito = registrar(diagnostico=segredo, cid10=["A15.0"])
    consulta = ConsultaFactory(id_clinica=elenco.clinica.pk, id_paciente=paciente.pk)
    pessoa = getattr(elenco, quem)
    respostas = [
        pessoa.get("/pacientes"),
        pessoa.get(f"/pacientes/{paciente.pk}"),
        pessoa.get("/consultas"),
        pessoa.get(f"/consultas/{consulta.pk}"),
        pessoa.get(f"/consultas/paciente/{paciente.pk}"),
        pessoa.enviar(f"/consultas/{consulta.pk}/confirmar"),
        pessoa.get("/faturas"),
        pessoa.get("/auditoria"),
        pessoa.get("/prontuarios"),
        pessoa.get(escrito["Location"]),
        pessoa.get(f"/prontuarios/paciente/{paciente.pk}"),
        pessoa.enviar("/prontuarios", {"id_paciente": paciente.pk, "diagnostico": segredo}),
        pessoa.enviar(f"{escrito['Location']}/retificacoes", {"diagnostico": segredo}),
    ]
    assert chaves(escrito.json()) >= CLINICAS
    for resposta in respostas:
        assert not chaves(resposta.json()) & CLINICAS
        assert segredo not in resposta.content.decode()
