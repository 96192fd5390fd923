"""POST /consultas: what it takes, what it answers, what it refuses."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.utils import timezone

from apps.consulta.models import Consulta
from apps.kernel.access.escopo import Papel
from apps.rede.models import Clinica
from tests.factories import ProfissionalFactory, VinculoFactory, em_dias, proxima_segunda
from tests.respostas import erros, recusa

DESCONHECIDO = 987_654_321


def test_agendar_responde_201_com_a_consulta_e_onde_ela_esta(agendar, elenco, paciente):
    criada = agendar(motivo="Retorno", teleconsulta=True, duracao_minutos=45)
    assert criada.status_code == 201, criada.content
    assert criada.json() == {
        "id": ANY,
        "id_paciente": paciente.pk,
        "paciente": "Maria Aparecida da Silva",
        "id_profissional": elenco.medica.profissional.pk,
        "profissional": elenco.medica.profissional.nome,
        "id_clinica": elenco.clinica.pk,
        "data_hora": proxima_segunda(10).isoformat(),
        "duracao_minutos": 45,
        "especialidade": "Clínica Médica",
        "motivo": "Retorno",
        "teleconsulta": True,
        "encaixe": False,
        "status": "agendada",
        "data_criacao": ANY,
    }
    assert criada["Location"] == f"/consultas/{criada.json()['id']}"
    lida = elenco.recepcao.get(criada["Location"])
    assert lida.json() == criada.json()
    assert lida["ETag"] == criada["ETag"]
    assert not criada["ETag"].startswith("W/")


def test_agendar_com_o_minimo_usa_os_valores_padrao(elenco, paciente):
    corpo = {
        "id_paciente": paciente.pk,
        "data_hora": proxima_segunda(10).isoformat(),
        "especialidade": "Clínica Médica",
    }
    criada = elenco.recepcao.enviar("/consultas", corpo)
    assert criada.status_code == 201, criada.content
    padrao = {
        "id_profissional": None,
        "profissional": None,
        "id_clinica": elenco.clinica.pk,
        "duracao_minutos": 30,
        "motivo": None,
        "teleconsulta": False,
        "encaixe": False,
        "status": "agendada",
    }
    assert criada.json() == {"id": ANY, "paciente": ANY, "data_criacao": ANY, **corpo, **padrao}


def test_agendar_em_clinica_fechada_e_404(agendar, elenco):
    Clinica.objects.filter(pk=elenco.clinica.pk).update(ativa=False)
    for pedido in ({}, {"id_clinica": elenco.clinica.pk}):
        assert recusa(agendar(**pedido)) == (404, "clinica_nao_encontrada")
    assert not Consulta.objects.exists()


def test_agendar_diz_todos_os_campos_que_faltam(elenco):
    resposta = elenco.recepcao.enviar("/consultas", {})
    assert recusa(resposta) == (400, "dados_invalidos")
    assert erros(resposta) == {
        ("id_paciente", "obrigatorio"),
        ("data_hora", "obrigatorio"),
        ("especialidade", "obrigatorio"),
    }


@pytest.mark.parametrize(
    ("campo", "valor"),
    [
        ("data_hora", "ontem"),
        ("data_hora", "2030-02-30T10:00:00-03:00"),
        ("data_hora", "2030-13-01T10:00:00-03:00"),
        ("data_hora", "2030-03-04T25:00:00-03:00"),
        ("data_hora", "2030-03-04"),
        ("data_hora", "2101-01-01T10:00:00-03:00"),
        ("data_hora", None),
        ("especialidade", "A"),
        ("especialidade", "A" * 81),
        ("especialidade", "   "),
        ("duracao_minutos", 4),
        ("duracao_minutos", 481),
        ("duracao_minutos", None),
        ("id_paciente", 0),
        ("id_paciente", -1),
        ("id_paciente", 2**63),
        ("id_profissional", 0),
        ("id_clinica", 0),
        ("motivo", "x" * 2001),
    ],
)
def test_agendar_recusa_o_campo_que_nao_serve(agendar, campo, valor):
    resposta = agendar(**{campo: valor})
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {c for c, _ in erros(resposta)} == {campo}
    assert not Consulta.objects.exists()


@pytest.mark.parametrize("minutos", [5, 480])
def test_agendar_aceita_a_menor_e_a_maior_duracao(agendar, minutos):
    assert agendar(duracao_minutos=minutos).json()["duracao_minutos"] == minutos


@pytest.mark.parametrize("campo", ["id", "paciente", "profissional", "status", "data_criacao"])
def test_agendar_recusa_o_que_so_se_le(agendar, campo):
    resposta = agendar(**{campo: 1})
    assert recusa(resposta) == (400, "campo_desconhecido")
    assert erros(resposta) == {(campo, "campo_desconhecido")}


@pytest.mark.parametrize("atraso", [timedelta(seconds=1), timedelta(days=1), timedelta(days=900)])
def test_agendar_recusa_horario_que_ja_passou(agendar, atraso):
    resposta = agendar(data_hora=(timezone.now() - atraso).isoformat())
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"data_hora"}


def test_agendar_aceita_daqui_a_um_minuto(agendar):
    assert agendar(data_hora=(timezone.now() + timedelta(minutes=1)).isoformat()).status_code == 201


def test_agendar_le_horario_sem_fuso_como_de_sao_paulo(agendar):
    sem_fuso = proxima_segunda(10).replace(tzinfo=None).isoformat()
    assert agendar(data_hora=sem_fuso).json()["data_hora"] == f"{sem_fuso}-03:00"


@pytest.mark.parametrize("fuso", ["13:00:00Z", "18:30:00+05:30", "10:00:00-03:00"])
def test_agendar_responde_no_horario_de_sao_paulo(agendar, fuso):
    dia = proxima_segunda().date().isoformat()
    assert agendar(data_hora=f"{dia}T{fuso}").json()["data_hora"] == f"{dia}T10:00:00-03:00"


@pytest.mark.parametrize(
    ("campo", "codigo"),
    [
        ("id_paciente", "paciente_nao_encontrado"),
        ("id_profissional", "profissional_nao_encontrado"),
        ("id_clinica", "clinica_nao_encontrada"),
    ],
)
def test_agendar_recusa_quem_nao_existe(agendar, campo, codigo):
    assert recusa(agendar(**{campo: DESCONHECIDO})) == (404, codigo)
    assert not Consulta.objects.exists()


def test_agendar_recusa_profissional_de_outra_clinica_como_se_nao_existisse(agendar, elenco):
    de_fora = agendar(id_profissional=elenco.medica2.profissional.pk)
    inexistente = agendar(id_profissional=DESCONHECIDO)
    assert recusa(de_fora) == (404, "profissional_nao_encontrado") == recusa(inexistente)
    assert de_fora.json()["detail"] == inexistente.json()["detail"]


def test_agendar_recusa_profissional_inativo(agendar, elenco):
    inativa = ProfissionalFactory(clinicas=[elenco.clinica], ativo=False)
    assert recusa(agendar(id_profissional=inativa.pk)) == (404, "profissional_nao_encontrado")


def test_agendar_recusa_a_clinica_dos_outros_como_se_nao_existisse(agendar, elenco):
    de_fora = agendar(id_clinica=elenco.clinica2.pk)
    assert recusa(de_fora) == (404, "clinica_nao_encontrada")
    assert de_fora.json()["detail"] == agendar(id_clinica=DESCONHECIDO).json()["detail"]


def test_agendar_em_uma_de_suas_clinicas_e_na_primeira_sem_dizer_qual(agendar, elenco):
    VinculoFactory(
        usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2, papel=Papel.RECEPCAO
    )
    na_segunda = agendar(
        id_clinica=elenco.clinica2.pk, id_profissional=elenco.medica2.profissional.pk
    )
    assert na_segunda.json()["id_clinica"] == elenco.clinica2.pk
    na_primeira = agendar(data_hora=proxima_segunda(15).isoformat())
    assert na_primeira.json()["id_clinica"] == elenco.clinica.pk


def test_agendar_recusa_a_clinica_em_que_o_papel_e_outro(agendar, elenco):
    VinculoFactory(
        usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2, papel=Papel.FATURAMENTO
    )
    resposta = agendar(id_clinica=elenco.clinica2.pk, id_profissional=None)
    assert recusa(resposta) == (403, "sem_permissao")


@pytest.mark.parametrize("motivo", [{}, {"motivo": None}])
def test_encaixe_sem_motivo_e_recusado(agendar, motivo):
    resposta = agendar(encaixe=True, **motivo)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"motivo"}


def test_encaixe_sem_motivo_e_dito_junto_dos_outros_problemas(agendar):
    resposta = agendar(encaixe=True, duracao_minutos=4, especialidade="A")
    assert {campo for campo, _ in erros(resposta)} == {
        "motivo",
        "duracao_minutos",
        "especialidade",
    }


@pytest.mark.parametrize("quem", ["recepcao", "gestora"])
def test_encaixe_com_motivo_e_de_quem_agenda(agendar, elenco, quem):
    criada = agendar(getattr(elenco, quem), encaixe=True, motivo="Dor aguda")
    assert criada.status_code == 201
    assert criada.json()["encaixe"] is True


@pytest.mark.parametrize("quem", ["medica", "faturista", "auditora", "admin"])
def test_agendar_nao_e_de_quem_atende_cobra_ou_audita(agendar, elenco, quem):
    assert recusa(agendar(getattr(elenco, quem))) == (403, "sem_permissao")
    assert not Consulta.objects.exists()


def test_agendar_guarda_o_horario_com_o_fim_e_nao_o_muda_com_o_fuso(agendar):
    agendar(data_hora=em_dias(5, 22, 30).isoformat(), duracao_minutos=120)
    consulta = Consulta.objects.get()
    assert consulta.data_hora == em_dias(5, 22, 30)
    assert consulta.fim == em_dias(6, 0, 30)
