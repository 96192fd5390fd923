"""The pure rules of when a professional works, against a minute-by-minute count."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.consulta.agenda import Intervalo, Turno, feriados_nacionais, recusas_do_expediente

SEGUNDA = date(2030, 3, 4)
MANHA, TARDE = Turno(0, time(8), time(12)), Turno(0, time(14), time(18))
MINUTO = timedelta(minutes=1)


def em(hora: int, minuto: int = 0, *, dia: date = SEGUNDA) -> datetime:
    return timezone.make_aware(datetime.combine(dia, time(hora, minuto)))


def recusas(
    inicio: datetime, minutos: int, *, turnos=(MANHA, TARDE), ausencias=(), feriados=()
) -> set[str]:
    intervalo = Intervalo(inicio, inicio + minutos * MINUTO)
    erros = recusas_do_expediente(
        intervalo, turnos=turnos, ausencias=ausencias, feriados=set(feriados)
    )
    assert len({e.codigo for e in erros}) == len(erros)
    return {e.codigo for e in erros}


@pytest.mark.parametrize(
    ("hora", "minuto", "duracao", "livre"),
    [
        (8, 0, 30, True),
        (7, 59, 30, False),
        (11, 30, 30, True),
        (11, 31, 30, False),
        (12, 0, 30, False),
        (13, 30, 30, False),
        (14, 0, 240, True),
        (14, 0, 241, False),
        (17, 30, 30, True),
        (11, 0, 240, False),  # over lunch
        (8, 0, 480, False),
    ],
)
def test_o_expediente_contem_a_consulta_inteira(hora, minuto, duracao, livre):
    assert recusas(em(hora, minuto), duracao) == (set() if livre else {"fora_do_expediente"})


@pytest.mark.parametrize("dias", range(1, 7))
def test_o_expediente_vale_so_no_seu_dia_da_semana(dias):
    assert recusas(em(10, dia=SEGUNDA + timedelta(days=dias)), 30) == {"fora_do_expediente"}
    assert recusas(em(10, dia=SEGUNDA + timedelta(days=7)), 30) == set()


def test_o_expediente_e_lido_no_horario_de_sao_paulo():
    em_londres = datetime.fromisoformat("2030-03-04T11:00:00+00:00")
    assert recusas(em_londres, 30) == set()
    assert recusas(em_londres - MINUTO, 30) == {"fora_do_expediente"}


def test_consulta_que_passa_da_meia_noite_esta_fora():
    tarde_da_noite = Turno(0, time(20), time(23, 59))
    madrugada = Turno(1, time(0), time(6))
    turnos = (tarde_da_noite, madrugada)
    assert recusas(em(23, 45), 30, turnos=turnos) == {"fora_do_expediente"}


def test_quem_nao_registrou_expediente_esta_sempre_disponivel():
    ausencia = Intervalo(em(0), em(23))
    natal = date(2030, 12, 25)
    sempre = {"turnos": (), "ausencias": [ausencia], "feriados": [SEGUNDA, natal]}
    assert recusas(em(3), 480, **sempre) == set()
    assert recusas(em(10, dia=natal), 30, **sempre) == set()


@pytest.mark.parametrize(
    ("hora", "minuto", "duracao", "ausente"),
    [
        (8, 30, 30, False),  # ends as it begins
        (8, 31, 30, True),
        (9, 0, 30, True),
        (9, 15, 5, True),
        (8, 0, 240, True),  # around it
        (9, 59, 30, True),
        (10, 0, 30, False),  # begins as it ends
    ],
)
def test_ausencia_e_meio_aberta(hora, minuto, duracao, ausente):
    ausencias = [Intervalo(em(9), em(10))]
    esperado = {"ausencia"} if ausente else set()
    assert recusas(em(hora, minuto), duracao, ausencias=ausencias) == esperado


def test_feriado_vale_o_dia_inteiro_e_so_ele():
    assert recusas(em(8), 30, feriados=[SEGUNDA]) == {"feriado"}
    assert recusas(em(17, 30), 30, feriados=[SEGUNDA]) == {"feriado"}
    assert recusas(em(8), 30, feriados=[SEGUNDA - timedelta(days=1)]) == set()


def test_os_motivos_vem_todos_juntos():
    ausencias = [Intervalo(em(0), em(23))]
    assert recusas(em(19), 30, ausencias=ausencias, feriados=[SEGUNDA]) == {
        "fora_do_expediente",
        "feriado",
        "ausencia",
    }


@pytest.mark.parametrize(
    "feriado",
    [(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)],
)
def test_os_feriados_nacionais_sao_conhecidos(feriado):
    assert date(2030, *feriado) in feriados_nacionais(2030)


def test_sexta_feira_santa_e_feriado_e_carnaval_nao():
    assert date(2030, 4, 19) in feriados_nacionais(2030)
    assert date(2030, 3, 5) not in feriados_nacionais(2030)


# --- hypothesis: an interval is free when each of its minutes is ------------------------------

HORAS_SEPARADAS = st.lists(st.integers(0, 23), min_size=2, max_size=6, unique=True).map(sorted)


@st.composite
def turnos_do_dia(draw) -> list[Turno]:
    """Shifts that neither overlap nor touch: hours in pairs, each an opening and a closing."""
    horas = draw(HORAS_SEPARADAS)
    dia = draw(st.integers(0, 6))
    return [
        Turno(dia, time(abre), time(fecha))
        for abre, fecha in zip(horas[::2], horas[1::2], strict=False)
    ]


def _minutos(intervalo: Intervalo) -> list[datetime]:
    duracao = (intervalo.fim - intervalo.inicio) // MINUTO
    return [intervalo.inicio + n * MINUTO for n in range(duracao)]


@settings(max_examples=300, deadline=None)
@given(
    turnos=st.lists(turnos_do_dia(), min_size=1, max_size=1).map(lambda t: t[0]),
    inicio=st.integers(0, 7 * 24 * 12 - 1).map(lambda n: em(0) + 5 * n * MINUTO),
    duracao=st.integers(1, 96).map(lambda n: 5 * n),
    ausencia=st.tuples(st.integers(0, 7 * 24 - 1), st.integers(1, 30)),
    feriados=st.sets(st.integers(0, 7).map(lambda n: SEGUNDA + timedelta(days=n)), max_size=2),
)
def test_as_recusas_sao_as_de_quem_conta_minuto_a_minuto(
    turnos, inicio, duracao, ausencia, feriados
):
    hora = timedelta(hours=1)
    ausente = Intervalo(em(0) + ausencia[0] * hora, em(0) + sum(ausencia) * hora)
    minutos = [
        timezone.localtime(m) for m in _minutos(Intervalo(inicio, inicio + duracao * MINUTO))
    ]

    def trabalha(minuto: datetime) -> bool:
        return any(
            minuto.weekday() == t.dia_semana and t.inicio <= minuto.time() < t.fim for t in turnos
        )

    esperado = set()
    if not all(trabalha(m) for m in minutos):
        esperado.add("fora_do_expediente")
    if minutos[0].date() in feriados | feriados_nacionais(2030):
        esperado.add("feriado")
    if any(ausente.inicio <= m < ausente.fim for m in minutos):
        esperado.add("ausencia")
    assert (
        recusas(inicio, duracao, turnos=turnos, ausencias=[ausente], feriados=feriados) == esperado
    )
