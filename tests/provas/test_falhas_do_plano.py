"""The plan fails in every way, and no invoice ever takes its silence for zero."""

import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bancos import RAIZ
from tests.processos import Pilha, Processo, pilha_no_ar
from tests.provas.clinica import Equipe, equipe_de
from tests.provas.escala import PASTA, ciclos
from tests.provas.falhas import (
    MORTO,
    NOMEADAS,
    VINTE,
    Armadilha,
    Emissao,
    armada,
    decisoes,
    emitir,
    esperar_a_volta,
    faltas_na_espera,
    faltas_na_volta,
)
from tests.provas.relato import Relato

RODADAS = ciclos(inteira=3, reduzida=1)
CODIGO_DOS_MODOS = RAIZ / "docker/plano_de_saude/simulador/modos.py"
MODOS = re.findall(r"^@modo\ndef (\w+)", CODIGO_DOS_MODOS.read_text(), re.MULTILINE)
TODAS = [modo for modo in MODOS if modo != "normal"]
POUCAS = ["erro_500", "redirecionar_fora", "html", "coberto_texto", "gotejar_cabecalhos"]
"""One of each family: a status, a redirect, no JSON, a member, a connection."""
FALHAS = TODAS if PASTA else POUCAS


@pytest.fixture
def equipe(pilha: Pilha) -> Iterator[Equipe]:
    with equipe_de(pilha) as equipe:
        yield equipe


@pytest.fixture
def segundo_trabalhador(pilha: Pilha, tmp_path: Path) -> Iterator[None]:
    """Two workers settle the same invoices: each item is decided once all the same."""
    processo = Processo(
        sys.executable,
        "manage.py",
        "trabalhar",
        ambiente=pilha.ambiente,
        saida=tmp_path / "trabalhador.log",
    )
    yield
    processo.matar()


def test_as_vinte_e_duas_falhas_existem_no_simulador() -> None:
    assert len(NOMEADAS) == 22
    assert set(NOMEADAS.values()) <= set(TODAS)


def test_nenhuma_falha_do_plano_vira_zero_e_todas_se_resolvem(
    pilha: Pilha, equipe: Equipe, segundo_trabalhador: None, relato: Relato
) -> None:
    relato.pedir(rodadas=RODADAS, falhas=[*FALHAS, MORTO], trabalhadores=2, processos=2)
    faltas = _com_o_plano_saudavel(equipe)
    for _ in range(RODADAS):
        try:
            emissoes = _emitir_sob_cada_falha(pilha, equipe)
        finally:
            _restabelecer(pilha)
        faltas += [falta for emissao in emissoes for falta in faltas_na_espera(emissao)]
        resolvidas = esperar_a_volta(equipe, emissoes)
        for emissao in emissoes:
            fatura, _segundos = resolvidas.get(emissao.fatura["id"], (None, 0))
            faltas += faltas_na_volta(emissao, fatura)
        faltas += decisoes(pilha, emissoes)
        _relatar(relato, emissoes, [segundos for _, segundos in resolvidas.values()])
    relato.falhas += faltas
    assert not faltas, "\n".join(faltas)


def test_controle_quem_cre_no_plano_e_pego_pela_mesma_prova(tmp_path: Path, relato: Relato) -> None:
    with (
        pilha_no_ar(
            tmp_path, trabalhador=False, processos=1, servir="tests.provas.controles.plano_credulo"
        ) as credula,
        equipe_de(credula) as equipe,
    ):
        pegas = {}
        for modo in ("erro_500", "coberto_texto", "acima_da_cobranca"):
            credula.simulador.falhar(modo)
            pegas[modo] = faltas_na_espera(emitir(equipe, modo))
    relato.pedir(falhas=list(pegas))
    relato.contar(pegas=sum(map(bool, pegas.values())))
    assert "erro_500: valor_coberto é 0.00 em vez de None" in pegas["erro_500"]  # the silent zero
    assert all("valor_coberto é" in " ".join(faltas) for faltas in pegas.values()), pegas


def _com_o_plano_saudavel(equipe: Equipe) -> list[str]:
    """The same invoice does not wait; and the server has loaded all it needs before it is timed."""
    emissao = emitir(equipe, "plano saudável")
    return faltas_na_volta(emissao, emissao.fatura)


def _emitir_sob_cada_falha(pilha: Pilha, equipe: Equipe) -> list[Emissao]:
    """An invoice under each fault, one of twenty items under a hang, one with the plan dead."""
    emissoes = []
    with armada() as armadilha:
        for modo in FALHAS:
            destino = {"destino": armadilha.url} if modo == "redirecionar_fora" else {}
            pilha.simulador.falhar(modo, **destino)
            emissoes.append(emitir(equipe, modo))
        _ninguem_chamou(armadilha)
    pilha.simulador.falhar("pendurar")
    emissoes.append(emitir(equipe, "pendurar, 20 itens", VINTE))
    pilha.simulador.parar()
    emissoes.append(emitir(equipe, MORTO))
    return emissoes


def _ninguem_chamou(armadilha: Armadilha) -> None:
    """Where a redirect leads saw nobody; and it would have been seen."""
    assert armadilha.chamadas() == 0
    socket.create_connection(armadilha.endereco).close()
    assert armadilha.chamadas() == 1


def _restabelecer(pilha: Pilha) -> None:
    """The plan is back, on the same port and healthy."""
    pilha.simulador.parar()
    pilha.simulador.iniciar()


def _relatar(relato: Relato, emissoes: list[Emissao], segundos: list[float]) -> None:
    relato.contar(
        faturas=len(emissoes),
        aguardando=sum(e.fatura.get("status") == "aguardando_plano" for e in emissoes),
        zeros_silenciosos=sum(e.fatura.get("valor_coberto") is not None for e in emissoes),
        resolvidas=len(segundos),
    )
    pior = max(emissao.segundos for emissao in emissoes)
    volta = max(segundos, default=0)
    relato.medir(
        emissao_mais_lenta_s=round(max(pior, relato.medidas.get("emissao_mais_lenta_s", 0)), 3),
        volta_mais_lenta_s=round(max(volta, relato.medidas.get("volta_mais_lenta_s", 0)), 1),
    )
