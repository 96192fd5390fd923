from collections.abc import Callable, Iterator

import pytest
import time_machine

from tests.consulta.horarios.cena import AGORA, em
from tests.factories import ConsultaFactory, ExpedienteFactory, PacienteFactory


@pytest.fixture(autouse=True)
def _e_segunda() -> Iterator[None]:
    with time_machine.travel(AGORA, tick=False):
        yield


@pytest.fixture
def medica(elenco) -> int:
    id_profissional = elenco.medica.profissional.pk
    ExpedienteFactory(id_profissional=id_profissional, inicio="08:00", fim="12:00")
    return id_profissional


@pytest.fixture
def marcar(elenco, medica) -> Callable[..., None]:
    """A consulta of medica next Monday, at a time."""

    def criar(hora: int, minuto: int = 0, minutos: int = 30, **campos) -> None:
        padrao = {
            "id_clinica": elenco.clinica.pk,
            "id_paciente": PacienteFactory().pk,
            "id_profissional": medica,
            "data_hora": em(hora, minuto),
            "duracao_minutos": minutos,
        }
        ConsultaFactory(**{**padrao, **campos})

    return criar
