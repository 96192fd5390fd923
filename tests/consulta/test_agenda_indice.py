"""What the agenda asks of a long table is found by index, on both sides of the time asked for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from apps.consulta import services
from apps.consulta.models import Consulta
from apps.consulta.services.agendamento import que_cruzam
from apps.consulta.services.jornada import procurar, que_ocupam
from apps.kernel.access.escopo import Escopo, Papel, Vinculo
from tests.factories import em_dias
from tests.planos import contar_ao_banco

CLINICA, PROFISSIONAL = 1, 1


@pytest.fixture
def muitas(db: None) -> None:
    """Enough consultas, of some forty professionals over months, for an index to be worth its while."""
    meia_hora = timedelta(minutes=30)
    Consulta.objects.bulk_create(
        Consulta(
            id_clinica=quem % 5,
            id_paciente=n,
            paciente="Paciente",
            id_profissional=quem,
            data_hora=inicio,
            fim=inicio + meia_hora,
            especialidade="Hansenologia" if n % 200 == 0 else "Clínica Médica",
        )
        for n, (quem, inicio) in enumerate(
            (quem, em_dias(dia, 10)) for quem in range(1, 41) for dia in range(-60, 30)
        )
    )
    contar_ao_banco()


def plano_de(consulta: QuerySet[Any]) -> str:
    """How the database means to answer (a comment keeps it from telling an old plan)."""
    sql, parametros = consulta.query.sql_with_params()
    explicar = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explicar} {sql} /* {uuid4()} */", parametros)
        return "\n".join(str(linha[-1]) for linha in cursor.fetchall())


def as_ocupacoes() -> QuerySet[Any]:
    agora = timezone.now()
    return que_ocupam(**procurar([PROFISSIONAL], (agora, agora + timedelta(days=7))))


def as_que_cruzam() -> QuerySet[Any]:
    pedida = Consulta(data_hora=em_dias(1, 10), fim=em_dias(1, 11))
    return que_cruzam(pedida).filter(id_profissional=PROFISSIONAL, encaixe=False)


def as_da_especialidade() -> QuerySet[Any]:
    escopo = Escopo(id_usuario=1, vinculos=(Vinculo(CLINICA, Papel.RECEPCAO),))
    return services.listar(escopo=escopo, especialidade="hansenologia").order_by("-pk")[:51]


DO_PROFISSIONAL = "(id_profissional=? AND data_hora>? AND data_hora<?)"
CASOS = [
    ("consulta_do_profissional", as_ocupacoes, DO_PROFISSIONAL),
    ("consulta_do_profissional", as_que_cruzam, DO_PROFISSIONAL),
    (
        "consulta_da_especialidade",
        as_da_especialidade,
        "(id_clinica=? AND especialidade_dobrada=?)",
    ),
]


@pytest.mark.parametrize(("indice", "consulta", "no_sqlite"), CASOS)
def test_a_agenda_usa_o_indice(
    muitas: None, indice: str, consulta: Callable[[], QuerySet[Any]], no_sqlite: str
) -> None:
    plano = plano_de(consulta())

    assert indice in plano
    if connection.vendor == "sqlite":
        assert no_sqlite in plano
        assert "SCAN" not in plano
        assert "TEMP B-TREE" not in plano
    else:
        assert "Seq Scan" not in plano


@pytest.mark.parametrize(("indice", "consulta", "_"), CASOS)
def test_sem_o_indice_o_plano_e_outro(
    muitas: None, indice: str, consulta: Callable[[], QuerySet[Any]], _: str
) -> None:
    """The control of the one above."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {indice}")

    assert indice not in plano_de(consulta())
