"""The OpenAPI document is valid, says what the contract says, and what is served agrees with it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import validate

from tests.acesso.andarilho import chamar
from tests.acesso.cenario import DESCONHECIDO, Cenario
from tests.acesso.documento import Documento
from tests.acesso.matriz import MATRIZ, Linha
from tests.acesso.promessas import CAMPOS, promessas_de
from tests.conftest import Elenco
from tests.factories import FaturaFactory

PAGINAS = {"/", "/schema", "/docs", "/redoc"}
"""Served, but not operations of the API: the document itself and the pages that show it."""

DA_API = [linha for linha in MATRIZ if linha.caminho not in PAGINAS]


@pytest.fixture(scope="module")
def documento() -> Documento:
    return Documento(Client().get("/schema").json())


def test_o_documento_e_openapi_valido(documento: Documento) -> None:
    validate(documento.bruto)


def test_o_documento_fala_de_toda_rota_e_de_nenhuma_outra(documento: Documento) -> None:
    assert set(documento.operacoes) == {str(linha) for linha in DA_API}


@pytest.mark.parametrize("linha", DA_API, ids=str)
def test_o_exemplo_do_corpo_obedece_ao_proprio_esquema(
    linha: Linha, documento: Documento, cenario: Cenario
) -> None:
    pedido = documento.operacoes[str(linha)].get("requestBody")
    precisa_de_corpo = linha.corpo is not None and linha.corpo(cenario) != {}
    assert (pedido is not None) == precisa_de_corpo
    for conteudo in (pedido or {}).get("content", {}).values():
        exemplos = list(_exemplos(conteudo))
        assert exemplos
        assert [documento.erros(conteudo["schema"], e) for e in exemplos] == [[]] * len(exemplos)


@pytest.mark.parametrize("linha", DA_API, ids=str)
def test_o_exemplo_da_resposta_obedece_ao_proprio_esquema(
    linha: Linha, documento: Documento
) -> None:
    conteudo = documento.respostas(str(linha), linha.status)["application/json"]
    exemplos = list(_exemplos(conteudo))
    assert exemplos
    for exemplo in exemplos:
        assert documento.erros(conteudo["schema"], exemplo) == []
        assert isinstance(exemplo, list) == linha.lista


@pytest.mark.parametrize("linha", DA_API, ids=str)
def test_todo_erro_documentado_tem_exemplo_com_o_proprio_status(
    linha: Linha, documento: Documento
) -> None:
    for status in documento.operacoes[str(linha)]["responses"]:
        if status.startswith("2"):
            continue
        conteudo = documento.respostas(str(linha), status)["application/problem+json"]
        for exemplo in _exemplos(conteudo):
            assert documento.erros(conteudo["schema"], exemplo) == []
            assert exemplo["status"] == int(status)
            assert exemplo["type"] == f"urn:vidasaude:problema:{exemplo['codigo']}"


@pytest.mark.parametrize("linha", DA_API, ids=str)
def test_o_documento_traz_os_codigos_que_o_contrato_promete(
    linha: Linha, documento: Documento
) -> None:
    assert promessas_de(linha) - documento.codigos(str(linha)) == set()


@pytest.mark.parametrize("operacao", CAMPOS)
def test_o_documento_traz_os_campos_do_contrato(operacao: str, documento: Documento) -> None:
    linha = next(linha for linha in DA_API if str(linha) == operacao)
    esquema = documento.respostas(operacao, linha.status)["application/json"]["schema"]
    assert set(documento.propriedades(esquema.get("items", esquema))) == set(CAMPOS[operacao])


@pytest.mark.parametrize("linha", DA_API, ids=str)
def test_o_que_se_serve_obedece_ao_documento(
    linha: Linha, documento: Documento, cenario: Cenario
) -> None:
    for resposta in _servidas(linha, cenario):
        assert documento.julgar(str(linha), resposta) == []


@pytest.mark.parametrize("linha", [linha for linha in DA_API if linha.corpo], ids=str)
def test_o_documento_recusa_campo_desconhecido_como_a_api(
    linha: Linha, documento: Documento, cenario: Cenario
) -> None:
    esquema = documento.corpo(str(linha))
    assert linha.corpo is not None
    valido = linha.corpo(cenario)
    if esquema is not None:
        assert documento.erros(esquema, valido) == []
        assert documento.erros(esquema, {**valido, "nada_disso": 1}) != []


@pytest.mark.parametrize(
    ("valor", "aceito"),
    [(150, True), (0, True), ("150.00", True), (9999999.99, True), (-0.01, False), (1e7, False)],
)
def test_o_documento_aceita_o_dinheiro_que_a_api_aceita(
    valor: Any, aceito: bool, documento: Documento, cenario: Cenario
) -> None:
    esquema = documento.corpo("POST /faturas")
    assert esquema is not None
    corpo = {**cenario.nova_fatura, "procedimentos": [{"codigo": "CON001", "valor": valor}]}
    assert (documento.erros(esquema, corpo) == []) == aceito
    servido = cenario.elenco.faturista.enviar("/faturas", corpo)
    assert (servido.status_code == 201) == aceito


def test_valor_alto_obedece_ao_documento(documento: Documento, elenco: Elenco) -> None:
    """999 × 9,999,999.99 is a charge that the contract accepts."""
    total = Decimal("9999999.99") * 999
    fatura = FaturaFactory(
        id_clinica=elenco.clinica.pk,
        valor_total=total,
        valor_paciente=total - 10,
        itens=[{"codigo": "EXA001", "valor": Decimal("9999999.99"), "quantidade": 999}],
    )
    resposta = elenco.faturista.get(f"/faturas/{fatura.pk}")
    assert Decimal(str(resposta.json()["valor_total"])) == total
    assert documento.julgar("GET /faturas/{id}", resposta) == []


def test_o_documento_denuncia_resposta_que_nao_e_dele(documento: Documento, elenco: Elenco) -> None:
    """The control: an answer of another operation, and one with a member too many, are told."""
    eu = elenco.recepcao.get("/auth/eu")
    assert documento.julgar("GET /auth/eu", eu) == []
    assert documento.julgar("GET /pacientes/{id}", eu) != []
    a_mais = elenco.recepcao.get("/auth/eu")
    a_mais.json = lambda: {**eu.json(), "senha": "x"}
    assert documento.julgar("GET /auth/eu", a_mais) == ["senha não está no documento"]


def _exemplos(conteudo: dict[str, Any]) -> Iterator[Any]:
    return (exemplo["value"] for exemplo in conteudo.get("examples", {}).values())


def _servidas(linha: Linha, cenario: Cenario) -> Iterator[Any]:
    """An answer of each kind: as it should go, without credentials, without the role, of nothing."""
    dono = "ninguem" if linha.aberta else sorted(linha.quem - {"admin"})[0]
    yield chamar(linha, cenario, cenario.pessoa(dono))
    if not linha.aberta:
        yield chamar(linha, cenario, cenario.elenco.ninguem)
    if linha.quem.isdisjoint({"admin", "ninguem"}):
        yield chamar(linha, cenario, cenario.elenco.admin)
    if linha.alvo:
        yield chamar(linha, cenario, cenario.pessoa(dono), id=DESCONHECIDO)
    if linha.corpo:
        caminho = linha.endereco(getattr(cenario, linha.alvo) if linha.alvo else None)
        pessoa = cenario.pessoa(dono)
        yield pessoa._json(linha.metodo, caminho, {"nada_disso": 1}, {})
        yield pessoa._json(linha.metodo, caminho, b"{", {})
    if linha.lista:
        caminho = linha.endereco(getattr(cenario, linha.alvo) if linha.alvo else None)
        yield cenario.pessoa(dono).get(caminho, {"limite": "0"})
