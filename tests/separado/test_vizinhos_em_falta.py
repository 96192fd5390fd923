"""Paciente fails: whoever asks it says so in time, and goes on when it is back (rest: provas)."""

import pytest

from tests.separado.faltas import CASOS, FALTAS, POUCAS, suportar
from tests.servicos import Servicos


@pytest.mark.parametrize("falta", POUCAS)
def test_paciente_em_falta_e_dito_em_tempo_e_passa_quando_ele_volta(
    servicos: Servicos, falta: str
) -> None:
    suportar(servicos, CASOS["paciente"], FALTAS[falta])
