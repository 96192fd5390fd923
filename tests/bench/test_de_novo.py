"""A contest that something disturbed is held again, whoever was winning, and the run says so."""

from dataclasses import replace
from typing import Any

import pytest

from tests.bench.figuras import FLASK, NOSSO, PACIENTE, Corredor, Disputa, Rodada
from tests.bench.rodadas import VEZES, Corrida, Medida

RODADAS = 2
CERTA = Rodada(req_s=100.0, p50_ms=1.0, p99_ms=2.0, pedidos=500)
DISPUTA = Disputa("d", "d", tuple(Corredor(par, 10, PACIENTE) for par in (FLASK, NOSSO)))


def correr(de_a: list[float], **nossa: Any) -> Corrida:
    """A contest in which A has these rounds, one after the other."""
    corrida = Corrida(palco=None, medida=Medida(RODADAS, 1), dizer=lambda texto: None)  # type: ignore[arg-type]
    ritmos = iter(de_a)

    def uma(corredor: Corredor, pilha: Any, segundos: int, *, semente: int) -> Rodada:
        if semente == 0:
            return CERTA
        return (
            replace(CERTA, req_s=next(ritmos)) if corredor.par == FLASK else replace(CERTA, **nossa)
        )

    corrida._uma = uma  # type: ignore[method-assign]
    corrida._carregar(DISPUTA, dict.fromkeys(DISPUTA.corredores))  # type: ignore[arg-type]
    return corrida


def ritmos(corrida: Corrida) -> list[float]:
    return [r.req_s for r in corrida.resultados.serie("d", FLASK, 10, PACIENTE)]


@pytest.mark.parametrize("nossa", [50.0, 500.0])
def test_a_disputa_em_que_a_oscila_se_repete_ganhe_quem_ganhar(nossa: float) -> None:
    corrida = correr([100, 200, 100, 120], req_s=nossa)
    assert ritmos(corrida) == [100, 120]
    [dito] = corrida.resultados.descartadas
    assert "de 100 a 200" in dito


def test_a_disputa_em_paz_nao_se_repete() -> None:
    corrida = correr([100, 120])
    assert ritmos(corrida) == [100, 120]
    assert corrida.resultados.descartadas == []


def test_da_ultima_vez_fica_o_que_for_e_a_corrida_nao_vale() -> None:
    corrida = correr([100, 200] * VEZES)
    assert ritmos(corrida) == [100, 200]
    assert len(corrida.resultados.descartadas) == VEZES - 1


def test_um_erro_nao_se_esquece() -> None:
    corrida = correr([100, 200], erros=1)
    assert ritmos(corrida) == [100, 200]
    assert corrida.resultados.descartadas == []
