"""Idempotency-Key: a retried POST gets the first answer, and the work is done once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.kernel.idempotency import Chave, apagar_vencidas
from apps.kernel.models import ChaveIdempotencia, EventoAuditoria
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, PacienteFactory, ProntuarioFactory

ANA = {"nome": "Ana Souza", "passaporte": "AA1", "data_nascimento": "1985-04-12"}
BIA = {"nome": "Bia Lima", "passaporte": "BB2", "data_nascimento": "1990-01-31"}


def test_mesma_chave_e_mesmo_corpo_repetem_a_resposta(elenco: Elenco) -> None:
    primeira = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")
    segunda = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    assert (primeira.status_code, segunda.status_code) == (201, 201)
    assert segunda.content == primeira.content
    for cabecalho in ("Location", "ETag", "Content-Type"):
        assert segunda.headers[cabecalho] == primeira.headers[cabecalho]
    assert segunda.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in primeira.headers
    assert Paciente.objects.count() == 1
    assert EventoAuditoria.objects.filter(evento="paciente.cadastrado").count() == 1


def test_sem_chave_cada_pedido_e_um_trabalho(elenco: Elenco) -> None:
    """The control: the same POST twice without a key makes two."""
    statuses = [elenco.recepcao.enviar("/pacientes", ANA).status_code for _ in range(2)]

    assert (statuses, Paciente.objects.count()) == ([201, 201], 2)


def test_a_resposta_repetida_e_a_primeira_mesmo_que_tudo_mude(elenco: Elenco) -> None:
    primeira = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")
    elenco.recepcao.alterar(primeira.headers["Location"], {"nome": "Ana Lima"})

    segunda = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    assert segunda.content == primeira.content
    assert segunda.headers["ETag"] == primeira.headers["ETag"]


def test_a_repeticao_nao_julga_o_pedido_de_novo(elenco: Elenco, paciente: Any) -> None:
    """A time that was to come when it was asked for has passed when it is asked for again."""
    agora = timezone.now()
    corpo = {
        "id_paciente": paciente.pk,
        "data_hora": (agora + timedelta(minutes=10)).isoformat(),
        "especialidade": "Clínica Médica",
    }
    primeira = elenco.recepcao.enviar("/consultas", corpo, Idempotency_Key="k-1")
    with time_machine.travel(agora + timedelta(hours=1)):
        segunda = elenco.recepcao.enviar("/consultas", corpo, Idempotency_Key="k-1")
        sem_chave = elenco.recepcao.enviar("/consultas", corpo)

    assert (primeira.status_code, segunda.status_code, sem_chave.status_code) == (201, 201, 400)
    assert segunda.content == primeira.content


def test_quem_procurou_antes_de_o_primeiro_gravar_tambem_repete(
    elenco: Elenco, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first made breaks a rule for the second, which is not to be told so."""
    assert elenco.medica.profissional is not None
    registro = ProntuarioFactory(id_autor=elenco.medica.profissional.pk)
    caminho = f"/prontuarios/{registro.pk}/retificacoes"
    corpo = {"justificativa": "Troquei o código.", "cid10": ["J10.1"]}
    primeira = elenco.medica.enviar(caminho, corpo, Idempotency_Key="k-1")

    procurar, vezes = Chave.procurar, iter((None,))
    monkeypatch.setattr(Chave, "procurar", lambda chave: next(vezes, procurar(chave)))
    segunda = elenco.medica.enviar(caminho, corpo, Idempotency_Key="k-1")

    assert (primeira.status_code, segunda.status_code) == (201, 201)
    assert segunda.content == primeira.content


def test_outro_corpo_e_422(elenco: Elenco) -> None:
    elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    resposta = elenco.recepcao.enviar("/pacientes", BIA, Idempotency_Key="k-1")

    assert resposta.status_code == 422
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.json()["codigo"] == "chave_reutilizada"
    assert Paciente.objects.count() == 1


def test_outro_usuario_tem_as_suas_chaves(elenco: Elenco) -> None:
    minha = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")
    dela = elenco.gestora.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    assert (minha.status_code, dela.status_code) == (201, 201)
    assert minha.json()["id"] != dela.json()["id"]
    assert "Idempotency-Replayed" not in dela.headers


