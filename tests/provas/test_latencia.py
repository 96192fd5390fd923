"""What the split costs: the same bookings in the monolith and in the five services, in turns.

Figures of the report, which nothing judges: POST /consultas asks Rede twice and Paciente once, by a
call in the monolith and over HTTP in the split. One process serves each app, on one machine.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

import httpx
import pytest

from tests.factories import proxima_segunda
from tests.processos import pilha_no_ar
from tests.provas import clinica
from tests.provas.escala import PASTA, ciclos
from tests.provas.relato import Relato
from tests.servicos import servicos_no_ar

pytestmark = pytest.mark.skipif(not PASTA, reason="figures of eleven processes: make provas")

RODADAS = ciclos(inteira=9, reduzida=1)
POR_RODADA = 60
CINCO_MINUTOS = timedelta(minutes=5)


@pytest.fixture(scope="module")
def formas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Both forms, up side by side with the demo's data."""
    with (
        pilha_no_ar(tmp_path_factory.mktemp("monolito"), processos=1) as monolito,
        servicos_no_ar(tmp_path_factory.mktemp("servicos")) as servicos,
    ):
        yield {"monolito": monolito, "servicos": servicos}


def test_agendar_no_monolito_e_nos_servicos(formas: dict[str, Any], relato: Relato) -> None:
    relato.pedir(rodadas=RODADAS, por_rodada=POR_RODADA)
    tempos: dict[str, list[float]] = {nome: [] for nome in formas}
    for rodada in range(RODADAS):
        em_ordem = list(formas) if rodada % 2 else list(reversed(formas))
        for nome in em_ordem:
            tempos[nome] += agendar(formas[nome], rodada)
    for nome, seus in tempos.items():
        relato.contar(**{f"agendadas_{nome}": len(seus)})
        relato.medir(
            **{
                f"{nome}_p50_ms": round(median(seus), 1),
                f"{nome}_p95_ms": round(quantiles(seus, n=20)[-1], 1),
            }
        )
    razao = median(tempos["servicos"]) / median(tempos["monolito"])
    relato.medir(servicos_por_monolito=round(razao, 2))
    assert {len(seus) for seus in tempos.values()} == {RODADAS * POR_RODADA}


def agendar(forma: Any, rodada: int) -> list[float]:
    """Milliseconds of each booking of a morning, by one client on one connection."""
    with (
        closing(forma.cliente("gestora")) as gestora,
        closing(forma.cliente("recepcao")) as recepcao,
    ):
        id_clinica = gestora.get("/auth/eu").json()["vinculos"][0]["id_clinica"]
        profissional = _criar(gestora, "/profissionais", clinica.profissional(id_clinica))
        paciente = _criar(recepcao, "/pacientes", clinica.paciente())
        inicio = proxima_segunda(8, semanas=4 + rodada)
        corpo = clinica.consulta(paciente) | {
            "id_profissional": profissional,
            "duracao_minutos": 5,
        }
        return [
            _cronometrar(recepcao, corpo | {"data_hora": (inicio + n * CINCO_MINUTOS).isoformat()})
            for n in range(POR_RODADA)
        ]


def _criar(quem: httpx.Client, caminho: str, corpo: clinica.Corpo) -> int:
    return quem.post(caminho, json=corpo).raise_for_status().json()["id"]


def _cronometrar(recepcao: httpx.Client, corpo: clinica.Corpo) -> float:
    inicio = time.perf_counter()
    resposta = recepcao.post("/consultas", json=corpo)
    ms = 1000 * (time.perf_counter() - inicio)
    assert resposta.status_code == 201, resposta.text
    return ms
