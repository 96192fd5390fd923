"""Every filter of the agenda is found by index, however many consultas there are (PostgreSQL)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from apps.consulta import volume as consultas
from apps.consulta.models import Consulta
from apps.consulta.transicoes import Status
from apps.kernel.access.escopo import Papel
from apps.paciente import volume as pacientes
from apps.paciente.models import Paciente
from apps.rede import volume as rede
from apps.rede.models import Clinica, Profissional
from tests.conftest import Pessoa
from tests.factories import ExpedienteFactory, UsuarioFactory, VinculoFactory
from tests.planos import SO_NO_POSTGRES, banco_cheio, caros_de, contar_ao_banco, tirar_indices

pytestmark = SO_NO_POSTGRES

PROFISSIONAIS, PACIENTES, CONSULTAS = 40, 500, 30_000
RARAS = 5
PAPEIS = {
    "recepcao": Papel.RECEPCAO,
    "medica": Papel.PROFISSIONAL,
    "gestora": Papel.GESTOR,
}


@pytest.fixture(scope="module")
def _rede_cheia(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Four clinics of ten professionals, with nearly two months of consultas."""
    with banco_cheio(django_db_blocker):
        agora = timezone.localtime()
        quem = rede.encher(PROFISSIONAIS)
        quem_vem = [id for lote in pacientes.encher(PACIENTES, agora=agora) for id in lote]
        for _ in consultas.encher(CONSULTAS, pacientes=quem_vem, profissionais=quem, agora=agora):
            pass
        _por_raridades()
        for id in quem:
            ExpedienteFactory(id_profissional=id)
        contar_ao_banco()
        yield


