"""Every route × method × person of the cast, against the contract's table."""

import dataclasses
import re
from itertools import groupby
from typing import Any

import pytest

from apps.consulta import services as consultas
from apps.consulta.interface import ConsultaNaoEncontrada
from apps.consulta.models import Consulta
from apps.consulta.views import Consulta as ConsultaView
from apps.faturamento.views import Faturas
from apps.kernel.access.escopo import TODOS
from apps.prontuario.services import registros as prontuarios
from tests.acesso.andarilho import chamar, metodos_que_faltam, percorrer
from tests.acesso.cenario import Cenario
from tests.acesso.matriz import ISENTAS, MATRIZ, Linha
from tests.acesso.rotas import servidas

POR_CAMINHO = {
    caminho: list(linhas)
    for caminho, linhas in groupby(
        sorted(MATRIZ, key=lambda linha: linha.caminho), key=lambda linha: linha.caminho
    )
}


def linha_de(metodo: str, caminho: str) -> Linha:
    return next(linha for linha in POR_CAMINHO[caminho] if linha.metodo == metodo)


def _isenta(caminho: str) -> bool:
    return caminho.startswith(tuple(ISENTAS))


def test_toda_rota_e_metodo_tem_linha_na_matriz() -> None:
    na_matriz = {str(linha) for linha in MATRIZ}
    sem_linha = [
        f"{metodo} {caminho}"
        for caminho, metodos in servidas().items()
        if not _isenta(caminho)
        for metodo in sorted(metodos) or ["?"]
        if f"{metodo} {caminho}" not in na_matriz
    ]
    assert sem_linha == []


def test_toda_linha_da_matriz_tem_rota() -> None:
    rotas = servidas()
    sem_rota = [
        str(linha) for linha in MATRIZ if linha.metodo not in rotas.get(linha.caminho, set())
    ]
    assert sem_rota == []


def test_nenhuma_linha_se_repete() -> None:
    assert len({str(linha) for linha in MATRIZ}) == len(MATRIZ)


@pytest.mark.parametrize("prefixo", ISENTAS)
def test_prefixo_isento_ainda_existe_e_diz_por_que(prefixo: str) -> None:
    assert any(caminho.startswith(prefixo) for caminho in servidas())
    assert ISENTAS[prefixo]


@pytest.mark.parametrize("linha", MATRIZ, ids=str)
def test_a_matriz_e_o_que_se_serve(linha: Linha, cenario: Cenario) -> None:
    assert percorrer(linha, cenario) == []


@pytest.mark.parametrize("caminho", POR_CAMINHO)
def test_metodo_que_a_rota_nao_tem(caminho: str, cenario: Cenario) -> None:
    assert metodos_que_faltam(caminho, POR_CAMINHO[caminho], cenario) == []


@pytest.mark.parametrize("linha", [linha for linha in MATRIZ if linha.metodo == "GET"], ids=str)
def test_head_obedece_a_linha_do_get(linha: Linha, cenario: Cenario) -> None:
    for nome in ("ninguem", "recepcao", "medica", "faturista", "gestora", "auditora", "admin"):
        com_get = chamar(linha, cenario, cenario.pessoa(nome))
        com_head = chamar(linha, cenario, cenario.pessoa(nome), metodo="HEAD")
        assert (nome, com_head.status_code) == (nome, com_get.status_code)
        assert com_head.content == b""


@pytest.mark.parametrize("caminho", POR_CAMINHO)
def test_options_pede_credenciais_como_o_resto_da_rota(caminho: str, cenario: Cenario) -> None:
    linha = POR_CAMINHO[caminho][0]
    de_ninguem = chamar(linha, cenario, cenario.elenco.ninguem, metodo="OPTIONS")
    assert de_ninguem.status_code == (200 if linha.aberta else 401)
    assert chamar(linha, cenario, cenario.elenco.auditora, metodo="OPTIONS").status_code == 200


# --- the guard itself: with a door left open, the walker says so --------------------------------


def test_o_andarilho_denuncia_operacao_aberta_a_todos(
    cenario: Cenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    aberta = dataclasses.replace(Faturas.operacoes["GET"], papeis=TODOS)
    monkeypatch.setattr(Faturas, "operacoes", {**Faturas.operacoes, "GET": aberta})
    assert percorrer(linha_de("GET", "/faturas"), cenario) == [
        f"GET /faturas {nome}: 200 que não é problem+json"
        for nome in ("medica", "auditora", "admin")
    ]


def test_o_andarilho_denuncia_operacao_sem_credenciais(
    cenario: Cenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    aberta = dataclasses.replace(ConsultaView.operacoes["GET"], papeis=None)
    monkeypatch.setattr(ConsultaView, "operacoes", {"GET": aberta})
    achados = percorrer(linha_de("GET", "/consultas/{id}"), cenario)
    assert any(achado.startswith("GET /consultas/{id} ninguem:") for achado in achados)


def test_o_andarilho_denuncia_objeto_de_outra_clinica(
    cenario: Cenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sem_clinica(*, id_consulta: int, escopo: Any) -> Consulta:
        try:
            return Consulta.objects.get(pk=id_consulta)
        except Consulta.DoesNotExist:
            raise ConsultaNaoEncontrada from None

    monkeypatch.setattr(consultas, "obter", sem_clinica)
    achados = percorrer(linha_de("GET", "/consultas/{id}"), cenario)
    assert "GET /consultas/{id} recepcao2: 200 diz que o objeto existe" in achados


def test_o_andarilho_denuncia_403_onde_devia_ser_404(
    cenario: Cenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 403 for another clinic's object tells that it exists."""
    from apps.kernel.errors import SemPermissao

    obter = consultas.obter

    def indiscreto(*, id_consulta: int, escopo: Any) -> Consulta:
        consulta = Consulta.objects.filter(pk=id_consulta).first()
        if consulta is not None and consulta.id_clinica not in escopo.clinicas():
            raise SemPermissao
        return obter(id_consulta=id_consulta, escopo=escopo)

    monkeypatch.setattr(consultas, "obter", indiscreto)
    achados = percorrer(linha_de("GET", "/consultas/{id}"), cenario)
    assert "GET /consultas/{id} gestora2: 403 diz que o objeto existe" in achados


def test_o_andarilho_denuncia_prontuario_sem_vinculo(
    cenario: Cenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prontuarios, "tem_vinculo", lambda **_: True)
    assert percorrer(linha_de("GET", "/prontuarios/{id}"), cenario) == [
        "GET /prontuarios/{id} medica2: 200 que não é problem+json"
    ]


def test_uma_rota_nova_sem_linha_e_denunciada(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.urls import get_resolver, path

    from apps.paciente.views import Pacientes

    novas = [*get_resolver().url_patterns, path("pacientes/<id:id>/exames", Pacientes.as_view())]
    monkeypatch.setitem(get_resolver().__dict__, "url_patterns", novas)
    assert servidas()["/pacientes/{id}/exames"] == {"GET", "POST"}
    with pytest.raises(AssertionError, match=re.escape("GET /pacientes/{id}/exames")):
        test_toda_rota_e_metodo_tem_linha_na_matriz()
