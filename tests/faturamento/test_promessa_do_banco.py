"""The database itself refuses money that does not add up; without its checks, it does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from apps.faturamento.models import Fatura, Item, Pagamento
from apps.kernel.transactions import nome_da_restricao
from tests.factories import FaturaAguardandoFactory, FaturaFactory

D = Decimal
DA_FATURA = [
    ("fatura_pago_ate_o_devido", {"valor_pago": D("220.01")}),
    ("fatura_pago_ate_o_devido", {"valor_pago": D("-0.01")}),
    ("fatura_pago_ate_o_devido", {"valor_paciente": D("-0.01")}),
    ("fatura_valores_coerentes", {"valor_coberto": D("230.01")}),
    ("fatura_valores_coerentes", {"valor_coberto": D("-0.01")}),
    ("fatura_valores_coerentes", {"valor_total": D("-0.01"), "valor_coberto": None}),
    ("fatura_status_conhecido", {"status": "perdoada"}),
]
DO_ITEM = [
    {"valor_coberto": D("150.01")},
    {"valor_coberto": D("-0.01")},
    {"valor": D("-0.01")},
    {"valor_coberto": None},
    {"coberto": None},
    {"situacao": "pendente"},
]


@contextmanager
def recusado(restricao: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as erro, transaction.atomic():
        yield
    assert nome_da_restricao(erro.value) == restricao


@contextmanager
def sem_checar(tabela: str, restricao: str) -> Iterator[None]:
    """The control: the same database without that check."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no ALTER with deferred ones pending
            cursor.execute(f"ALTER TABLE {tabela} DROP CONSTRAINT {restricao}")
            yield
            return
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize(("restricao", "campos"), DA_FATURA)
def test_o_banco_recusa_fatura_que_nao_fecha(db, restricao, campos: dict[str, Any]):
    fatura = FaturaFactory()
    with recusado(restricao):
        Fatura.objects.filter(pk=fatura.pk).update(**campos)
    with recusado(restricao):
        FaturaFactory(**campos)
    with sem_checar("faturamento_fatura", restricao):
        assert Fatura.objects.filter(pk=fatura.pk).update(**campos) == 1


@pytest.mark.parametrize("campos", DO_ITEM)
def test_o_banco_recusa_item_meio_decidido_ou_acima_da_cobranca(db, campos: dict[str, Any]):
    FaturaFactory()
    item = Item.objects.filter(codigo="CON001")
    with recusado("item_decidido_ou_pendente"):
        item.update(**campos)
    with sem_checar("faturamento_item", "item_decidido_ou_pendente"):
        assert item.update(**campos) == 1


@pytest.mark.parametrize("valor", [D("0.00"), D("-1.00")])
def test_o_banco_recusa_pagamento_que_nao_e_positivo(db, valor):
    campos = {"fatura": FaturaFactory(), "forma": "pix", "valor": valor, "id_usuario": 1}
    with recusado("pagamento_positivo"):
        Pagamento.objects.create(**campos)
    with sem_checar("faturamento_pagamento", "pagamento_positivo"):
        assert Pagamento.objects.create(**campos).pk


def test_o_banco_aceita_os_limites(db):
    fatura = FaturaFactory()
    todo = {"valor_coberto": fatura.valor_total, "valor_paciente": D("0.00")}
    assert Fatura.objects.update(valor_pago=D("220.00")) == 1
    assert Fatura.objects.update(valor_pago=D("0.00"), **todo) == 1
    assert Item.objects.filter(codigo="CON001").update(valor_coberto=D("150.00")) == 1


@pytest.mark.parametrize("status", ["pendente", "paga", "aguardando_plano"])
def test_o_banco_recusa_duas_faturas_ativas_da_mesma_consulta(db, status):
    FaturaFactory(id_consulta=7, status=status)
    with recusado("fatura_ativa_unica"):
        FaturaAguardandoFactory(id_consulta=7)
    with recusado("fatura_ativa_unica"):
        FaturaFactory(id_consulta=7, status="rascunho")
    FaturaFactory(id_consulta=7, status="cancelada")
    with recusado("fatura_ativa_unica"):
        Fatura.objects.filter(status="cancelada").update(status="pendente")


def test_o_dinheiro_e_guardado_em_centavos_inteiros(db):
    FaturaFactory(valor_total=D("0.10"), valor_coberto=D("0.00"), valor_paciente=D("0.10"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT valor_total, valor_paciente FROM faturamento_fatura")
        assert cursor.fetchone() == (10, 10)
