"""Years of consultas, to see the system big: every professional sees somebody every half hour."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.consulta.agenda import feriados_nacionais
from apps.consulta.models import GATILHOS, Consulta
from apps.consulta.transicoes import INATIVOS, Status
from apps.kernel import triggers
from apps.kernel.access.escopo import SISTEMA
from apps.kernel.exclusion import SemSobreposicao
from apps.paciente.interface import paciente_service
from apps.rede.interface import ProfissionalData, rede_service

SEMENTE = "volume"
LOTE = 5_000
POR_VIR = timedelta(days=30)
HORAS = [time(h, m) for h in range(8, 18) for m in (0, 30)]
DURACAO = timedelta(minutes=30)
DESFECHOS = ((Status.REALIZADA, *INATIVOS), (86, 6, 8))
ESPERAS = ((Status.AGENDADA, Status.CONFIRMADA), (60, 40))


def encher(
    quantas: int, *, pacientes: Sequence[int], profissionais: Sequence[int], agora: datetime
) -> Iterator[int]:
    """Make that many consultas of some patients with some professionals; yields how many a lot.

    The latest are a month ahead, the others fill the working days before. Nobody is in two at
    once, so the promises of the database step aside meanwhile and are verified at the end (on
    PostgreSQL, which builds their indexes three times as fast that way).
    """
    nomes = _nomes(pacientes)
    quem = list(rede_service.obter_profissionais(ids=profissionais, escopo=SISTEMA).values())
    consultas = _consultas(quantas, list(pacientes), nomes, quem, agora)
    with transaction.atomic(), _sem_promessas():
        while lote := Consulta.objects.bulk_create(islice(consultas, LOTE)):
            yield len(lote)


def _nomes(pacientes: Sequence[int]) -> dict[int, str]:
    """The copies of the patients' names, asked in lots."""
    nomes: dict[int, str] = {}
    for inicio in range(0, len(pacientes), LOTE):
        ids = pacientes[inicio : inicio + LOTE]
        achados = paciente_service.obter_varios(ids=ids, escopo=SISTEMA)
        nomes |= {id: paciente.nome for id, paciente in achados.items()}
    return nomes


def _consultas(
    quantas: int,
    pacientes: Sequence[int],
    nomes: dict[int, str],
    quem: Sequence[ProfissionalData],
    agora: datetime,
) -> Iterator[Consulta]:
    """Oldest first. At each half hour the professionals see as many different patients."""
    sorteio, vez = Random(SEMENTE), count()
    por_dia = len(HORAS) * len(quem)
    dias = list(
        islice(_dias_uteis_ate(timezone.localdate(agora + POR_VIR)), -(-quantas // por_dia))
    )
    for _ in range(quantas):
        n = next(vez)
        dia, na_hora = divmod(n, por_dia)
        hora, lugar = divmod(na_hora, len(quem))
        inicio = timezone.make_aware(datetime.combine(dias[-1 - dia], HORAS[hora]))
        id_paciente, profissional = pacientes[n % len(pacientes)], quem[lugar]
        estados, pesos = DESFECHOS if inicio < agora else ESPERAS
        yield Consulta(
            id_clinica=profissional.clinicas[0],
            id_paciente=id_paciente,
            paciente=nomes[id_paciente],
            id_profissional=profissional.id,
            profissional=profissional.nome,
            data_hora=inicio,
            fim=inicio + DURACAO,
            especialidade=profissional.especialidades[0],
            status=sorteio.choices(estados, pesos)[0],
            data_criacao=inicio - timedelta(days=21),
        )


def _dias_uteis_ate(ultimo: date) -> Iterator[date]:
    """Working days, latest first."""
    for n in count():
        dia = ultimo - timedelta(days=n)
        if dia.weekday() < 5 and dia not in feriados_nacionais(dia.year):
            yield dia


@contextmanager
def _sem_promessas() -> Iterator[None]:
    """The table without its exclusion constraints (PostgreSQL) or their triggers (SQLite)."""
    _no_postgres(lambda tabela, promessa: tabela.remove_constraint(Consulta, promessa))
    triggers.remover(gatilhos=GATILHOS)
    yield
    _no_postgres(lambda tabela, promessa: tabela.add_constraint(Consulta, promessa))
    triggers.instalar(gatilhos=GATILHOS)


def _no_postgres(mudar: Callable[[Any, SemSobreposicao], None]) -> None:
    """Change every exclusion constraint, however long that takes."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    with connection.schema_editor() as tabela:
        for promessa in Consulta._meta.constraints:
            if isinstance(promessa, SemSobreposicao):
                mudar(tabela, promessa)
