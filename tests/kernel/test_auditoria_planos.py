"""Every filter of the trail is found by index, however long it is (PostgreSQL)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from apps.kernel.access.escopo import Papel
from apps.kernel.models import EventoAuditoria
from tests.conftest import Pessoa
from tests.factories import ClinicaFactory, VinculoFactory
from tests.planos import SO_NO_POSTGRES, banco_cheio, caros_de, contar_ao_banco, tirar_indices

pytestmark = SO_NO_POSTGRES

CLINICAS, EVENTOS, POR_DIA = 4, 60_000, 200
PRIMEIRA_CLINICA = 10**6
RARO, DE_POUCOS = "usuario.bloqueado", 10**9


@pytest.fixture(scope="module")
def _trilha(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Three hundred days of four clinics, in the order in which they happened."""
    with banco_cheio(django_db_blocker):
        EventoAuditoria.objects.bulk_create(_evento(n) for n in range(EVENTOS))
        contar_ao_banco()
        yield


def _evento(n: int) -> EventoAuditoria:
    raro = n % (EVENTOS // 5) == 1
    return EventoAuditoria(
        momento=timezone.now() - timedelta(days=(EVENTOS - n) / POR_DIA),
        evento=RARO if raro else "consulta.agendada",
        id_usuario=DE_POUCOS if raro else 1 + n % 50,
        id_clinica=PRIMEIRA_CLINICA + n % CLINICAS,
        objeto=f"consulta.consulta:{n}",
        id_requisicao="-",
    )


@pytest.fixture
def auditora(_trilha: None, db: None) -> Pessoa:
    """Of one of the clinics."""
    clinica = ClinicaFactory(pk=PRIMEIRA_CLINICA + 1)
    return Pessoa(id_usuario=VinculoFactory(clinica=clinica, papel=Papel.AUDITOR).usuario.pk)


def _dia(dias: int) -> str:
    return (timezone.localdate() + timedelta(days=dias)).isoformat()


def filtros() -> dict[str, dict[str, Any]]:
    return {
        "nenhum": {},
        "dia": {"de": _dia(-1), "ate": _dia(-1)},
        "dia antigo": {"de": _dia(-200), "ate": _dia(-200)},
        "tudo o que é antigo": {"ate": _dia(-200)},
        "tudo o que é novo": {"de": _dia(-100)},
        "dia sem nenhum": {"de": "1990-01-01", "ate": "1990-01-02"},
        "dia que não veio": {"de": _dia(100)},
        "evento": {"evento": "consulta.agendada"},
        "evento raro": {"evento": RARO},
        "usuário": {"id_usuario": 3},
        "usuário de poucos": {"id_usuario": DE_POUCOS},
        "objeto": {"objeto": "consulta.consulta:5"},
        "evento e dia antigo": {"evento": "consulta.agendada", "de": _dia(-200), "ate": _dia(-200)},
        "ids": {"id": "1,2,3"},
    }


@pytest.mark.parametrize("filtro", filtros())
def test_a_trilha_e_cada_filtro_usam_um_indice(auditora: Pessoa, filtro: str) -> None:
    assert caros_de(auditora, f"/auditoria?{urlencode(filtros()[filtro])}") == []


CONTROLES = {"dia antigo": "momento", "evento raro": "evento"}
"""A filter, and the column whose indexes answer it."""


@pytest.mark.parametrize("filtro", CONTROLES)
def test_controle_sem_os_indices_a_trilha_se_le_demais(auditora: Pessoa, filtro: str) -> None:
    tirar_indices("kernel_eventoauditoria", CONTROLES[filtro])
    assert caros_de(auditora, f"/auditoria?{urlencode(filtros()[filtro])}") != []
