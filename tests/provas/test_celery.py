"""Workers on RabbitMQ and PostgreSQL: what is due is done once, whoever is away meanwhile."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from signal import SIGTERM

import pytest

from tests.bancos import POSTGRES, RAIZ
from tests.processos import Pilha
from tests.provas import clinica
from tests.provas.broker import Broker, broker_no_ar
from tests.provas.contagem.pendentes import PRIMEIRA
from tests.provas.escala import PASTA, ciclos
from tests.provas.fatos import SETTINGS, Oficina, contar_e_morrer, exigir_um_efeito_por_fato
from tests.provas.mortal import Mortal
from tests.provas.relato import Relato

pytestmark = pytest.mark.skipif(not POSTGRES, reason="Dois trabalhadores pedem o PostgreSQL")

MORTES = ciclos(inteira=50, reduzida=3)
FATOS = 2000 if PASTA else 100
PENDENTES = 1000 if PASTA else 60
PRAZO_S = 240.0
PRAZO_DO_SINAL_S = 8.0
DESPEDIDA = "worker: Warm shutdown (MainProcess)"
"""Celery's own last words, which go to no log."""


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    """A node of this module's own, up."""
    with broker_no_ar() as broker:
        yield broker


@pytest.fixture
def pilha(tmp_path: Path) -> Iterator[Pilha]:
    """A database of its own; no server, no simulator yet."""
    pilha = Pilha(tmp_path)
    yield pilha
    pilha.descer()


def test_kill_9_e_um_broker_que_sai_nao_perdem_fato_nem_dobram_efeito(
    pilha: Pilha, broker: Broker, relato: Relato
) -> None:
    """The broker is away at every tenth death (at the second, when they are few)."""
    saidas = Saidas(broker, cada=10 if MORTES >= 10 else 2)
    relato.pedir(fatos=FATOS, mortes=MORTES, trabalhadores=2)
    oficina = Oficina(pilha, 2, {"BROKER_URL": broker.url})
    try:
        desfecho = contar_e_morrer(oficina, fatos=FATOS, mortes=MORTES, entre=saidas.a_vez_de)
    finally:
        saidas.acabar()
    saidas.relatar(relato)
    desfecho.relatar(relato)
    exigir_um_efeito_por_fato(desfecho)
    assert desfecho.fatos >= FATOS
    assert saidas.quantas > 0


