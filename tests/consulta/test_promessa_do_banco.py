"""The database itself refuses an overlap; with its promise taken away, it does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from apps.consulta.agenda import DURACAO_MAXIMA
from apps.consulta.models import GATILHOS, Consulta
from apps.kernel import triggers
from apps.kernel.transactions import nome_da_restricao
from tests.factories import ConsultaFactory, em_dias

DEZ = {"data_hora": em_dias(30, 10)}
O_MESMO = {
    "consulta_profissional_livre": {"id_profissional": 1},
    "consulta_paciente_livre": {"id_paciente": 1},
}
PROMESSAS = tuple(O_MESMO)
MICROSSEGUNDO = timedelta(microseconds=1)
so_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="only SQLite remakes tables and keeps triggers"
)


def sobrepor(promessa: str) -> Consulta:
    """Insert what breaks one promise and not the other, behind the services' back."""
    ConsultaFactory(**DEZ, id_profissional=1, id_paciente=1)
    return ConsultaFactory(**DEZ, **{"id_profissional": 2, "id_paciente": 2} | O_MESMO[promessa])


@contextmanager
def recusado(promessa: str) -> Iterator[None]:
    """The block breaks the constraint of that name, and leaves the transaction usable."""
    with pytest.raises(IntegrityError) as erro, transaction.atomic():
        yield
    assert nome_da_restricao(erro.value) == promessa


def sem_promessas() -> None:
    """Take both promises away, until the test's transaction is undone."""
    if connection.vendor == "sqlite":
        triggers.remover(gatilhos=GATILHOS)
        return
    with connection.cursor() as cursor:
        for promessa in PROMESSAS:
            cursor.execute(f"ALTER TABLE consulta_consulta DROP CONSTRAINT {promessa}")


@pytest.mark.parametrize("promessa", PROMESSAS)
def test_o_banco_recusa_sobreposicao_inserida_por_fora(db, promessa):
    with recusado(promessa):
        sobrepor(promessa)


@pytest.mark.parametrize("promessa", PROMESSAS)
def test_controle_sem_a_promessa_a_mesma_insercao_passa(db, promessa):
    sem_promessas()
    assert sobrepor(promessa).pk


@pytest.mark.parametrize("promessa", PROMESSAS)
def test_o_banco_recusa_insercao_em_lote(db, promessa):
    campos = {"id_profissional": 2, "id_paciente": 2} | O_MESMO[promessa]
    campos_do_outro = {"id_profissional": 3, "id_paciente": 3} | O_MESMO[promessa]
    with recusado(promessa):
        Consulta.objects.bulk_create(
            [
                ConsultaFactory.build(**DEZ, **campos),
                ConsultaFactory.build(**DEZ, **campos_do_outro),
            ]
        )


def test_o_banco_recusa_mover_por_fora_para_horario_ocupado(db):
    ConsultaFactory(**DEZ, id_profissional=1, id_paciente=1)
    outra = ConsultaFactory(data_hora=em_dias(30, 12), id_profissional=1, id_paciente=2)
    with recusado("consulta_profissional_livre"):
        Consulta.objects.filter(pk=outra.pk).update(
            data_hora=em_dias(30, 10, 15), fim=em_dias(30, 10, 45)
        )


@pytest.mark.parametrize(
    ("antes", "depois"),
    [
        ({"status": "cancelada"}, {"status": "agendada"}),
        ({"status": "faltou"}, {"status": "confirmada"}),
        ({"encaixe": True}, {"encaixe": False}),
        ({"id_profissional": 2}, {"id_profissional": 1}),
    ],
)
def test_o_banco_recusa_o_que_volta_a_valer_em_horario_ocupado(db, antes, depois):
    ConsultaFactory(**DEZ, id_profissional=1, id_paciente=1)
    outra = ConsultaFactory(**DEZ, **{"id_profissional": 1, "id_paciente": 2} | antes)
    with recusado("consulta_profissional_livre"):
        Consulta.objects.filter(pk=outra.pk).update(**depois)


