"""Every filter of the invoices is found by index, however many there are (PostgreSQL)."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from apps.faturamento.models import Fatura, StatusFatura
from apps.kernel.access.escopo import Papel
from tests.conftest import Pessoa
from tests.factories import ClinicaFactory, FaturaFactory, UsuarioFactory, VinculoFactory, em_dias
from tests.planos import SO_NO_POSTGRES, banco_cheio, caros_de, contar_ao_banco, tirar_indices

pytestmark = SO_NO_POSTGRES

CLINICAS, FATURAS, PACIENTES = 4, 30_000, 500
PRIMEIRA_CLINICA, PRIMEIRA_CONSULTA = 10**6, 10**7
POR_DIA = 300
RARAS = 5


@pytest.fixture(scope="module")
def _muitas(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Invoices of four clinics over a hundred days, nearly all of them paid."""
    with banco_cheio(django_db_blocker):
        Fatura.objects.bulk_create(_fatura(n) for n in range(FATURAS))
        contar_ao_banco()
        yield


def _fatura(n: int) -> Fatura:
    emitida = em_dias(n // POR_DIA - FATURAS // POR_DIA)
    rara = n % (FATURAS // RARAS) == 1
    fatura: Fatura = FaturaFactory.build(
        id_clinica=PRIMEIRA_CLINICA + n % CLINICAS,
        id_consulta=PRIMEIRA_CONSULTA + n,
        id_paciente=1 + n % PACIENTES,
        data_consulta=emitida,
        data_criacao=emitida,
        status=StatusFatura.RASCUNHO if rara else StatusFatura.PAGA,
        itens=[],
    )
    return fatura


@pytest.fixture
def faturista(_muitas: None, db: None) -> Pessoa:
    """Billing of one of the clinics."""
    return _de([1])


@pytest.fixture
def gestora(_muitas: None, db: None) -> Pessoa:
    """Whoever manages them all: no index has several clinics in one order."""
    return _de(range(CLINICAS))


def _de(clinicas: Iterable[int]) -> Pessoa:
    usuario = UsuarioFactory()
    for n in clinicas:
        clinica = ClinicaFactory(pk=PRIMEIRA_CLINICA + n)
        VinculoFactory(usuario=usuario, clinica=clinica, papel=Papel.GESTOR)
    return Pessoa(id_usuario=usuario.pk)


def _dia(dias: int) -> str:
    return (timezone.localdate() + timedelta(days=dias)).isoformat()


def filtros() -> dict[str, dict[str, Any]]:
    """By name: what many have, what few have and what nobody has."""
    antiga = {"de": _dia(-90), "ate": _dia(-80)}
    return {
        "nenhum": {},
        "estado comum": {"status": "paga"},
        "estado de poucas": {"status": "rascunho"},
        "estado de nenhuma": {"status": "aguardando_plano"},
        "paciente": {"id_paciente": 2},
        "consulta": {"id_consulta": PRIMEIRA_CONSULTA + 1},
        "dia": {"de": _dia(-50), "ate": _dia(-50)},
        "de": {"de": _dia(-1)},
        "ate": {"ate": _dia(-90)},
        "intervalo antigo": antiga,
        "intervalo sem nenhuma": {"de": "1990-01-01", "ate": "1990-12-31"},
        "ids": {"id": "1,2,3"},
        "estado e intervalo": {"status": "paga", **antiga},
        "estado de poucas e intervalo": {"status": "rascunho", **antiga},
        "paciente e estado": {"id_paciente": 2, "status": "rascunho"},
    }


@pytest.mark.parametrize("filtro", filtros())
@pytest.mark.parametrize("nome", ["faturista", "gestora"])
def test_a_lista_e_cada_filtro_usam_um_indice(
    request: pytest.FixtureRequest, nome: str, filtro: str
) -> None:
    caminho = f"/faturas?{urlencode(filtros()[filtro])}"

    assert caros_de(request.getfixturevalue(nome), caminho) == []


CONTROLES = {"estado de poucas": "status", "intervalo antigo": "data_criacao"}
"""A filter, and the column whose indexes answer it."""


@pytest.mark.parametrize("filtro", CONTROLES)
def test_controle_sem_os_indices_a_lista_le_demais(faturista: Pessoa, filtro: str) -> None:
    tirar_indices("faturamento_fatura", CONTROLES[filtro])

    caminho = f"/faturas?{urlencode(filtros()[filtro])}"
    assert caros_de(faturista, caminho) != []
