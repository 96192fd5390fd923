"""`GET /auditoria`: the auditor's clinics, filtered, newest first, read only."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from apps.kernel.models import EventoAuditoria
from tests.conftest import Elenco

CAMPOS = {
    "seq",
    "momento",
    "evento",
    "id_usuario",
    "papel",
    "id_clinica",
    "ip",
    "objeto",
    "permitido",
    "id_requisicao",
}


def evento(elenco: Elenco, **campos: Any) -> int:
    padrao = {"evento": "teste", "objeto": "kernel.teste:1", "id_clinica": elenco.clinica.pk}
    return EventoAuditoria.objects.create(**{**padrao, "id_requisicao": "r", **campos}).pk


def ler(elenco: Elenco, filtro: str = "", pessoa: str = "auditora") -> list[int]:
    resposta = getattr(elenco, pessoa).get(f"/auditoria?{filtro}")
    assert resposta.status_code == 200, resposta.content
    return [linha["seq"] for linha in resposta.json()]


def test_cada_auditora_le_a_sua_clinica_e_o_que_nao_e_de_nenhuma(elenco: Elenco) -> None:
    meu = evento(elenco)
    da_outra = evento(elenco, id_clinica=elenco.clinica2.pk)
    de_ninguem = evento(elenco, id_clinica=None)

    assert ler(elenco) == [de_ninguem, meu]
    assert ler(elenco, pessoa="auditora2") == [de_ninguem, da_outra]


def test_evento_tem_os_campos_do_contrato(elenco: Elenco) -> None:
    momento = datetime.fromisoformat("2026-03-02T01:30:00+00:00")
    seq = evento(elenco, momento=momento, papel="recepcao", id_usuario=7, ip="10.0.0.1")

    (linha,) = elenco.auditora.get("/auditoria").json()

    assert set(linha) == CAMPOS
    assert linha == {
        "seq": seq,
        "momento": "2026-03-01T22:30:00-03:00",
        "evento": "teste",
        "id_usuario": 7,
        "papel": "recepcao",
        "id_clinica": elenco.clinica.pk,
        "ip": "10.0.0.1",
        "objeto": "kernel.teste:1",
        "permitido": True,
        "id_requisicao": "r",
    }


def test_filtros_escolhem(elenco: Elenco) -> None:
    um = evento(elenco, evento="a", id_usuario=1, objeto="paciente.paciente:1")
    dois = evento(elenco, evento="b", id_usuario=1, objeto="paciente.paciente:12")
    tres = evento(elenco, evento="b", id_usuario=2, objeto="paciente.paciente:1")

    assert ler(elenco, "evento=b") == [tres, dois]
    assert ler(elenco, "id_usuario=1") == [dois, um]
    assert ler(elenco, "objeto=paciente.paciente:1") == [tres, um]
    assert ler(elenco, "objeto=paciente.paciente:1&evento=b") == [tres]
    assert ler(elenco, f"id={um},{dois}") == [dois, um]
    assert ler(elenco, "evento=nenhum") == []


def test_dias_sao_os_de_sao_paulo_com_as_duas_pontas(elenco: Elenco) -> None:
    dia = date(2026, 3, 2)
    momentos = ["01T23:59:59", "02T00:00:00", "02T23:59:59", "03T00:00:00"]
    antes, inicio, fim, depois = (
        evento(elenco, momento=datetime.fromisoformat(f"2026-03-{m}-03:00")) for m in momentos
    )

    assert ler(elenco, f"de={dia}&ate={dia}") == [fim, inicio]
    assert ler(elenco, f"de={dia}") == [depois, fim, inicio]
    assert ler(elenco, f"ate={dia}") == [fim, inicio, antes]
    assert ler(elenco, f"de={dia + timedelta(days=1)}&ate={dia}") == []


@pytest.mark.parametrize(
    "filtro", ["de=ontem", "ate=2026-02-30", "id_usuario=x", "id_usuario=0", "papel=auditor"]
)
def test_filtro_torto_e_400(elenco: Elenco, filtro: str) -> None:
    resposta = elenco.auditora.get(f"/auditoria?{filtro}")

    assert resposta.status_code == 400
    assert resposta.json()["codigo"] == "parametro_invalido"
    assert [e["campo"] for e in resposta.json()["erros"]] == [filtro.split("=")[0]]


@pytest.mark.parametrize("pessoa", ["recepcao", "medica", "faturista", "gestora", "admin"])
def test_so_a_auditora_le(elenco: Elenco, pessoa: str) -> None:
    assert getattr(elenco, pessoa).get("/auditoria").status_code == 403
    assert elenco.ninguem.get("/auditoria").status_code == 401


@pytest.mark.parametrize("metodo", ["POST", "PUT", "PATCH", "DELETE"])
def test_nenhum_verbo_alem_de_get(elenco: Elenco, metodo: str) -> None:
    resposta = elenco.auditora.generic(metodo, "/auditoria")

    assert (resposta.status_code, resposta.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
