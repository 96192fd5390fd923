"""kill -9 to everything under writes: what was acknowledged stays, what was not is done once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.bancos import POSTGRES
from tests.processos import Pilha, pilha_no_ar
from tests.provas.cluster import Cluster, cluster_no_ar
from tests.provas.escala import PASTA, ciclos, so_inteira
from tests.provas.morte import CLIENTES, exigir_nada_perdido_nem_em_dobro, morrer_e_voltar
from tests.provas.relato import Relato

CICLOS = ciclos(inteira=10, reduzida=1)
POR_CICLO = 200 if PASTA else 60
"""Acknowledged writes of a life, before death comes at any moment."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster | None]:
    """The server to be killed; SQLite dies with the processes that hold it."""
    if not POSTGRES:
        yield None
        return
    with cluster_no_ar() as no_ar:
        yield no_ar


def test_kill_9_de_tudo_nao_perde_nem_faz_em_dobro(
    tmp_path: Path, cluster: Cluster | None, relato: Relato
) -> None:
    relato.pedir(ciclos=CICLOS, por_ciclo=POR_CICLO, clientes=CLIENTES, processos=2)
    with _mortal(tmp_path, cluster) as pilha:
        historia = morrer_e_voltar(pilha, cluster, ciclos=CICLOS, por_ciclo=POR_CICLO)
    historia.relatar(relato)
    exigir_nada_perdido_nem_em_dobro(historia, ao_menos=CICLOS * POR_CICLO)
    assert historia.recuperacoes == (CICLOS if POSTGRES else 0)


@so_inteira
def test_controle_com_a_chave_gravada_depois_a_mesma_prova_falha(
    tmp_path: Path, cluster: Cluster | None, relato: Relato
) -> None:
    relato.pedir(ciclos=1, por_ciclo=CLIENTES, clientes=CLIENTES, processos=2)
    with _mortal(tmp_path, cluster, servir="tests.provas.controles.chave_depois") as pilha:
        historia = morrer_e_voltar(pilha, cluster, ciclos=1, por_ciclo=CLIENTES)
    historia.relatar(relato)
    with pytest.raises(AssertionError, match=r"em dobro|de novo"):
        exigir_nada_perdido_nem_em_dobro(historia, ao_menos=CLIENTES)


@contextmanager
def _mortal(pasta: Path, cluster: Cluster | None, **opcoes: Any) -> Iterator[Pilha]:
    servidor = cluster.url if cluster is not None else None
    with pilha_no_ar(pasta, servidor_do_banco=servidor, **opcoes) as pilha:
        yield pilha
