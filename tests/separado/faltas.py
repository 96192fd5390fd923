"""A neighbour that fails, whoever has to ask it, and what must hold meanwhile and afterwards."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from statistics import median
from typing import Any

import httpx

from tests.kernel.servidores import gotejar, responder, resposta
from tests.servicos import Servico, Servicos

SEGUNDOS_NO_MAXIMO = 3.5
"""For the answer to a request whose neighbour does not answer (contract)."""
NA_HORA = 0.5
"""Once it is known that the neighbour is away."""

Falta = Callable[[Servico], AbstractContextManager[None]]


def _trocado(comportamento: Any) -> Falta:
    return partial(Servico.trocado, comportamento=comportamento)


PAGINA = "<p>Em manutenção</p>".encode()
HTML = resposta(PAGINA).replace(b"application/json", b"text/html")
CABECA = resposta(b"", tamanho=4096)

FALTAS: dict[str, Falta] = {
    "morto": Servico.morto,
    "parado": Servico.parado,
    "html": _trocado(responder(HTML)),
    "um_byte_por_segundo": _trocado(gotejar(CABECA, b"{" * 60, intervalo=1)),
    "corpo_vazio": _trocado(responder(resposta(b""))),
    "lista": _trocado(responder(resposta(b"[]"))),
    "json_cortado": _trocado(responder(resposta(b'{"id": 1, "nome": "Ma'))),
    "erro_500": _trocado(responder(resposta(b"{}", "500 Internal Server Error"))),
    "redirecionamento": _trocado(
        responder(resposta(b"", "302 Found", "Location: http://127.0.0.1:9/"))
    ),
}
POUCAS = ("morto", "parado", "html", "um_byte_por_segundo")
"""One of each family: nobody there, silence, nonsense, too slow."""

_horas = count()


def proximo_horario() -> str:
    """A half hour of a Tuesday that nobody has asked for: no holiday, within working hours."""
    semana, meia_hora = divmod(next(_horas), 16)
    terca = datetime(2030, 3, 12, 10) + timedelta(weeks=semana, minutes=30 * meia_hora)
    return f"{terca.isoformat()}-03:00"


def nova_consulta(**campos: Any) -> dict[str, Any]:
    return {
        "id_paciente": 1,
        "data_hora": proximo_horario(),
        "especialidade": "Clínica Médica",
        **campos,
    }


@dataclass(frozen=True)
class Caso:
    """Who asks `vizinho`, for what, and what goes on without it."""

    vizinho: str
    quem: str
    tabela: tuple[str, str]
    """Where the request would write: the app and its table."""
    preparar: Callable[[Servicos], tuple[str, dict[str, Any]]]
    """Path and body of the POST, made ready while all is well."""
    sem_ele: str
    """What the same person reads meanwhile."""


def _agendar(servicos: Servicos) -> tuple[str, dict[str, Any]]:
    return "/consultas", nova_consulta()


def _agendar_com_a_medica(servicos: Servicos) -> tuple[str, dict[str, Any]]:
    return "/consultas", nova_consulta(id_profissional=1)


def _faturar(servicos: Servicos) -> tuple[str, dict[str, Any]]:
    with servicos.cliente("recepcao") as recepcao:
        marcada = recepcao.post("/consultas", json=nova_consulta()).raise_for_status().json()
    return "/faturas", {
        "id_consulta": marcada["id"],
        "procedimentos": [{"codigo": "CON001", "valor": 150}],
    }


CASOS = {
    caso.vizinho: caso
    for caso in (
        Caso("paciente", "recepcao", ("consulta", "consulta_consulta"), _agendar, "/consultas"),
        Caso(
            "rede",
            "recepcao",
            ("consulta", "consulta_consulta"),
            _agendar_com_a_medica,
            "/consultas",
        ),
        Caso("consulta", "faturista", ("faturamento", "faturamento_fatura"), _faturar, "/faturas"),
    )
}


def suportar(servicos: Servicos, caso: Caso, falta: Falta) -> dict[str, int]:
    """Refused in time and with nothing written; then at once; then served as soon as it is back.

    Returns how long the first and the later refusals took, in ms.
    """
    caminho, corpo = caso.preparar(servicos)
    app, tabela = caso.tabela
    with servicos.cliente(caso.quem) as cliente:
        antes = servicos[app].linhas(tabela)
        with falta(servicos[caso.vizinho]):
            primeira = _recusada(cliente.post(caminho, json=corpo))
            seguintes = [_recusada(cliente.post(caminho, json=corpo)) for _ in range(3)]
            assert cliente.get(caso.sem_ele).status_code == 200
            assert servicos[app].linhas(tabela) == antes
        assert cliente.post(caminho, json=corpo).status_code == 201
    assert servicos[app].linhas(tabela) == antes + 1
    assert primeira <= SEGUNDOS_NO_MAXIMO
    assert median(seguintes) <= NA_HORA
    return {
        "primeira_ms": round(1000 * primeira),
        "seguintes_ms": round(1000 * median(seguintes)),
    }


def _recusada(resposta: httpx.Response) -> float:
    """A 503 that says what a client needs and nothing of where things are; the seconds it took."""
    assert resposta.status_code == 503, resposta.text
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert int(resposta.headers["Retry-After"]) > 0
    problema = resposta.json()
    assert problema["codigo"] == "servico_indisponivel"
    del problema["id_requisicao"]
    assert not re.search(r"127\.0\.0\.1|localhost|https?:|:\d{2,5}\b", str(problema))
    return resposta.elapsed.total_seconds()
