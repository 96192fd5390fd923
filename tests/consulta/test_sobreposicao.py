"""Two active consultas of one professional, or of one patient, never overlap."""

import pytest

from apps.consulta.agenda import DURACAO_MAXIMA
from apps.consulta.models import Ausencia, Consulta, Feriado
from tests.factories import (
    ConsultaFactory,
    ExpedienteFactory,
    PacienteFactory,
    proxima_segunda,
)
from tests.respostas import erros, recusa

PROFISSIONAL = {("data_hora", "profissional_ocupado")}
PACIENTE = {("data_hora", "paciente_ocupado")}


@pytest.fixture
def outro(agendar):
    """Book for another patient: only the professional's time is at stake."""

    def pedir(quem=None, **trocas):
        return agendar(quem, id_paciente=PacienteFactory().pk, **trocas)

    return pedir


@pytest.mark.parametrize(
    ("hora", "minuto", "duracao"),
    [
        (10, 0, 30),  # the same
        (9, 45, 30),  # the end runs into it
        (10, 15, 30),  # starts before it ends
        (10, 10, 5),  # within it
        (9, 30, 90),  # around it
        (9, 55, 10),
        (10, 25, 5),  # its last five minutes
        (10, 0, 5),  # its first five minutes
    ],
)
def test_agendar_recusa_horario_ocupado(agendar, outro, hora, minuto, duracao):
    agendar()
    pedido = {
        "data_hora": proxima_segunda(hora, minuto).isoformat(),
        "duracao_minutos": duracao,
    }
    do_profissional = outro(**pedido)
    assert recusa(do_profissional) == (409, "horario_ocupado")
    assert erros(do_profissional) == PROFISSIONAL
    do_paciente = agendar(id_profissional=None, **pedido)
    assert recusa(do_paciente) == (409, "horario_ocupado")
    assert erros(do_paciente) == PACIENTE
    assert Consulta.objects.count() == 1


@pytest.mark.parametrize(
    ("hora", "minuto", "duracao"), [(9, 30, 30), (10, 30, 30), (9, 55, 5), (10, 30, 480)]
)
def test_agendar_aceita_horario_encostado(agendar, hora, minuto, duracao):
    agendar()
    encostada = agendar(
        data_hora=proxima_segunda(hora, minuto).isoformat(), duracao_minutos=duracao
    )
    assert encostada.status_code == 201, encostada.content


def test_agendar_diz_todo_conflito_com_o_ultimo_minuto_da_mais_longa(agendar):
    agendar(data_hora=proxima_segunda(2).isoformat(), duracao_minutos=DURACAO_MAXIMA)
    ultimo = {"data_hora": proxima_segunda(9, 59).isoformat()}
    assert erros(agendar(**ultimo)) == PROFISSIONAL | PACIENTE
    assert agendar(data_hora=proxima_segunda(10).isoformat()).status_code == 201


@pytest.mark.parametrize("instante", ["13:00:00Z", "18:30:00+05:30", "10:00:00"])
def test_agendar_recusa_o_mesmo_instante_em_outro_fuso(agendar, outro, instante):
    dia = proxima_segunda().date().isoformat()
    agendar(data_hora=f"{dia}T10:00:00-03:00")
    assert recusa(outro(data_hora=f"{dia}T{instante}")) == (409, "horario_ocupado")


def test_agendar_recusa_o_mesmo_paciente_com_dois_profissionais(agendar, elenco):
    agendar()
    com_outro = agendar(id_profissional=elenco.medico.profissional.pk)
    assert recusa(com_outro) == (409, "horario_ocupado")
    assert erros(com_outro) == PACIENTE


def test_agendar_diz_que_os_dois_estao_ocupados(agendar):
    agendar()
    de_novo = agendar()
    assert erros(de_novo) == PROFISSIONAL | PACIENTE
    assert "profissional" in de_novo.json()["detail"]
    assert "paciente" in de_novo.json()["detail"]


def test_agendar_sem_profissional_guarda_so_o_paciente(agendar, outro):
    assert agendar(id_profissional=None).status_code == 201
    assert outro(id_profissional=None).status_code == 201
    assert outro().status_code == 201
    assert erros(agendar(id_profissional=None)) == PACIENTE


