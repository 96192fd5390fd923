"""The grid of a day: pure rules, against a count of its minutes."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.consulta.agenda import (
    Intervalo,
    Jornada,
    Turno,
    juntar_intervalos,
    juntar_turnos,
    recusas_do_expediente,
)

SEGUNDA = date(2030, 3, 4)
MINUTO = timedelta(minutes=1)


def em(hora: int, minuto: int = 0, *, dia: date = SEGUNDA) -> datetime:
    return timezone.make_aware(datetime.combine(dia, time(hora, minuto)))


def turno(abre: int, fecha: int, dia_semana: int = 0) -> Turno:
    return Turno(dia_semana, time(abre), time(fecha))


def livres(*turnos: Turno, fechados=(), duracao: int = 30, dia: date = SEGUNDA) -> list[str]:
    horarios = Jornada(turnos, fechados).horarios_livres(dia, duracao * MINUTO)
    return [f"{timezone.localtime(h):%H:%M}" for h in horarios]


# --- the grid -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duracao", "esperados"),
    [
        (30, ["08:00", "08:30", "09:00", "09:30"]),
        (60, ["08:00", "08:30", "09:00"]),  # by half hours, and whole in the shift
        (50, ["08:00", "08:30", "09:00"]),
        (40, ["08:00", "08:30", "09:00"]),
        (20, ["08:00", "08:20", "08:40", "09:00", "09:20", "09:40"]),
        (120, ["08:00"]),
        (125, []),
    ],
)
def test_a_grade_vai_de_meia_em_meia_hora_ou_da_duracao_se_for_menor(duracao, esperados):
    assert livres(turno(8, 10), duracao=duracao) == esperados


def test_a_grade_comeca_com_cada_turno():
    quebrado = Turno(0, time(13, 15), time(14, 20))
    assert livres(turno(8, 9), quebrado) == ["08:00", "08:30", "13:15", "13:45"]


def test_turnos_que_se_encostam_sao_um_so():
    assert livres(turno(8, 12), turno(12, 14), duracao=180) == ["08:00", "08:30", "09:00", "09:30",
                                                                "10:00", "10:30", "11:00"]  # fmt: skip
    sobrepostos = (turno(12, 18), turno(8, 13), turno(9, 10))
    assert juntar_turnos(sobrepostos) == [turno(8, 18)]
    separados = [turno(8, 12), turno(13, 18), turno(8, 18, 1)]
    assert juntar_turnos(reversed(separados)) == separados


def test_turnos_que_se_encostam_aceitam_consulta_por_cima_do_meio_dia():
    meio_dia = Intervalo(em(11, 45), em(12, 30))
    recusas = {"ausencias": (), "feriados": ()}
    juntos, separados = (turno(8, 12), turno(12, 18)), (turno(8, 12), turno(13, 18))
    assert recusas_do_expediente(meio_dia, turnos=juntos, **recusas) == []
    assert [e.codigo for e in recusas_do_expediente(meio_dia, turnos=separados, **recusas)] == [
        "fora_do_expediente"
    ]


def test_cada_turno_vale_no_seu_dia_da_semana():
    terca = SEGUNDA + timedelta(days=1)
    assert livres(turno(8, 9), turno(10, 11, 1), dia=terca) == ["10:00", "10:30"]
    assert livres(turno(8, 9), dia=terca) == []


def test_o_que_esta_marcado_fecha_so_o_que_cruza():
    meia_hora = [Intervalo(em(9), em(9, 30))]
    assert livres(turno(8, 11), fechados=meia_hora) == ["08:00", "08:30", "09:30", "10:00", "10:30"]
    assert livres(turno(8, 11), fechados=meia_hora, duracao=60) == ["08:00", "09:30", "10:00"]
    de_cinco = [Intervalo(em(9, 10), em(9, 15))]
    assert livres(turno(8, 11), fechados=de_cinco) == ["08:00", "08:30", "09:30", "10:00", "10:30"]
    ferias = [Intervalo(em(0) - timedelta(days=9), em(10, 15))]
    assert livres(turno(8, 11), fechados=ferias) == ["10:30"]


def test_intervalos_juntos_ocupam_o_mesmo_tempo():
    fora_de_ordem = [Intervalo(em(10), em(11)), Intervalo(em(8), em(9)), Intervalo(em(9), em(10))]
    dentro = Intervalo(em(8, 30), em(8, 45))
    longe = Intervalo(em(15), em(16))
    assert juntar_intervalos([*fora_de_ordem, longe, dentro]) == [Intervalo(em(8), em(11)), longe]


# --- hypothesis: a time is offered when each of its minutes is worked and free ----------------

horas = st.integers(6, 13)
turnos_quaisquer = st.lists(
    st.tuples(horas, st.integers(1, 4), st.sampled_from([0, 0, 0, 1])).map(
        lambda t: turno(t[0], t[0] + t[1], t[2])
    ),
    min_size=1,
    max_size=4,
)
"""Shifts that touch, overlap or stand apart, few hours so that they often do each."""

fechados_quaisquer = st.lists(
    st.tuples(st.integers(-60, 14 * 12), st.integers(1, 40)).map(
        lambda t: Intervalo(em(5) + t[0] * 5 * MINUTO, em(5) + (t[0] + t[1]) * 5 * MINUTO)
    ),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(
    turnos=turnos_quaisquer,
    fechados=fechados_quaisquer,
    duracao=st.integers(1, 40).map(lambda n: 5 * n),
)
def test_os_horarios_livres_sao_os_de_quem_conta_minuto_a_minuto(turnos, fechados, duracao):
    minutos = [em(0) + n * MINUTO for n in range(24 * 60)]
    de_trabalho = [
        any(t.dia_semana == 0 and t.inicio <= m.time() < t.fim for t in turnos) for m in minutos
    ]
    bons = [
        trabalha and not any(f.inicio <= m < f.fim for f in fechados)
        for m, trabalha in zip(minutos, de_trabalho, strict=True)
    ]
    esperados, na_grade = [], 0
    for n, trabalha in enumerate(de_trabalho):
        if not trabalha:
            na_grade = 0
            continue
        cabe = len(bons) - n >= duracao and all(bons[n : n + duracao])
        if cabe and na_grade % min(30, duracao) == 0:
            esperados.append(f"{minutos[n]:%H:%M}")
        na_grade += 1
    assert livres(*turnos, fechados=fechados, duracao=duracao) == esperados
