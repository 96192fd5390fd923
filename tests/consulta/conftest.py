"""Booking as the reception does it: a test says only what it is about."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.paciente.models import Paciente
from tests.banco import banco_em_arquivo as banco_em_arquivo
from tests.conftest import Elenco, Pessoa
from tests.factories import proxima_segunda


@pytest.fixture
def pedido(elenco: Elenco, paciente: Paciente) -> dict[str, Any]:
    """A booking that is accepted: medica, next Monday at 10:00."""
    return {
        "id_paciente": paciente.pk,
        "id_profissional": elenco.medica.profissional.pk,
        "data_hora": proxima_segunda(10).isoformat(),
        "especialidade": "Clínica Médica",
    }


@pytest.fixture
def agendar(elenco: Elenco, pedido: dict[str, Any]) -> Callable[..., Any]:
    """POST it, by recepcao unless told otherwise, with some members changed."""

    def enviar(quem: Pessoa | None = None, **trocas: Any) -> Any:
        return (quem or elenco.recepcao).enviar("/consultas", pedido | trocas)

    return enviar
