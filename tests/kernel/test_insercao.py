"""Inserted rows are those that `save` would write; a row and its parts come to be together or not at all."""

from collections.abc import Callable
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.consulta.models import Consulta
from apps.faturamento.models import Fatura, Item
from apps.kernel.insertion import (
    JUNTOS,
    Parte,
    inserir,
    inserir_com,
    inserir_para_cada,
    inserir_varios,
)
from apps.kernel.models import EventoAuditoria
from tests.conftest import Elenco
from tests.factories import PacienteFactory, proxima_segunda

pytestmark = pytest.mark.django_db
AGORA = timezone.now()


def test_inserir_grava_o_que_save_gravaria() -> None:
    momento = AGORA + timedelta(days=3)
    campos: dict[str, Any] = {
        "id_clinica": 1,
        "paciente": "Maria d'Ávila",
        "data_hora": momento,
        "fim": momento + timedelta(minutes=30),
        "especialidade": "Clínica  MÉDICA",
        "motivo": None,
        "encaixe": True,
        "data_criacao": AGORA,
    }
    salva = Consulta.objects.create(id_paciente=1, **campos)
    inserida = Consulta(id_paciente=2, **campos)
    inserir(inserida)

    assert inserida.pk == salva.pk + 1
    assert not inserida._state.adding
    (uma, outra) = Consulta.objects.order_by("pk").values()
    iguais = {"id", "id_paciente"}
    assert {n: v for n, v in uma.items() if n not in iguais} == {
        n: v for n, v in outra.items() if n not in iguais
    }
    inserida.motivo = "Retorno"
    inserida.save()
    assert Consulta.objects.get(pk=inserida.pk).motivo == "Retorno"


@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime")
@pytest.mark.parametrize(
    "campos",
    [
        {"ip": ""},
        {"ip": "fe80::1%eth0"},
        {"ip": "2001:DB8::1"},
        {"momento": timezone.make_naive(AGORA)},
        {"momento": AGORA.astimezone(UTC)},
    ],
)
def test_o_que_nao_vem_como_o_banco_guarda_chega_como_save_o_deixaria(
    campos: dict[str, Any],
) -> None:
    fixos = {"evento": "x", "objeto": "y", "id_requisicao": "z", "momento": AGORA}
    salvo = EventoAuditoria.objects.create(**(fixos | campos))
    inserido = EventoAuditoria(**(fixos | campos))
    inserir(inserido)

    um, outro = EventoAuditoria.objects.order_by("seq").values("ip", "momento")
    assert um == outro, (salvo, inserido)


def test_uma_restricao_violada_diz_o_nome_como_no_orm(elenco: Elenco) -> None:
    """Through the service: the promise of the database is told as the contract says."""
    from apps.consulta.interface import HorarioOcupado
    from apps.consulta.services import agendar

    pedido: dict[str, Any] = {
        "escopo": elenco.recepcao.escopo,
        "id_paciente": PacienteFactory().pk,
        "data_hora": proxima_segunda(10),
        "especialidade": "Pediatria",
    }
    agendar(**pedido)
    eventos = EventoAuditoria.objects.count()
    with pytest.raises(HorarioOcupado):
        agendar(**pedido)
    assert EventoAuditoria.objects.count() == eventos


def uma_fatura(id_consulta: int) -> Fatura:
    return Fatura(
        id_consulta=id_consulta,
        id_paciente=1,
        paciente="Maria d'Ávila",
        id_clinica=1,
        data_consulta=AGORA,
        data_criacao=AGORA,
        valor_total=Decimal("230.50"),
        status="aguardando_plano",
    )


def os_itens(quantos: int) -> list[Item]:
    return [Item(codigo=f"1010{n}", valor=Decimal(n) / 4, quantidade=n) for n in range(quantos)]


def o_evento() -> EventoAuditoria:
    return EventoAuditoria(
        evento="fatura.emitida",
        objeto="faturamento.fatura:",
        id_usuario=7,
        ip="2001:db8::1",
        momento=AGORA,
        id_requisicao="a",
    )


