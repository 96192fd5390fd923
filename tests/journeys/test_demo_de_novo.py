"""`carregar_demo` again: the same day, another day, where it must not run at all."""

from datetime import datetime, time, timedelta
from itertools import product

import pytest
import time_machine
from django.core.management import CommandError
from django.utils import timezone

from apps.consulta.models import Ausencia, Consulta, Expediente
from apps.faturamento.models import Fatura
from apps.prontuario.models import Prontuario
from tests.journeys.demonstracao import (
    EM_ABERTO,
    HOJE,
    QUARTA,
    carregar,
    conferir_agenda,
    dia_de,
    dias_uteis,
    marcar,
    pessoa,
    que_se_cruzam,
    retrato,
)


@pytest.mark.django_db
def test_fora_de_desenvolvimento_recusa_e_nada_grava(settings) -> None:
    settings.DESENVOLVIMENTO = False
    antes = retrato()
    with pytest.raises(CommandError, match=r"AMBIENTE=desenvolvimento.*Nada foi gravado"):
        carregar()
    assert retrato() == antes


@pytest.mark.django_db
@pytest.mark.parametrize("agora", ["2026-10-31T23:50-03:00", "2027-01-01T07:00-03:00"])
def test_carrega_tambem_em_fim_de_semana_feriado_e_virada_de_ano(agora: str) -> None:
    with time_machine.travel(datetime.fromisoformat(agora)):
        carregar()
        conferir_agenda(hoje=timezone.localdate())
        antes = retrato()
        carregar()
        assert retrato() == antes


def test_rodar_de_novo_no_mesmo_dia_nao_muda_nada(demo: None) -> None:
    antes = retrato()
    saida = carregar()
    assert retrato() == antes
    assert saida.count("nada de novo") == 5


def test_outro_dia_enche_so_os_dias_novos(demo: None) -> None:
    de_antes = {
        c.pk: (c.data_hora, c.id_paciente, c.id_profissional) for c in Consulta.objects.all()
    }
    registros = dict(Prontuario.objects.values_list("pk", "hash"))
    cobradas = dict(Fatura.objects.values_list("pk", "versao"))
    depois = QUARTA + timedelta(days=7)
    with time_machine.travel(depois):
        carregar()
        segunda_vez = retrato()
        carregar()
        assert retrato() == segunda_vez
    novas = Consulta.objects.exclude(pk__in=de_antes)
    ultimo = HOJE + timedelta(days=14)
    assert {dia_de(c) for c in novas} == dias_uteis(
        ultimo + timedelta(days=1), ultimo + timedelta(days=7)
    )
    assert de_antes == {
        c.pk: (c.data_hora, c.id_paciente, c.id_profissional)
        for c in Consulta.objects.filter(pk__in=de_antes)
    }
    passadas = Consulta.objects.filter(data_hora__date__lt=depois.date())
    assert not passadas.filter(status__in=EM_ABERTO).exists()
    assert not passadas.filter(status="realizada", id_profissional=None).exists()
    da_semana = {dia_de(c) for c in passadas if dia_de(c) >= HOJE}
    for escritos in (
        Prontuario.objects.exclude(pk__in=registros),
        Fatura.objects.exclude(pk__in=cobradas),
    ):
        consultas = Consulta.objects.filter(pk__in=escritos.values("id_consulta"))
        assert {dia_de(c) for c in consultas} == da_semana
    assert registros.items() <= dict(Prontuario.objects.values_list("pk", "hash")).items()
    assert dict(Fatura.objects.filter(pk__in=cobradas).values_list("pk", "versao")) == cobradas


def test_outro_dia_respeita_as_consultas_das_pessoas(demo: None) -> None:
    amanha, longe = HOJE + timedelta(days=1), HOJE + timedelta(days=15)
    por_vir = Consulta.objects.filter(id_clinica=1, data_hora__date=amanha, status="agendada")
    confirmada, movida = por_vir[:2]
    recepcao, medica = pessoa("recepcao"), pessoa("medica")
    assert recepcao.enviar(f"/consultas/{confirmada.pk}/confirmar").status_code == 200
    para = {"data_hora": datetime.combine(longe, time(17, 30), tzinfo=QUARTA.tzinfo).isoformat()}
    assert recepcao.enviar(f"/consultas/{movida.pk}/remarcar", para).status_code == 200
    atendidas = [marcar(HOJE, time(hora, 30), id_profissional=1) for hora in (15, 16, 17)]
    for atendida, verbo in product(atendidas, ("iniciar", "concluir")):
        assert medica.enviar(f"/consultas/{atendida}/{verbo}").status_code == 200
    esquecida = marcar(amanha, time(15, 30), id_profissional=8)
    dia_inteiro = marcar(longe, time(8), id_profissional=1, duracao_minutos=480)
    delas = Consulta.objects.filter(
        pk__in=[confirmada.pk, movida.pk, *atendidas, esquecida, dia_inteiro]
    ).order_by("pk")
    como_ficaram = list(delas.values_list())

    with time_machine.travel(QUARTA + timedelta(days=7)):
        carregar()

    assert list(delas.values_list()) == como_ficaram
    consultas = list(Consulta.objects.all())
    assert que_se_cruzam(consultas, "id_paciente") == []
    assert que_se_cruzam([c for c in consultas if not c.encaixe], "id_profissional") == []
    assert sum(dia_de(c) == longe for c in consultas) > 30
    assert not Fatura.objects.filter(id_consulta__in=atendidas).exists()
    assert not Prontuario.objects.filter(id_consulta__in=atendidas).exists()


def test_outro_dia_respeita_cadastros_expedientes_e_ausencias(demo: None) -> None:
    quinta, segunda = HOJE + timedelta(days=15), HOJE + timedelta(days=19)
    Ausencia.objects.create(
        id_profissional=2,
        inicio=datetime.combine(quinta, time(0), tzinfo=QUARTA.tzinfo),
        fim=datetime.combine(quinta, time(23), tzinfo=QUARTA.tzinfo),
    )
    Expediente.objects.get(id_profissional=4, dia_semana=0).delete()
    gestora = pessoa("gestora")
    assert gestora.alterar("/profissionais/1", {"numero_conselho": "1"}).status_code == 200
    assert gestora.alterar("/pacientes/2", {"cpf": "529.982.247-25"}).status_code == 200
    antes = retrato()

    with time_machine.travel(QUARTA + timedelta(days=7)):
        carregar()

    mudou = {tabela for tabela, foto in retrato().items() if foto != antes[tabela]}
    assert {tabela.split(".")[0] for tabela in mudou} == {"consulta", "prontuario", "faturamento"}
    assert "consulta.Expediente" not in mudou
    for profissional, livre, cheio in ((2, quinta, segunda), (4, segunda, quinta)):
        dele = Consulta.objects.filter(id_profissional=profissional)
        assert not dele.filter(data_hora__date=livre).exists()
        assert dele.filter(data_hora__date=cheio).exists()
