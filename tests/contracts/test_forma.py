"""Every implementation has the form of its Protocol; every door refuses a question too late."""

import dataclasses
import inspect
from importlib import import_module
from typing import Any, get_type_hints

import pytest
from django.db import connection, transaction

from apps.kernel.access.escopo import SISTEMA, Escopo
from apps.kernel.connection import PerguntaDentroDeTransacao
from apps.kernel.errors import Problema
from apps.kernel.transactions import em_transacao, transacao
from tests.contracts.conftest import APPS, LADOS, porta
from tests.contracts.perguntas import METODOS, PROTOCOLOS


def implementacao(app: str, lado: str) -> Any:
    return import_module(f"apps.{app}.{lado}").servico


def forma(metodo: Any) -> dict[str, Any]:
    """Parameter → kind, default and type; and what it returns."""
    tipos = get_type_hints(metodo)
    return {
        "return": tipos["return"],
        **{
            nome: (parametro.kind, parametro.default, tipos[nome])
            for nome, parametro in inspect.signature(metodo).parameters.items()
            if nome != "self"
        },
    }


@pytest.mark.parametrize(("app", "nome"), METODOS)
def test_a_implementacao_tem_a_forma_do_protocolo(app: str, nome: str, lado: str) -> None:
    servico = implementacao(app, lado)
    assert forma(getattr(type(servico), nome)) == forma(getattr(PROTOCOLOS[app], nome))


@pytest.mark.parametrize(("app", "nome"), METODOS)
def test_toda_pergunta_se_faz_por_nome_e_diz_por_quem(app: str, nome: str) -> None:
    parametros = inspect.signature(getattr(PROTOCOLOS[app], nome)).parameters
    assert {p.kind for n, p in parametros.items() if n != "self"} == {
        inspect.Parameter.KEYWORD_ONLY
    }
    assert get_type_hints(getattr(PROTOCOLOS[app], nome))["escopo"] is Escopo


@pytest.mark.parametrize("app", APPS)
def test_a_implementacao_nao_responde_ao_que_ninguem_pode_perguntar(app: str, lado: str) -> None:
    publicos = {n for n in vars(type(implementacao(app, lado))) if not n.startswith("_")}
    assert publicos == {nome for dono, nome in METODOS if dono == app}


@pytest.mark.parametrize("app", APPS)
def test_o_dado_da_interface_so_se_constroi_por_nome(app: str) -> None:
    dados = [
        classe
        for classe in vars(import_module(f"apps.{app}.interface")).values()
        if dataclasses.is_dataclass(classe) and classe.__module__ == f"apps.{app}.interface"
    ]
    assert dados
    assert all(campo.kw_only for classe in dados for campo in dataclasses.fields(classe))


@pytest.mark.parametrize("app", APPS)
def test_todo_erro_da_interface_tem_o_seu_codigo(app: str) -> None:
    """Both sides raise it, so the wire must be able to tell it from its parent."""
    for classe in vars(import_module(f"apps.{app}.interface")).values():
        if (
            isinstance(classe, type)
            and issubclass(classe, Problema)
            and classe.__module__ == f"apps.{app}.interface"
        ):
            assert "codigo" in vars(classe)
            assert classe().detalhe


# --- ask first, then write ---------------------------------------------------------------------------


def perguntar(app: str, nome: str) -> None:
    """Look the method up through the door: that alone is the question's start."""
    getattr(porta(app), nome)


@pytest.mark.parametrize(("app", "nome"), METODOS)
@pytest.mark.django_db
def test_pergunta_dentro_de_transacao_e_recusada(app: str, nome: str) -> None:
    with (
        transaction.atomic(),
        pytest.raises(PerguntaDentroDeTransacao, match=rf"^{app}\.{nome}$"),
    ):
        perguntar(app, nome)
    perguntar(app, nome)


@pytest.mark.django_db
def test_o_atomic_do_proprio_teste_nao_conta() -> None:
    assert connection.in_atomic_block
    assert not em_transacao()
    assert porta("paciente").obter_varios(ids=[], escopo=SISTEMA) == {}


@pytest.mark.django_db
def test_pergunta_dentro_do_transacao_do_kernel_e_recusada() -> None:
    with pytest.raises(PerguntaDentroDeTransacao):
        transacao(lambda: porta("paciente").obter_varios(ids=[], escopo=SISTEMA))


def test_pergunta_em_transacao_de_verdade_e_recusada_e_fora_dela_responde(
    banco_de_verdade: None,
) -> None:
    assert not connection.in_atomic_block
    assert porta("paciente").obter_varios(ids=[], escopo=SISTEMA) == {}
    with transaction.atomic(), pytest.raises(PerguntaDentroDeTransacao):
        porta("paciente").obter_varios(ids=[], escopo=SISTEMA)
    assert porta("paciente").obter_varios(ids=[], escopo=SISTEMA) == {}


@pytest.mark.django_db
def test_a_porta_segue_a_topologia_a_cada_chamada(settings: Any) -> None:
    """An app that lives elsewhere is asked there: here, a side that this build does not have."""
    perguntar("paciente", "obter")
    settings.TOPOLOGIA = {**settings.TOPOLOGIA, "paciente": "do_outro_lado"}
    with pytest.raises(ModuleNotFoundError, match="do_outro_lado"):
        perguntar("paciente", "obter")


def test_os_lados_sao_tres() -> None:
    assert LADOS == ("local", "remote", "fake")