def test_agendar_em_outra_clinica_nao_abre_o_horario(agendar, elenco):
    elenco.medica2.profissional.clinicas.add(elenco.clinica)
    do_profissional = agendar(
        elenco.recepcao2,
        id_profissional=elenco.medica2.profissional.pk,
        id_paciente=PacienteFactory().pk,
    )
    assert do_profissional.status_code == 201
    assert erros(agendar(id_profissional=elenco.medica2.profissional.pk)) == PROFISSIONAL
    assert agendar().status_code == 201
    do_paciente = agendar(elenco.recepcao2, id_profissional=None)
    assert erros(do_paciente) == PACIENTE


@pytest.mark.parametrize(
    ("verbo", "corpo"),
    [("cancelar", {"motivo": "O paciente pediu", "por": "paciente"}), ("faltou", {})],
)
def test_cancelada_e_faltou_abrem_o_horario(agendar, outro, elenco, verbo, corpo):
    primeira = agendar().json()
    assert elenco.recepcao.enviar(f"/consultas/{primeira['id']}/{verbo}", corpo).status_code == 200
    segunda = agendar()
    assert segunda.status_code == 201
    assert segunda.json()["id"] > primeira["id"]
    assert erros(outro()) == PROFISSIONAL


@pytest.mark.parametrize("status", ["confirmada", "aguardando", "em_atendimento", "realizada"])
def test_os_outros_estados_mantem_o_horario(agendar, outro, status):
    Consulta.objects.filter(pk=agendar().json()["id"]).update(status=status)
    assert erros(outro()) == PROFISSIONAL


def test_encaixe_nao_bloqueia_nem_e_bloqueado_pelo_profissional(agendar, outro):
    agendar()
    assert outro(encaixe=True, motivo="Dor aguda").status_code == 201
    assert outro(encaixe=True, motivo="Dor aguda").status_code == 201
    assert erros(outro()) == PROFISSIONAL


def test_encaixe_sozinho_nao_bloqueia_o_profissional(outro):
    outro(encaixe=True, motivo="Dor aguda")
    assert outro().status_code == 201


def test_encaixe_ainda_respeita_o_paciente(agendar, outro, elenco):
    encaixe = {"encaixe": True, "motivo": "Dor aguda"}
    agendar(**encaixe)
    assert erros(agendar(**encaixe)) == PACIENTE
    assert erros(agendar(id_profissional=elenco.medico.profissional.pk)) == PACIENTE
    outro()
    assert erros(agendar(id_profissional=elenco.medico.profissional.pk, **encaixe)) == PACIENTE


def test_agendar_lista_todos_os_conflitos_juntos(agendar, elenco, paciente):
    """Monday at 19:00 of a local holiday: away, busy, out of hours, and the patient elsewhere."""
    noite = proxima_segunda(19)
    medica, medico = elenco.medica.profissional.pk, elenco.medico.profissional.pk
    ExpedienteFactory(id_profissional=medica, dia_semana=0)
    Feriado.objects.create(data=noite.date(), nome="Aniversário da cidade")
    Ausencia.objects.create(
        id_profissional=medica, inicio=proxima_segunda(18), fim=proxima_segunda(20)
    )
    ConsultaFactory(id_profissional=medica, id_paciente=PacienteFactory().pk, data_hora=noite)
    ConsultaFactory(id_profissional=medico, id_paciente=paciente.pk, data_hora=noite)
    resposta = agendar(data_hora=noite.isoformat())
    assert recusa(resposta) == (409, "horario_ocupado")
    assert {codigo for _, codigo in erros(resposta)} == {
        "profissional_ocupado",
        "paciente_ocupado",
        "fora_do_expediente",
        "feriado",
        "ausencia",
    }
    assert len(resposta.json()["erros"]) == 5
    assert all(erro["mensagem"] for erro in resposta.json()["erros"])


def test_o_conflito_nao_conta_de_quem_e_a_outra_consulta(agendar, elenco):
    """It may be of a clinic, and of a patient, that the caller does not know."""
    ConsultaFactory(
        id_clinica=elenco.clinica2.pk,
        id_profissional=elenco.medica.profissional.pk,
        id_paciente=PacienteFactory().pk,
        paciente="Zulmira Quixadá",
        data_hora=proxima_segunda(10),
    )
    resposta = agendar()
    assert recusa(resposta) == (409, "horario_ocupado")
    assert "Zulmira" not in resposta.content.decode()
