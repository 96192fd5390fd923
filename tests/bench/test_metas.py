"""The arithmetic of the gates, and the control: a figure that is slowed fails its gate."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.bench import metas
from tests.bench.figuras import (
    CONSULTAS,
    CRIAR,
    DRF,
    FASTAPI,
    FATURA,
    FLASK,
    LENTO,
    NOSSO,
    PACIENTE,
    PAGINA_1,
    PAGINA_1000,
    SEM_ENTRADA,
    Corredor,
    Memoria,
    Resultados,
    Rodada,
)
from tests.bench.metas import (
    BASE,
    CEM_MIL,
    ENTRADA,
    ESCALA,
    METAS,
    PAGINAS,
    Tamanhos,
    nome_da_disputa,
)

TAMANHOS = Tamanhos(10_000, 100_000, 1_000_000)
OTIMA = Rodada(req_s=700.0, p50_ms=10.0, p99_ms=20.0, pedidos=3_500)
LENTA = replace(OTIMA, req_s=100.0, p50_ms=70.0, p99_ms=140.0)


def corredores() -> Iterator[tuple[str, Corredor]]:
    """Everybody that a gate looks at, by contest."""
    for operacao in (PACIENTE, CONSULTAS, CRIAR, FATURA):
        for par in (FLASK, FASTAPI, DRF, NOSSO):
            yield nome_da_disputa(BASE, operacao), Corredor(par, 10_000, operacao)
    for par in (NOSSO, SEM_ENTRADA):
        yield ENTRADA, Corredor(par, 10_000, PACIENTE)
    for operacao in (PACIENTE, CONSULTAS, CRIAR):
        for par in (FLASK, NOSSO):
            yield nome_da_disputa(CEM_MIL, operacao), Corredor(par, 100_000, operacao)
        for tamanho in (10_000, 1_000_000):
            yield nome_da_disputa(ESCALA, operacao), Corredor(NOSSO, tamanho, operacao)
    for operacao in (PAGINA_1, PAGINA_1000):
        yield PAGINAS, Corredor(NOSSO, 1_000_000, operacao)


def resultados(**nossas: Rodada) -> Resultados:
    """Ours at its best against peers seven times slower, but for what is given."""
    feitos = Resultados()
    for disputa, corredor in corredores():
        rapida = corredor.par in (NOSSO, SEM_ENTRADA)
        rodada = OTIMA if rapida else LENTA
        if corredor.par == NOSSO:
            rodada = nossas.get(corredor.operacao, rodada)
        for _ in range(7):
            feitos.guardar(disputa, corredor, rodada)
    feitos.memoria[NOSSO, 10_000] = Memoria(trabalhador=70.0, total=150.0)
    return feitos


def reprovadas(feitos: Resultados) -> set[str]:
    return {v.meta.nome for v in metas.julgar(feitos, TAMANHOS) if v.passou is False}


def test_quem_e_rapido_passa_em_tudo_e_chega_ao_alvo() -> None:
    vereditos = metas.julgar(resultados(), TAMANHOS)
    assert [(v.passou, v.chegou) for v in vereditos] == [(True, True)] * len(METAS)


@pytest.mark.parametrize(
    ("operacao", "quais"),
    [
        (PACIENTE, {"GET /pacientes/id ÷ A", "GET /pacientes/id ÷ DRF comum",
                    "GET /pacientes/id ÷ A, com dez vezes as linhas", "GET com entrada ÷ sem entrada"}),
        (CONSULTAS, {"GET /consultas/paciente/id ÷ A", "GET /consultas/paciente/id ÷ DRF comum",
                     "GET /consultas/paciente/id ÷ A, com dez vezes as linhas"}),
        (CRIAR, {"POST /consultas ÷ A", "POST /consultas ÷ DRF comum",
                 "POST /consultas ÷ A, com dez vezes as linhas"}),
        (FATURA, {"p50 de POST /faturas, plano a 50 ms ÷ A"}),
        (PAGINA_1000, {"página 1.000 ÷ página 1"}),
    ],
)  # fmt: skip
def test_controle_quem_fica_lento_reprova(operacao: str, quais: set[str]) -> None:
    assert reprovadas(resultados(**{operacao: LENTA})) == quais


def test_controle_mais_lento_que_a_metade_do_fastapi_reprova() -> None:
    feitos = resultados(criar=replace(LENTA, req_s=49.0))
    assert "POST /consultas ÷ FastAPI + asyncpg" in reprovadas(feitos)


@pytest.mark.parametrize(("p99", "passa"), [(26.0, True), (26.1, False)])
def test_o_p99_do_maior_tamanho_tem_um_limite_de_cima(p99: float, passa: bool) -> None:
    feitos = resultados()
    grande = Corredor(NOSSO, 1_000_000, CRIAR)
    feitos.rodadas[nome_da_disputa(ESCALA, CRIAR)][grande] = [replace(OTIMA, p99_ms=p99)] * 7
    quem = "p99 de POST /consultas com o maior ÷ com o menor tamanho"
    assert (quem not in reprovadas(feitos)) is passa


def test_controle_memoria_demais_reprova() -> None:
    feitos = resultados()
    feitos.memoria[NOSSO, 10_000] = Memoria(trabalhador=110.1, total=230.0)
    assert reprovadas(feitos) == {"memória de um trabalhador (PSS, MB)"}


def test_a_razao_e_dentro_de_cada_rodada_e_vale_a_do_meio() -> None:
    """A machine that doubles its speed half-way changes no ratio."""
    feitos = Resultados()
    for ritmo_de_a, ritmo in ((100, 200), (200, 400), (200, 100)):
        for par, req_s in ((FLASK, ritmo_de_a), (NOSSO, ritmo)):
            rodada = replace(OTIMA, req_s=float(req_s))
            feitos.guardar(nome_da_disputa(BASE, PACIENTE), Corredor(par, 10_000, PACIENTE), rodada)
    vereditos = {v.meta.nome: v.valor for v in metas.julgar(feitos, TAMANHOS)}
    assert vereditos["GET /pacientes/id ÷ A"] == 2.0


def test_o_que_nao_correu_nao_passa_nem_reprova() -> None:
    vereditos = metas.julgar(Resultados(), Tamanhos(10_000))
    assert {(v.valor, v.passou, v.chegou) for v in vereditos} == {(None, None, None)}


def test_uma_resposta_que_nao_e_2xx_invalida_a_linha() -> None:
    feitos = resultados(criar=replace(OTIMA, erros=1))
    assert any("POST" not in e and "nosso com 10.000" in e for e in metas.erros(feitos))
    assert metas.erros(resultados()) == []


@pytest.mark.parametrize(("alheia", "quantas"), [(0.10, 0), (0.11, 4)])
def test_carga_de_outros_invalida(alheia: float, quantas: int) -> None:
    feitos = resultados(criar=replace(OTIMA, alheia=alheia))
    assert len(metas.perturbacoes(feitos)) == quantas


@pytest.mark.parametrize(("ritmo", "vale"), [(150.0, True), (151.0, False)])
def test_a_que_oscila_invalida(ritmo: float, vale: bool) -> None:
    feitos = resultados()
    feitos.guardar(
        nome_da_disputa(BASE, CRIAR), Corredor(FLASK, 10_000, CRIAR), replace(LENTA, req_s=ritmo)
    )
    assert (metas.perturbacoes(feitos) == []) is vale


@pytest.mark.parametrize(
    ("ritmo", "cpu", "visto"),
    [(100.0, 7_000.0, True), (100.0, 5_000.0, False), (200.0, 7_000.0, False)],
)
def test_o_controle_exige_que_o_lento_reprove_pelo_que_queima(
    ritmo: float, cpu: float, visto: bool
) -> None:
    feitos = Resultados()
    for par, rodada in (
        (FLASK, LENTA),
        (NOSSO, replace(OTIMA, cpu_app_us=2_000.0)),
        (LENTO, replace(LENTA, req_s=ritmo, cpu_app_us=cpu)),
    ):
        feitos.guardar(metas.CONTROLE, Corredor(par, 10_000, PACIENTE), rodada)
    assert metas.controlar(feitos, TAMANHOS).visto is visto
