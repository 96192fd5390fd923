"""What Faturamento's door tells of many invoices: lists, what is open by age, what was charged."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.faturamento.interface import Carteira, Faixa, FaturadoNoDia, faturamento_service
from apps.kernel.access.escopo import SISTEMA, Escopo
from tests.conftest import Elenco
from tests.factories import FaturaAguardandoFactory, FaturaFactory

PACIENTE = 77
HOJE = date(2026, 3, 10)
NOITE = datetime.fromisoformat("2026-03-10T22:30:00-03:00")
"""Of that day in São Paulo; in UTC it is already the next."""

IDADES = ((0, 30), (31, 60), (61, 90), (91, None))


@pytest.fixture
def faturista(elenco: Elenco) -> Escopo:
    return elenco.faturista.escopo


def ha(dias: int, hora: int = 12, minuto: int = 0) -> datetime:
    """A local time, days before HOJE."""
    dia = HOJE - timedelta(days=dias)
    return timezone.make_aware(datetime(dia.year, dia.month, dia.day, hora, minuto))


def pendente(elenco: Elenco, deve: str = "220.00", pago: str = "0.00", **campos: Any) -> int:
    """Of clinic 1, owed by the patient in full unless part is paid."""
    padrao = {
        "id_clinica": elenco.clinica.pk,
        "id_paciente": PACIENTE,
        "valor_total": Decimal(deve),
        "valor_coberto": Decimal("0.00"),
        "valor_paciente": Decimal(deve),
        "valor_pago": Decimal(pago),
        "itens": [],
    }
    return FaturaFactory(**padrao | campos).pk


def carteira(escopo: Escopo) -> Carteira:
    with time_machine.travel(NOITE, tick=False):
        return faturamento_service.carteira(escopo=escopo)


def por_idade(*valores: tuple[int, str]) -> tuple[Faixa, ...]:
    return tuple(
        Faixa(de_dias=de, ate_dias=ate, quantas=quantas, valor=Decimal(valor))
        for (de, ate), (quantas, valor) in zip(IDADES, valores, strict=True)
    )


NADA = (0, "0.00")


# --- what is open ----------------------------------------------------------------------------------


def test_a_carteira_vazia_e_zero_e_nao_nada(elenco: Elenco, faturista: Escopo) -> None:
    vazia = carteira(faturista)
    assert vazia == Carteira(rascunhos=0, aguardando_plano=0, faixas=por_idade(*[NADA] * 4))
    assert (vazia.pendentes, str(vazia.a_receber)) == (0, "0.00")


@pytest.mark.parametrize(
    ("criada", "faixa"),
    [
        (ha(0, 22, 29), 0),
        (ha(30, 0, 0), 0),
        (ha(31, 23, 59), 1),
        (ha(60, 0, 0), 1),
        (ha(61, 23, 59), 2),
        (ha(90, 0, 0), 2),
        (ha(91, 23, 59), 3),
        (ha(4000), 3),
    ],
)
def test_a_idade_se_conta_em_dias_locais(
    criada: datetime, faixa: int, elenco: Elenco, faturista: Escopo
) -> None:
    """At 22:30 it is the next day in UTC, and an invoice of 30 days ago is still of the first band."""
    pendente(elenco, data_criacao=criada)
    assert [f.quantas for f in carteira(faturista).faixas] == [int(n == faixa) for n in range(4)]


def test_a_soma_e_exata_ao_centavo(elenco: Elenco, faturista: Escopo) -> None:
    """0.10 ten times is 1.00, and what is paid is no longer owed; nothing passes through a float."""
    for _ in range(10):
        pendente(elenco, "0.10", data_criacao=ha(1))
    pendente(elenco, "9999999.99", data_criacao=ha(1))
    pendente(elenco, "100.03", pago="99.99", data_criacao=ha(40))
    resultado = carteira(faturista)
    assert resultado.faixas == por_idade((11, "10000000.99"), (1, "0.04"), NADA, NADA)
    assert all(str(f.valor) == f"{f.valor:.2f}" for f in resultado.faixas)
    assert (resultado.pendentes, str(resultado.a_receber)) == (12, "10000001.03")


def test_so_o_que_o_paciente_deve_tem_idade(elenco: Elenco, faturista: Escopo) -> None:
    for status in ("rascunho", "paga", "cancelada"):
        pendente(elenco, status=status, data_criacao=ha(1))
    for _ in range(2):
        FaturaAguardandoFactory(id_clinica=elenco.clinica.pk, data_criacao=ha(1))
    assert carteira(faturista) == Carteira(
        rascunhos=1, aguardando_plano=2, faixas=por_idade(*[NADA] * 4)
    )


def test_a_carteira_e_das_clinicas_de_quem_pergunta(elenco: Elenco) -> None:
    pendente(elenco, "10.00", data_criacao=ha(1))
    pendente(elenco, "5.00", data_criacao=ha(1), id_clinica=elenco.clinica2.pk)
    pendente(elenco, status="rascunho", id_clinica=elenco.clinica2.pk)
    recebem = {
        nome: str(carteira(getattr(elenco, nome).escopo).a_receber)
        for nome in ("recepcao", "faturista", "gestora", "faturista2")
    }
    assert recebem == {
        "recepcao": "10.00",
        "faturista": "10.00",
        "gestora": "10.00",
        "faturista2": "5.00",
    }
    assert carteira(elenco.faturista.escopo).rascunhos == 0


def test_sem_papel_que_leia_faturas_nao_ha_nada(elenco: Elenco) -> None:
    pendente(elenco, data_criacao=ha(1))
    for escopo in (
        elenco.medica.escopo,
        elenco.auditora.escopo,
        elenco.admin.escopo,
        SISTEMA,
    ):
        assert carteira(escopo).pendentes == 0
        assert faturamento_service.listar(status="pendente", escopo=escopo) == []
        assert faturamento_service.listar_do_paciente(id_paciente=PACIENTE, escopo=escopo) == []
        assert faturamento_service.faturado(de=HOJE, ate=ha(-9).date(), escopo=escopo) == []


# --- what was charged -------------------------------------------------------------------------------


def test_faturado_soma_por_dia_local_de_emissao(elenco: Elenco, faturista: Escopo) -> None:
    for deve, criada in (
        ("0.10", ha(1, 0, 0)),
        ("0.20", ha(1, 23, 59)),
        ("9999999.99", ha(0, 0, 0)),
        ("0.02", ha(0, 23, 59)),
        ("7.00", ha(2, 23, 59)),
        ("7.00", ha(-1, 0, 0)),
    ):
        pendente(elenco, deve, data_criacao=criada)
    ontem = HOJE - timedelta(days=1)
    faturado = faturamento_service.faturado(de=ontem, ate=HOJE, escopo=faturista)
    assert list(faturado) == [
        FaturadoNoDia(dia=ontem, quantas=2, valor=Decimal("0.30")),
        FaturadoNoDia(dia=HOJE, quantas=2, valor=Decimal("10000000.01")),
    ]
    assert [str(dia.valor) for dia in faturado] == ["0.30", "10000000.01"]


def test_faturado_conta_o_que_se_cobrou_e_so(elenco: Elenco, faturista: Escopo) -> None:
    for status in ("rascunho", "cancelada"):
        pendente(elenco, status=status, data_criacao=ha(0))
    pendente(elenco, id_clinica=elenco.clinica2.pk, data_criacao=ha(0))
    assert faturamento_service.faturado(de=HOJE, ate=HOJE, escopo=faturista) == []
    pendente(elenco, "1.00", status="paga", data_criacao=ha(0))
    FaturaAguardandoFactory(id_clinica=elenco.clinica.pk, data_criacao=ha(0))
    (hoje,) = faturamento_service.faturado(de=HOJE, ate=HOJE, escopo=faturista)
    assert (hoje.quantas, str(hoje.valor)) == (2, "231.00")


# --- lists -------------------------------------------------------------------------------------------


def test_listar_por_estado_as_mais_antigas_antes_ate_o_limite(
    elenco: Elenco, faturista: Escopo
) -> None:
    ids = [FaturaAguardandoFactory(id_clinica=elenco.clinica.pk).pk for _ in range(3)]
    FaturaAguardandoFactory(id_clinica=elenco.clinica2.pk)
    pendente(elenco)

    def listar(**opcoes: Any) -> list[int]:
        achadas = faturamento_service.listar(status="aguardando_plano", escopo=faturista, **opcoes)
        return [fatura.id for fatura in achadas]

    assert listar() == ids
    assert listar(limite=2) == ids[:2]
    assert faturamento_service.listar(status="paga", escopo=faturista) == []


def test_listar_do_paciente_as_mais_novas_antes_ate_o_limite(
    elenco: Elenco, faturista: Escopo
) -> None:
    ids = [pendente(elenco) for _ in range(3)]
    pendente(elenco, id_paciente=PACIENTE + 1)
    pendente(elenco, id_clinica=elenco.clinica2.pk)

    def listar(**opcoes: Any) -> list[int]:
        dele = faturamento_service.listar_do_paciente(
            id_paciente=PACIENTE, escopo=faturista, **opcoes
        )
        return [fatura.id for fatura in dele]

    assert listar() == ids[::-1]
    assert listar(limite=2) == [ids[2], ids[1]]


def test_as_perguntas_custam_o_mesmo_com_1_fatura_e_com_20(
    elenco: Elenco, faturista: Escopo, contar_queries: Any
) -> None:
    """Whatever a question costs: behind another process's door it is one request."""
    hoje = timezone.localdate()
    perguntas = (
        lambda: faturamento_service.listar(status="pendente", escopo=faturista),
        lambda: faturamento_service.listar_do_paciente(id_paciente=PACIENTE, escopo=faturista),
        lambda: faturamento_service.carteira(escopo=faturista),
        lambda: faturamento_service.faturado(de=hoje, ate=hoje, escopo=faturista),
    )

    def custos() -> list[int]:
        return [contar_queries(pergunta) for pergunta in perguntas]

    pendente(elenco, data_criacao=timezone.now())
    com_uma = custos()
    for _ in range(19):
        pendente(elenco, data_criacao=timezone.now())
    assert custos() == com_uma