def linhas(modelo: type[Model], *menos: str) -> list[dict[str, Any]]:
    return [
        {nome: valor for nome, valor in linha.items() if nome not in menos}
        for linha in modelo._default_manager.order_by("pk").values()
    ]


@pytest.mark.parametrize("quantos", [1, 3, JUNTOS, JUNTOS + 1])
def test_o_que_vem_junto_e_o_que_o_orm_gravaria(quantos: int) -> None:
    itens = os_itens(quantos)
    fatura = uma_fatura(1)
    inserir_com(fatura, [Parte(itens, "fatura"), Parte([o_evento()], "objeto")])

    salva, salvos, evento = uma_fatura(2), os_itens(quantos), o_evento()
    salva.save()
    for item in salvos:
        item.fatura = salva
        item.save()
    evento.objeto += str(salva.pk)
    evento.save()

    uma, outra = linhas(Fatura, "id", "id_consulta")
    assert uma == outra
    inseridos = linhas(Item, "id")
    assert [{**i, "fatura_id": salva.pk} for i in inseridos[:quantos]] == inseridos[quantos:]
    assert all(item.fatura == fatura for item in itens)
    um, outro = linhas(EventoAuditoria, "seq", "objeto")
    assert um == outro
    assert [e["objeto"] for e in linhas(EventoAuditoria)] == [
        f"faturamento.fatura:{fatura.pk}",
        f"faturamento.fatura:{salva.pk}",
    ]


def test_varias_linhas_de_uma_vez_sabem_o_seu_numero() -> None:
    fatura = uma_fatura(1)
    inserir(fatura)
    itens = os_itens(4)
    Parte(itens, "fatura").ligar(fatura)
    inserir_varios(itens)
    inserir_varios([])
    assert [item.pk for item in itens] == [item["id"] for item in linhas(Item)]
    assert not any(item._state.adding for item in itens)


@pytest.mark.parametrize("quantos", [0, 1, 2, JUNTOS + 1])
def test_uma_linha_para_cada_texto_e_a_que_o_orm_gravaria(quantos: int) -> None:
    textos = [f"{n} d'água, \"{{}}\\" for n in range(quantos)]
    with CaptureQueriesContext(connection) as captura:
        inserir_para_cada(o_evento(), "objeto", textos)
    inseridas = linhas(EventoAuditoria, "seq")
    for texto in textos:
        salvo = o_evento()
        salvo.objeto += texto
        salvo.save()

    assert linhas(EventoAuditoria, "seq") == inseridas * 2
    assert len(captura) == (1 if quantos else 0)
    assert [linha["objeto"] for linha in inseridas] == [f"faturamento.fatura:{t}" for t in textos]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes no INSERT in another")
def test_tudo_o_que_vem_junto_e_um_comando_so() -> None:
    with CaptureQueriesContext(connection) as captura:
        inserir_com(uma_fatura(1), [Parte(os_itens(3), "fatura"), Parte([o_evento()], "objeto")])
    assert len(captura) == 1


Quebra = Callable[[Fatura, list[Item], EventoAuditoria], None]


def _sem_estado(fatura: Fatura, itens: list[Item], evento: EventoAuditoria) -> None:
    fatura.status = "nenhum"


def _item_negativo(fatura: Fatura, itens: list[Item], evento: EventoAuditoria) -> None:
    itens[-1].valor = Decimal(-1)


def _evento_sem_nome(fatura: Fatura, itens: list[Item], evento: EventoAuditoria) -> None:
    evento.evento = None  # type: ignore[assignment]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes no INSERT in another")
@pytest.mark.parametrize("quebrar", [_sem_estado, _item_negativo, _evento_sem_nome])
def test_o_que_uma_parte_nao_pode_ser_nada_e(banco_de_verdade: None, quebrar: Quebra) -> None:
    """Outside any transaction: the statement alone is one."""
    fatura, itens, evento = uma_fatura(1), os_itens(3), o_evento()
    quebrar(fatura, itens, evento)
    with pytest.raises(DatabaseError):
        inserir_com(fatura, [Parte(itens, "fatura"), Parte([evento], "objeto")])
    assert [modelo._default_manager.count() for modelo in (Fatura, Item, EventoAuditoria)] == [
        0,
        0,
        0,
    ]
