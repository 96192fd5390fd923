"""PATCH /pacientes/<id>: what is given changes, objects merge member by member, null clears."""

from typing import Any

import pytest

from tests.conftest import Elenco
from tests.factories import PacienteFactory
from tests.paciente.test_cadastro import COMPLETA, erros


@pytest.fixture
def caminho(elenco: Elenco) -> str:
    return elenco.recepcao.enviar("/pacientes", COMPLETA).headers["Location"]


def ler(elenco: Elenco, caminho: str) -> dict[str, Any]:
    return elenco.recepcao.get(caminho).json()


def test_muda_so_o_que_veio(elenco: Elenco, caminho: str) -> None:
    antes = ler(elenco, caminho)

    resposta = elenco.recepcao.alterar(caminho, {"telefone": "11 91234-5678", "sexo": "I"})

    assert resposta.status_code == 200
    assert resposta.json() == {**antes, "telefone": "11 91234-5678", "sexo": "I"}
    assert ler(elenco, caminho) == resposta.json()


@pytest.mark.parametrize(
    ("objeto", "mudanca"),
    [
        ("endereco", {"numero": "10"}),
        ("endereco", {"cep": "01310-100", "bairro": None}),
        ("endereco", {"uf": None}),
        ("plano", {"validade": "2031-01-31"}),
        ("plano", {"nome": None, "operadora": "Plano2"}),
    ],
)
def test_objeto_se_junta_membro_a_membro(
    elenco: Elenco, caminho: str, objeto: str, mudanca: dict[str, Any]
) -> None:
    antes = ler(elenco, caminho)

    depois = elenco.recepcao.alterar(caminho, {objeto: mudanca}).json()

    esperado = {**antes[objeto], **mudanca}
    if "cep" in mudanca:
        esperado["cep"] = "01310100"
    assert depois == {**antes, objeto: esperado}
    assert ler(elenco, caminho) == depois


@pytest.mark.parametrize("objeto", ["endereco", "plano"])
def test_objeto_vazio_nao_muda_nada(elenco: Elenco, caminho: str, objeto: str) -> None:
    antes = ler(elenco, caminho)

    assert elenco.recepcao.alterar(caminho, {objeto: {}}).json() == antes


@pytest.mark.parametrize("objeto", ["endereco", "plano"])
def test_objeto_nulo_apaga_todos_os_membros(elenco: Elenco, caminho: str, objeto: str) -> None:
    antes = ler(elenco, caminho)

    assert elenco.recepcao.alterar(caminho, {objeto: None}).json() == {**antes, objeto: None}
    um = "uf" if objeto == "endereco" else "operadora"
    valor = "SP" if objeto == "endereco" else "Plano1"
    de_novo = elenco.recepcao.alterar(caminho, {objeto: {um: valor}}).json()[objeto]
    assert de_novo == {**dict.fromkeys(COMPLETA[objeto]), um: valor}


@pytest.mark.parametrize("objeto", ["endereco", "plano"])
def test_apagar_cada_membro_e_apagar_o_objeto(elenco: Elenco, caminho: str, objeto: str) -> None:
    nulos = dict.fromkeys(COMPLETA[objeto])

    assert elenco.recepcao.alterar(caminho, {objeto: nulos}).json()[objeto] is None


def test_plano_e_endereco_nao_se_misturam(elenco: Elenco, caminho: str) -> None:
    """The plan's `nome` is a column beside the patient's: neither writes over the other."""
    depois = elenco.recepcao.alterar(caminho, {"plano": {"nome": "Total"}}).json()

    assert (depois["nome"], depois["plano"]["nome"]) == (COMPLETA["nome"], "Total")


@pytest.mark.parametrize(
    "campo",
    ["nome_social", "nome_mae", "sexo", "cns", "passaporte", "telefone", "email", "cpf"],
)
def test_nulo_apaga_o_que_e_opcional(elenco: Elenco, caminho: str, campo: str) -> None:
    assert elenco.recepcao.alterar(caminho, {campo: None}).json()[campo] is None


@pytest.mark.parametrize("campo", ["nome", "data_nascimento"])
def test_nulo_nao_apaga_o_obrigatorio(elenco: Elenco, caminho: str, campo: str) -> None:
    assert erros(elenco.recepcao.alterar(caminho, {campo: None})) == [(campo, "nulo")]


def test_o_ultimo_documento_nao_se_apaga(elenco: Elenco) -> None:
    paciente = PacienteFactory()
    caminho = f"/pacientes/{paciente.pk}"

    assert erros(elenco.recepcao.alterar(caminho, {"cpf": None})) == [("cpf", "obrigatorio")]
    assert ler(elenco, caminho)["cpf"] == paciente.cpf
    trocado = elenco.recepcao.alterar(caminho, {"cpf": None, "passaporte": "FX1"})
    assert trocado.status_code == 200
    assert erros(elenco.recepcao.alterar(caminho, {"passaporte": None})) == [("cpf", "obrigatorio")]


@pytest.mark.parametrize(
    "corpo", [{"id": 9}, {"data_criacao": "2026-01-01T00:00:00Z"}, {"versao": 1}]
)
def test_campo_de_leitura_nao_se_altera(elenco: Elenco, caminho: str, corpo: Any) -> None:
    resposta = elenco.recepcao.alterar(caminho, corpo)

    assert erros(resposta) == [(next(iter(corpo)), "campo_desconhecido")]
    assert resposta.json()["codigo"] == "campo_desconhecido"


def test_um_campo_torto_impede_os_outros(elenco: Elenco, caminho: str) -> None:
    antes = ler(elenco, caminho)

    resposta = elenco.recepcao.alterar(caminho, {"nome": "Outra", "cpf": "1", "email": "x"})

    assert {campo for campo, _ in erros(resposta)} == {"cpf", "email"}
    assert ler(elenco, caminho) == antes


@pytest.mark.parametrize(("campo", "codigo"), [("cpf", "cpf_duplicado"), ("cns", "cns_duplicado")])
def test_documento_de_outro_e_409(elenco: Elenco, caminho: str, campo: str, codigo: str) -> None:
    outro = f"/pacientes/{PacienteFactory(passaporte='FX1').pk}"

    resposta = elenco.recepcao.alterar(outro, {campo: COMPLETA[campo]})

    assert (resposta.status_code, resposta.json()["codigo"]) == (409, codigo)
    assert elenco.recepcao.alterar(caminho, {campo: COMPLETA[campo]}).status_code == 200
