"""A neighbour that speaks nonsense of the right shape is as one that is down."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from apps.kernel import http_client
from apps.kernel.access.escopo import SISTEMA
from apps.kernel.context import Pedido, pedido_atual
from apps.kernel.errors import ServicoIndisponivel
from apps.kernel.http_client import Resposta
from apps.kernel.neighbours import Vizinho
from apps.rede.interface import ClinicaData

Responder = Callable[[str], Resposta]
NEXT = {"Content-Type": "application/json", "Link": '<http://x/c?cursor=abc>; rel="next"'}


def clinica(id: int) -> dict[str, Any]:
    return {"id": id, "nome": "Central", "uf": "SP", "ativa": True}


def em_json(dados: Any, status: int = 200, cabecalhos: Mapping[str, str] | None = None) -> Resposta:
    tipo = {"Content-Type": "application/json"}
    return Resposta(status, json.dumps(dados).encode(), cabecalhos or tipo)


@pytest.fixture
def vizinho(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[Responder], Vizinho]:
    """A neighbour that is alive, and answers any other question with a function of its address."""
    settings.ENDERECOS = {"rede": "http://rede"}

    def responder_assim(responder: Responder) -> Vizinho:
        def ler(url: str, **pedido: Any) -> Resposta:
            if url.endswith("/livez"):
                return em_json({"status": "ok"})
            return responder(url)

        monkeypatch.setattr(http_client, "ler", ler)
        return Vizinho("rede")

    return responder_assim


def test_quem_responde_sobre_outro_id_nao_e_acreditado(
    vizinho: Callable[[Responder], Vizinho],
) -> None:
    quem = vizinho(lambda url: em_json(clinica(99)))
    assert quem.do_id(99, "/clinicas", ClinicaData, escopo=SISTEMA).id == 99
    with pytest.raises(ServicoIndisponivel):
        quem.do_id(1, "/clinicas", ClinicaData, escopo=SISTEMA)


def test_quem_traz_um_id_que_ninguem_pediu_nao_e_acreditado(
    vizinho: Callable[[Responder], Vizinho],
) -> None:
    quem = vizinho(lambda url: em_json([clinica(1), clinica(99)]))
    with pytest.raises(ServicoIndisponivel):
        list(quem.por_id([1, 2], "/clinicas", ClinicaData, escopo=SISTEMA))


def test_uma_lista_sem_fim_acaba_com_o_tempo_de_quem_espera(
    vizinho: Callable[[Responder], Vizinho],
) -> None:
    paginas: list[str] = []

    def mais_uma(url: str) -> Resposta:
        paginas.append(url)
        time.sleep(0.01)
        return em_json([], cabecalhos=NEXT)

    quem = vizinho(mais_uma)
    marca = pedido_atual.set(Pedido(id_requisicao="x", ate=time.monotonic() + 0.2))
    try:
        with pytest.raises(ServicoIndisponivel):
            list(quem.varios("/clinicas", ClinicaData, escopo=SISTEMA))
    finally:
        pedido_atual.reset(marca)
    assert 1 < len(paginas) < 30


def test_uma_chave_que_o_vizinho_nao_aceita_se_diz_no_log(
    vizinho: Callable[[Responder], Vizinho], caplog: pytest.LogCaptureFixture
) -> None:
    quem = vizinho(lambda url: em_json({"codigo": "nao_autenticado"}, 401))
    with caplog.at_level(logging.ERROR, "vidasaude"), pytest.raises(ServicoIndisponivel):
        quem.do_id(1, "/clinicas", ClinicaData, escopo=SISTEMA)
    assert "CHAVE_SERVICO" in caplog.text
