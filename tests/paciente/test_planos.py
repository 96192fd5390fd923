"""Patients are listed and found by index, however many there are (PostgreSQL)."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from apps.kernel.access.escopo import Papel
from apps.paciente import volume
from apps.paciente.models import Paciente
from tests.conftest import Pessoa
from tests.factories import VinculoFactory
from tests.planos import SO_NO_POSTGRES, banco_cheio, caros_de, contar_ao_banco

pytestmark = SO_NO_POSTGRES

PACIENTES = 12_000


@pytest.fixture(scope="module")
def _muitos(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with banco_cheio(django_db_blocker):
        for _ in volume.encher(PACIENTES, agora=timezone.localtime()):
            pass
        contar_ao_banco()
        yield


@pytest.fixture
def recepcao(_muitos: None, db: None) -> Pessoa:
    return Pessoa(id_usuario=VinculoFactory(papel=Papel.RECEPCAO).usuario.pk)


BUSCAS = {
    "nenhuma": "",
    "nome de muitos": "ana",
    "sobrenome de muitos": "silva",
    "nome e sobrenome": "ana silva",
    "três palavras": "jose da silva",
    "uma letra": "a",
    "duas letras": "a s",
    "ninguém": "zzzz",
    "alguém e ninguém": "ana zzzz",
}


@pytest.mark.parametrize("busca", BUSCAS)
def test_a_lista_e_cada_busca_usam_um_indice(recepcao: Pessoa, busca: str) -> None:
    assert caros_de(recepcao, f"/pacientes?{urlencode({'busca': BUSCAS[busca]})}") == []


@pytest.mark.parametrize("documento", ["cpf", "cns"])
def test_o_documento_e_achado_por_indice(recepcao: Pessoa, documento: str) -> None:
    valor = getattr(Paciente.objects.order_by("pk")[PACIENTES // 2], documento)

    assert caros_de(recepcao, f"/pacientes?busca={valor}") == []
    assert caros_de(recepcao, "/pacientes?id=1,2,3") == []


def test_controle_sem_o_indice_a_busca_le_demais(recepcao: Pessoa) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP INDEX palavra_busca")
        cursor.execute("ALTER TABLE paciente_palavradonome DROP CONSTRAINT palavra_unica")

    assert caros_de(recepcao, "/pacientes?busca=zzzz") != []
