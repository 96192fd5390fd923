"""The desk opens at once with 100,000 patients, and with 200 events of one of them.

The times are figures of the report; only the whole proof, on a machine of its own, judges them.
"""

from collections.abc import Iterator

import pytest

from tests.processos import Pilha, pilha_no_ar
from tests.provas.escala import PASTA
from tests.provas.paginas import LISTAS, medir, paciente_com_historia
from tests.provas.relato import Relato

pytestmark = pytest.mark.skipif(not PASTA, reason="figures at full size: make provas")

PACIENTES = 100_000
ACONTECIMENTOS = 200
LIMITE_MS = 500


@pytest.fixture(scope="module")
def grande(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pilha]:
    """A stack with many patients, and as many consultas."""
    with pilha_no_ar(tmp_path_factory.mktemp("grande"), trabalhador=False) as pilha:
        quantos = str(PACIENTES)
        pilha.gerenciar("carregar_volume", "--pacientes", quantos, "--consultas", quantos)
        yield pilha


def test_as_listas_e_as_paginas_iniciais_abrem_logo(grande: Pilha, relato: Relato) -> None:
    relato.pedir(pacientes=PACIENTES, limite_ms=LIMITE_MS)
    for username, caminhos in LISTAS.items():
        medir(grande, relato, username, *caminhos)
    exigir_no_limite(relato)


def test_a_historia_do_paciente_abre_logo(grande: Pilha, relato: Relato) -> None:
    relato.pedir(acontecimentos=ACONTECIMENTOS, limite_ms=LIMITE_MS)
    pagina = f"/admin/mesa/pacientes/{paciente_com_historia(grande, ACONTECIMENTOS)}/"
    for username in ("recepcao", "medica", "faturista"):
        medir(grande, relato, username, pagina)
    exigir_no_limite(relato)


def exigir_no_limite(relato: Relato) -> None:
    lentas = {pagina: ms for pagina, ms in relato.medidas.items() if ms > LIMITE_MS}
    assert not lentas
