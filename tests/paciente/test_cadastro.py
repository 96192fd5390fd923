"""Registering a patient: every field of the contract, in and out."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.paciente.models import Paciente
from tests.conftest import Elenco

ANA = {"nome": "Ana Souza", "cpf": "52998224725", "data_nascimento": "1985-04-12"}
COMPLETA: dict[str, Any] = {
    **ANA,
    "nome_social": "Aninha Souza",
    "nome_mae": "Rosa Souza",
    "sexo": "F",
    "cns": "700000000000005",
    "passaporte": "FX123456",
    "telefone": "(11) 98765-4321",
    "email": "ana@exemplo.com.br",
    "endereco": {
        "logradouro": "Rua dos Pinheiros",
        "numero": "1578",
        "complemento": "ap. 12",
        "bairro": "Pinheiros",
        "cidade": "São Paulo",
        "uf": "SP",
        "cep": "05422012",
    },
    "plano": {
        "operadora": "Plano1",
        "nome": "Essencial",
        "carteirinha": "0001234",
        "validade": "2030-12-31",
    },
}
SEM_DOCUMENTO = {"nome": "Ana Souza", "data_nascimento": "1985-04-12"}


def cadastrar(elenco: Elenco, **campos: Any) -> Any:
    return elenco.recepcao.enviar("/pacientes", {**ANA, **campos})


def erros(resposta: Any) -> list[tuple[str, str]]:
    assert resposta.status_code == 400, resposta.content
    return [(e["campo"], e["codigo"]) for e in resposta.json()["erros"]]


def test_tudo_o_que_entra_sai(elenco: Elenco) -> None:
    antes = timezone.now() - timedelta(seconds=1)

    resposta = elenco.recepcao.enviar("/pacientes", COMPLETA)

    assert resposta.status_code == 201, resposta.content
    criado = resposta.json()
    assert {n: v for n, v in criado.items() if n not in ("id", "data_criacao")} == COMPLETA
    assert resposta.headers["Location"] == f"/pacientes/{criado['id']}"
    assert timezone.datetime.fromisoformat(criado["data_criacao"]) > antes
    lido = elenco.medica2.get(resposta.headers["Location"])
    assert (lido.status_code, lido.json()) == (200, criado)


def test_o_minimo_basta_e_o_resto_e_nulo(elenco: Elenco) -> None:
    criado = cadastrar(elenco).json()

    assert {nome for nome, valor in criado.items() if valor is not None} == {
        "id",
        "nome",
        "cpf",
        "data_nascimento",
        "data_criacao",
    }
    assert set(criado) == {*COMPLETA, "id", "data_criacao"}


@pytest.mark.parametrize("campo", sorted(COMPLETA.keys() - ANA.keys()))
def test_opcional_pode_vir_nulo(elenco: Elenco, campo: str) -> None:
    resposta = cadastrar(elenco, **{campo: None})

    assert (resposta.status_code, resposta.json()[campo]) == (201, None)


@pytest.mark.parametrize("campo", ["nome", "data_nascimento"])
def test_obrigatorio_nao_falta_nem_vem_nulo(elenco: Elenco, campo: str) -> None:
    sem = {nome: valor for nome, valor in ANA.items() if nome != campo}

    assert erros(elenco.recepcao.enviar("/pacientes", sem)) == [(campo, "obrigatorio")]
    assert erros(cadastrar(elenco, **{campo: None})) == [(campo, "nulo")]


@pytest.mark.parametrize(
    "documento", [{"cpf": "52998224725"}, {"cns": "700000000000005"}, {"passaporte": "FX123456"}]
)
def test_um_documento_basta(elenco: Elenco, documento: dict[str, str]) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", {**SEM_DOCUMENTO, **documento})

    assert resposta.status_code == 201
    assert [resposta.json()[nome] for nome in documento] == [*documento.values()]


@pytest.mark.parametrize(
    "nulos", [{}, {"cpf": None}, {"cpf": None, "cns": None, "passaporte": None}]
)
def test_sem_documento_nao_se_cadastra(elenco: Elenco, nulos: dict[str, None]) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", {**SEM_DOCUMENTO, **nulos})

    assert erros(resposta) == [("cpf", "obrigatorio")]
    assert not Paciente.objects.exists()


@pytest.mark.parametrize(
    ("nome", "codigo"),
    [("A", "curto_demais"), (" A ", "curto_demais"), ("A" * 201, "longo_demais"), ("", "vazio")],
)
def test_nome_tem_de_2_a_200_caracteres(elenco: Elenco, nome: str, codigo: str) -> None:
    assert erros(cadastrar(elenco, nome=nome)) == [("nome", codigo)]


@pytest.mark.parametrize(
    "nome", ["Jô", "A" * 200, "Ã" * 200, "  Ana  ", "D'Ávila-Ção 3º", "李" * 2]
)
def test_nome_que_serve(elenco: Elenco, nome: str) -> None:
    assert cadastrar(elenco, nome=nome).json()["nome"] == nome.strip()


def test_nascimento_hoje_serve_e_amanha_nao(elenco: Elenco) -> None:
    hoje = timezone.localdate()

    assert cadastrar(elenco, data_nascimento=str(hoje)).status_code == 201
    amanha = cadastrar(elenco, data_nascimento=str(hoje + timedelta(days=1)))
    assert [campo for campo, _ in erros(amanha)] == ["data_nascimento"]


@pytest.mark.parametrize(
    "dia",
    ["1899-12-31", "2101-01-01", "1985-02-30", "12/04/1985", "1985-4-12", 1985, True, "ontem"],
)
def test_nascimento_que_nao_e_data(elenco: Elenco, dia: Any) -> None:
    assert [campo for campo, _ in erros(cadastrar(elenco, data_nascimento=dia))] == [
        "data_nascimento"
    ]


@pytest.mark.parametrize("sexo", ["F", "M", "I"])
def test_sexo_que_serve(elenco: Elenco, sexo: str) -> None:
    assert cadastrar(elenco, sexo=sexo).json()["sexo"] == sexo


@pytest.mark.parametrize("sexo", ["f", "X", "", "Feminino", 1, ["F"]])
def test_sexo_que_nao_serve(elenco: Elenco, sexo: Any) -> None:
    assert [campo for campo, _ in erros(cadastrar(elenco, sexo=sexo))] == ["sexo"]


@pytest.mark.parametrize(
    "email", ["ana@exemplo.com.br", "a.b+c@sub.exemplo.org", "ana@exemplo.org"]
)
def test_email_que_serve(elenco: Elenco, email: str) -> None:
    assert cadastrar(elenco, email=email).json()["email"] == email


@pytest.mark.parametrize(
    "email", ["ana", "ana@", "@exemplo.com", "a b@exemplo.com", "", "a@b@c.com", "ana@exemplo", 1]
)
def test_email_que_nao_serve(elenco: Elenco, email: Any) -> None:
    assert [campo for campo, _ in erros(cadastrar(elenco, email=email))] == ["email"]


@pytest.mark.parametrize(
    ("cep", "sai"),
    [("01310-100", "01310100"), ("01310100", "01310100"), (" 01310-100 ", "01310100")],
)
def test_cep_com_ou_sem_traco(elenco: Elenco, cep: str, sai: str) -> None:
    assert cadastrar(elenco, endereco={"cep": cep}).json()["endereco"]["cep"] == sai


@pytest.mark.parametrize(
    "cep", ["0131010", "013101000", "01310_100", "abcdefgh", "", "٠١٣١٠١٠٠", 1310100]
)
def test_cep_que_nao_serve(elenco: Elenco, cep: Any) -> None:
    resposta = cadastrar(elenco, endereco={"cep": cep})

    assert [campo for campo, _ in erros(resposta)] == ["endereco.cep"]


@pytest.mark.parametrize(
    ("corpo", "campo"),
    [
        ({"endereco": "Rua A"}, "endereco"),
        ({"endereco": ["Rua A"]}, "endereco"),
        ({"endereco": {"uf": "sp"}}, "endereco.uf"),
        ({"endereco": {"numero": 10}}, "endereco.numero"),
        ({"endereco": {"logradouro": "A" * 201}}, "endereco.logradouro"),
        ({"endereco": {"pais": "BR"}}, "endereco.pais"),
        ({"plano": "Plano1"}, "plano"),
        ({"plano": {"validade": "31/12/2030"}}, "plano.validade"),
        ({"plano": {"carteirinha": 1234}}, "plano.carteirinha"),
        ({"plano": {"id": 1}}, "plano.id"),
        ({"nome_social": "A"}, "nome_social"),
        ({"nome_mae": 1}, "nome_mae"),
        ({"telefone": 11987654321}, "telefone"),
        ({"telefone": "1" * 31}, "telefone"),
        ({"passaporte": "A" * 21}, "passaporte"),
    ],
)
def test_campo_torto_se_diz_pelo_caminho(elenco: Elenco, corpo: dict[str, Any], campo: str) -> None:
    assert [onde for onde, _ in erros(cadastrar(elenco, **corpo))] == [campo]


@pytest.mark.parametrize("objeto", ["endereco", "plano"])
def test_objeto_vazio_e_o_mesmo_que_nenhum(elenco: Elenco, objeto: str) -> None:
    assert cadastrar(elenco, **{objeto: {}}).json()[objeto] is None


def test_objeto_pela_metade_traz_o_resto_nulo(elenco: Elenco) -> None:
    criado = cadastrar(elenco, endereco={"uf": "SP"}, plano={"operadora": "Plano1"}).json()

    assert criado["endereco"] == {**dict.fromkeys(COMPLETA["endereco"]), "uf": "SP"}
    assert criado["plano"] == {**dict.fromkeys(COMPLETA["plano"]), "operadora": "Plano1"}


def test_cadastro_recusado_nao_deixa_nada(elenco: Elenco) -> None:
    from apps.paciente.models import PalavraDoNome

    cadastrar(elenco)
    assert cadastrar(elenco, nome="Outra Pessoa").status_code == 409

    assert Paciente.objects.count() == 1
    assert not PalavraDoNome.objects.filter(palavra="outra").exists()


def test_ids_crescem_e_nao_se_repetem(elenco: Elenco) -> None:
    primeiro = cadastrar(elenco).json()["id"]
    Paciente.objects.get(pk=primeiro).delete()

    assert cadastrar(elenco).json()["id"] > primeiro


def test_quem_escreve_e_quem_le(elenco: Elenco) -> None:
    caminho = cadastrar(elenco).headers["Location"]
    for pessoa in ("recepcao", "gestora", "recepcao2", "gestora2"):
        assert getattr(elenco, pessoa).alterar(caminho, {"telefone": "1"}).status_code == 200
    for pessoa in ("medica", "faturista"):
        assert getattr(elenco, pessoa).get(caminho).status_code == 200
        assert getattr(elenco, pessoa).alterar(caminho, {"telefone": "2"}).status_code == 403
    for pessoa in ("auditora", "admin"):
        assert getattr(elenco, pessoa).get(caminho).status_code == 403
    assert elenco.recepcao.get(caminho).json()["telefone"] == "1"


def test_paciente_que_nao_existe_e_404(elenco: Elenco) -> None:
    for resposta in (
        elenco.recepcao.get("/pacientes/999999"),
        elenco.recepcao.alterar("/pacientes/999999", {"telefone": "1"}),
    ):
        assert (resposta.status_code, resposta.json()["codigo"]) == (404, "paciente_nao_encontrado")
