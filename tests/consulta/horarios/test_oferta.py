"""GET /agenda/horarios-livres: what is offered is what would be accepted, and nothing else."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from apps.consulta import services
from apps.consulta.interface import HorarioOcupado
from apps.consulta.models import Ausencia, Feriado
from apps.rede.models import Profissional
from tests.consulta.horarios.cena import (
    CAMINHO,
    DESCONHECIDO,
    HOJE,
    MANHA,
    RESTO_DE_HOJE,
    SEGUNDA,
    em,
    livres,
    na_segunda,
)
from tests.factories import ExpedienteFactory, PacienteFactory
from tests.respostas import erros, recusa

# --- the days -------------------------------------------------------------------------------


def test_um_horario_diz_de_quem_e_onde_e_quando(elenco, medica):
    resposta = elenco.recepcao.get(CAMINHO)
    assert resposta.json()[0] == {
        "id_profissional": medica,
        "profissional": elenco.medica.profissional.nome,
        "id_clinica": elenco.clinica.pk,
        "data_hora": "2030-03-04T09:30:00-03:00",
        "duracao_minutos": 30,
    }
    assert resposta["Cache-Control"] == "no-store"


def test_sem_datas_sao_hoje_e_os_seis_dias_seguintes_sem_o_que_ja_passou(elenco, medica):
    assert livres(elenco.recepcao) == RESTO_DE_HOJE
    assert livres(elenco.recepcao, de="2030-02-20", ate=HOJE) == RESTO_DE_HOJE
    assert livres(elenco.recepcao, de="2030-03-05") == [f"{SEGUNDA} {h}" for h in MANHA]
    assert livres(elenco.recepcao, de="2030-03-05", ate="2030-03-10") == []


def test_o_horario_que_comeca_agora_ja_passou(elenco, medica):
    with time_machine.travel(em(9, 30, dia=HOJE), tick=False):
        assert livres(elenco.recepcao) == RESTO_DE_HOJE[1:]


@pytest.mark.parametrize(
    "datas",
    [{"de": "2030-03-10", "ate": "2030-03-09"}, {"ate": "2030-03-03"}, {"de": "2030-02-01"}],
)
def test_dias_que_nao_ha_ou_que_passaram_nao_tem_horario(elenco, medica, datas):
    assert livres(elenco.recepcao, **datas) == []


def test_sao_no_maximo_31_dias(elenco, medica):
    assert livres(elenco.recepcao, de=HOJE, ate="2030-04-03")
    for datas in ({"de": HOJE, "ate": "2030-04-04"}, {"ate": "2030-04-04"}, {"de": "1900-01-01",
                                                                           "ate": HOJE}):  # fmt: skip
        resposta = elenco.recepcao.get(CAMINHO, datas)
        assert recusa(resposta) == (400, "parametro_invalido")
        assert erros(resposta) == {("ate", "periodo_longo")}


@pytest.mark.parametrize(
    ("filtro", "campo"),
    [
        ("duracao_minutos=4", "duracao_minutos"),
        ("duracao_minutos=481", "duracao_minutos"),
        ("duracao_minutos=30.0", "duracao_minutos"),
        ("duracao_minutos=030", "duracao_minutos"),
        ("de=hoje", "de"),
        ("ate=2030-02-30", "ate"),
        ("id_profissional=0", "id_profissional"),
        ("id_clinica=x", "id_clinica"),
        ("especialidade=", "especialidade"),
        ("id=1", "id"),
        ("status=agendada", "status"),
        ("limite=0", "limite"),
        ("limite=201", "limite"),
        ("cursor=lixo", "cursor"),
        ("duracao_minutos=30&duracao_minutos=60", "duracao_minutos"),
    ],
)
def test_recusa_o_parametro_que_nao_entende(elenco, medica, filtro, campo):
    resposta = elenco.recepcao.get(f"{CAMINHO}?{filtro}")
    assert recusa(resposta) == (400, "parametro_invalido")
    assert {c for c, _ in erros(resposta)} == {campo}


def test_a_duracao_pedida_e_a_da_resposta(elenco, medica):
    resposta = elenco.recepcao.get(CAMINHO, {"de": SEGUNDA, "duracao_minutos": 240})
    assert [h["duracao_minutos"] for h in resposta.json()] == [240]
    assert na_segunda(elenco.recepcao, duracao_minutos=480) == []


# --- what closes a time ---------------------------------------------------------------------


def test_o_que_esta_marcado_fecha_em_qualquer_clinica(elenco, marcar):
    marcar(9)
    marcar(10, id_clinica=elenco.clinica2.pk)
    assert na_segunda(elenco.recepcao) == [h for h in MANHA if h not in ("09:00", "10:00")]


@pytest.mark.parametrize(
    "campos",
    [
        {"status": "cancelada"},
        {"status": "faltou"},
        {"encaixe": True},
        {"id_profissional": None},
        {"id_profissional": DESCONHECIDO},
    ],
    ids=["cancelada", "faltou", "encaixe", "sem profissional", "de outro"],
)
def test_o_que_nao_ocupa_a_medica_nao_fecha(elenco, marcar, campos):
    marcar(9, **campos)
    assert na_segunda(elenco.recepcao) == MANHA


def test_consulta_que_vem_da_vespera_fecha_a_madrugada(elenco, medica, marcar):
    ExpedienteFactory(id_profissional=medica, inicio="00:00", fim="01:00")
    marcar(0, data_hora=em(20) - timedelta(days=1), minutos=270)
    assert na_segunda(elenco.recepcao) == ["00:30", *MANHA]


def test_ausencia_fecha_os_horarios_que_cruza(elenco, medica):
    Ausencia.objects.create(id_profissional=medica, inicio=em(8, 15), fim=em(10))
    Ausencia.objects.create(id_profissional=DESCONHECIDO, inicio=em(0), fim=em(23))
    assert na_segunda(elenco.recepcao) == MANHA[4:]


def test_feriado_nacional_fecha_o_dia(elenco):
    ExpedienteFactory(id_profissional=elenco.medica.profissional.pk, dia_semana=4)
    assert livres(elenco.recepcao, de="2030-04-19", ate="2030-04-19") == []  # Good Friday
    assert livres(elenco.recepcao, de="2030-04-12", ate="2030-04-12") != []


def test_feriado_local_fecha_a_sua_clinica_e_o_da_rede_todas(elenco, medica):
    quem = Profissional.objects.get(pk=medica)
    quem.clinicas.add(elenco.clinica2)
    local = Feriado.objects.create(data=SEGUNDA, nome="Padroeira", id_clinica=elenco.clinica.pk)
    assert na_segunda(elenco.recepcao) == []
    assert na_segunda(elenco.recepcao2) == MANHA
    local.id_clinica = None
    local.save()
    assert na_segunda(elenco.recepcao2) == []


def test_oferece_se_e_so_se_agendar_aceitaria(elenco, medica, marcar):
    """Whatever the length, each time of the grid is tried for real, and taken back."""
    ExpedienteFactory(id_profissional=medica, inicio="12:00", fim="14:00")
    ExpedienteFactory(id_profissional=medica, inicio="15:00", fim="17:00")
    Ausencia.objects.create(id_profissional=medica, inicio=em(8, 40), fim=em(9))
    marcar(11, 45)
    marcar(13, 10, minutos=5, id_clinica=elenco.clinica2.pk)
    marcar(15, encaixe=True)
    marcar(16, status="cancelada")
    marcar(16, id_profissional=None)
    paciente = PacienteFactory().pk

    def aceita(data_hora: datetime, minutos: int) -> bool:
        marca = transaction.savepoint()
        try:
            services.agendar(
                escopo=elenco.recepcao.escopo,
                id_paciente=paciente,
                id_profissional=medica,
                data_hora=data_hora,
                duracao_minutos=minutos,
                especialidade="Clínica Médica",
            )
        except HorarioOcupado:
            return False
        finally:
            transaction.savepoint_rollback(marca)
        return True

    grade = [em(7) + timedelta(minutes=30 * n) for n in range(22)]
    for minutos in (30, 45, 60, 120):
        aceitos = [f"{timezone.localtime(h):%H:%M}" for h in grade if aceita(h, minutos)]
        assert na_segunda(elenco.recepcao, duracao_minutos=minutos) == aceitos
        assert 0 < len(aceitos) < len(grade)


def test_o_horario_agendado_deixa_de_ser_livre_e_volta_com_o_cancelamento(elenco, medica):
    livre = elenco.recepcao.get(CAMINHO).json()[0]
    pedido = {
        "id_paciente": PacienteFactory().pk,
        "especialidade": "Clínica Médica",
        **{n: livre[n] for n in ("id_profissional", "id_clinica", "data_hora", "duracao_minutos")},
    }
    marcada = elenco.recepcao.enviar("/consultas", pedido)
    assert marcada.status_code == 201
    assert livre not in elenco.recepcao.get(CAMINHO).json()
    caminho = f"/consultas/{marcada.json()['id']}/cancelar"
    elenco.recepcao.enviar(caminho, {"motivo": "mudou", "por": "paciente"})
    assert elenco.recepcao.get(CAMINHO).json()[0] == livre
