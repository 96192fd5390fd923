"""Choosing by typing: what the search answers, and what the box keeps."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import Completar, Opcao
from apps.kernel.models import EventoAuditoria
from tests.conftest import Elenco
from tests.factories import PacienteFactory
from tests.navegador import navegar

BUSCA = "/admin/mesa/pacientes/completar/"
CODIGOS = "/admin/prontuario/cid10/completar/"

NOMES = {7: "Sétima", 8: "Oitava <b>", 9: "Nona"}


def achar(cliente: Client, texto: str) -> list[dict[str, Any]]:
    return cliente.get(BUSCA, {"q": texto}).json()["opcoes"]


# --- the search -------------------------------------------------------------------------------


def test_acha_sem_acento_e_distingue_os_homonimos(elenco: Elenco) -> None:
    recepcao = navegar(elenco.recepcao)
    ana = PacienteFactory(nome="Ana Conceição", cpf="52998224725")
    outra = PacienteFactory(nome="Ana Conceição", cpf=None, passaporte="X1")
    PacienteFactory(nome="Bruno Conceição")

    assert achar(recepcao, "CONCEICAO ana") == [
        {"valor": outra.pk, "nome": "Ana Conceição", "detalhe": "12/04/1985 · sem CPF"},
        {
            "valor": ana.pk,
            "nome": "Ana Conceição",
            "detalhe": "12/04/1985 · CPF ***.982.247-**",
        },
    ]
    assert [opcao["valor"] for opcao in achar(recepcao, "529.982.247-25")] == [ana.pk]


def test_mostra_o_nome_social(elenco: Elenco) -> None:
    PacienteFactory(nome="João Pedro", nome_social="Joana")

    assert [opcao["nome"] for opcao in achar(navegar(elenco.recepcao), "joao")] == ["Joana"]


@pytest.mark.parametrize("texto", ["", "   ", "%", "\x00", "*" * 3000])
def test_quem_nada_procura_nada_recebe(elenco: Elenco, texto: str) -> None:
    PacienteFactory()

    assert achar(navegar(elenco.recepcao), texto) == []


def test_vinte_de_cada_vez_e_diz_que_ha_mais(elenco: Elenco) -> None:
    recepcao = navegar(elenco.recepcao)
    PacienteFactory.create_batch(20, nome="Maria")
    resposta = recepcao.get(BUSCA, {"q": "maria"}).json()
    assert (len(resposta["opcoes"]), resposta["ha_mais"]) == (20, False)

    PacienteFactory(nome="Maria")

    resposta = recepcao.get(BUSCA, {"q": "maria"}).json()
    assert (len(resposta["opcoes"]), resposta["ha_mais"]) == (20, True)


def test_vinte_custam_as_mesmas_queries_que_um(
    elenco: Elenco, contar_queries: Callable[[Callable[[], Any]], int]
) -> None:
    recepcao = navegar(elenco.recepcao)
    PacienteFactory(nome="Maria")
    achar(recepcao, "maria")  # what the caller is, is remembered for two seconds
    com_um = contar_queries(lambda: achar(recepcao, "maria"))

    PacienteFactory.create_batch(19, nome="Maria")

    achar(recepcao, "maria")
    assert contar_queries(lambda: achar(recepcao, "maria")) == com_um


@pytest.mark.parametrize("nome", ["auditora", "admin"])
def test_quem_nao_le_pacientes_nao_os_acha_e_a_recusa_fica_no_rastro(
    elenco: Elenco, nome: str
) -> None:
    PacienteFactory(nome="Maria")

    resposta = navegar(getattr(elenco, nome)).get(BUSCA, {"q": "maria"})

    assert (resposta.status_code, b"Maria" in resposta.content) == (403, False)
    assert EventoAuditoria.objects.filter(evento="acesso_negado", permitido=False).count() == 1


def test_quem_nao_entrou_vai_entrar(db: None) -> None:
    resposta = Client().get(BUSCA, {"q": "maria"})

    assert (resposta.status_code, resposta["Location"][:14]) == (302, "/admin/login/?")


def test_a_resposta_nao_se_guarda_nem_o_nome_vai_ao_log(
    elenco: Elenco, caplog: pytest.LogCaptureFixture
) -> None:
    recepcao = navegar(elenco.recepcao)
    PacienteFactory(nome="Zoraide")
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="django.db.backends")  # in service SQL is never logged

    resposta = recepcao.get(BUSCA, {"q": "zoraide"})

    assert "no-store" in resposta["Cache-Control"]
    assert caplog.records
    assert "zoraide" not in caplog.text.lower()


# --- the box ----------------------------------------------------------------------------------


class Perguntas(list[list[Any]]):
    """Stands for another app's interface, and remembers what it was asked."""

    def __call__(self, valores: Sequence[Any], escopo: Escopo) -> list[Opcao]:
        self.append(list(valores))
        return [Opcao(valor, NOMES[valor], "detalhe") for valor in valores if valor in NOMES]


