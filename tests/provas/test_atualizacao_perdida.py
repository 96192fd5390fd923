"""If-Match: of two who change at once what both have read, one does and the other is told."""

from collections.abc import Iterator

import pytest

from tests.processos import Pilha
from tests.provas.atualizacao import (
    ALVOS,
    OS_DOIS_MUDAM,
    Rodada,
    disputar,
    exigir_que_nada_se_perca,
)
from tests.provas.clinica import Equipe, equipe_de
from tests.provas.escala import ciclos
from tests.provas.relato import Relato

CICLOS = ciclos(inteira=50, reduzida=5)
CICLOS_DO_CONTROLE = 3


@pytest.fixture
def equipe(pilha: Pilha) -> Iterator[Equipe]:
    with equipe_de(pilha) as equipe:
        yield equipe


@pytest.mark.parametrize("nome", ALVOS)
def test_de_duas_mudancas_do_mesmo_que_se_leu_uma_vale_e_a_outra_e_avisada(
    nome: str, equipe: Equipe, relato: Relato
) -> None:
    alvo = ALVOS[nome](equipe)
    rodadas = disputar(equipe, alvo, ciclos=CICLOS)
    _relatar(relato, rodadas)
    exigir_que_nada_se_perca(rodadas, alvo.campo)


@pytest.mark.parametrize("nome", ALVOS)
def test_controle_sem_if_match_as_duas_passam_e_uma_se_perde(
    nome: str, equipe: Equipe, relato: Relato
) -> None:
    alvo = ALVOS[nome](equipe)
    rodadas = disputar(equipe, alvo, ciclos=CICLOS_DO_CONTROLE, com_if_match=False)
    _relatar(relato, rodadas)
    for rodada in rodadas:
        assert rodada.codigos == OS_DOIS_MUDAM
        assert len({*rodada.mudancas(alvo.campo), rodada.ficou}) == 2  # one of the two is gone
    with pytest.raises(AssertionError, match="rodadas"):
        exigir_que_nada_se_perca(rodadas, alvo.campo)


def _relatar(relato: Relato, rodadas: list[Rodada]) -> None:
    relato.pedir(rodadas=len(rodadas), simultaneos=2, processos=2)
    for rodada in rodadas:
        relato.medir_a_mais_lenta(rodada.respostas)
        for (status, codigo), quantas in rodada.codigos.items():
            relato.contar(**{f"{status}_{codigo or 'mudou'}": quantas})
