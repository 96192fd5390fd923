"""Every request has a name; nothing of it is cached; the log says nothing of the patient."""

import logging
import re
from typing import Any

import pytest

from tests.conftest import Elenco
from tests.factories import PacienteFactory

SORTEADO = re.compile(r"[0-9a-f]{32}\Z")


@pytest.mark.parametrize(
    "id",
    ["abc", "5f1c9c1e-0d7b-4d5f-8f1f-6b0a2c3d4e5f", "A.b_c-9", "x" * 64, "0"],
)
def test_id_do_chamador_e_devolvido(elenco: Elenco, id: str) -> None:
    for caminho in ("/pacientes", "/nada", "/livez", "/admin/login/", "/docs"):
        resposta = elenco.recepcao.get(caminho, headers={"X-Request-ID": id})
        assert resposta.headers["X-Request-ID"] == id


@pytest.mark.parametrize(
    "id",
    [
        "",
        "a b",
        "a\r\nSet-Cookie: x=1",
        "a\n",
        "x" * 200,
        "<script>",
        "ção",
        "a;b",
        "%0d%0a",
        '"',
        "../../etc",
    ],
)
def test_id_insano_e_trocado_por_um_nosso(elenco: Elenco, id: str) -> None:
    resposta = elenco.recepcao.get("/pacientes/999999", headers={"X-Request-ID": id})

    assert SORTEADO.match(resposta.headers["X-Request-ID"])
    assert resposta.json()["id_requisicao"] == resposta.headers["X-Request-ID"]


def test_cada_pedido_tem_o_seu(elenco: Elenco) -> None:
    ids = {elenco.recepcao.get("/pacientes").headers["X-Request-ID"] for _ in range(5)}

    assert len(ids) == 5


@pytest.mark.parametrize(
    "caminho",
    [
        "/",
        "/livez",
        "/readyz",
        "/pacientes",
        "/pacientes/1",
        "/auth/eu",
        "/clinicas",
        "/profissionais",
        "/consultas",
        "/agenda",
        "/prontuarios",
        "/faturas",
        "/auditoria",
        "/schema",
        "/docs",
        "/redoc",
        "/admin",
        "/admin/",
        "/admin/login/",
        "/entrar/login/",
        "/nada",
    ],
)
def test_nada_e_guardado_no_caminho(elenco: Elenco, caminho: str) -> None:
    for pessoa in (elenco.recepcao, elenco.ninguem):
        for metodo in ("GET", "POST"):
            resposta: Any = pessoa.generic(metodo, caminho)
            assert "no-store" in resposta.headers["Cache-Control"], (metodo, resposta.status_code)
            assert "X-Request-ID" in resposta.headers


CANARIOS = ["Canarinho", "52998224725", "529.982.247-25", "canario@exemplo.com.br", "123456789012"]


def test_log_nao_leva_consulta_corpo_nome_nem_cpf(
    elenco: Elenco, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="django.db.backends")  # in service SQL is never logged
    corpo = {
        "nome": "Maria Canarinho",
        "cpf": "529.982.247-25",
        "data_nascimento": "1985-04-12",
        "email": "canario@exemplo.com.br",
        "passaporte": "123456789012",
    }

    statuses = [
        elenco.recepcao.enviar("/pacientes", corpo).status_code,
        elenco.recepcao.enviar("/pacientes", corpo).status_code,
        elenco.recepcao.enviar("/pacientes", {**corpo, "cpf": "529.982.247-99"}).status_code,
        elenco.recepcao.enviar("/pacientes", b'{"nome": "Maria Canarinho').status_code,
        elenco.recepcao.get("/pacientes?busca=Canarinho").status_code,
        elenco.recepcao.get("/pacientes?busca=529.982.247-25").status_code,
        elenco.recepcao.get("/pacientes?canario@exemplo.com.br=1").status_code,
        elenco.medica.enviar("/pacientes", corpo).status_code,
        elenco.ninguem.enviar("/pacientes?nome=Canarinho", corpo).status_code,
        elenco.ninguem.get("/nada?busca=Canarinho").status_code,
        elenco.ninguem.enviar(
            "/auth/token", {"username": "Canarinho", "password": "529.982.247-25"}
        ).status_code,
    ]

    assert statuses == [201, 409, 400, 400, 200, 200, 400, 403, 401, 404, 401]
    assert len(caplog.records) >= len(statuses)
    for canario in CANARIOS:
        assert canario not in caplog.text
    assert "busca" not in caplog.text
    assert "?" not in caplog.text


def test_log_tem_uma_linha_por_pedido(elenco: Elenco, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    paciente = PacienteFactory()

    elenco.recepcao.get(f"/pacientes/{paciente.pk}?format=json", headers={"X-Request-ID": "meu"})

    (linha,) = [r for r in caplog.records if r.name == "vidasaude"]
    assert re.match(r"GET /pacientes/\S+ 200 \d+ms\Z", linha.getMessage())


def test_caminho_com_quebra_de_linha_nao_forja_o_log(
    elenco: Elenco, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    elenco.ninguem.get("/nada%0aGET%20/pacientes%20200%201ms%1b[31m")

    for linha in caplog.records:
        assert "\n" not in linha.getMessage()
        assert "\x1b" not in linha.getMessage()