def test_dois_trabalhadores_dividem_o_pendente_e_nenhum_precisa_do_broker_o_tempo_todo(
    pilha: Pilha, broker: Broker, relato: Relato
) -> None:
    """The broker is not there when they begin, and goes away and comes back in between."""
    relato.pedir(pendentes=PENDENTES, trabalhadores=2)
    pilha.simulador.iniciar()
    pilha.simulador.falhar("normal", latencia_ms=150)
    oficina = Oficina(pilha, 2, {"BROKER_URL": broker.url})
    broker.sair()
    try:
        for trabalhador in oficina.da_equipe:
            trabalhador.iniciar()
        _deixar_pendentes(pilha, PENDENTES // 2)
        broker.voltar()
        antes = _esperar_resolvidas(pilha, PENDENTES // 2)
        broker.sair()
        _deixar_pendentes(pilha, PENDENTES - PENDENTES // 2, a_partir_de=PENDENTES // 2)
        broker.voltar()
        depois = _esperar_resolvidas(pilha, PENDENTES)
        segundos = [_segundos_ate_sair(trabalhador) for trabalhador in oficina.da_equipe]
    finally:
        oficina.parar()
    versoes, de_quem, eventos = _efeitos(pilha)
    relato.contar(resolvidas=len(versoes), **de_quem)
    relato.medir(
        ate_resolver_s=round(antes, 1),
        ate_resolver_depois_da_volta_s=round(depois, 1),
        ate_sair_s=round(max(segundos), 1),
    )
    assert set(versoes) == {2}, Counter(versoes)
    assert set(eventos.values()) == {1}, eventos.most_common(3)
    assert len(versoes) == len(eventos) == PENDENTES
    assert set(de_quem) == {"trabalhador1", "trabalhador2"}, de_quem
    assert max(segundos) < PRAZO_DO_SINAL_S
    for trabalhador in oficina.da_equipe:
        _exigir_log_nosso(trabalhador.saida.read_text())


class Saidas:
    """A broker that goes away before one death in so many, and is back at the next one."""

    def __init__(self, broker: Broker, *, cada: int) -> None:
        self._broker, self._cada = broker, cada
        self._fora, self.quantas = False, 0

    def a_vez_de(self, n: int) -> None:
        if self._fora:
            self._broker.voltar()
        self._fora = n % self._cada == 1
        if self._fora:
            self._broker.sair()
            self.quantas += 1

    def acabar(self) -> None:
        """Whatever happened, the next test finds it up."""
        if self._fora:
            self._broker.voltar()

    def relatar(self, relato: Relato) -> None:
        relato.contar(saidas_do_broker=self.quantas)


def _deixar_pendentes(pilha: Pilha, quantas: int, *, a_partir_de: int = 0) -> None:
    comando = ("-m", "tests.provas.contagem.pendentes", str(quantas), str(a_partir_de))
    ambiente = {**os.environ, **pilha.ambiente, "DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run([sys.executable, *comando], cwd=RAIZ, env=ambiente, check=True)


def _esperar_resolvidas(pilha: Pilha, quantas: int) -> float:
    """Seconds until the plan has answered about so many."""
    inicio = time.monotonic()
    with clinica.conectar(pilha) as banco:
        while time.monotonic() - inicio < PRAZO_S:
            (n,) = banco.execute(
                "SELECT count(*) FROM faturamento_fatura WHERE id_consulta >= %s"
                " AND status <> 'aguardando_plano'",
                [PRIMEIRA],
            ).fetchone()
            banco.rollback()
            if n >= quantas:
                return time.monotonic() - inicio
            time.sleep(0.1)
    raise TimeoutError(f"{n} de {quantas}")


def _segundos_ate_sair(trabalhador: Mortal) -> float:
    """From SIGTERM to its end."""
    assert trabalhador.processo is not None
    inicio = time.monotonic()
    os.kill(trabalhador.processo.pid, SIGTERM)  # as whoever runs a container does
    while trabalhador.processo.vivo and time.monotonic() - inicio < 3 * PRAZO_DO_SINAL_S:
        time.sleep(0.05)
    return time.monotonic() - inicio


def _efeitos(pilha: Pilha) -> tuple[list[int], Counter[str], Counter[str]]:
    """Versions of the invoices, who settled how many, and events of each."""
    with clinica.conectar(pilha) as banco:
        versoes = banco.execute(
            "SELECT versao FROM faturamento_fatura WHERE id_consulta >= %s", [PRIMEIRA]
        ).fetchall()
        eventos = banco.execute(
            "SELECT id_requisicao, objeto FROM kernel_eventoauditoria"
            " JOIN faturamento_fatura f ON objeto = 'faturamento.fatura:' || f.id"
            " WHERE evento = 'fatura.respondida_pelo_plano' AND f.id_consulta >= %s",
            [PRIMEIRA],
        ).fetchall()
    return (
        [versao for (versao,) in versoes],
        Counter(quem for quem, _ in eventos),
        Counter(objeto for _, objeto in eventos),
    )


def _exigir_log_nosso(log: str) -> None:
    """Each line is a record of ours, and none tells of a patient or of the broker's password."""
    for linha in log.splitlines():
        if linha not in ("", DESPEDIDA):
            assert {"asctime", "levelname", "id_requisicao"} <= json.loads(linha).keys(), linha
    for segredo in ("Paciente", "guest:guest"):
        assert segredo not in log
