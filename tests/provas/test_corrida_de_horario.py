"""One slot never has two owners, whatever the number of processes."""

from pathlib import Path

import pytest

from tests.processos import Pilha, pilha_no_ar
from tests.provas.corrida import correr, derrubar_a_promessa, exigir_um_vencedor, relatar
from tests.provas.escala import ciclos
from tests.provas.relato import Relato

CICLOS = ciclos(inteira=20, reduzida=8)  # without the promise, half of single rounds look right
CICLOS_DO_CONTROLE = 3


def test_de_cinquenta_pedidos_do_mesmo_horario_um_vence(pilha: Pilha, relato: Relato) -> None:
    rodadas = correr(pilha, ciclos=CICLOS)
    relatar(relato, rodadas)
    exigir_um_vencedor(rodadas)


def test_controle_sem_a_promessa_do_banco_a_mesma_prova_falha(
    tmp_path: Path, relato: Relato
) -> None:
    with pilha_no_ar(tmp_path, trabalhador=False) as desprotegida:
        derrubar_a_promessa(desprotegida)
        rodadas = correr(desprotegida, ciclos=CICLOS_DO_CONTROLE)
    relatar(relato, rodadas)
    assert max(rodada.vencedores for rodada in rodadas) > 1
    with pytest.raises(AssertionError, match="rodadas"):
        exigir_um_vencedor(rodadas)
