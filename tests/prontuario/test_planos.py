"""Records are listed by index, however many there are (PostgreSQL)."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from apps.prontuario.models import Prontuario
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, PacienteFactory, ProntuarioFactory, em_dias
from tests.planos import SO_NO_POSTGRES, banco_cheio, caros_de, contar_ao_banco, tirar_indices

pytestmark = SO_NO_POSTGRES

REGISTROS, PACIENTES, AUTORES = 20_000, 1_000, 40
PRIMEIRO_AUTOR = 10**6


@pytest.fixture(scope="module")
def _muitos(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Records of other people, by other authors, the oldest first."""
    with banco_cheio(django_db_blocker):
        Prontuario.objects.bulk_create(
            ProntuarioFactory.build(
                id_paciente=10**6 + n % PACIENTES,
                id_autor=PRIMEIRO_AUTOR + n % AUTORES,
                data_criacao=em_dias(n // 100 - REGISTROS // 100),
            )
            for n in range(REGISTROS)
        )
        contar_ao_banco()
        yield


@pytest.fixture
def paciente(_muitos: None, elenco: Elenco) -> Any:
    """A patient in the doctor's care."""
    paciente = PacienteFactory()
    profissional = elenco.medica.profissional
    assert profissional is not None
    ConsultaFactory(
        id_paciente=paciente.pk, id_clinica=elenco.clinica.pk, id_profissional=profissional.pk
    )
    ProntuarioFactory(id_paciente=paciente.pk, id_autor=profissional.pk)
    return paciente


def test_os_do_paciente_sao_achados_por_indice(paciente: Any, elenco: Elenco) -> None:
    assert caros_de(elenco.medica, f"/prontuarios/paciente/{paciente.pk}") == []
    assert caros_de(elenco.medica, f"/prontuarios/paciente/{paciente.pk}?id=1,2") == []


def test_os_de_quem_a_medica_cuida_sao_achados_por_indice(paciente: Any, elenco: Elenco) -> None:
    assert caros_de(elenco.medica, "/prontuarios") == []
    assert caros_de(elenco.medica, "/prontuarios?id=1,2") == []


def test_controle_sem_o_indice_le_demais(paciente: Any, elenco: Elenco) -> None:
    tirar_indices("prontuario_prontuario", "id_paciente")

    assert caros_de(elenco.medica, f"/prontuarios/paciente/{paciente.pk}") != []
