"""What a service may ask another: with a token of its own, on somebody's behalf, and only to read."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from django.utils import timezone

from apps.kernel.access import service_tokens
from apps.kernel.access.escopo import SISTEMA, Escopo, Papel, Vinculo
from tests.servicos import CHAVE_SERVICO, Servicos

RECEPCAO2 = Escopo(id_usuario=9, vinculos=(Vinculo(2, Papel.RECEPCAO),))
GESTORA = Escopo(id_usuario=5, vinculos=(Vinculo(1, Papel.GESTOR),))
FATOS = "/_fatos?origem=paciente"


@pytest.fixture(autouse=True)
def _chave(settings: Any) -> None:
    """Tokens of this process are signed as the services sign theirs."""
    settings.CHAVE_SERVICO = CHAVE_SERVICO


def _pedir(url: str, token: str | None, metodo: str = "GET", corpo: Any = None) -> httpx.Response:
    cabecalhos = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.request(metodo, url, headers=cabecalhos, json=corpo, trust_env=False, timeout=30)


def _token(para: str, escopo: Escopo = SISTEMA) -> str:
    return service_tokens.emitir(para=para, escopo=escopo)


def _forjado(settings: Any) -> str:
    settings.CHAVE_SERVICO = "outra-chave-que-nao-e-a-dos-servicos-0123456789"
    return _token("paciente")


def _vencido() -> str:
    with time_machine.travel(timezone.now() - timedelta(minutes=5)):
        return _token("paciente")


@pytest.mark.parametrize("caminho", [FATOS, "/pacientes/1"])
def test_quem_nao_se_identifica_como_servico_nao_le(
    servicos: Servicos, settings: Any, caminho: str
) -> None:
    url = servicos.url_de("paciente") + caminho
    assert _pedir(url, _token("paciente")).status_code == 200
    tokens = {
        "sem token": None,
        "de outro destino": _token("consulta"),
        "vencido": _vencido(),
        "forjado": _forjado(settings),
    }
    recusas = {nome: _pedir(url, token).status_code for nome, token in tokens.items()}
    assert recusas == dict.fromkeys(tokens, 401)


def test_o_token_de_uma_pessoa_nao_le_fatos(servicos: Servicos) -> None:
    with servicos.cliente("gestora") as gestora:
        pessoa = gestora.headers["Authorization"].removeprefix("Bearer ")
    assert _pedir(servicos.url_de("paciente") + FATOS, pessoa).status_code == 401


def test_um_servico_nao_escreve(servicos: Servicos) -> None:
    paciente, token = servicos["paciente"], _token("paciente", GESTORA)
    antes = paciente.linhas("paciente_paciente")
    nova = {"nome": "Rita Alves", "passaporte": "FZ1", "data_nascimento": "1990-01-01"}
    assert _pedir(f"{paciente.url}/pacientes", token, "POST", nova).status_code == 403
    mudanca = {"nome": "Rita"}
    assert _pedir(f"{paciente.url}/pacientes/1", token, "PATCH", mudanca).status_code == 403
    assert paciente.linhas("paciente_paciente") == antes


def test_um_servico_so_alcanca_a_clinica_de_quem_pede(servicos: Servicos) -> None:
    with servicos.cliente("recepcao") as recepcao:
        id_consulta = recepcao.get("/consultas", params={"limite": 1}).json()[0]["id"]
    url = f"{servicos.url_de('consulta')}/consultas/{id_consulta}"
    assert _pedir(url, _token("consulta", GESTORA)).status_code == 200
    assert _pedir(url, _token("consulta", RECEPCAO2)).status_code == 404


@pytest.mark.parametrize(
    ("app", "caminho"),
    [("prontuario", "/prontuarios"), ("prontuario", "/prontuarios/1"), ("faturamento", "/faturas")],
)
def test_um_servico_nao_le_prontuarios_nem_faturas(
    servicos: Servicos, app: str, caminho: str
) -> None:
    medica = Escopo(id_usuario=2, vinculos=(Vinculo(1, Papel.PROFISSIONAL),), id_profissional=1)
    for escopo in (SISTEMA, GESTORA, medica):
        assert _pedir(servicos.url_de(app) + caminho, _token(app, escopo)).status_code == 403
