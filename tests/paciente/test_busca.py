"""Search: every word starts a word of the name, without accents or case; or a whole CPF or CNS."""

import pytest

from tests import documentos
from tests.conftest import Elenco
from tests.factories import PacienteFactory

NOMES = {
    "maria": "Maria Aparecida da Silva",
    "joao": "João Ávila Conceição",
    "jose": "José d'Ávila Filho",
    "mariana": "Mariana Souza",
    "ze": "ZÉ MÜLLER",
    "li": "Li Wěi 李伟",
    "porcento": "Ana 100% Silva_Souza",
}


@pytest.fixture
def cadastro(db: None) -> dict[int, str]:
    """Who is registered: id → short name."""
    return {PacienteFactory(nome=nome).pk: apelido for apelido, nome in NOMES.items()}


def achar(elenco: Elenco, cadastro: dict[int, str], busca: str) -> set[str]:
    resposta = elenco.recepcao.get("/pacientes", {"busca": busca})
    assert resposta.status_code == 200, resposta.content
    return {cadastro[paciente["id"]] for paciente in resposta.json()}


@pytest.mark.parametrize(
    ("busca", "achados"),
    [
        ("maria", {"maria", "mariana"}),
        ("MARIA", {"maria", "mariana"}),
        ("maría", {"maria", "mariana"}),
        ("mariana", {"mariana"}),
        ("mar", {"maria", "mariana"}),
        ("m", {"maria", "mariana", "ze"}),
        ("aria", set()),
        ("silva", {"maria", "porcento"}),
        ("silva maria", {"maria"}),
        ("maria silva", {"maria"}),
        ("da si ma ap", {"maria"}),
        ("maria maria", {"maria", "mariana"}),
        ("maria souza", {"mariana"}),
        ("maria conceicao", set()),
        ("joao", {"joao"}),
        ("João", {"joao"}),
        ("JOÃO", {"joao"}),
        ("Joa\u0303o", {"joao"}),
        ("avila", {"joao", "jose"}),
        ("ávila", {"joao", "jose"}),
        ("conceicao", {"joao"}),
        ("d'avila", {"jose"}),
        ("d avila", {"jose"}),
        ("josé d’ávila", {"jose"}),
        ("ze muller", {"ze"}),
        ("müller", {"ze"}),
        ("李", {"li"}),
        ("wei", {"li"}),
        ("  maria   silva ", {"maria"}),
        ("100", {"porcento"}),
        ("souza", {"mariana", "porcento"}),
        ("zzz", set()),
    ],
)
def test_cada_palavra_comeca_uma_palavra_do_nome(
    elenco: Elenco, cadastro: dict[int, str], busca: str, achados: set[str]
) -> None:
    assert achar(elenco, cadastro, busca) == achados


@pytest.mark.parametrize(
    "busca",
    [
        "%",
        "_",
        "%%",
        "'",
        '"',
        "\\",
        "*",
        "?",
        "-",
        "...",
        "';--",
        "%_%",
        "()",
        "|",
        "&",
        "!",
        "´`",
    ],
)
def test_so_pontuacao_nao_acha_ninguem(
    elenco: Elenco, cadastro: dict[int, str], busca: str
) -> None:
    assert achar(elenco, cadastro, busca) == set()


@pytest.mark.parametrize(
    ("busca", "achados"),
    [
        ("%aria", set()),
        ("_aria", set()),
        ("m_ria", set()),
        ("m%ria", set()),
        ("mari_", {"maria", "mariana"}),
        ("mar%silva", {"maria"}),
        ("maria*xyz", set()),
        ("maria' OR '1'='1", set()),
        ('maria" OR 1=1 --', set()),
        ("maria'; DROP TABLE paciente_paciente", set()),
    ],
)
def test_coringas_e_aspas_so_separam_palavras(
    elenco: Elenco, cadastro: dict[int, str], busca: str, achados: set[str]
) -> None:
    assert achar(elenco, cadastro, busca) == achados


