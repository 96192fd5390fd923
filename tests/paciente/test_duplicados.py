"""A CPF and a CNS exist once in the network, whoever asks and however many ask at once."""

import random
from contextlib import closing
from typing import Any

import httpx
import pytest
from django.db import connection

from apps.paciente.models import Paciente
from tests import documentos
from tests.conftest import Elenco
from tests.factories import PacienteFactory
from tests.kernel.paralelo import ao_mesmo_tempo
from tests.processos import Pilha

SEM_DOCUMENTO = {"nome": "Ana Souza", "data_nascimento": "1985-04-12"}


@pytest.mark.parametrize(
    ("campo", "valor", "codigo"),
    [("cpf", "52998224725", "cpf_duplicado"), ("cns", "700000000000005", "cns_duplicado")],
)
def test_documento_repetido_e_409_em_qualquer_clinica(
    elenco: Elenco, campo: str, valor: str, codigo: str
) -> None:
    assert elenco.recepcao.enviar("/pacientes", {**SEM_DOCUMENTO, campo: valor}).status_code == 201

    for pessoa in (elenco.recepcao, elenco.recepcao2, elenco.gestora2):
        resposta = pessoa.enviar("/pacientes", {**SEM_DOCUMENTO, campo: valor})
        assert resposta.status_code == 409
        assert resposta.headers["Content-Type"] == "application/problem+json"
        assert resposta.json()["codigo"] == codigo
        assert valor not in resposta.content.decode()
    assert Paciente.objects.count() == 1


def test_pontuacao_nao_faz_outro_cpf(elenco: Elenco) -> None:
    elenco.recepcao.enviar("/pacientes", {**SEM_DOCUMENTO, "cpf": "52998224725"})

    resposta = elenco.recepcao.enviar("/pacientes", {**SEM_DOCUMENTO, "cpf": "529.982.247-25"})

    assert (resposta.status_code, resposta.json()["codigo"]) == (409, "cpf_duplicado")


def test_quem_nao_tem_documento_nao_repete_o_de_ninguem(elenco: Elenco) -> None:
    for _ in range(2):
        resposta = elenco.recepcao.enviar("/pacientes", {**SEM_DOCUMENTO, "passaporte": "FX1"})
        assert resposta.status_code == 201


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection")
def test_vinte_ao_mesmo_tempo_trocam_para_um_cpf(banco_de_verdade: None, elenco: Elenco) -> None:
    pacientes = [PacienteFactory() for _ in range(20)]

    def trocar(n: int) -> int:
        caminho = f"/pacientes/{pacientes[n].pk}"
        return elenco.recepcao.alterar(caminho, {"cpf": "52998224725"}).status_code

    assert sorted(ao_mesmo_tempo(20, trocar)) == [200] + [409] * 19
    assert Paciente.objects.filter(cpf="52998224725").count() == 1


@pytest.mark.parametrize("campo", ["cpf", "cns"])
def test_servidor_real_cadastra_um_so_de_vinte(pilha: Pilha, campo: str) -> None:
    """Two processes, real HTTP, SQLite on a file or PostgreSQL."""
    base = random.SystemRandom().randrange(1, 90_000_000)
    valor = documentos.cpf(base) if campo == "cpf" else documentos.cns(base)
    recepcao = pilha.cliente("recepcao")

    def cadastrar(n: int) -> httpx.Response:
        return recepcao.post("/pacientes", json={**SEM_DOCUMENTO, campo: valor})

    with closing(recepcao):
        respostas = ao_mesmo_tempo(20, cadastrar)
        achados: Any = recepcao.get("/pacientes", params={"busca": valor}).json()

    assert sorted(r.status_code for r in respostas) == [201] + [409] * 19
    assert {r.json()["codigo"] for r in respostas if r.status_code == 409} == {f"{campo}_duplicado"}
    assert len(achados) == 1
