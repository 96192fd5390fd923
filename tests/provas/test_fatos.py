"""kill -9 to whoever writes, publishes and follows: no fact is lost, and none has its effect twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bancos import POSTGRES
from tests.processos import Pilha
from tests.provas.controles import cursor_fora
from tests.provas.escala import PASTA, ciclos, so_inteira
from tests.provas.fatos import Oficina, contar_e_morrer, exigir_um_efeito_por_fato
from tests.provas.relato import Relato

MORTES = ciclos(inteira=50, reduzida=3)
FATOS = 2000 if PASTA else 100
TRABALHADORES = 2 if POSTGRES else 1


@pytest.fixture
def pilha(tmp_path: Path) -> Iterator[Pilha]:
    """A database of its own; no server, no simulator."""
    pilha = Pilha(tmp_path)
    yield pilha
    pilha.descer()


def test_kill_9_nao_perde_fato_nem_dobra_efeito(pilha: Pilha, relato: Relato) -> None:
    """One of the facts is poison to one of the followers: it is set aside, and the others go on."""
    relato.pedir(fatos=FATOS, mortes=MORTES, trabalhadores=TRABALHADORES)
    desfecho = contar_e_morrer(Oficina(pilha, TRABALHADORES), fatos=FATOS, mortes=MORTES)
    desfecho.relatar(relato)
    exigir_um_efeito_por_fato(desfecho)
    assert desfecho.fatos >= FATOS
    assert len(desfecho.mortes) == MORTES


@so_inteira
def test_controle_com_o_cursor_fora_da_transacao_a_mesma_prova_falha(
    pilha: Pilha, relato: Relato
) -> None:
    relato.pedir(fatos=4, mortes=1, trabalhadores=1)
    oficina = Oficina(pilha, 1, {"CURSOR_FORA": "1"})
    papeis: dict[str, Any] = {"seguidor": (cursor_fora.ENTRE,)}
    desfecho = contar_e_morrer(oficina, fatos=4, mortes=1, papeis=papeis)
    desfecho.relatar(relato)
    with pytest.raises(AssertionError, match="em dobro"):
        exigir_um_efeito_por_fato(desfecho)