def test_o_banco_aceita_o_que_nao_se_sobrepoe(db):
    """Half-open; inactive, unassigned and squeezed-in ones do not count."""
    ConsultaFactory(**DEZ, id_profissional=1, id_paciente=1)
    encostada = {"data_hora": em_dias(30, 10, 30), "id_profissional": 1, "id_paciente": 1}
    ConsultaFactory(**encostada)
    ConsultaFactory(**DEZ, id_profissional=1, id_paciente=1, status="cancelada")
    ConsultaFactory(**DEZ, id_profissional=1, id_paciente=2, encaixe=True)
    for id_paciente in (3, 4):
        ConsultaFactory(**DEZ, id_profissional=None, id_paciente=id_paciente)
    assert Consulta.objects.count() == 6


def test_o_banco_conta_microssegundos(db):
    inicio = em_dias(30, 10)
    depois = inicio + timedelta(minutes=30)
    ConsultaFactory(data_hora=inicio, id_profissional=1, id_paciente=1)
    ConsultaFactory(data_hora=depois, id_profissional=1, id_paciente=2)
    with recusado("consulta_profissional_livre"):
        ConsultaFactory(
            data_hora=inicio - timedelta(minutes=30) + timedelta(microseconds=1),
            id_profissional=1,
            id_paciente=3,
        )


@pytest.mark.parametrize("promessa", PROMESSAS)
@pytest.mark.parametrize(
    ("comecou", "chega"),
    [
        (em_dias(30, 2), em_dias(30, 9, 59)),
        (em_dias(30, 2) + MICROSSEGUNDO, em_dias(30, 10)),
        (em_dias(30, 2) + 999_700 * MICROSSEGUNDO, em_dias(30, 10) + 999_600 * MICROSSEGUNDO),
    ],
)
def test_o_banco_recusa_o_ultimo_instante_da_mais_longa(db, promessa, comecou, chega):
    """What looks back for overlaps looks as far as the longest consulta, and not a fraction less."""
    campos = {"id_profissional": 2, "id_paciente": 2} | O_MESMO[promessa]
    longa = ConsultaFactory(
        data_hora=comecou, duracao_minutos=DURACAO_MAXIMA, id_profissional=1, id_paciente=1
    )
    with recusado(promessa):
        ConsultaFactory(data_hora=chega, **campos)
    encostada = ConsultaFactory(data_hora=longa.fim, **campos)
    with recusado(promessa):
        Consulta.objects.filter(pk=encostada.pk).update(data_hora=chega)


@pytest.mark.parametrize(
    "campos",
    [{"fim": em_dias(30, 10)}, {"fim": em_dias(30, 9)}, {"status": "marcada"}],
    ids=["dura nada", "acaba antes", "estado desconhecido"],
)
def test_o_banco_recusa_consulta_sem_sentido(db, campos):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultaFactory(**DEZ, **campos)


@so_sqlite
def test_os_gatilhos_voltam_depois_que_o_migrate_refaz_a_tabela(banco_de_verdade):
    _refazer_tabela()
    sobrepor(PROMESSAS[0])  # the control: a table made anew has no triggers
    Consulta.objects.all().delete()
    call_command("migrate", verbosity=0)
    with recusado(PROMESSAS[0]):
        sobrepor(PROMESSAS[0])


def _refazer_tabela() -> None:
    """What a migration that alters a column does on SQLite: a new table, with the old one's rows."""
    antigo = Consulta._meta.get_field("especialidade")
    novo = models.CharField(max_length=81)
    novo.set_attributes_from_name("especialidade")
    with connection.schema_editor() as editor:
        editor.alter_field(Consulta, antigo, novo)
    with connection.schema_editor() as editor:
        editor.alter_field(Consulta, novo, antigo)
