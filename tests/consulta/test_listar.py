"""GET /consultas, /consultas/<id>, /consultas/paciente/<id>: what exists for whom."""

from datetime import datetime, timedelta

import pytest

from apps.consulta.models import Consulta
from apps.kernel.access.escopo import Papel
from tests.factories import ConsultaFactory, PacienteFactory, VinculoFactory
from tests.respostas import erros, recusa

DESCONHECIDO = 987_654_321


def ids(resposta) -> list[int]:
    assert resposta.status_code == 200, resposta.content
    return [consulta["id"] for consulta in resposta.json()]


@pytest.fixture
def nova(elenco):
    """A consulta of clinic 1, of nobody yet."""

    def criar(**campos) -> Consulta:
        return ConsultaFactory(
            **{"id_clinica": elenco.clinica.pk, "id_paciente": PacienteFactory().pk, **campos}
        )

    return criar


# --- filters --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filtro", "no_filtro", "fora"),
    [
        ("status=confirmada", {"status": "confirmada"}, {"status": "agendada"}),
        ("id_profissional=7", {"id_profissional": 7}, {"id_profissional": 8}),
        ("id_paciente=7", {"id_paciente": 7}, {"id_paciente": 8}),
        ("especialidade=Cardiologia", {"especialidade": "Cardiologia"}, {}),
        ("especialidade=Cl%C3%ADnica%20M%C3%A9dica", {}, {"especialidade": "Cardiologia"}),
        ("especialidade=clinica%20MEDICA", {}, {"especialidade": "Clínica"}),
        ("especialidade=Cardi%C3%B3logia", {"especialidade": "CARDIOLOGIA"}, {}),
    ],
)
def test_listar_filtra(elenco, nova, filtro, no_filtro, fora):
    achada = nova(**no_filtro)
    nova(**fora)
    assert ids(elenco.recepcao.get(f"/consultas?{filtro}")) == [achada.pk]


def test_listar_junta_os_filtros(elenco, nova):
    achada = nova(id_profissional=7, status="confirmada")
    nova(id_profissional=7)
    nova(id_profissional=8, status="confirmada")
    assert ids(elenco.recepcao.get("/consultas?id_profissional=7&status=confirmada")) == [achada.pk]


@pytest.fixture
def na_virada(nova) -> dict[str, int]:
    """Around the midnights of 4 March in São Paulo, which are at 03:00 in London."""
    momentos = {
        "véspera": "2030-03-03T23:59:59-03:00",
        "primeiro": "2030-03-04T00:00:00-03:00",
        "último": "2030-03-04T23:59:59.999999-03:00",
        "seguinte": "2030-03-05T00:00:00-03:00",
    }
    return {
        nome: nova(data_hora=datetime.fromisoformat(momento), duracao_minutos=5).pk
        for nome, momento in momentos.items()
    }


@pytest.mark.parametrize(
    ("filtro", "esperadas"),
    [
        ("data=2030-03-04", {"primeiro", "último"}),
        ("de=2030-03-04", {"primeiro", "último", "seguinte"}),
        ("ate=2030-03-04", {"véspera", "primeiro", "último"}),
        ("de=2030-03-04&ate=2030-03-04", {"primeiro", "último"}),
        ("de=2030-03-03&ate=2030-03-03", {"véspera"}),
        ("de=2030-03-05&ate=2030-03-04", set()),
        ("data=2030-03-04&de=2030-03-05", set()),
        ("data=2030-03-04&ate=2030-03-31", {"primeiro", "último"}),
    ],
)
def test_os_dias_do_filtro_sao_os_de_sao_paulo(elenco, na_virada, filtro, esperadas):
    listadas = ids(elenco.recepcao.get(f"/consultas?{filtro}"))
    assert set(listadas) == {na_virada[nome] for nome in esperadas}


@pytest.mark.parametrize(
    ("filtro", "campo"),
    [
        ("data=ontem", "data"),
        ("data=2030-02-30", "data"),
        ("de=04/03/2030", "de"),
        ("ate=2101-01-01", "ate"),
        ("status=marcada", "status"),
        ("status=", "status"),
        ("id_profissional=abc", "id_profissional"),
        ("id_paciente=0", "id_paciente"),
        ("id_paciente=1e5", "id_paciente"),
        ("id_clinica=-1", "id_clinica"),
        ("especialidade=%00", "especialidade"),
        ("ordem=nome", "ordem"),
        ("paciente=Maria", "paciente"),
        ("limite=0", "limite"),
        ("limite=201", "limite"),
        ("cursor=abc", "cursor"),
        ("id=1,x", "id"),
    ],
)
def test_listar_recusa_o_parametro_que_nao_entende(elenco, filtro, campo):
    resposta = elenco.recepcao.get(f"/consultas?{filtro}")
    assert recusa(resposta) == (400, "parametro_invalido")
    assert {c for c, _ in erros(resposta)} == {campo}


def test_listar_vem_da_mais_nova_para_a_mais_velha_em_paginas(elenco, nova):
    todas = [nova().pk for _ in range(5)][::-1]
    assert ids(elenco.recepcao.get("/consultas")) == todas
    primeira = elenco.recepcao.get("/consultas?limite=2")
    assert ids(primeira) == todas[:2]
    assert 'rel="next"' in primeira["Link"]
    assert 'rel="prev"' not in primeira["Link"]
    assert ids(elenco.recepcao.get(f"/consultas?id={todas[0]},{todas[3]}")) == [todas[0], todas[3]]


