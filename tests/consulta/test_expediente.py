"""Working hours, absences and holidays of the table, seen from POST /consultas."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.consulta.models import Ausencia, Feriado
from tests.factories import ExpedienteFactory, proxima_segunda
from tests.respostas import erros, recusa


@pytest.fixture
def medica(elenco) -> int:
    """She works on Mondays, 08:00 to 18:00."""
    id_profissional = elenco.medica.profissional.pk
    ExpedienteFactory(id_profissional=id_profissional, dia_semana=0)
    return id_profissional


def proximo_natal() -> date:
    hoje = timezone.localdate()
    este = date(hoje.year, 12, 25)
    return este if este > hoje else date(hoje.year + 1, 12, 25)


@pytest.mark.parametrize(("hora", "minuto"), [(8, 0), (12, 0), (17, 30)])
def test_agendar_dentro_do_expediente(agendar, medica, hora, minuto):
    assert agendar(data_hora=proxima_segunda(hora, minuto).isoformat()).status_code == 201


@pytest.mark.parametrize(
    ("dias", "hora", "minuto"),
    [(0, 7, 45), (0, 17, 31), (1, 10, 0)],
    ids=["antes de abrir", "até depois de fechar", "em outro dia"],
)
def test_agendar_recusa_fora_do_expediente(agendar, medica, dias, hora, minuto):
    data_hora = proxima_segunda(hora, minuto) + timedelta(days=dias)
    resposta = agendar(data_hora=data_hora.isoformat())
    assert recusa(resposta) == (409, "horario_ocupado")
    # The Tuesday may be a holiday as well.
    assert erros(resposta) - {("data_hora", "feriado")} == {("data_hora", "fora_do_expediente")}


def test_agendar_sem_profissional_nao_olha_expediente(agendar, medica):
    assert (
        agendar(id_profissional=None, data_hora=proxima_segunda(3).isoformat()).status_code == 201
    )


def test_o_expediente_de_um_nao_e_o_de_outro(agendar, medica, elenco):
    madrugada = proxima_segunda(3).isoformat()
    assert agendar(data_hora=madrugada).status_code == 409
    do_outro = agendar(id_profissional=elenco.medico.profissional.pk, data_hora=madrugada)
    assert do_outro.status_code == 201


def test_ausencia_fecha_so_o_seu_intervalo_e_so_o_de_quem_se_ausenta(agendar, medica, elenco):
    Ausencia.objects.create(
        id_profissional=medica, inicio=proxima_segunda(10), fim=proxima_segunda(12)
    )
    assert agendar(data_hora=proxima_segunda(9, 30).isoformat()).status_code == 201
    assert agendar(data_hora=proxima_segunda(12).isoformat()).status_code == 201
    resposta = agendar(data_hora=proxima_segunda(11, 30).isoformat())
    assert recusa(resposta) == (409, "horario_ocupado")
    assert erros(resposta) == {("data_hora", "ausencia")}
    ExpedienteFactory(id_profissional=elenco.medico.profissional.pk, dia_semana=0)
    do_outro = agendar(
        id_profissional=elenco.medico.profissional.pk, data_hora=proxima_segunda(11).isoformat()
    )
    assert do_outro.status_code == 201


def test_feriado_nacional_fecha_a_agenda_de_quem_tem_expediente(agendar, elenco):
    natal = proximo_natal()
    as_dez = f"{natal.isoformat()}T10:00:00-03:00"
    sem_expediente = agendar(data_hora=as_dez, id_profissional=elenco.medico.profissional.pk)
    assert sem_expediente.status_code == 201
    ExpedienteFactory(id_profissional=elenco.medica.profissional.pk, dia_semana=natal.weekday())
    seguinte = f"{natal.isoformat()}T11:00:00-03:00"
    assert erros(agendar(data_hora=seguinte)) == {("data_hora", "feriado")}


@pytest.mark.parametrize("de_toda_a_rede", [True, False])
def test_feriado_local_vale_na_sua_clinica_ou_em_todas(agendar, medica, elenco, de_toda_a_rede):
    Feriado.objects.create(
        data=proxima_segunda().date(),
        nome="Padroeira",
        id_clinica=None if de_toda_a_rede else elenco.clinica.pk,
    )
    medica2 = elenco.medica2.profissional.pk
    ExpedienteFactory(id_profissional=medica2, dia_semana=0)
    assert erros(agendar()) == {("data_hora", "feriado")}
    na_outra = agendar(elenco.recepcao2, id_profissional=medica2)
    assert na_outra.status_code == (409 if de_toda_a_rede else 201)
