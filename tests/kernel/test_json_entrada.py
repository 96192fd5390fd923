"""JSON in: what the contract refuses is refused on a real path, with the contract's codes."""

from typing import Any

import pytest

from apps.kernel.api.json import ler_json
from apps.kernel.errors import CorpoInvalido
from tests.conftest import Elenco

LIMITE = 1_048_576
NOVO = b'{"nome": "Ana Souza", "cpf": "529.982.247-25", "data_nascimento": "1985-04-12"'

NAO_E_JSON = {
    "chave repetida": b'{"nome": "Ana", "nome": "Bia"}',
    "chave repetida por escape": b'{"nome": "Ana", "\\u006eome": "Bia"}',
    "chave repetida lá dentro": b'{"endereco": {"uf": "SP", "uf": "RJ"}}',
    "NaN": b'{"nome": NaN}',
    "Infinity": b'{"nome": Infinity}',
    "-Infinity": b'{"nome": [-Infinity]}',
    "NUL cru": b'{"nome": "A\x00na"}',
    "NUL por escape": b'{"nome": "A\\u0000na"}',
    "NUL em chave": b'{"no\\u0000me": "Ana"}',
    "substituto alto sozinho": b'{"nome": "\\ud83d"}',
    "substituto baixo sozinho": b'{"nome": "\\ude00\\ud83d"}',
    "substituto em chave": b'{"\\udc00": 1}',
    "substituto cru": b'{"nome": "\xed\xa0\x80"}',
    "33 listas": b"[" * 33 + b"]" * 33,
    "33 objetos": b'{"a":' * 33 + b"1" + b"}" * 33,
    "funduras sem fim": b"[" * 100_000,
    "inteiro de 5000 algarismos": b'{"nome": ' + b"9" * 5000 + b"}",
    "expoente sem tamanho": b'{"nome": 1e9999999999999999999}',
    "expoente negativo sem tamanho": b'{"nome": 1e-9999999999999999999}',
    "latin-1": '{"nome": "João"}'.encode("latin-1"),
    "utf-16": '{"nome": "Ana"}'.encode("utf-16"),
    "BOM": b"\xef\xbb\xbf" + b'{"nome": "Ana"}',
    "lixo no fim": b'{"nome": "Ana"} x',
    "dois documentos": b'{"nome": "Ana"}{"nome": "Bia"}',
    "vírgula no fim": b'{"nome": "Ana",}',
    "aspas simples": b"{'nome': 'Ana'}",
    "comentário": b'{"nome": "Ana"} // eu',
    "zero à esquerda": b'{"nome": 01}',
    "texto sem fim": b'{"nome": "Ana',
    "quebra de linha no texto": b'{"nome": "A\nna"}',
    "formulário": b"nome=Ana",
}


@pytest.mark.parametrize("corpo", NAO_E_JSON.values(), ids=NAO_E_JSON)
def test_corpo_que_nao_e_json_e_recusado(elenco: Elenco, corpo: bytes) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", corpo)

    assert resposta.status_code == 400, resposta.content
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.json()["codigo"] == "corpo_invalido"


@pytest.mark.parametrize("corpo", [b"null", b"[]", b"[1]", b'"nome"', b"1", b"true", b"1.5"])
def test_corpo_que_nao_e_objeto_e_recusado(elenco: Elenco, corpo: bytes) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", corpo)

    assert resposta.status_code == 400, resposta.content
    assert resposta.json()["codigo"] == "dados_invalidos"
    assert [e["campo"] for e in resposta.json()["erros"]] == ["corpo"]


@pytest.mark.parametrize("corpo", [b"", b" \n\t "])
def test_corpo_vazio_e_um_objeto_sem_campos(elenco: Elenco, corpo: bytes) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", corpo)

    assert resposta.status_code == 400
    assert {e["campo"] for e in resposta.json()["erros"]} == {"nome", "data_nascimento", "cpf"}


def test_numero_maior_que_a_conta_e_recusado_no_campo(elenco: Elenco) -> None:
    """1e999 is JSON, and Decimal holds it: the field says that it is too much."""
    corpo = b'{"id_consulta": 1, "procedimentos": [{"codigo": "CON001", "valor": 1e999}]}'

    resposta = elenco.faturista.enviar("/faturas", corpo)

    assert resposta.status_code == 400
    assert [(e["campo"], e["codigo"]) for e in resposta.json()["erros"]] == [
        ("procedimentos.0.valor", "acima_do_maximo")
    ]


def test_profundidade_32_e_lida() -> None:
    assert ler_json(b"[" * 32 + b"]" * 32) is not None
    assert ler_json(b'{"a":' * 32 + b"1" + b"}" * 32) is not None
    with pytest.raises(CorpoInvalido):
        ler_json(b"[" * 33 + b"]" * 33)


def test_colchetes_dentro_de_texto_nao_contam_como_niveis() -> None:
    assert ler_json(b'"' + b"[{" * 100 + b'"') == "[{" * 100
    assert ler_json(b'["\\"' + b"[" * 100 + b'"]') == ['"' + "[" * 100]


def test_muitos_niveis_rasos_nao_sao_fundos() -> None:
    assert len(ler_json(b"[" + b"[],{}," * 1000 + b"1]")) == 2001


def test_par_de_substitutos_e_um_caractere() -> None:
    assert ler_json(b'"\\ud83d\\ude00"') == "😀"
    assert ler_json('"😀"'.encode()) == "😀"


def test_mesma_chave_em_objetos_diferentes_nao_repete() -> None:
    assert ler_json(b'[{"a": 1}, {"a": {"a": 2}}]') == [{"a": 1}, {"a": {"a": 2}}]


def _corpo_com(tamanho: int) -> bytes:
    inicio, fim = NOVO + b', "telefone": "', b'"}'
    return inicio + b"1" * (tamanho - len(inicio) - len(fim)) + fim


def test_corpo_do_tamanho_do_limite_e_lido(elenco: Elenco) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", _corpo_com(LIMITE))

    assert resposta.status_code == 400
    assert [(e["campo"], e["codigo"]) for e in resposta.json()["erros"]] == [
        ("telefone", "longo_demais")
    ]


@pytest.mark.parametrize("tamanho", [LIMITE + 1, 3 * LIMITE])
def test_corpo_acima_do_limite_e_413(elenco: Elenco, tamanho: int) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", _corpo_com(tamanho))

    assert resposta.status_code == 413
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.json()["codigo"] == "corpo_grande_demais"


def test_corpo_grande_demais_e_413_em_qualquer_caminho(elenco: Elenco) -> None:
    for caminho in ("/auth/token", "/nao/existe", "/admin/login/", "/"):
        resposta = elenco.ninguem.enviar(caminho, b" " * (LIMITE + 1))
        assert (resposta.status_code, resposta.json()["codigo"]) == (413, "corpo_grande_demais")


@pytest.mark.parametrize(
    "tipo",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"],
)
def test_outro_tipo_de_corpo_e_415(elenco: Elenco, tipo: str) -> None:
    resposta: Any = elenco.recepcao.generic("POST", "/pacientes", b"nome=Ana", tipo)

    assert resposta.status_code == 415
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.json()["codigo"] == "tipo_nao_suportado"