@pytest.fixture
def perguntas() -> Perguntas:
    return Perguntas()


def formulario(dados: str | None, perguntas: Perguntas, **opcoes: Any) -> forms.Form:
    campo = Completar("Coisa", busca="prontuario_cid10", opcoes_de=perguntas, **opcoes)
    classe = type("F", (forms.Form,), {"coisa": campo, "escopo": Escopo(id_usuario=1)})
    return classe(None if dados is None else QueryDict(dados))


def escolhidos(html: str) -> list[str]:
    """The values of the hidden inputs that are sent back."""
    return [parte.split('"')[0] for parte in html.split('name="coisa" value="')[1:]]


def test_a_escolha_volta_com_o_nome(perguntas: Perguntas) -> None:
    volta = formulario("coisa=8&coisa_digitado=Oitava", perguntas)

    assert volta.is_valid()
    assert volta.cleaned_data == {"coisa": 8}
    html = str(volta["coisa"])
    assert escolhidos(html) == ["8"]
    assert 'value="Oitava &lt;b&gt;"' in html
    assert perguntas == [[8]]


def test_o_digitado_sem_escolher_nao_e_escolha_e_nao_se_perde(perguntas: Perguntas) -> None:
    volta = formulario("coisa=&coisa_digitado=Seti", perguntas)

    assert volta.errors == {"coisa": ["Escolha uma das opções da busca."]}
    assert 'value="Seti"' in str(volta["coisa"])
    assert formulario("coisa=", perguntas).errors == {"coisa": ["Este campo é obrigatório."]}
    opcional = formulario("coisa=", perguntas, required=False)
    assert (opcional.is_valid(), opcional.cleaned_data) == (True, {"coisa": None})


@pytest.mark.parametrize("valor", ["abc", "0", "-1", "1.5", "9" * 30, "٣"])
def test_o_que_nao_e_um_id_nao_chega_a_ninguem(perguntas: Perguntas, valor: str) -> None:
    volta = formulario(f"coisa={valor}", perguntas)

    assert volta.errors == {"coisa": ["Escolha uma das opções da busca."]}
    assert escolhidos(str(volta["coisa"])) == [""]
    assert perguntas == []


def test_o_que_nao_existe_nao_fica_escolhido(perguntas: Perguntas) -> None:
    """Whether it exists is for the service to say; the box does not pretend it does."""
    assert escolhidos(str(formulario("coisa=99", perguntas)["coisa"])) == [""]


def test_varios_em_uma_so_pergunta_na_ordem_sem_repetir(perguntas: Perguntas) -> None:
    volta = formulario("coisa=9&coisa=7&coisa=9", perguntas, varios=True)

    assert volta.is_valid()
    assert volta.cleaned_data == {"coisa": [9, 7]}
    assert escolhidos(str(volta["coisa"])) == ["9", "7"]
    assert perguntas == [[9, 7, 9]]
    assert formulario("", perguntas, varios=True).errors == {"coisa": ["Este campo é obrigatório."]}


def test_codigos_em_vez_de_ids(perguntas: Perguntas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NOMES, "J11.1", "Influenza")  # type: ignore[arg-type]
    volta = formulario("coisa=J11.1", perguntas, tipo=str)

    assert volta.is_valid()
    assert volta.cleaned_data == {"coisa": "J11.1"}
    assert escolhidos(str(volta["coisa"])) == ["J11.1"]


def test_o_leitor_de_tela_sabe_o_que_e(perguntas: Perguntas) -> None:
    vazio = formulario(None, perguntas)
    html = str(vazio["coisa"])

    for marca in ('role="combobox"', 'aria-expanded="false"', 'role="listbox"', 'role="status"'):
        assert marca in html
    assert f'data-busca="{CODIGOS}"' in html
    assert vazio["coisa"].id_for_label == "id_coisa"
    assert 'aria-controls="id_coisa_opcoes"' in html
    assert 'id="id_coisa_opcoes"' in html
