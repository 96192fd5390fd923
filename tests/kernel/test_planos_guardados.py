"""Statements that a connection keeps: planned once, bounded, and in the transaction that they belong to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from apps.kernel.database import banco_daqui, executar
from apps.kernel.insertion import inserir
from apps.kernel.models import EventoAuditoria
from apps.kernel.postgres import plans
from tests.kernel.test_conexao_postgres import _encerrar

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps no plan of its own"
)


def perguntar(sql: str, *parametros: Any) -> list[Any]:
    return executar(banco_daqui(), sql, parametros, so_le=True)


def guardados() -> int:
    [(quantos,)] = perguntar("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'vida%%'")
    return quantos


def um_evento(objeto: str = "kernel.teste:1") -> EventoAuditoria:
    return EventoAuditoria(evento="teste", objeto=objeto, id_requisicao="-")


def test_a_mesma_pergunta_se_planeja_uma_vez(banco_de_verdade: None) -> None:
    connections["default"].close()
    for n in range(3):
        assert perguntar("SELECT %s::int + 1", n) == [(n + 1,)]
    assert guardados() == 2  # that one, and this one


def test_os_planos_guardados_tem_um_limite(
    banco_de_verdade: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections["default"].close()
    monkeypatch.setattr(plans, "MAXIMO", 3)
    for volta in range(2):
        for n in range(5):
            assert perguntar(f"SELECT %s::int + {n}", volta) == [(volta + n,)]
    assert guardados() <= 3


def test_o_que_se_insere_primeiro_ja_esta_na_transacao(banco_de_verdade: None) -> None:
    with transaction.atomic():
        inserir(um_evento())
        transaction.set_rollback(True)
    assert not EventoAuditoria.objects.exists()


def _ler() -> None:
    assert perguntar("SELECT 1") == [(1,)]


def _gravar() -> None:
    inserir(um_evento())


@pytest.mark.parametrize("fazer", [_ler, _gravar])
def test_o_primeiro_de_um_pedido_acha_outra_conexao(
    banco_de_verdade: None, fazer: Callable[[], None]
) -> None:
    """A question is put again; a change is not: the connection is looked at before it."""
    antes = EventoAuditoria.objects.count()
    banco = connections["default"]
    _encerrar(banco.connection.info.backend_pid)
    banco.close_if_unusable_or_obsolete()  # what Django does when a request begins

    fazer()

    assert EventoAuditoria.objects.count() == antes + (fazer is _gravar)


def test_no_meio_de_um_pedido_a_queda_e_um_erro(banco_de_verdade: None) -> None:
    """What was already asked may not be true of another connection."""
    from django.db import OperationalError

    banco = connections["default"]
    banco.close_if_unusable_or_obsolete()
    _ler()
    _encerrar(banco.connection.info.backend_pid)
    with pytest.raises(OperationalError):
        _ler()
    banco.close()
