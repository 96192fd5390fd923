"""Before anything is measured: the same question, the same answer from every peer.

An id, and the moment at which a row was made, are each one's own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import httpx

from tests.bench import gente
from tests.bench.figuras import CONSULTAS, CRIAR, FATURA, FLASK, NOSSO, PACIENTE, SEM_ENTRADA
from tests.bench.palco import Palco, Pilha
from tests.bench.pedidos import CAMINHOS, PROCEDIMENTOS, Pedidos

SEM_CREDENCIAL = (FLASK, SEM_ENTRADA)
PROPRIOS = ("id", "data_criacao")


class RespostasDiferentes(Exception):
    """A comparison of peers that do not do the same would say nothing."""


def conferir(palco: Palco, pilhas: Iterable[Pilha], operacao: str, pedidos: Pedidos) -> None:
    """Raises RespostasDiferentes unless each of the stacks answers as ours does."""
    pilhas = list(pilhas)
    tamanho = pilhas[0].tamanho
    nossa = palco.subir(NOSSO, tamanho)
    certa = _conteudo(palco, nossa, operacao, pedidos)
    for pilha in pilhas:
        sua = certa if pilha is nossa else _conteudo(palco, pilha, operacao, pedidos)
        if sua != certa:
            raise RespostasDiferentes(
                f"{operacao}: {pilha.par} respondeu\n{sua}\nem vez de\n{certa}"
            )
        if pilha.par not in SEM_CREDENCIAL:
            _exigir_entrada(pilha, operacao, pedidos)
        if operacao == CRIAR and pilha.par != FLASK:
            _exigir_recusa(palco, pilha, pedidos)


def _conteudo(palco: Palco, pilha: Pilha, operacao: str, pedidos: Pedidos) -> Any:
    resposta = _perguntar(
        pilha, operacao, pedidos, palco.cabecalhos(pilha.tamanho, _quem(operacao))
    )
    if not resposta.is_success:
        raise RespostasDiferentes(
            f"{operacao}: {pilha.par} respondeu {resposta.status_code}: {resposta.text[:500]}"
        )
    dito = resposta.json()
    if operacao == CONSULTAS:
        linhas = dito["results"] if isinstance(dito, dict) else dito
        return sorted(map(comparavel, linhas), key=lambda linha: linha["id"])
    return comparavel(dito, sem=PROPRIOS if operacao in (CRIAR, FATURA) else ())


def _quem(operacao: str) -> str:
    return gente.FATURISTA if operacao == FATURA else gente.RECEPCAO


def _perguntar(
    pilha: Pilha, operacao: str, pedidos: Pedidos, cabecalhos: dict[str, str]
) -> httpx.Response:
    if operacao == FATURA:
        corpo = {"id_consulta": pedidos.faixa.a_faturar[0], "procedimentos": PROCEDIMENTOS}
        return pedir(pilha, "POST", "/faturas", cabecalhos, corpo)
    if operacao == CRIAR:
        return pedir(pilha, "POST", CAMINHOS[CRIAR], cabecalhos, pedidos.consulta(0))
    caminho = pedidos.caminho(operacao)
    if "%d" in caminho:
        caminho %= pedidos.faixa.primeiro_paciente + 1
    return pedir(pilha, "GET", caminho, cabecalhos)


def pedir(
    pilha: Pilha, metodo: str, caminho: str, cabecalhos: dict[str, str], corpo: Any = None
) -> httpx.Response:
    return httpx.request(
        metodo, f"{pilha.url(caminho)}{caminho}", json=corpo, headers=cabecalhos,
        timeout=30, trust_env=False,
    )  # fmt: skip


def _exigir_entrada(pilha: Pilha, operacao: str, pedidos: Pedidos) -> None:
    """A peer that is said to verify who asks does."""
    falso = {"Authorization": "Bearer x.y.z", "X-Forwarded-Proto": "https"}
    resposta = _perguntar(pilha, operacao, pedidos, falso)
    if resposta.status_code != 401:
        raise RespostasDiferentes(f"{pilha.par} aceitou um token falso: {resposta.status_code}")


def _exigir_recusa(palco: Palco, pilha: Pilha, pedidos: Pedidos) -> None:
    """A time that has just been taken is refused by every peer that is said to guard it."""
    resposta = _perguntar(pilha, CRIAR, pedidos, palco.cabecalhos(pilha.tamanho))
    if resposta.status_code not in (400, 409):
        raise RespostasDiferentes(f"{pilha.par} marcou duas vezes: {resposta.status_code}")


def comparavel(valor: Any, *, sem: tuple[str, ...] = ()) -> Any:
    """An answer as it compares: times as instants, numbers as numbers, its own members left out."""
    if isinstance(valor, dict):
        return {nome: comparavel(membro) for nome, membro in valor.items() if nome not in sem}
    if isinstance(valor, list):
        return [comparavel(membro) for membro in valor]
    if isinstance(valor, str) and "T" in valor:
        try:
            return datetime.fromisoformat(valor)
        except ValueError:
            return valor
    return valor


PERGUNTAVEIS = (PACIENTE, CONSULTAS, CRIAR, FATURA)
"""Operations that every peer knows; the pages are ours alone."""
