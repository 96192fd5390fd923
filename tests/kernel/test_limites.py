"""Throttling: those without credentials are limited, those signed in are not."""

from typing import Any

import pytest

from apps.kernel.access.permission import LimiteAnonimo
from tests.conftest import Elenco
from tests.factories import SENHA


@pytest.fixture
def tres_por_minuto(monkeypatch: pytest.MonkeyPatch) -> None:
    """LIMITE_ANONIMO=3/min."""
    monkeypatch.setattr(LimiteAnonimo, "rate", "3/min", raising=False)


def conferir_429(resposta: Any) -> None:
    assert resposta.status_code == 429
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.json()["codigo"] == "limite_excedido"
    assert 0 < int(resposta.headers["Retry-After"]) <= 61


def test_sem_credencial_o_quarto_pedido_espera(elenco: Elenco, tres_por_minuto: None) -> None:
    statuses = [elenco.ninguem.get("/pacientes").status_code for _ in range(3)]

    assert statuses == [401] * 3
    conferir_429(elenco.ninguem.get("/pacientes"))


def test_o_limite_e_um_so_para_todos_os_caminhos(elenco: Elenco, tres_por_minuto: None) -> None:
    for caminho in ("/pacientes", "/faturas", "/auth/eu"):
        elenco.ninguem.get(caminho)

    credenciais = {"username": "recepcao", "password": SENHA}
    conferir_429(elenco.ninguem.enviar("/auth/token", credenciais))


def test_saber_se_o_processo_vive_nao_tem_limite(elenco: Elenco, tres_por_minuto: None) -> None:
    """The breaker of another service asks it, whoever else asks a lot from the same address."""
    assert {elenco.ninguem.get("/livez").status_code for _ in range(30)} == {200}
    assert elenco.ninguem.get("/pacientes").status_code == 401


def test_trocar_x_forwarded_for_nao_da_outro_limite(elenco: Elenco, tres_por_minuto: None) -> None:
    for n in range(3):
        elenco.ninguem.get("/pacientes", headers={"X-Forwarded-For": f"203.0.113.{n}"})

    conferir_429(elenco.ninguem.get("/pacientes", headers={"X-Forwarded-For": "203.0.113.9"}))


def test_quem_entrou_nao_e_limitado(elenco: Elenco, tres_por_minuto: None) -> None:
    statuses = {elenco.recepcao.get("/pacientes").status_code for _ in range(30)}

    assert statuses == {200}


def test_quem_entrou_nao_gasta_o_limite_dos_outros(elenco: Elenco, tres_por_minuto: None) -> None:
    for _ in range(10):
        elenco.recepcao.get("/pacientes")

    assert elenco.ninguem.get("/pacientes").status_code == 401


def test_entrar_vem_de_um_limite_folgado(elenco: Elenco) -> None:
    """Without the small limit, a hundred callers are let through."""
    assert {elenco.ninguem.get("/pacientes").status_code for _ in range(100)} == {401}