def test_outro_caminho_tem_as_suas_chaves(elenco: Elenco) -> None:
    um, outro = (ConsultaFactory(id_clinica=elenco.clinica.pk).pk for _ in range(2))

    respostas = [
        elenco.recepcao.enviar(f"/consultas/{id}/confirmar", Idempotency_Key="k-1")
        for id in (um, outro)
    ]

    assert [r.json()["id"] for r in respostas] == [um, outro]
    assert all("Idempotency-Replayed" not in r.headers for r in respostas)


def test_transicao_repetida_nao_e_transicao_invalida(elenco: Elenco) -> None:
    caminho = f"/consultas/{ConsultaFactory(id_clinica=elenco.clinica.pk).pk}/confirmar"

    primeira = elenco.recepcao.enviar(caminho, Idempotency_Key="k-1")
    segunda = elenco.recepcao.enviar(caminho, Idempotency_Key="k-1")
    sem_chave = elenco.recepcao.enviar(caminho)

    assert (primeira.status_code, segunda.status_code) == (200, 200)
    assert segunda.content == primeira.content
    assert sem_chave.status_code == 409


def test_erro_de_campo_nao_gasta_a_chave(elenco: Elenco) -> None:
    errado = elenco.recepcao.enviar("/pacientes", {**ANA, "sexo": "X"}, Idempotency_Key="k-1")
    certo = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    assert (errado.status_code, certo.status_code) == (400, 201)
    assert "Idempotency-Replayed" not in certo.headers


def test_conflito_nao_gasta_a_chave(elenco: Elenco) -> None:
    existente = PacienteFactory()
    corpo = {**ANA, "cpf": existente.cpf}

    conflito = elenco.recepcao.enviar("/pacientes", corpo, Idempotency_Key="k-1")
    certo = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    assert (conflito.status_code, certo.status_code) == (409, 201)


def test_nao_encontrado_nao_gasta_a_chave(elenco: Elenco, paciente: Any) -> None:
    corpo = {"data_hora": "2090-03-04T10:00:00-03:00", "especialidade": "Clínica Médica"}

    ausente = elenco.recepcao.enviar(
        "/consultas", {**corpo, "id_paciente": 999_999}, Idempotency_Key="k-1"
    )
    certo = elenco.recepcao.enviar(
        "/consultas", {**corpo, "id_paciente": paciente.pk}, Idempotency_Key="k-1"
    )

    assert (ausente.status_code, certo.status_code) == (404, 201)


def test_recusa_de_papel_nao_gasta_a_chave(elenco: Elenco) -> None:
    assert elenco.medica.enviar("/pacientes", ANA, Idempotency_Key="k-1").status_code == 403
    assert elenco.ninguem.enviar("/pacientes", ANA, Idempotency_Key="k-1").status_code == 401
    assert not ChaveIdempotencia.objects.exists()


@pytest.mark.parametrize("chave", ["x", "x" * 255, "5f1c9c1e-0d7b-4d5f-8f1f-6b0a2c3d4e5f", "~!@#"])
def test_chave_de_ascii_visivel_serve(elenco: Elenco, chave: str) -> None:
    assert elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key=chave).status_code == 201


@pytest.mark.parametrize(
    "chave", ["", " ", "x" * 256, "ção", "a b", "a\tb", "\x7f", "\x00", "k\n", "😀"]
)
def test_chave_que_nao_serve_e_400(elenco: Elenco, chave: str) -> None:
    resposta = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key=chave)

    assert resposta.status_code == 400
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert not Paciente.objects.exists()


def test_a_chave_vale_um_dia_inteiro_e_vence_depois_de_dois(elenco: Elenco) -> None:
    agora = timezone.now()
    primeira = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    with time_machine.travel(agora + timedelta(hours=24, minutes=1), tick=False):
        assert apagar_vencidas() == 0
        de_novo = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")
    with time_machine.travel(agora + timedelta(hours=49), tick=False):
        assert apagar_vencidas() == 1
        outra = elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")

    assert de_novo.json()["id"] == primeira.json()["id"]
    assert outra.json()["id"] != primeira.json()["id"]


def test_apagar_vencidas_deixa_as_novas(elenco: Elenco) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=50), tick=False):
        elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="velha")
    elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="nova")

    assert apagar_vencidas() == 1
    assert list(ChaveIdempotencia.objects.values_list("chave", flat=True)) == ["nova"]


def test_leitura_nao_olha_a_chave(elenco: Elenco) -> None:
    resposta = elenco.recepcao.get("/pacientes", headers={"Idempotency-Key": "a b"})

    assert resposta.status_code == 200
