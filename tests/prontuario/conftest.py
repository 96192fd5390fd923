"""A patient in medica's care, and the record that she writes of them."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.consulta.models import Consulta
from apps.paciente.models import Paciente
from tests.banco import banco_em_arquivo as banco_em_arquivo
from tests.conftest import Elenco, Pessoa
from tests.factories import ConsultaFactory, em_dias


@pytest.fixture
def atendida(elenco: Elenco, paciente: Paciente) -> Consulta:
    """Yesterday's consulta of medica with the patient: the care relationship."""
    return ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=paciente.pk,
        id_profissional=elenco.medica.profissional.pk,
        data_hora=em_dias(-1),
        status="realizada",
    )


@pytest.fixture
def registrar(elenco: Elenco, paciente: Paciente, atendida: Consulta) -> Callable[..., Any]:
    """POST /prontuarios, by medica unless told otherwise: a diagnosis, unless told otherwise."""

    def enviar(quem: Pessoa | None = None, **trocas: Any) -> Any:
        textos = trocas or {"diagnostico": "Influenza"}
        return (quem or elenco.medica).enviar("/prontuarios", {"id_paciente": paciente.pk} | textos)

    return enviar
