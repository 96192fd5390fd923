"""POST /prontuarios: what it takes, what it keeps, what it refuses."""

from unittest.mock import ANY

import pytest

from apps.prontuario.models import Prontuario
from tests.factories import ConsultaFactory, PacienteFactory, em_dias
from tests.respostas import erros, recusa

TEXTOS = ("diagnostico", "tratamento", "observacoes")


def test_registrar_responde_201_com_o_registro_e_onde_ele_esta(
    registrar, elenco, paciente, atendida
):
    criado = registrar(
        id_consulta=atendida.pk,
        diagnostico="Influenza",
        cid10=["J11.1", "R50"],
        tratamento="Repouso.\nHidratação.",
        observacoes="Voltar se piorar.",
    )
    assert criado.status_code == 201, criado.content
    assert criado.json() == {
        "id": ANY,
        "id_paciente": paciente.pk,
        "paciente": "Maria Aparecida da Silva",
        "cpf": paciente.cpf,
        "data_nascimento": "1985-04-12",
        "id_consulta": atendida.pk,
        "diagnostico": "Influenza",
        "cid10": ["J11.1", "R50"],
        "tratamento": "Repouso.\nHidratação.",
        "observacoes": "Voltar se piorar.",
        "id_autor": elenco.medica.profissional.pk,
        "autor": elenco.medica.profissional.nome,
        "versao": 1,
        "retifica": None,
        "retificado_por": None,
        "justificativa": None,
        "data_criacao": ANY,
        "hash": ANY,
    }
    assert criado["Location"] == f"/prontuarios/{criado.json()['id']}"
    lido = elenco.medica.get(criado["Location"])
    assert lido.json() == criado.json()
    assert lido["ETag"] == criado["ETag"]
    assert lido["Cache-Control"] == "no-store"


@pytest.mark.parametrize("texto", TEXTOS)
def test_registrar_basta_um_texto(registrar, texto):
    criado = registrar(**{texto: "Sem alterações."})
    assert criado.status_code == 201
    vazios = {nome: None for nome in TEXTOS if nome != texto}
    assert criado.json().items() >= {"cid10": [], "id_consulta": None, **vazios}.items()


@pytest.mark.parametrize(
    "corpo", [{"cid10": ["J111"]}, dict.fromkeys(TEXTOS), {"id_consulta": None}]
)
def test_registrar_sem_nenhum_texto_e_recusado(registrar, corpo):
    resposta = registrar(**corpo)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert [codigo for _, codigo in erros(resposta)] == ["obrigatorio"]
    assert not Prontuario.objects.exists()


@pytest.mark.parametrize("texto", TEXTOS)
@pytest.mark.parametrize("vazio", ["", "   ", "\n\t\n"])
def test_registrar_texto_em_branco_e_recusado(registrar, texto, vazio):
    resposta = registrar(**{texto: vazio})
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {texto}


def test_registrar_diz_todos_os_problemas_juntos(elenco, atendida):
    resposta = elenco.medica.enviar("/prontuarios", {"cid10": ["gripe"]})
    assert {campo.split(".")[0] for campo, _ in erros(resposta)} == {
        "id_paciente",
        "cid10",
        "diagnostico",
    }


@pytest.mark.parametrize("texto", TEXTOS)
def test_registrar_aceita_ate_20_mil_caracteres(registrar, texto):
    assert registrar(**{texto: "ã" * 20_000}).json()[texto] == "ã" * 20_000
    resposta = registrar(**{texto: "ã" * 20_001})
    assert erros(resposta) == {(texto, "longo_demais")}


@pytest.mark.parametrize("codigo", ["J11.1", "J111", "J11", "A00", "Z99.9", "U071"])
def test_cid10_aceita_as_formas_de_quem_escreve_e_do_datasus(registrar, codigo):
    criado = registrar(diagnostico="Influenza", cid10=[codigo])
    assert criado.json()["cid10"] == [codigo]


