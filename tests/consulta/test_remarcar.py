"""POST /consultas/<id>/remarcar: another time, another professional, another length."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.consulta.models import Consulta
from apps.consulta.services import agendamento
from tests.factories import (
    ConsultaFactory,
    ExpedienteFactory,
    PacienteFactory,
    ProfissionalFactory,
    proxima_segunda,
)
from tests.kernel.paralelo import ao_mesmo_tempo
from tests.respostas import erros, recusa


@pytest.fixture
def marcada(agendar) -> dict[str, Any]:
    """Of medica, next Monday from 10:00 to 10:30."""
    return agendar(motivo="Retorno").json()


@pytest.fixture
def remarcar(elenco, marcada):
    """Move it: by recepcao, to 15:00 unless told otherwise."""

    def enviar(**trocas: Any) -> Any:
        corpo = {"data_hora": proxima_segunda(15).isoformat()} | trocas
        return elenco.recepcao.enviar(f"/consultas/{marcada['id']}/remarcar", corpo)

    return enviar


def ficou_como_estava(marcada: dict[str, Any], elenco: Any) -> bool:
    return elenco.recepcao.get(f"/consultas/{marcada['id']}").json() == marcada


def test_remarcar_muda_o_horario_e_so_ele(remarcar, marcada):
    resposta = remarcar()
    assert resposta.status_code == 200
    assert resposta.json() == marcada | {"data_hora": proxima_segunda(15).isoformat()}
    consulta = Consulta.objects.get()
    assert consulta.fim == proxima_segunda(15, 30)


def test_remarcar_volta_a_confirmada_para_agendada(remarcar, marcada, elenco):
    elenco.recepcao.enviar(f"/consultas/{marcada['id']}/confirmar")
    assert remarcar().json()["status"] == "agendada"


def test_remarcar_abre_o_horario_antigo_e_ocupa_o_novo(remarcar, agendar):
    remarcar()
    assert agendar(id_paciente=PacienteFactory().pk).status_code == 201
    no_novo = agendar(
        id_paciente=PacienteFactory().pk, data_hora=proxima_segunda(15, 15).isoformat()
    )
    assert erros(no_novo) == {("data_hora", "profissional_ocupado")}


def test_remarcar_para_dentro_do_proprio_horario(remarcar):
    assert remarcar(data_hora=proxima_segunda(10, 15).isoformat()).status_code == 200


def test_remarcar_muda_a_duracao_e_a_mantem_quando_nao_dita(remarcar):
    assert remarcar(duracao_minutos=60).json()["duracao_minutos"] == 60
    assert remarcar(data_hora=proxima_segunda(16).isoformat()).json()["duracao_minutos"] == 60
    assert Consulta.objects.get().fim == proxima_segunda(17)


def test_remarcar_com_duracao_que_alcanca_a_seguinte_e_recusado(remarcar, agendar, marcada, elenco):
    agendar(id_paciente=PacienteFactory().pk, data_hora=proxima_segunda(11).isoformat())
    mais_longa = remarcar(data_hora=proxima_segunda(10).isoformat(), duracao_minutos=61)
    assert erros(mais_longa) == {("data_hora", "profissional_ocupado")}
    assert ficou_como_estava(marcada, elenco)
    ate_ela = remarcar(data_hora=proxima_segunda(10).isoformat(), duracao_minutos=60)
    assert ate_ela.status_code == 200


def test_remarcar_troca_o_profissional_com_o_nome(remarcar, elenco):
    medico = elenco.medico.profissional
    resposta = remarcar(id_profissional=medico.pk).json()
    assert (resposta["id_profissional"], resposta["profissional"]) == (medico.pk, medico.nome)


def test_remarcar_para_quem_esta_ocupado_e_recusado(remarcar, marcada, elenco):
    medico = elenco.medico.profissional.pk
    ConsultaFactory(
        id_profissional=medico, id_paciente=PacienteFactory().pk, data_hora=proxima_segunda(15)
    )
    resposta = remarcar(id_profissional=medico)
    assert recusa(resposta) == (409, "horario_ocupado")
    assert erros(resposta) == {("data_hora", "profissional_ocupado")}
    assert ficou_como_estava(marcada, elenco)


def test_remarcar_lista_todos_os_conflitos(remarcar, elenco, paciente):
    medica, medico = elenco.medica.profissional.pk, elenco.medico.profissional.pk
    ExpedienteFactory(id_profissional=medica, dia_semana=0)
    noite = proxima_segunda(19)
    ConsultaFactory(id_profissional=medica, id_paciente=PacienteFactory().pk, data_hora=noite)
    ConsultaFactory(id_profissional=medico, id_paciente=paciente.pk, data_hora=noite)
    resposta = remarcar(data_hora=noite.isoformat())
    assert {codigo for _, codigo in erros(resposta)} == {
        "profissional_ocupado",
        "paciente_ocupado",
        "fora_do_expediente",
    }


def test_remarcar_para_o_passado_e_recusado(remarcar, marcada, elenco):
    resposta = remarcar(data_hora=(timezone.now() - timedelta(minutes=1)).isoformat())
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"data_hora"}
    assert ficou_como_estava(marcada, elenco)


def test_remarcar_pede_o_horario(elenco, marcada):
    resposta = elenco.recepcao.enviar(f"/consultas/{marcada['id']}/remarcar", {})
    assert erros(resposta) == {("data_hora", "obrigatorio")}


@pytest.mark.parametrize("de_quem", ["desconhecido", "de outra clínica", "inativo"])
def test_remarcar_recusa_profissional_que_nao_atende_na_clinica(remarcar, elenco, de_quem):
    id_profissional = {
        "desconhecido": 987_654_321,
        "de outra clínica": elenco.medica2.profissional.pk,
        "inativo": ProfissionalFactory(clinicas=[elenco.clinica], ativo=False).pk,
    }[de_quem]
    resposta = remarcar(id_profissional=id_profissional)
    assert recusa(resposta) == (404, "profissional_nao_encontrado")


def test_remarcar_um_encaixe_continua_encaixe(elenco, agendar):
    agendar(data_hora=proxima_segunda(15).isoformat())
    encaixe = agendar(id_paciente=PacienteFactory().pk, encaixe=True, motivo="Dor aguda").json()
    resposta = elenco.recepcao.enviar(
        f"/consultas/{encaixe['id']}/remarcar", {"data_hora": proxima_segunda(15).isoformat()}
    )
    assert resposta.status_code == 200
    assert resposta.json()["encaixe"] is True


@pytest.mark.parametrize("campo", ["especialidade", "id_paciente", "status", "encaixe"])
def test_remarcar_nao_muda_mais_nada(remarcar, campo):
    assert recusa(remarcar(**{campo: 1})) == (400, "campo_desconhecido")


RODADAS = 20


def test_o_que_um_colega_mudou_ao_mesmo_tempo_nao_volta_ao_que_era(
    banco_em_arquivo, remarcar, elenco
):
    """One names another professional, the other only a time: in either order the new one stays."""
    medica, medico = elenco.medica.profissional, elenco.medico.profissional
    for rodada in range(RODADAS):
        Consulta.objects.update(id_profissional=medica.pk, profissional=medica.nome)
        trocas = (
            {"id_profissional": medico.pk, "duracao_minutos": 45},
            {"data_hora": proxima_segunda(16).isoformat()},
        )
        respostas = ao_mesmo_tempo(2, lambda n, trocas=trocas: remarcar(**trocas[n]))

        assert [resposta.status_code for resposta in respostas] == [200, 200], rodada
        consulta = Consulta.objects.get()
        assert (consulta.id_profissional, consulta.profissional) == (medico.pk, medico.nome)
        assert consulta.fim - consulta.data_hora == timedelta(minutes=45)


def test_o_expediente_julgado_e_o_de_quem_ficou(remarcar, marcada, elenco, monkeypatch):
    """Between the question and the writing, a colleague gave it to somebody who is off on Mondays."""
    medico = elenco.medico.profissional
    ExpedienteFactory(id_profissional=medico.pk, dia_semana=1)
    trancar = agendamento.trancar_para

    def depois_do_colega(*argumentos: Any) -> Consulta:
        Consulta.objects.update(id_profissional=medico.pk, profissional=medico.nome)
        return trancar(*argumentos)

    monkeypatch.setattr(agendamento, "trancar_para", depois_do_colega)
    resposta = remarcar()
    assert erros(resposta) == {("data_hora", "fora_do_expediente")}
