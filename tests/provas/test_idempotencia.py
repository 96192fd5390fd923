"""A retried POST makes nothing twice: fifty at once with one key, for every POST that creates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processos import Pilha, pilha_no_ar
from tests.provas.clinica import Equipe, equipe_de
from tests.provas.criacoes import CRIACOES
from tests.provas.escala import ciclos, so_inteira
from tests.provas.relato import Relato
from tests.provas.repeticao import (
    SIMULTANEOS,
    Repeticao,
    exigir_a_mesma_resposta,
    exigir_que_seja_de_quem_pediu,
    exigir_um_so,
)

CICLOS = ciclos(inteira=10, reduzida=1)
SO_A_CHAVE_IMPEDE = {"pacientes", "prontuarios", "pagar"}
"""Of the others, a second one breaks another promise as well (a slot, one invoice, one next version)."""


@pytest.fixture
def equipe(pilha: Pilha) -> Iterator[Equipe]:
    with equipe_de(pilha) as equipe:
        yield equipe


@pytest.mark.parametrize("operacao", CRIACOES)
def test_de_cinquenta_com_uma_chave_um_faz_e_os_outros_repetem(
    operacao: str, equipe: Equipe, relato: Relato
) -> None:
    relato.pedir(rodadas=CICLOS, simultaneos=SIMULTANEOS, processos=2)
    for _ in range(CICLOS):
        repeticao = _enviar(operacao, equipe, relato)
        exigir_um_so(repeticao)
        exigir_a_mesma_resposta(repeticao, equipe)
        exigir_que_seja_de_quem_pediu(repeticao, equipe)


def test_depois_que_tudo_reinicia_a_chave_vale_o_mesmo(
    pilha: Pilha, equipe: Equipe, relato: Relato
) -> None:
    repeticoes = [_enviar(operacao, equipe, relato) for operacao in CRIACOES]

    pilha.reiniciar()

    for repeticao in repeticoes:
        exigir_a_mesma_resposta(repeticao, equipe)
        exigir_que_seja_de_quem_pediu(repeticao, equipe)
    relato.pedir(operacoes=len(repeticoes), reinicios=1)


@so_inteira
def test_controle_sem_reservar_a_chave_a_mesma_prova_falha(tmp_path: Path, relato: Relato) -> None:
    with (
        pilha_no_ar(
            tmp_path, trabalhador=False, servir="tests.provas.controles.sem_reserva"
        ) as desprotegida,
        equipe_de(desprotegida) as equipe,
    ):
        repeticoes = {operacao: _enviar(operacao, equipe, relato) for operacao in CRIACOES}
    for repeticao in repeticoes.values():
        with pytest.raises(AssertionError):
            exigir_um_so(repeticao)
    assert {o for o, r in repeticoes.items() if r.feitos > 1} == SO_A_CHAVE_IMPEDE


def _enviar(operacao: str, equipe: Equipe, relato: Relato) -> Repeticao:
    repeticao = Repeticao(CRIACOES[operacao](equipe))
    repeticao.enviar(equipe)
    relato.contar(pedidos=len(repeticao.respostas), feitos=repeticao.feitos)
    relato.medir_a_mais_lenta(repeticao.respostas)
    for (status, qual), quantas in repeticao.codigos.items():
        relato.contar(**{f"{status}_{qual}": quantas})
    return repeticao
