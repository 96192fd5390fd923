"""Paciente at the admin: the service's words beside the fields, and what was typed kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.kernel.models import EventoAuditoria, FatoRegistrado
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import PacienteFactory
from tests.navegador import erros_de, navegar, pagina, texto

CADASTRO = pagina("paciente.paciente", "add")
LISTA = pagina("paciente.paciente")

MARIA = {"nome": "Maria da Silva", "cpf": "529.982.247-25", "data_nascimento": "12/04/1985"}


@pytest.fixture
def recepcao(elenco: Elenco) -> Client:
    return navegar(elenco.recepcao)


@pytest.fixture
def ficha(recepcao: Client, paciente: Paciente) -> Callable[..., Any]:
    """Post the patient's form as the page gave it, with some fields changed."""
    endereco = pagina("paciente.paciente", "change", paciente.pk)
    formulario = recepcao.get(endereco).context["adminform"].form
    lido = {campo.html_name: campo.value() for campo in formulario}

    def enviar(**trocas: Any) -> Any:
        campos = {nome: "" if valor is None else valor for nome, valor in (lido | trocas).items()}
        return recepcao.post(endereco, campos)

    return enviar


def test_cadastrar_grava_pelo_servico(recepcao: Client) -> None:
    resposta = recepcao.post(
        CADASTRO,
        MARIA | {"uf": "SP", "cep": "01310-100", "plano_operadora": "Plano1", "sexo": "F"},
    )

    dele = reverse("mesa:paciente", args=[Paciente.objects.get().pk])
    assert (resposta.status_code, resposta["Location"]) == (302, dele)
    maria = Paciente.objects.get()
    assert (maria.cpf, maria.cep, maria.uf) == ("52998224725", "01310100", "SP")
    assert (maria.plano_operadora, maria.data_nascimento) == ("Plano1", date(1985, 4, 12))
    assert maria.passaporte is None
    assert {p.palavra for p in maria.palavras.all()} == {"maria", "da", "silva"}
    assert EventoAuditoria.objects.exclude(evento="entrada").get().evento == "paciente.cadastrado"


def test_cpf_de_outro_e_dito_ao_lado_do_cpf_e_o_digitado_fica(
    recepcao: Client, paciente: Paciente
) -> None:
    resposta = recepcao.post(CADASTRO, MARIA | {"cpf": paciente.cpf, "telefone": "11 4002-8922"})

    assert resposta.status_code == 200
    assert erros_de(resposta) == {"cpf": ["Já existe um paciente com este CPF na rede."]}
    html = texto(resposta)
    assert all(f'value="{v}"' in html for v in ("Maria da Silva", paciente.cpf, "11 4002-8922"))
    assert Paciente.objects.count() == 1


def test_todos_os_erros_de_uma_vez_cada_um_no_seu_campo(recepcao: Client) -> None:
    resposta = recepcao.post(
        CADASTRO,
        {
            "nome": "M",
            "cpf": "111.111.111-11",
            "cns": "123",
            "data_nascimento": "01/01/2099",
            "email": "maria@exemplo.com.br",
            "cep": "123",
        },
    )

    assert set(erros_de(resposta)) == {"nome", "cpf", "cns", "data_nascimento", "cep"}
    assert erros_de(resposta)["cep"] == ["O CEP tem oito dígitos."]


@pytest.mark.parametrize("nascimento", ["15/03/20", "15/3/20", "01/02/80"])
def test_o_ano_do_nascimento_tem_quatro_digitos(recepcao: Client, nascimento: str) -> None:
    """Who was born in 1920 does not become a child."""
    resposta = recepcao.post(CADASTRO, MARIA | {"data_nascimento": nascimento})

    assert set(erros_de(resposta)) == {"data_nascimento"}
    assert not Paciente.objects.exists()


def test_o_ano_fora_do_alcance_e_dito_sem_falar_de_formato(recepcao: Client) -> None:
    resposta = recepcao.post(CADASTRO, MARIA | {"data_nascimento": "01/02/1880"})

    assert erros_de(resposta) == {"data_nascimento": ["O ano vai de 1900 a 2100."]}