@pytest.mark.parametrize("busca", ["", "  "])
def test_busca_vazia_nao_filtra(elenco: Elenco, cadastro: dict[int, str], busca: str) -> None:
    assert achar(elenco, cadastro, busca) == set(cadastro.values())


def test_busca_pelo_nome_social_e_pelos_dois_juntos(elenco: Elenco) -> None:
    paciente = PacienteFactory(nome="Carlos Lima", nome_social="Carla Lima")
    quem = {paciente.pk: "carla"}

    for busca in ("carla", "carlos", "carla carlos", "lima carla"):
        assert achar(elenco, quem, busca) == {"carla"}
    assert achar(elenco, quem, "carlinhos") == set()


def test_busca_pelo_cpf_inteiro_com_e_sem_pontuacao(
    elenco: Elenco, cadastro: dict[int, str]
) -> None:
    cpf = documentos.cpf(529_982_247)
    cadastro[PacienteFactory(nome="Bia Lima", cpf=cpf).pk] = "bia"

    assert achar(elenco, cadastro, cpf) == {"bia"}
    assert achar(elenco, cadastro, f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}") == {"bia"}
    assert achar(elenco, cadastro, f" {cpf} ") == {"bia"}
    for parte in (cpf[:10], cpf[:3], cpf[1:], f"{cpf[:-1]}{(int(cpf[-1]) + 1) % 10}"):
        assert achar(elenco, cadastro, parte) == set()
    assert achar(elenco, cadastro, documentos.cpf(1)) == set()


def test_busca_pelo_cns_inteiro(elenco: Elenco, cadastro: dict[int, str]) -> None:
    cadastro[PacienteFactory(nome="Bia Lima", cns="700000000000005").pk] = "bia"

    assert achar(elenco, cadastro, "700000000000005") == {"bia"}
    assert achar(elenco, cadastro, "700 0000 0000 0005") == {"bia"}
    assert achar(elenco, cadastro, "70000000000000") == set()


def test_nome_novo_se_acha_e_o_velho_nao(elenco: Elenco) -> None:
    caminho = elenco.recepcao.enviar(
        "/pacientes", {"nome": "Ana Souza", "passaporte": "X1", "data_nascimento": "1985-04-12"}
    ).headers["Location"]
    quem = {int(caminho.rsplit("/", 1)[1]): "ela"}
    assert achar(elenco, quem, "souza") == {"ela"}

    elenco.recepcao.alterar(caminho, {"nome": "Ana Lima"})
    assert (achar(elenco, quem, "lima"), achar(elenco, quem, "souza")) == ({"ela"}, set())

    elenco.recepcao.alterar(caminho, {"nome_social": "Bia Souza"})
    assert achar(elenco, quem, "bia ana souza") == {"ela"}

    elenco.recepcao.alterar(caminho, {"nome_social": None})
    assert achar(elenco, quem, "bia") == set()
    elenco.recepcao.alterar(caminho, {"telefone": "1"})
    assert achar(elenco, quem, "ana") == {"ela"}


def test_muitas_palavras_tambem_servem(elenco: Elenco, cadastro: dict[int, str]) -> None:
    """Sixty-six words, as many as fit: more tables than SQLite joins."""
    busca = " ".join(f"{a}{b}" for a in "abcdef" for b in "abcdefghijk")[:200]

    assert achar(elenco, cadastro, busca) == set()


def test_busca_se_pagina_e_se_junta_a_outros_filtros(elenco: Elenco) -> None:
    ids = [PacienteFactory(nome="Ana Souza").pk for _ in range(3)]

    lidos = elenco.recepcao.get("/pacientes", {"busca": "ana", "id": f"{ids[0]},{ids[2]}"}).json()

    assert [p["id"] for p in lidos] == [ids[2], ids[0]]


def test_nome_comprido_se_acha_pelo_comeco(elenco: Elenco) -> None:
    quem = {PacienteFactory(nome="A" * 200).pk: "longa", PacienteFactory(nome="a" * 70).pk: "média"}

    assert achar(elenco, quem, "a" * 60) == {"longa", "média"}
    assert achar(elenco, quem, "a" * 61) == {"longa", "média"}  # sixty letters are kept of a word
