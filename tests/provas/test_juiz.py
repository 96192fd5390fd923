"""The judge of the fuzz sees each thing that an answer may do wrong, and nothing in one that is right."""

import json
from typing import Any

import httpx
import pytest
from django.test import Client

from tests.acesso.documento import Documento
from tests.provas.juiz import Juiz
from tests.provas.malformados.caso import Caso

ID = "5f1c9c1e0d7b4d5f8f1f6b0a2c3d4e5f"
CASO = Caso(
    nome="x",
    operacao="POST /clinicas",
    metodo="POST",
    alvo="/clinicas",
    eco=("nome", "<b>Vida+</b>"),
)
CLINICA = {
    "id": 1, "nome": "<b>Vida+</b>", "cnes": None, "cidade": "Bauru", "uf": "SP", "ativa": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def juiz() -> Juiz:
    return Juiz(Documento(Client().get("/schema").json()), "banco_secreto")


def problema(status: int = 400, codigo: str = "dados_invalidos", **trocas: Any) -> httpx.Response:
    corpo = {
        "type": f"urn:vidasaude:problema:{codigo}",
        "title": "Dados inválidos",
        "status": status,
        "detail": "Corrija os campos indicados e envie de novo.",
        "codigo": codigo,
        "id_requisicao": ID,
        **trocas,
    }
    return resposta(status, corpo, tipo="application/problem+json")


def resposta(
    status: int, corpo: Any, *, tipo: str = "application/json", **cabecalhos: str
) -> httpx.Response:
    conteudo = corpo if isinstance(corpo, bytes) else json.dumps(corpo, ensure_ascii=False).encode()
    return httpx.Response(
        status, content=conteudo, headers={"Content-Type": tipo, "X-Request-ID": ID, **cabecalhos}
    )


@pytest.mark.parametrize("certa", [problema(), resposta(201, CLINICA)], ids=["recusa", "criada"])
def test_resposta_certa_passa(juiz: Juiz, certa: httpx.Response) -> None:
    assert juiz.julgar(CASO, certa) == []


ERRADAS = {
    "é erro nosso": problema(500, "erro_interno"),
    "não está no documento": problema(418, "dados_invalidos"),
    "codigo desconhecido": problema(codigo="inventado"),
    "type:": problema(type="about:blank"),
    "o corpo diz 404": resposta(
        400, {**problema().json(), "status": 404}, tipo="application/problem+json"
    ),
    "id_requisicao não é": problema(id_requisicao="outro"),
    "em branco": problema(detail=" "),
    "fala inglês": problema(detail="This field is required."),
    "um erro de campo tem": problema(erros=[{"campo": "nome", "mensagem": "Longo."}]),
    "é text/html": resposta(400, b"<h1>Bad Request</h1>", tipo="text/html"),
    "é application/json": resposta(400, {"erro": "x"}),
    "conta 'psycopg'": problema(detail="psycopg.errors.UniqueViolation"),
    "conta 'banco_secreto'": problema(detail="Sem resposta de banco_secreto."),
    "conta 'rede_clinica'": problema(detail="Já existe em rede_clinica."),
    "sem WWW-Authenticate": problema(401, "nao_autenticado"),
    "sem Retry-After": problema(429, "limite_excedido"),
    "um cabeçalho que veio no pedido": resposta(201, CLINICA, **{"X-Injetado": "1"}),
    "não é JSON": resposta(201, b'{"id": NaN}'),
    "is not of type": resposta(201, {**CLINICA, "id": "1"}),
    "nome voltou": resposta(201, {**CLINICA, "nome": "&lt;b&gt;Vida+&lt;/b&gt;"}),
}  # fmt: skip
"""What the judge says → an answer that deserves it."""


@pytest.mark.parametrize("falta", ERRADAS)
def test_resposta_errada_e_apontada(juiz: Juiz, falta: str) -> None:
    assert falta in " ".join(juiz.julgar(CASO, ERRADAS[falta]))


def test_resposta_sem_id_e_sem_membro_e_apontada(juiz: Juiz) -> None:
    assert "sem X-Request-ID" in " ".join(juiz.julgar(CASO, httpx.Response(400)))
    sem_codigo = {nome: valor for nome, valor in problema().json().items() if nome != "codigo"}
    faltas = juiz.julgar(CASO, resposta(400, sem_codigo, tipo="application/problem+json"))
    assert "sem ['codigo']" in " ".join(faltas)


def test_status_e_codigo_esperados_sao_exigidos(juiz: Juiz) -> None:
    exigente = Caso(
        nome="x", operacao="POST /clinicas", metodo="POST", alvo="/clinicas",
        espera=frozenset({400}), codigo="campo_desconhecido",
    )  # fmt: skip
    assert juiz.julgar(exigente, problema(codigo="campo_desconhecido")) == []
    assert "em vez de campo_desconhecido" in " ".join(juiz.julgar(exigente, problema()))
    assert "em vez de [400]" in " ".join(juiz.julgar(exigente, resposta(201, CLINICA)))


def test_o_que_veio_no_pedido_nao_e_vazamento(juiz: Juiz) -> None:
    enviado = Caso(nome="x", operacao="", metodo="GET", alvo="/django.py")
    assert (
        juiz.julgar(enviado, problema(404, "nao_encontrado", detail="/django.py não existe.")) == []
    )
