"""What the proofs need of the clinic, made as its people make it: through the API."""

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any

import httpx
import psycopg

from tests.factories import em_dias
from tests.processos import Pilha

Corpo = dict[str, Any]


class Equipe:
    """The demo's people, each with one signed-in client, which any thread may use."""

    def __init__(self, pilha: Pilha) -> None:
        self._pilha = pilha
        self._clientes: dict[str, httpx.Client] = {}
        self._um_por_vez = Lock()

    def __getitem__(self, username: str) -> httpx.Client:
        with self._um_por_vez:
            if username not in self._clientes:
                self._clientes[username] = self._pilha.cliente(username)
            return self._clientes[username]

    def criar(self, username: str, caminho: str, corpo: Corpo) -> Corpo:
        """What a POST made. Raises HTTPStatusError on a refusal."""
        resposta = insistir(lambda: self[username].post(caminho, json=corpo))
        return resposta.raise_for_status().json()

    def fechar(self) -> None:
        for cliente in self._clientes.values():
            cliente.close()


def insistir(pedir: Callable[[], httpx.Response], *, segundos: float = 60) -> httpx.Response:
    """Ask again while the answer is 503: on a busy machine a lock may take longer than its limit."""
    limite = time.monotonic() + segundos
    while (resposta := pedir()).status_code == 503 and time.monotonic() < limite:
        time.sleep(0.2)
    return resposta


@contextmanager
def equipe_de(pilha: Pilha) -> Iterator[Equipe]:
    equipe = Equipe(pilha)
    try:
        yield equipe
    finally:
        equipe.fechar()


@contextmanager
def conectar(pilha: Pilha) -> Iterator[Any]:
    """A connection of one's own to the stack's database."""
    url = pilha.ambiente["DATABASE_URL"]
    if url.startswith("sqlite"):
        banco: Any = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10)
    else:
        banco = psycopg.connect(url)
    with closing(banco):
        yield banco


def paciente() -> Corpo:
    """A patient that nothing but the Idempotency-Key keeps from being registered twice."""
    return {
        "nome": "Paciente da Prova",
        "passaporte": uuid.uuid4().hex[:20],
        "data_nascimento": "1985-04-12",
        "endereco": {"cidade": "São Paulo", "uf": "SP"},
    }


def consulta(id_paciente: int) -> Corpo:
    """Of whoever of the clinic sees the patient: all its professionals have the patient in care."""
    return {
        "id_paciente": id_paciente,
        "data_hora": em_dias(30, 10).isoformat(),
        "especialidade": "Clínica Médica",
    }


def prontuario(id_paciente: int) -> Corpo:
    return {"id_paciente": id_paciente, "diagnostico": "Influenza", "cid10": ["J11.1"]}


def fatura(id_consulta: int) -> Corpo:
    return {
        "id_consulta": id_consulta,
        "procedimentos": [
            {"codigo": "CON001", "valor": 150.00},
            {"codigo": "EXA001", "valor": 80.00},
        ],
    }


def profissional(id_clinica: int) -> Corpo:
    """Without working hours: always available."""
    return {
        "nome": "Marina Duarte",
        "conselho": "CRM",
        "numero_conselho": str(time.time_ns() % 10**15),
        "uf_conselho": "SP",
        "clinicas": [id_clinica],
    }


def clinica_de(equipe: Equipe, username: str) -> int:
    return equipe[username].get("/auth/eu").json()["vinculos"][0]["id_clinica"]
