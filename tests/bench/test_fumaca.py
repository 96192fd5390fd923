"""The benchmark itself, small: every peer is up, answers as ours does, and is measured without an error.

It starts a dozen processes and loads the machine: only with EXIGIR_BENCH=1, and then whatever it
needs must be there.
"""

import os
from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from tests.bench import conferencia, dados, listas, metas, perguntas
from tests.bench.__main__ import o_que_falta
from tests.bench.figuras import CRIAR, DRF, FASTAPI, FATURA, FLASK, NOSSO, PSYCOPG
from tests.bench.metas import Tamanhos
from tests.bench.palco import Palco, montado
from tests.bench.pedidos import LIMITE, Pedidos
from tests.bench.rodadas import Corrida, Medida, filtrar, programa

TAMANHO = 1_000


@pytest.fixture(scope="module")
def palco(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Palco]:
    if not os.environ.get("EXIGIR_BENCH"):
        pytest.skip(o_que_falta() or "mede de verdade, e demora: EXIGIR_BENCH=1")
    assert o_que_falta() == ""
    with dados.a_sos():
        dados.limpar(modelos=False)
        with montado(tmp_path_factory.mktemp("bench")) as palco:
            yield palco


def test_todos_respondem_o_mesmo(palco: Palco) -> None:
    pedidos = Pedidos(dados.faixa(TAMANHO, LIMITE, a_faturar=1))
    todos = (NOSSO, FLASK, FASTAPI, DRF, PSYCOPG)
    pilhas = {par: palco.subir(par, TAMANHO) for par in todos}
    for operacao in conferencia.PERGUNTAVEIS:
        quem = (NOSSO, FLASK) if operacao == FATURA else todos
        conferencia.conferir(palco, [pilhas[par] for par in quem], operacao, pedidos)
    palco.descer()


def test_uma_rodada_mede_sem_erros(palco: Palco) -> None:
    disputas = filtrar(programa(Tamanhos(TAMANHO)), pares=[NOSSO, FLASK], operacoes=[CRIAR, FATURA])
    feitos = Corrida(palco, Medida(rodadas=1, segundos=1), lambda texto: None).correr(disputas)
    assert metas.erros(feitos) == []
    criadas = feitos.serie("base:criar", NOSSO, TAMANHO, CRIAR)[0]
    assert criadas.pedidos > 0
    assert criadas.cpu_app_us is not None
    assert criadas.cpu_app_us > 0
    assert feitos.memoria[NOSSO, TAMANHO].trabalhador > 10


def test_cada_lista_e_cada_pagina_responde(palco: Palco) -> None:
    listas.encher(palco, TAMANHO)
    faixa = dados.faixa(TAMANHO, LIMITE, a_faturar=1)
    for pergunta in perguntas.listas(faixa, date.today()):  # noqa: DTZ011 - the local day will do
        url = palco.subir(NOSSO, TAMANHO).url(pergunta.caminho)
        cabecalhos = palco.cabecalhos(TAMANHO, pergunta.quem)
        resposta = httpx.get(url + pergunta.caminho, headers=cabecalhos, trust_env=False)
        assert resposta.status_code == 200, (pergunta, resposta.text)
    paginas = list(listas.abrir(palco, TAMANHO, list(perguntas.paginas(faixa)), vezes=1))
    assert [pagina for pagina in paginas if pagina.erros] == []
    palco.descer()