def test_sem_documento_algum_o_formulario_pede_um(recepcao: Client) -> None:
    resposta = recepcao.post(CADASTRO, MARIA | {"cpf": ""})

    assert erros_de(resposta) == {"cpf": ["Informe CPF, CNS ou passaporte."]}


@pytest.fixture
def paciente(db: None) -> Paciente:
    return PacienteFactory(
        nome="Maria Aparecida da Silva", cidade="São Paulo", plano_nome="Ouro", sexo="F"
    )


def test_alterar_muda_so_o_que_mudou_e_conta_o_fato(
    ficha: Callable[..., Any], paciente: Paciente
) -> None:
    assert ficha(logradouro="Av. Paulista").status_code == 302

    paciente.refresh_from_db()
    assert (paciente.logradouro, paciente.cidade) == ("Av. Paulista", "São Paulo")
    assert (paciente.plano_nome, paciente.sexo, paciente.versao) == ("Ouro", "F", 2)
    assert FatoRegistrado.objects.get().tipo == "PacienteAtualizado"


def test_tirar_o_unico_documento_e_recusado(ficha: Callable[..., Any], paciente: Paciente) -> None:
    assert erros_de(ficha(cpf="")) == {"cpf": ["Informe CPF, CNS ou passaporte."]}
    assert Paciente.objects.get().cpf == paciente.cpf


def test_o_que_um_colega_mudou_no_meio_tempo_nao_se_perde(
    elenco: Elenco, ficha: Callable[..., Any], paciente: Paciente
) -> None:
    elenco.gestora.alterar(f"/pacientes/{paciente.pk}", {"telefone": "11 91111-1111"})

    resposta = ficha(telefone="11 92222-2222")

    assert "mudou desde que você o leu" in erros_de(resposta)["__all__"][0]
    assert Paciente.objects.get().telefone == "11 91111-1111"
    assert "11 92222-2222" in texto(resposta)


def test_a_lista_mascara_o_cpf_e_mostra_o_nome_social(recepcao: Client) -> None:
    joana = PacienteFactory(nome="João Pedro", nome_social="Joana", cpf="52998224725")

    html = texto(recepcao.get(LISTA))

    assert "***.982.247-**" in html
    assert joana.cpf not in html
    assert ("Joana" in html, "João Pedro" in html) == (True, False)


def test_a_busca_e_a_do_servico_sem_acento_e_por_documento(recepcao: Client) -> None:
    PacienteFactory(nome="José d'Ávila", cpf="52998224725")
    PacienteFactory(nome="Maria Aparecida")

    def achar(procura: str) -> list[str]:
        lista = recepcao.get(LISTA, {"q": procura}).context["cl"]
        return [paciente.nome for paciente in lista.result_list]

    assert achar("JOSE avi") == ["José d'Ávila"]
    assert achar("529.982.247-25") == ["José d'Ávila"]
    assert achar("osé") == []
    assert len(achar(" ")) == 2


def test_filtro_por_plano(recepcao: Client) -> None:
    PacienteFactory(nome="Com plano", plano_operadora="Plano1")
    PacienteFactory(nome="Sem plano")

    lista = recepcao.get(LISTA, {"plano": "nao"}).context["cl"]

    assert [paciente.nome for paciente in lista.result_list] == ["Sem plano"]


def test_o_profissional_le_a_ficha_mas_nao_a_grava(elenco: Elenco, paciente: Paciente) -> None:
    endereco = pagina("paciente.paciente", "change", paciente.pk)
    medica = navegar(elenco.medica)

    assert paciente.nome in texto(medica.get(endereco))
    assert medica.post(endereco, MARIA).status_code == 403
    assert Paciente.objects.get().nome == paciente.nome


def test_sem_o_segredo_do_formulario_nada_se_grava(elenco: Elenco) -> None:
    """CSRF holds on the base's own view, which replaces Django's."""
    resposta = navegar(elenco.recepcao, enforce_csrf_checks=True).post(CADASTRO, MARIA)

    assert resposta.status_code == 403
    assert not Paciente.objects.exists()
