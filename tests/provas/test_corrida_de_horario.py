"""Issue 2, line 5: one slot never has two owners, whatever the number of processes."""

import os
from pathlib import Path

import pytest

from tests.processos import Pilha, pilha_no_ar
from tests.provas.corrida import correr, derrubar_a_promessa, exigir_um_vencedor

CICLOS = int(os.environ.get("CICLOS", "20"))
CICLOS_DO_CONTROLE = 3


def test_de_cinquenta_pedidos_do_mesmo_horario_um_vence(pilha: Pilha) -> None:
    exigir_um_vencedor(correr(pilha, ciclos=CICLOS))


def test_controle_sem_a_promessa_do_banco_a_mesma_prova_falha(tmp_path: Path) -> None:
    with pilha_no_ar(tmp_path, trabalhador=False) as desprotegida:
        derrubar_a_promessa(desprotegida)
        rodadas = correr(desprotegida, ciclos=CICLOS_DO_CONTROLE)
    assert max(rodada.vencedores for rodada in rodadas) > 1
    with pytest.raises(AssertionError, match="rodadas"):
        exigir_um_vencedor(rodadas)
