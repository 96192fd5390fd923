"""The parts of the harness that need no peer: what wrk is told and says, counters, comparison, papers."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.bench import __main__ as bench
from tests.bench import conferencia, grafico, metas, relato, rodadas, wrk
from tests.bench.dados import Faixa
from tests.bench.figuras import CRIAR, FLASK, NOSSO, OPERACOES, PACIENTE, Resultados
from tests.bench.medidas import NUCLEOS, Foto, Intervalo, Processo
from tests.bench.metas import Tamanhos
from tests.bench.palco import Pilha
from tests.bench.pedidos import Pedidos
from tests.bench.test_metas import TAMANHOS, resultados

FAIXA = Faixa(
    primeiro_paciente=1,
    pacientes=250,
    atendidos=12,
    primeiro_profissional=1,
    profissionais=100,
    primeira_clinica=1,
    a_faturar=(1, 2),
    cursor_da_pagina_1000="cDE",
)


def test_le_o_que_o_wrk_diz() -> None:
    dito = 'BENCH {"pedidos": 10, "segundos": 2.0, "p50_ms": 1.5, "p99_ms": 3, "erros": 1, "proxima": 7}'
    assert wrk.ler(dito) == wrk.Saida(10, 2.0, 1.5, 3, 1, 7)


def test_escreve_dados_em_lua() -> None:
    dados = {"caminho": "/x/%d", "quantos": 3, "dias": ["a", "b"]}
    assert wrk.em_lua(dados) == '{["caminho"] = "/x/%d", ["quantos"] = 3, ["dias"] = {"a", "b"}}'


def test_nenhum_horario_se_repete() -> None:
    """As `criar.lua` counts: nobody is in two places at once, in ten thousand consultas."""
    feitas = [Pedidos(FAIXA).consulta(k) for k in range(10_000)]
    for quem in ("id_profissional", "id_paciente"):
        assert len({(c[quem], c["data_hora"]) for c in feitas}) == len(feitas)
    assert {datetime.fromisoformat(c["data_hora"]).weekday() for c in feitas} <= {0, 1, 2, 3, 4}


def test_so_pergunta_por_quem_tem_consultas() -> None:
    enviados = Pedidos(FAIXA).para_o_wrk("consultas", NOSSO, {}, semente=1)
    assert enviados["quantos"] == FAIXA.atendidos


def test_a_ordem_se_inverte_a_cada_rodada() -> None:
    corredores = rodadas.programa(Tamanhos(10_000))[0].corredores
    assert rodadas.em_ordem(corredores, 0) == list(corredores)
    assert rodadas.em_ordem(corredores, 1) == list(reversed(corredores))


def test_o_programa_inteiro_mede_todas_as_metas() -> None:
    """Every gate finds its contest and its runners in the programme."""
    feitos = Resultados()
    for disputa in rodadas.programa(TAMANHOS):
        for corredor in disputa.corredores:
            feitos.guardar(disputa.nome, corredor, resultados().rodadas["paginas"].popitem()[1][0])
    feitos.memoria = resultados().memoria
    assert all(v.valor is not None for v in metas.julgar(feitos, TAMANHOS))


def test_filtra_pares_e_operacoes() -> None:
    ficam = rodadas.filtrar(rodadas.programa(TAMANHOS), pares=[FLASK], operacoes=[CRIAR])
    assert [(d.nome, [c.par for c in d.corredores]) for d in ficam] == [
        ("base:criar", [FLASK]),
        ("cem_mil:criar", [FLASK]),
    ]


def foto(momento: float, ocupado: float, arnes: float, **cpu: float) -> Foto:
    processos = {int(pid[1:]): Processo(int(pid[1:]), 1, 7, quanto) for pid, quanto in cpu.items()}
    return Foto(momento=momento, ocupado=ocupado, arnes=arnes, processos=processos)


def test_conta_a_cpu_de_uma_arvore_e_a_dos_outros() -> None:
    antes = foto(0.0, 100.0, 5.0, p10=1.0)
    depois = foto(10.0, 100.0 + 4 * NUCLEOS, 6.0, p10=2.5, p11=0.5)
    intervalo = Intervalo(antes, depois)
    assert intervalo.das_sessoes([7]) == 2.0
    assert intervalo.das_sessoes([8]) == 0
    nossa = 2.0
    assert intervalo.alheia(nossa) == pytest.approx((4 * NUCLEOS - nossa - 1.0) / (10 * NUCLEOS))


def test_compara_instantes_e_deixa_o_que_e_de_cada_um() -> None:
    uma = {"id": 1, "data_hora": "2030-03-04T10:00:00-03:00", "data_criacao": "x"}
    outra = {"id": 2, "data_hora": "2030-03-04T13:00:00Z", "data_criacao": "y"}
    sem = conferencia.PROPRIOS
    assert conferencia.comparavel(uma, sem=sem) == conferencia.comparavel(outra, sem=sem)
    assert conferencia.comparavel(uma) != conferencia.comparavel(outra)


def test_controle_quem_responde_outra_coisa_para_tudo(monkeypatch: pytest.MonkeyPatch) -> None:
    ditos = {NOSSO: {"nome": "Ana"}, FLASK: {"nome": "Outra"}}
    monkeypatch.setattr(conferencia, "_conteudo", lambda palco, pilha, *_: ditos[pilha.par])
    monkeypatch.setattr(conferencia, "_exigir_entrada", lambda *_: None)
    nossa, deles = (Pilha(par, 200) for par in (NOSSO, FLASK))
    palco: Any = SimpleNamespace(subir=lambda *_: nossa)
    with pytest.raises(conferencia.RespostasDiferentes, match="flask"):
        conferencia.conferir(palco, [nossa, deles], PACIENTE, Pedidos(FAIXA))


def test_o_documento_e_o_grafico_saem_inteiros(tmp_path: Path) -> None:
    feitos = resultados()
    circunstancias = relato.Circunstancias(
        comando="make bench",
        inicio=datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
        tamanhos=[10_000],
        rodadas=7,
        segundos=5,
        banco={"fsync": "on"},
        carga_antes=[0.1, 0.2, 0.3],
        carga_depois=[1, 1, 1],
        defeitos=["não vale"],
    )
    arquivo = relato.gravar(circunstancias, feitos, metas.julgar(feitos, TAMANHOS), tmp_path)
    assert arquivo.name == "2026-03-02-1030.json"
    lido = json.loads(arquivo.read_text(encoding="utf-8"))
    assert lido["valida"] is False
    assert lido["resumo"][0]["razao_a_A"]["mediana"] == 1.0
    assert len(lido["metas"]) == len(metas.METAS)
    desenho = ET.parse(arquivo.with_suffix(".svg")).getroot()  # noqa: S314
    textos = [no.text for no in desenho.iter() if no.tag.endswith("text")]
    assert any(texto and OPERACOES[CRIAR] in texto for texto in textos)


def test_o_grafico_sem_ninguem_nao_quebra() -> None:
    ET.fromstring(grafico.desenhar([], datetime(2026, 3, 2, tzinfo=UTC)))  # noqa: S314


def test_o_portao_decide_a_saida() -> None:
    bons = metas.julgar(resultados(), TAMANHOS)
    assert bench.sair(bons, []) == 0
    assert bench.sair(bons, ["carga alheia"]) == 1
    ruins = metas.julgar(
        resultados(criar=resultados().serie("base:criar", FLASK, 10_000, CRIAR)[0]), TAMANHOS
    )
    assert bench.sair(ruins, []) == 1


@pytest.mark.parametrize(
    "opcoes", ["--so=ninguem", "--operacoes=nada", "--tamanhos=1,2,3,4", "--tamanhos=x"]
)
def test_recusa_opcoes_que_nao_ha(opcoes: str) -> None:
    with pytest.raises(SystemExit):
        bench.ler([opcoes])


def test_repete_o_comando(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RODADAS", "3")
    monkeypatch.delenv("SEGUNDOS", raising=False)
    assert bench.comando(["--so", "nosso"]) == "make bench RODADAS=3 ARGS='--so nosso'"


def test_diz_como_ter_o_que_falta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda nome: None)
    assert "apt-get install wrk" in bench.o_que_falta()
    monkeypatch.setattr("shutil.which", lambda nome: nome)
    monkeypatch.setenv("BENCH_POSTGRES", "postgres://ninguem@127.0.0.1:9")
    assert "apt-get install postgresql" in bench.o_que_falta()