def _por_raridades() -> None:
    """A state and a specialty that few have, spread over the clinics and the years."""
    ids = Consulta.objects.order_by("pk").values_list("pk", flat=True)
    escolhidas = list(ids[:: CONSULTAS // RARAS])
    raras = Consulta.objects.filter(pk__in=escolhidas)
    raras.update(status=Status.EM_ATENDIMENTO, especialidade_dobrada="Hansenologia")


@pytest.fixture
def pessoas(_rede_cheia: None, db: None) -> dict[str, Pessoa]:
    """Reception and a doctor of the first clinic, and a manager of them all."""
    medica = Profissional.objects.order_by("pk").first()
    assert medica is not None
    clinicas = list(Clinica.objects.filter(cnes__isnull=False).order_by("pk"))
    pessoas = {}
    for nome, papel in PAPEIS.items():
        usuario = UsuarioFactory()
        for clinica in clinicas if nome == "gestora" else clinicas[:1]:
            VinculoFactory(usuario=usuario, clinica=clinica, papel=papel)
        pessoas[nome] = Pessoa(id_usuario=usuario.pk)
    medica.usuario_id = pessoas["medica"].id_usuario
    medica.save()
    return pessoas


def _dia(dias: int) -> str:
    return (timezone.localdate() + timedelta(days=dias)).isoformat()


def filtros() -> dict[str, dict[str, Any]]:
    """By name: what many have, what few have and what nobody has."""
    proximo = {"data": _dia(1)}
    antiga = {"de": _dia(-14), "ate": _dia(-10)}
    especialidade, rara = (
        {"especialidade": rede.ESPECIALIDADES[0]},
        {"especialidade": "Hansenologia"},
    )
    return {
        "nenhum": {},
        "estado comum": {"status": "realizada"},
        "estado de poucas": {"status": "em_atendimento"},
        "estado de nenhuma": {"status": "aguardando"},
        "profissional": {"id_profissional": 1},
        "profissional de ninguém": {"id_profissional": 10**9},
        "profissional de outra clínica": {"id_profissional": PROFISSIONAIS},
        "paciente": {"id_paciente": 1},
        "dia": proximo,
        "dia sem nenhuma": {"data": "1990-01-01"},
        "de": {"de": _dia(0)},
        "ate": {"ate": _dia(-10)},
        "intervalo antigo": antiga,
        "intervalo sem nenhuma": {"de": "1990-01-01", "ate": "1990-12-31"},
        "especialidade": especialidade,
        "especialidade de poucas": rara,
        "especialidade de nenhuma": {"especialidade": "Nenhuma"},
        "ids": {"id": "1,2,3"},
        "estado e dia": {"status": "em_atendimento", **proximo},
        "estado e intervalo": {"status": "realizada", **antiga},
        "profissional e dia": {"id_profissional": 1, **proximo},
        "profissional e intervalo": {"id_profissional": 1, **antiga},
        "profissional e estado": {"id_profissional": 1, "status": "em_atendimento"},
        "especialidade e dia": especialidade | proximo,
        "especialidade e estado": especialidade | {"status": "em_atendimento"},
        "paciente e estado": {"id_paciente": 1, "status": "cancelada"},
    }


def _no_banco(filtro: dict[str, Any]) -> dict[str, Any]:
    """The positions of professionals and patients as their ids."""
    primeiros = {
        "id_profissional": Profissional.objects.order_by("pk").values_list("pk", flat=True)[0],
        "id_paciente": Paciente.objects.order_by("pk").values_list("pk", flat=True)[0],
    }
    return {
        nome: primeiros[nome] + valor - 1 if nome in primeiros else valor
        for nome, valor in filtro.items()
    }


@pytest.mark.parametrize("filtro", filtros())
@pytest.mark.parametrize("nome", PAPEIS)
def test_a_lista_e_cada_filtro_usam_um_indice(
    pessoas: dict[str, Pessoa], nome: str, filtro: str
) -> None:
    caminho = f"/consultas?{urlencode(_no_banco(filtros()[filtro]))}"

    assert caros_de(pessoas[nome], caminho) == []


@pytest.mark.parametrize("nome", PAPEIS)
def test_as_outras_listas_usam_um_indice(pessoas: dict[str, Pessoa], nome: str) -> None:
    paciente = _no_banco({"id_paciente": 1})["id_paciente"]

    assert caros_de(pessoas[nome], f"/consultas/paciente/{paciente}") == []
    assert caros_de(pessoas[nome], f"/agenda/horarios-livres?de={_dia(0)}&ate={_dia(1)}") == []


def test_os_horarios_livres_de_um_mes_nao_leem_as_consultas_das_outras_clinicas(
    pessoas: dict[str, Pessoa],
) -> None:
    """The days of all clinics lie together in the table, and are what the planner would rather read."""
    _como_o_autovacuum_deixa("consulta_consulta")

    assert caros_de(pessoas["recepcao"], f"/agenda/horarios-livres?ate={_dia(30)}") == []


def test_controle_sem_o_fim_no_indice_o_mes_le_as_outras_clinicas(
    pessoas: dict[str, Pessoa],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX consulta_do_profissional")
        cursor.execute(
            "CREATE INDEX sem_o_fim ON consulta_consulta"
            " (id_profissional, data_hora, status, id_clinica, id_paciente)"
        )
    _como_o_autovacuum_deixa("consulta_consulta")

    assert caros_de(pessoas["recepcao"], f"/agenda/horarios-livres?ate={_dia(30)}") != []


def _como_o_autovacuum_deixa(tabela: str) -> None:
    """What is in an index alone is read without the table: so the planner takes it, after the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET relallvisible = relpages WHERE oid = %s::regclass", [tabela]
        )


CONTROLES = {
    "estado de poucas": "status",
    "profissional de outra clínica": "id_profissional",
    "intervalo antigo": "data_hora",
    "especialidade de poucas": "especialidade_dobrada",
    "paciente": "id_paciente",
}
"""A filter, and the column whose indexes answer it."""


@pytest.mark.parametrize("filtro", CONTROLES)
def test_controle_sem_os_indices_a_lista_le_demais(pessoas: dict[str, Pessoa], filtro: str) -> None:
    tirar_indices("consulta_consulta", CONTROLES[filtro])

    caminho = f"/consultas?{urlencode(_no_banco(filtros()[filtro]))}"
    assert caros_de(pessoas["recepcao"], caminho) != []
