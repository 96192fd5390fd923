"""A record is never changed or deleted: HTTP has no way to, and the database refuses."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from apps.kernel import triggers
from apps.kernel.transactions import nome_da_restricao
from apps.prontuario.models import Prontuario
from tests.factories import ProntuarioFactory
from tests.respostas import recusa

METODOS = ("PUT", "PATCH", "DELETE")
IMUTAVEL = "prontuario_prontuario_imutavel"


@pytest.mark.parametrize("metodo", METODOS)
def test_mudar_ou_apagar_e_405_para_todos(elenco, registrar, paciente, metodo):
    escrito = registrar()
    for quem, pessoa in elenco.pessoas.items():
        for caminho in (
            escrito["Location"],
            "/prontuarios",
            f"/prontuarios/paciente/{paciente.pk}",
            f"{escrito['Location']}/retificacoes",
            "/prontuarios/987654321",
        ):
            resposta = pessoa.generic(metodo, caminho, b"{}", "application/json")
            assert recusa(resposta) == (405, "metodo_nao_permitido"), (quem, caminho)
            assert metodo not in resposta["Allow"]
    assert elenco.medica.get(escrito["Location"]).json() == escrito.json()


@pytest.mark.parametrize("metodo", METODOS)
def test_nem_pela_sobreposicao_do_metodo(elenco, registrar, metodo):
    escrito = registrar()
    elenco.medica.enviar(escrito["Location"], {}, X_HTTP_Method_Override=metodo)
    elenco.medica.enviar(f"{escrito['Location']}?_method={metodo}", {"_method": metodo})
    assert elenco.medica.get(escrito["Location"]).json() == escrito.json()


# --- the database ---------------------------------------------------------------------------


def mudar(pk: int) -> None:
    Prontuario.objects.filter(pk=pk).update(diagnostico="Outro")


def regravar(pk: int) -> None:
    registro = Prontuario.objects.get(pk=pk)
    registro.diagnostico = "Outro"
    registro.save()


def mudar_em_sql(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE prontuario_prontuario SET hash = 'x' WHERE id = %s", [pk])


def apagar(pk: int) -> None:
    Prontuario.objects.get(pk=pk).delete()


def apagar_todos(pk: int) -> None:
    Prontuario.objects.all().delete()


def apagar_em_sql(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM prontuario_prontuario WHERE id = %s", [pk])


ATAQUES = [mudar, regravar, mudar_em_sql, apagar, apagar_todos, apagar_em_sql]


@pytest.mark.parametrize("ataque", ATAQUES)
def test_o_banco_recusa_mudar_e_apagar(db, ataque: Callable[[int], None]):
    registro = ProntuarioFactory()
    with pytest.raises(IntegrityError) as erro, transaction.atomic():
        ataque(registro.pk)
    assert nome_da_restricao(erro.value) == IMUTAVEL
    assert Prontuario.objects.get().diagnostico == "Influenza"


@pytest.mark.parametrize("ataque", ATAQUES)
def test_controle_sem_os_gatilhos_o_mesmo_ataque_passa(db, ataque: Callable[[int], None]):
    registro = ProntuarioFactory()
    antes = Prontuario.objects.filter(pk=registro.pk).values().get()
    triggers.remover()
    ataque(registro.pk)
    assert Prontuario.objects.filter(pk=registro.pk).values().first() != antes


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_o_banco_recusa_esvaziar_a_tabela(db):
    ProntuarioFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no TRUNCATE with deferred ones pending
        with pytest.raises(IntegrityError) as erro, transaction.atomic():
            cursor.execute("TRUNCATE prontuario_prontuario")
        assert nome_da_restricao(erro.value) == IMUTAVEL
        assert Prontuario.objects.count() == 1
        triggers.remover()
        cursor.execute("TRUNCATE prontuario_prontuario")  # the control
    assert not Prontuario.objects.exists()


def test_os_gatilhos_voltam_com_o_migrate(banco_de_verdade):
    triggers.remover()
    mudar(ProntuarioFactory().pk)  # the control
    call_command("migrate", verbosity=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        mudar(ProntuarioFactory().pk)


# --- the hash -------------------------------------------------------------------------------


def test_o_hash_e_sha256_do_conteudo_e_se_confere_depois_de_gravado(registrar):
    escrito = registrar(diagnostico="Influenza — ação", cid10=["J11.1"]).json()
    assert len(bytes.fromhex(escrito["hash"])) == hashlib.sha256().digest_size
    assert escrito["hash"] == escrito["hash"].lower()
    assert Prontuario.objects.get().calcular_hash() == escrito["hash"]


@pytest.mark.parametrize(
    ("campo", "outro"),
    [
        ("id_paciente", 2),
        ("paciente", "Outro nome"),
        ("cpf", "52998224725"),
        ("data_nascimento", "1985-04-13"),
        ("id_consulta", 1),
        ("diagnostico", "Influenza "),
        ("cid10", ["J11.0"]),
        ("tratamento", ""),
        ("observacoes", "Retorno"),
        ("id_autor", 2),
        ("autor", "Outra pessoa"),
        ("versao", 2),
        ("retifica_id", 1),
        ("justificativa", "Um motivo qualquer"),
        ("data_criacao", datetime(2026, 3, 3, 9, tzinfo=UTC)),
    ],
)
def test_o_hash_muda_com_cada_campo_do_conteudo(campo, outro):
    momento = datetime(2026, 3, 2, 9, tzinfo=UTC)
    registro = ProntuarioFactory.build(data_criacao=momento)
    igual = ProntuarioFactory.build(data_criacao=momento)
    assert registro.calcular_hash() == igual.calcular_hash()
    setattr(igual, campo, outro)
    assert registro.calcular_hash() != igual.calcular_hash()


def test_uma_mudanca_por_baixo_do_banco_aparece_no_hash(db):
    registro = ProntuarioFactory()
    triggers.remover()
    mudar(registro.pk)
    adulterado = Prontuario.objects.get()
    assert adulterado.calcular_hash() != adulterado.hash


def test_a_retificacao_tem_outro_hash_e_a_anterior_guarda_o_seu(elenco, registrar):
    escrito = registrar()
    corpo = {"justificativa": "Nada mudou no texto.", "diagnostico": "Influenza"}
    nova = elenco.medica.enviar(f"{escrito['Location']}/retificacoes", corpo).json()
    assert nova["hash"] != escrito.json()["hash"]
    assert elenco.medica.get(escrito["Location"]).json()["hash"] == escrito.json()["hash"]