# --- whose ----------------------------------------------------------------------------------


def test_listar_mostra_so_a_propria_clinica(elenco, nova):
    da_casa = nova()
    da_outra = nova(id_clinica=elenco.clinica2.pk)
    for quem in ("recepcao", "gestora", "faturista"):
        assert ids(getattr(elenco, quem).get("/consultas")) == [da_casa.pk]
    assert ids(elenco.recepcao2.get("/consultas")) == [da_outra.pk]
    assert ids(elenco.recepcao.get(f"/consultas?id={da_outra.pk},{da_casa.pk}")) == [da_casa.pk]


def test_profissional_ve_as_suas_e_as_sem_profissional(elenco, nova):
    sua = nova(id_profissional=elenco.medica.profissional.pk)
    sem_dono = nova()
    do_colega = nova(id_profissional=elenco.medico.profissional.pk)
    sem_dono_de_fora = nova(id_clinica=elenco.clinica2.pk)
    assert ids(elenco.medica.get("/consultas")) == [sem_dono.pk, sua.pk]
    for propria in (sua, sem_dono):
        assert elenco.medica.get(f"/consultas/{propria.pk}").status_code == 200
    assert recusa(elenco.medica.get(f"/consultas/{do_colega.pk}")) == (403, "sem_permissao")
    de_fora = elenco.medica.get(f"/consultas/{sem_dono_de_fora.pk}")
    assert recusa(de_fora) == (404, "consulta_nao_encontrada")


def test_quem_e_profissional_mas_so_gere_ve_as_da_clinica(elenco, nova):
    """The account is linked to a professional; the only role in the clinic is another."""
    de_outra_pessoa = nova(id_profissional=7)
    profissional = elenco.medica.profissional
    profissional.usuario_id = elenco.gestora.id_usuario
    profissional.save()

    assert ids(elenco.gestora.get("/consultas")) == [de_outra_pessoa.pk]


def test_filtrar_por_clinica(elenco, nova):
    VinculoFactory(
        usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2, papel=Papel.RECEPCAO
    )
    primeira, segunda = nova(), nova(id_clinica=elenco.clinica2.pk)
    assert ids(elenco.recepcao.get("/consultas")) == [segunda.pk, primeira.pk]
    for consulta in (primeira, segunda):
        filtrada = elenco.recepcao.get(f"/consultas?id_clinica={consulta.id_clinica}")
        assert ids(filtrada) == [consulta.pk]


def test_filtrar_pela_clinica_dos_outros_e_404_como_a_que_nao_existe(elenco, nova):
    nova(id_clinica=elenco.clinica2.pk)
    for quem in ("recepcao", "medica", "faturista"):
        for clinica in (elenco.clinica2.pk, DESCONHECIDO):
            resposta = getattr(elenco, quem).get(f"/consultas?id_clinica={clinica}")
            assert recusa(resposta) == (404, "clinica_nao_encontrada")


def test_ler_consulta_de_outra_clinica_e_o_mesmo_404_da_que_nao_existe(elenco, nova):
    alheia = nova()
    de_fora = elenco.recepcao2.get(f"/consultas/{alheia.pk}")
    inexistente = elenco.recepcao2.get(f"/consultas/{DESCONHECIDO}")
    assert recusa(de_fora) == (404, "consulta_nao_encontrada") == recusa(inexistente)
    sem_id = [{**r.json(), "id_requisicao": ""} for r in (de_fora, inexistente)]
    assert sem_id[0] == sem_id[1]


@pytest.mark.parametrize("id_na_url", ["0", "01", "-1", "abc", "1.0", "9" * 30, "1%2F2"])
def test_id_que_nao_e_id_e_404(elenco, id_na_url):
    assert recusa(elenco.recepcao.get(f"/consultas/{id_na_url}")) == (404, "nao_encontrado")


# --- of a patient ---------------------------------------------------------------------------


def test_consultas_do_paciente_sao_as_dele_ao_alcance_de_quem_pede(elenco, nova, paciente):
    da_casa = nova(id_paciente=paciente.pk, id_profissional=elenco.medico.profissional.pk)
    antiga = nova(
        id_paciente=paciente.pk, data_hora=da_casa.data_hora - timedelta(days=400), status="faltou"
    )
    de_fora = nova(id_paciente=paciente.pk, id_clinica=elenco.clinica2.pk)
    nova()
    caminho = f"/consultas/paciente/{paciente.pk}"
    assert ids(elenco.recepcao.get(caminho)) == [antiga.pk, da_casa.pk]
    assert ids(elenco.recepcao2.get(caminho)) == [de_fora.pk]
    assert ids(elenco.medica.get(caminho)) == [antiga.pk]


@pytest.mark.parametrize("existe", [True, False])
def test_consultas_de_paciente_sem_nenhuma_ou_desconhecido_e_lista_vazia(elenco, paciente, existe):
    id_paciente = paciente.pk if existe else DESCONHECIDO
    resposta = elenco.recepcao.get(f"/consultas/paciente/{id_paciente}")
    assert (resposta.status_code, resposta.json()) == (200, [])


@pytest.mark.parametrize("quem", ["auditora", "admin"])
def test_listar_nao_e_de_quem_audita_ou_administra(elenco, quem):
    for caminho in ("/consultas", "/consultas/1", "/consultas/paciente/1"):
        assert recusa(getattr(elenco, quem).get(caminho)) == (403, "sem_permissao")
