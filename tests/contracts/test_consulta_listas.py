"""What Consulta's door tells of many consultas at once: of days, of a patient, in numbers."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.consulta.interface import ConsultasDoDia, consulta_service
from apps.kernel.access.escopo import SISTEMA, Escopo
from tests.conftest import Elenco
from tests.contracts.conftest import id_profissional, so_de_linhas
from tests.factories import ConsultaFactory

PACIENTE = 77
DIA = date(2031, 3, 10)
"""A Monday; no sequence of the factory reaches it."""


def as_horas(hora: int, minuto: int = 0, dia: date = DIA) -> datetime:
    """A local time of that day."""
    return timezone.make_aware(datetime(dia.year, dia.month, dia.day, hora, minuto))


def consulta(elenco: Elenco, de: str | None = "medica", **campos: Any) -> int:
    """In clinic 1, of one of its professionals or of nobody yet."""
    dono = None if de is None else id_profissional(getattr(elenco, de))
    padrao = {"id_clinica": elenco.clinica.pk, "id_paciente": PACIENTE, "id_profissional": dono}
    return ConsultaFactory(**{**padrao, **campos}).pk


def do_dia(escopo: Escopo) -> list[int]:
    return [c.id for c in consulta_service.listar(de=DIA, ate=DIA, escopo=escopo)]


def do_paciente(escopo: Escopo, **opcoes: Any) -> list[int]:
    dele = consulta_service.listar_do_paciente(id_paciente=PACIENTE, escopo=escopo, **opcoes)
    return [c.id for c in dele]


def test_listar_traz_os_dias_locais_inteiros_do_mais_cedo_ao_mais_tarde(
    elenco: Elenco, recepcao: Escopo
) -> None:
    """23:30 in São Paulo is the next day in UTC, and still of this day."""
    vespera, seguinte = DIA - timedelta(days=1), DIA + timedelta(days=1)
    ultima = consulta(elenco, data_hora=as_horas(23, 29))
    primeira = consulta(elenco, data_hora=as_horas(0, 0))
    depois = consulta(elenco, data_hora=as_horas(0, 0, seguinte))
    antes = consulta(elenco, data_hora=as_horas(23, 29, vespera))
    assert do_dia(recepcao) == [primeira, ultima]
    tres_dias = consulta_service.listar(de=vespera, ate=seguinte, escopo=recepcao)
    assert [c.id for c in tres_dias] == [antes, primeira, ultima, depois]


def test_listar_o_que_cada_um_alcanca(elenco: Elenco) -> None:
    dela = consulta(elenco, data_hora=as_horas(9))
    dele = consulta(elenco, de="medico", data_hora=as_horas(10))
    de_ninguem = consulta(elenco, de=None, data_hora=as_horas(11))
    outra = consulta(elenco, de="medica2", id_clinica=elenco.clinica2.pk, data_hora=as_horas(12))
    alcances = {
        nome: do_dia(getattr(elenco, nome).escopo)
        for nome in ("recepcao", "gestora", "faturista", "medica", "medico", "recepcao2")
    }
    da_clinica = [dela, dele, de_ninguem]
    assert alcances == {
        "recepcao": da_clinica,
        "gestora": da_clinica,
        "faturista": da_clinica,
        "medica": [dela, de_ninguem],
        "medico": [dele, de_ninguem],
        "recepcao2": [outra],
    }


def test_sem_papel_que_leia_a_agenda_nao_ha_nada(elenco: Elenco) -> None:
    consulta(elenco, data_hora=as_horas(9))
    for escopo in (elenco.auditora.escopo, elenco.admin.escopo, SISTEMA):
        assert do_dia(escopo) == []
        assert do_paciente(escopo) == []
        assert consulta_service.contar(de=DIA, ate=DIA, escopo=escopo) == []


def test_listar_um_dia_vazio(recepcao: Escopo) -> None:
    assert do_dia(recepcao) == []


def test_listar_do_paciente_traz_as_ultimas_antes_ate_o_limite(
    elenco: Elenco, recepcao: Escopo
) -> None:
    horas = {hora: consulta(elenco, data_hora=as_horas(hora)) for hora in (9, 11, 10)}
    consulta(elenco, id_paciente=PACIENTE + 1, data_hora=as_horas(14))
    consulta(elenco, id_clinica=elenco.clinica2.pk, data_hora=as_horas(15))
    assert do_paciente(recepcao) == [horas[11], horas[10], horas[9]]
    assert do_paciente(recepcao, limite=2) == [horas[11], horas[10]]


def test_listar_do_paciente_sem_consultas(recepcao: Escopo) -> None:
    assert do_paciente(recepcao) == []


def test_contar_por_dia_local_e_estado(elenco: Elenco, recepcao: Escopo) -> None:
    seguinte = DIA + timedelta(days=1)
    for momento, status in (
        (as_horas(9), "realizada"),
        (as_horas(23, 29), "realizada"),
        (as_horas(10), "faltou"),
        (as_horas(0, 0, seguinte), "cancelada"),
        (as_horas(0, 0, seguinte + timedelta(days=1)), "agendada"),
    ):
        consulta(elenco, data_hora=momento, status=status)
    consulta(elenco, id_clinica=elenco.clinica2.pk, de="medica2", data_hora=as_horas(12))
    assert list(consulta_service.contar(de=DIA, ate=seguinte, escopo=recepcao)) == [
        ConsultasDoDia(dia=DIA, status="faltou", quantas=1),
        ConsultasDoDia(dia=DIA, status="realizada", quantas=2),
        ConsultasDoDia(dia=seguinte, status="cancelada", quantas=1),
    ]


def test_contar_o_que_o_profissional_alcanca(elenco: Elenco, medica: Escopo) -> None:
    consulta(elenco, data_hora=as_horas(9))
    consulta(elenco, de="medico", data_hora=as_horas(10))
    consulta(elenco, de=None, data_hora=as_horas(11))
    contadas = consulta_service.contar(de=DIA, ate=DIA, escopo=medica)
    assert [(c.status, c.quantas) for c in contadas] == [("agendada", 2)]


@so_de_linhas
@pytest.mark.parametrize("quantas", [1, 20])
def test_cada_pergunta_e_uma_query(
    quantas: int, elenco: Elenco, recepcao: Escopo, contar_queries: Any
) -> None:
    for n in range(quantas):
        consulta(elenco, data_hora=as_horas(n, 0), id_paciente=PACIENTE)
    assert contar_queries(lambda: do_dia(recepcao)) == 1
    assert contar_queries(lambda: do_paciente(recepcao)) == 1
    assert contar_queries(lambda: consulta_service.contar(de=DIA, ate=DIA, escopo=recepcao)) == 1