@pytest.mark.parametrize(
    "codigo", ["", "11.1", "J1", "J1.1", "J11.", "J11.11", "J11,1", "JJ1.1", "J11.1 R50", "J１１"]
)
def test_cid10_recusa_o_que_nao_e_codigo(registrar, codigo):
    resposta = registrar(diagnostico="Influenza", cid10=["J11.1", codigo])
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"cid10.1"}


@pytest.mark.parametrize("cid10", ["J11.1", {"codigo": "J11.1"}, None, [1], [None]])
def test_cid10_e_uma_lista_de_textos(registrar, cid10):
    resposta = registrar(diagnostico="Influenza", cid10=cid10)
    assert recusa(resposta) == (400, "dados_invalidos")


@pytest.mark.parametrize("campo", ["id", "paciente", "cpf", "id_autor", "autor", "versao", "hash"])
def test_registrar_recusa_o_que_so_se_le(registrar, campo):
    resposta = registrar(diagnostico="Influenza", **{campo: 1})
    assert recusa(resposta) == (400, "campo_desconhecido")


def test_registrar_recusa_paciente_que_nao_existe(elenco, atendida):
    corpo = {"id_paciente": 987_654_321, "diagnostico": "Influenza"}
    resposta = elenco.medica.enviar("/prontuarios", corpo)
    assert recusa(resposta) == (404, "paciente_nao_encontrado")


def test_registrar_recusa_consulta_de_outro_paciente(registrar, elenco):
    de_outro = ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=PacienteFactory().pk,
        id_profissional=elenco.medica.profissional.pk,
        data_hora=em_dias(-2),
    )
    resposta = registrar(diagnostico="Influenza", id_consulta=de_outro.pk)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"id_consulta"}
    assert not Prontuario.objects.exists()


@pytest.mark.parametrize("de_fora", [True, False])
def test_registrar_recusa_consulta_que_nao_existe_para_quem_registra(
    registrar, elenco, paciente, de_fora
):
    alheia = ConsultaFactory(id_clinica=elenco.clinica2.pk, id_paciente=paciente.pk)
    id_consulta = alheia.pk if de_fora else 987_654_321
    resposta = registrar(diagnostico="Influenza", id_consulta=id_consulta)
    assert recusa(resposta) == (404, "consulta_nao_encontrada")


def test_o_registro_guarda_o_paciente_como_era(registrar, elenco, paciente):
    criado = registrar()
    mudanca = {"nome": "Maria Souza", "cpf": "529.982.247-25", "data_nascimento": "1990-01-01"}
    assert elenco.recepcao.alterar(f"/pacientes/{paciente.pk}", mudanca).status_code == 200
    assert elenco.medica.get(criado["Location"]).json() == criado.json()
    novo = registrar().json()
    assert (novo["paciente"], novo["cpf"], novo["data_nascimento"]) == (
        "Maria Souza",
        "52998224725",
        "1990-01-01",
    )


def test_registrar_paciente_sem_cpf(elenco):
    sem_cpf = PacienteFactory(cpf=None, passaporte="AB123456")
    ConsultaFactory(id_clinica=elenco.clinica.pk, id_paciente=sem_cpf.pk)
    criado = elenco.medica.enviar(
        "/prontuarios", {"id_paciente": sem_cpf.pk, "diagnostico": "Influenza"}
    )
    assert criado.status_code == 201
    assert criado.json()["cpf"] is None


def test_registrar_repetido_com_a_mesma_chave_escreve_uma_vez(elenco, paciente, atendida):
    corpo = {"id_paciente": paciente.pk, "diagnostico": "Influenza"}
    primeiro, segundo = (
        elenco.medica.enviar("/prontuarios", corpo, Idempotency_Key="k1") for _ in range(2)
    )
    assert (segundo.status_code, segundo.content) == (201, primeiro.content)
    assert segundo["Idempotency-Replayed"] == "true"
    assert Prontuario.objects.count() == 1
