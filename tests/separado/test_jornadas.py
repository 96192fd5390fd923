"""What holds of the monolith for whoever calls it holds of the five services."""

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import PAPEIS
from tests.journeys.historia import blocos, ler_linhas, rodar, sem_volateis
from tests.servicos import Servicos, todos
from vidasaude.topology import ler_portas

CONTAS = [nome for nome in PAPEIS if nome not in ("faturista2", "auditora2")]


@pytest.fixture
def gestora(servicos: Servicos) -> Iterator[httpx.Client]:
    with servicos.cliente("gestora") as gestora:
        yield gestora


def test_historia_do_readme_responde_o_que_esta_impresso(servicos: Servicos) -> None:
    """No other test here registers a patient: what the plan covers follows the next id, 301."""
    respondido = rodar(servicos.url_do_caminho)
    impresso = [ler_linhas(bloco) for bloco in blocos("json")]
    assert len(impresso) == len(respondido) == 5
    for bloco, resposta in zip(impresso, respondido, strict=True):
        assert sem_volateis(bloco) == sem_volateis(resposta)


def test_as_contas_do_contrato_entram_e_cada_servico_sabe_quem_sao(servicos: Servicos) -> None:
    for username in CONTAS:
        with servicos.cliente(username) as pessoa:
            [vinculo] = pessoa.get("/auth/eu").json()["vinculos"]
            assert vinculo["papel"] == PAPEIS[username]
            assert pessoa.get("/profissionais").status_code == 200
            le_consultas = vinculo["papel"] != "auditor"
            assert pessoa.get("/consultas").status_code == (200 if le_consultas else 403)


def test_os_nomes_das_consultas_sao_os_de_quem_os_sabe(
    servicos: Servicos, gestora: httpx.Client
) -> None:
    consultas = [c for c in todos(gestora, "/consultas") if c["status"] == "realizada"]
    pacientes = {p["id"]: p["nome"] for p in todos(gestora, "/pacientes")}
    profissionais = {p["id"]: p["nome"] for p in todos(gestora, "/profissionais")}
    assert len(pacientes) >= 300
    assert len(profissionais) == 8
    assert len(consultas) > 100
    for consulta in consultas:
        assert consulta["paciente"] == pacientes[consulta["id_paciente"]]
        assert consulta["profissional"] == profissionais.get(consulta["id_profissional"])


def test_faturas_e_registros_sao_de_consultas_que_existem(
    servicos: Servicos, gestora: httpx.Client
) -> None:
    consultas = {c["id"]: c for c in todos(gestora, "/consultas")}
    faturas = todos(gestora, "/faturas")
    assert {f["status"] for f in faturas} >= {"pendente", "paga", "cancelada"}
    for fatura in faturas:
        consulta = consultas[fatura["id_consulta"]]
        assert fatura["id_paciente"] == consulta["id_paciente"]
        assert fatura["data_consulta"] == consulta["data_hora"]
    with servicos.cliente("medica") as medica:
        registros = todos(medica, "/prontuarios")
    dela = [r for r in registros if r["id_autor"] == 1 and r["id_consulta"] in consultas]
    assert dela
    for registro in dela:
        assert registro["id_paciente"] == consultas[registro["id_consulta"]]["id_paciente"]


def test_as_portas_sao_as_do_contrato() -> None:
    primeiro = {"rede": 5000, "paciente": 5001, "prontuario": 5002, "consulta": 5003}
    assert ler_portas({}) == ler_portas({"MAPA": "1"}) == {**primeiro, "faturamento": 5004}
    segundo = {**primeiro, "prontuario": 5003, "consulta": 5002, "faturamento": 5004}
    assert ler_portas({"MAPA": "2"}) == segundo
