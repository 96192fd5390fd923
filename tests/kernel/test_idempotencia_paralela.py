"""One key, many at once: one object, and everybody gets the same answer."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import httpx
import pytest
from django.db import connection, transaction

from apps.kernel.idempotency import Chave, RespostaGuardada, resumir
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.kernel.paralelo import ao_mesmo_tempo, com_conexao_propria, esperando_tranca
from tests.processos import Pilha

ANA = b'{"nome":"Ana Souza","passaporte":"AA1","data_nascimento":"1985-04-12"}'

so_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite in memory has one connection; the real server below runs on a file",
)


@so_postgres
def test_cinquenta_pedidos_com_uma_chave_fazem_um_paciente(
    banco_de_verdade: None, elenco: Elenco
) -> None:
    respostas = ao_mesmo_tempo(
        50, lambda n: elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")
    )

    assert {r.status_code for r in respostas} == {201}
    assert len({r.content for r in respostas}) == 1
    assert sum("Idempotency-Replayed" not in r.headers for r in respostas) == 1
    assert Paciente.objects.count() == 1


@so_postgres
def test_sem_chave_os_mesmos_pedidos_fazem_muitos(banco_de_verdade: None, elenco: Elenco) -> None:
    """The control of the one above."""
    respostas = ao_mesmo_tempo(8, lambda n: elenco.recepcao.enviar("/pacientes", ANA))

    assert {r.status_code for r in respostas} == {201}
    assert Paciente.objects.count() == 8


@so_postgres
def test_quem_chega_durante_espera_e_repete(
    banco_de_verdade: None, elenco: Elenco, esperar_ate: Callable[[Callable[[], bool]], None]
) -> None:
    def em_curso(resultado: Any) -> RespostaGuardada:
        return RespostaGuardada(201, b'{"id":7}', {"Location": "/pacientes/7"})

    chave = Chave(
        id_usuario=elenco.recepcao.id_usuario or 0,
        caminho="/pacientes",
        chave="k-1",
        resumo=resumir(ANA),
        responder=em_curso,
    )
    with ThreadPoolExecutor(1) as outra:
        with transaction.atomic():
            chave.reservar()
            futura = outra.submit(
                com_conexao_propria(
                    lambda: elenco.recepcao.enviar("/pacientes", ANA, Idempotency_Key="k-1")
                )
            )
            esperar_ate(esperando_tranca)
            chave.guardar(None)
        resposta = futura.result(10)

    assert (resposta.status_code, resposta.json()) == (201, {"id": 7})
    assert resposta.headers["Idempotency-Replayed"] == "true"
    assert not Paciente.objects.exists()


def test_servidor_real_faz_um_so_de_cinquenta(pilha: Pilha) -> None:
    """Two processes, real HTTP, SQLite on a file or PostgreSQL."""
    marca, chave = uuid.uuid4().hex[:12], uuid.uuid4().hex
    corpo = {"nome": f"Chave {marca}", "passaporte": marca, "data_nascimento": "1985-04-12"}
    recepcao = pilha.cliente("recepcao")

    def enviar(n: int) -> httpx.Response:
        return recepcao.post("/pacientes", json=corpo, headers={"Idempotency-Key": chave})

    with closing(recepcao):
        respostas = ao_mesmo_tempo(50, enviar)
        achados = recepcao.get("/pacientes", params={"busca": marca}).json()

    assert [r.status_code for r in respostas] == [201] * 50
    assert {r.json()["id"] for r in respostas} == {p["id"] for p in achados}
    assert len(achados) == 1
    assert sum("Idempotency-Replayed" not in r.headers for r in respostas) == 1
