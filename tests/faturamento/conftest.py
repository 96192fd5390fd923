"""A consulta that happened, and the invoice that the billing clerk makes of it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.consulta.models import Consulta
from tests.banco import banco_em_arquivo as banco_em_arquivo
from tests.conftest import Elenco, Pessoa
from tests.factories import ConsultaFactory

IMPAR, PAR = 70_001, 70_002
"""Patient ids: the simulator gives Plano1 to odd ones, Plano2 to even ones."""

CON_E_EXA = (("CON001", "150.00"), ("EXA001", "80.00"))
"""What the demo story bills: 230.00, of which Plano1 covers 10.00 and Plano2 5.60."""


def procedimentos(*itens: tuple[Any, ...]) -> list[dict[str, Any]]:
    """`("CON001", "150.00")` or `("CON001", "150.00", 2)` as the body says it."""
    return [
        {"codigo": codigo, "valor": Decimal(valor), **({"quantidade": q[0]} if q else {})}
        for codigo, valor, *q in itens
    ]


@pytest.fixture
def atender(elenco: Elenco) -> Callable[..., Consulta]:
    """A consulta of clinic 1 that happened, each of a professional's time of its own."""

    def criar(id_paciente: int = IMPAR, **campos: Any) -> Consulta:
        padrao = {
            "id_clinica": elenco.clinica.pk,
            "paciente": "Maria Aparecida da Silva",
            "status": "realizada",
            "encaixe": True,
        }
        return ConsultaFactory(id_paciente=id_paciente, **padrao | campos)

    return criar


@pytest.fixture
def faturar(elenco: Elenco, atender: Callable[..., Consulta]) -> Callable[..., Any]:
    """POST /faturas, by faturista, of a new consulta of the odd patient, unless told otherwise."""

    def enviar(
        *itens: tuple[Any, ...],
        id_paciente: int = IMPAR,
        id_consulta: int | None = None,
        quem: Pessoa | None = None,
        **cabecalhos: str,
    ) -> Any:
        corpo = {
            "id_consulta": id_consulta or atender(id_paciente).pk,
            "procedimentos": procedimentos(*(itens or CON_E_EXA)),
        }
        return (quem or elenco.faturista).enviar("/faturas", corpo, **cabecalhos)

    return enviar


@pytest.fixture
def avancar() -> Callable[[float], Any]:
    """`with avancar(30):` half a minute has passed."""

    def viajar(segundos: float) -> Any:
        return time_machine.travel(timezone.now() + timedelta(seconds=segundos))

    return viajar
