"""What a caller reads when fields are at fault: all of them, at once, each by its dotted path."""

from typing import Any

import pytest

from tests.conftest import Elenco

PACIENTE = {"nome": "Ana Souza", "cpf": "529.982.247-25", "data_nascimento": "1985-04-12"}


def test_todos_os_problemas_de_uma_vez(elenco: Elenco) -> None:
    resposta = elenco.recepcao.enviar(
        "/pacientes",
        {
            "nome": 1,
            "cpf": "123",
            "data_nascimento": "ontem",
            "sexo": "X",
            "apelido": "Zé",
            "endereco": {"uf": "XX", "cep": "1", "pais": "BR"},
        },
    )

    assert resposta.status_code == 400
    assert resposta.json()["codigo"] == "dados_invalidos"
    assert {(e["campo"], e["codigo"]) for e in resposta.json()["erros"]} == {
        ("nome", "invalido"),
        ("cpf", "cpf_invalido"),
        ("data_nascimento", "invalido"),
        ("sexo", "opcao_invalida"),
        ("apelido", "campo_desconhecido"),
        ("endereco.uf", "opcao_invalida"),
        ("endereco.cep", "cep_invalido"),
        ("endereco.pais", "campo_desconhecido"),
    }
    assert all(e["mensagem"] for e in resposta.json()["erros"])


def test_caminhos_de_listas_dizem_qual_item(elenco: Elenco) -> None:
    itens = [
        {"codigo": "CON001", "valor": 150},
        {"codigo": "EXA001", "valor": "abc", "quantidade": 0},
        {"valor": 10, "desconto": 5},
    ]

    resposta = elenco.faturista.enviar("/faturas", {"id_consulta": 1, "procedimentos": itens})

    assert resposta.status_code == 400
    assert {e["campo"] for e in resposta.json()["erros"]} == {
        "procedimentos.1.valor",
        "procedimentos.1.quantidade",
        "procedimentos.2.codigo",
        "procedimentos.2.desconto",
    }


@pytest.mark.parametrize(
    ("corpo", "campos"),
    [
        ({**PACIENTE, "apelido": "Zé"}, ["apelido"]),
        ({**PACIENTE, "apelido": "Zé", "Nome": "x"}, ["apelido", "Nome"]),
        ({**PACIENTE, "endereco": {"pais": "BR"}}, ["endereco.pais"]),
        ({**PACIENTE, "id": 7}, ["id"]),
        (
            {**PACIENTE, "data_criacao": "2026-01-01T00:00:00Z", "versao": 3},
            ["data_criacao", "versao"],
        ),
    ],
)
def test_so_campos_desconhecidos_tem_codigo_proprio(
    elenco: Elenco, corpo: dict[str, Any], campos: list[str]
) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", corpo)

    assert resposta.status_code == 400
    assert resposta.json()["codigo"] == "campo_desconhecido"
    assert resposta.json()["type"] == "urn:vidasaude:problema:campo_desconhecido"
    assert [e["campo"] for e in resposta.json()["erros"]] == campos
    assert {e["codigo"] for e in resposta.json()["erros"]} == {"campo_desconhecido"}


def test_campo_desconhecido_ao_lado_de_outro_erro_e_dados_invalidos(elenco: Elenco) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", {**PACIENTE, "cpf": "1", "apelido": "Zé"})

    assert resposta.json()["codigo"] == "dados_invalidos"
    assert {e["codigo"] for e in resposta.json()["erros"]} == {"cpf_invalido", "campo_desconhecido"}
