"""What happened is to be charged: the worker opens a draft, and the clerk makes the invoice of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from apps.consulta.interface import ConsultaCancelada, ConsultaRealizada
from apps.consulta.models import Consulta
from apps.faturamento.models import Fatura, Preco
from apps.faturamento.services import emissao
from apps.kernel import facts, worker
from apps.kernel.models import EventoAuditoria, FatoSeparado
from tests.conftest import Elenco
from tests.factories import FaturaFactory
from tests.faturamento.conftest import IMPAR
from tests.respostas import recusa

Atender = Callable[..., Consulta]


@pytest.fixture
def precos(db: None) -> None:
    """Cardiologia has its own price; all others cost 150.00."""
    Preco.objects.create(especialidade="", codigo="CON001", valor=Decimal("150.00"))
    Preco.objects.create(especialidade="Cardiologia", codigo="CON002", valor=Decimal("320.50"))


@pytest.fixture
def concluir(elenco: Elenco, atender: Atender) -> Atender:
    """A consulta that medica concludes over HTTP; the worker has not gone round yet."""

    def concluir(**campos: Any) -> Consulta:
        medica = elenco.medica.profissional
        assert medica is not None
        consulta = atender(status="em_atendimento", id_profissional=medica.pk, **campos)
        resposta = elenco.medica.enviar(f"/consultas/{consulta.pk}/concluir")
        assert resposta.status_code == 200, resposta.content
        return consulta

    return concluir


def contar_de_novo(fato: facts.Fato) -> None:
    with transaction.atomic():
        facts.registrar(fato)


def cobrado(fatura: Fatura) -> list[tuple[str, Decimal]]:
    return [(item.codigo, item.cobranca) for item in fatura.itens.all()]


def eventos(evento: str) -> list[tuple[str, int | None, int | None]]:
    feitos = EventoAuditoria.objects.filter(evento=evento)
    return list(feitos.values_list("objeto", "id_usuario", "id_clinica"))


def test_consulta_realizada_abre_o_rascunho_dela(
    elenco: Elenco, precos: None, concluir: Atender
) -> None:
    consulta = concluir()
    assert not Fatura.objects.exists()  # until the worker goes round
    worker.uma_volta()

    rascunho = Fatura.objects.get()
    assert (rascunho.status, rascunho.valor_total) == ("rascunho", Decimal("150.00"))
    assert (rascunho.id_consulta, rascunho.id_paciente) == (consulta.pk, IMPAR)
    assert (rascunho.paciente, rascunho.id_clinica) == (consulta.paciente, elenco.clinica.pk)
    assert rascunho.data_consulta == consulta.data_hora
    assert cobrado(rascunho) == [("CON001", Decimal("150.00"))]
    objeto = f"faturamento.fatura:{rascunho.pk}"
    assert eventos("fatura.rascunho_aberto") == [(objeto, None, elenco.clinica.pk)]


@pytest.mark.parametrize(
    ("especialidade", "esperado"),
    [
        ("Cardiologia", ("CON002", Decimal("320.50"))),
        ("  CARDIOLOGÍA ", ("CON002", Decimal("320.50"))),
        ("Cardiologia Pediátrica", ("CON001", Decimal("150.00"))),
        ("Geriatria", ("CON001", Decimal("150.00"))),
    ],
)
def test_o_preco_e_o_da_especialidade_ou_o_das_demais(
    precos: None, concluir: Atender, especialidade: str, esperado: tuple[str, Decimal]
) -> None:
    concluir(especialidade=especialidade)
    worker.uma_volta()

    assert cobrado(Fatura.objects.get()) == [esperado]


def test_sem_preco_nao_ha_rascunho(concluir: Atender) -> None:
    Preco.objects.create(especialidade="Cardiologia", codigo="CON002", valor=Decimal("320.50"))
    concluir(especialidade="Geriatria")
    worker.uma_volta()

    assert not Fatura.objects.exists()
    assert not FatoSeparado.objects.exists()


def test_o_mesmo_fato_duas_vezes_abre_um_rascunho_so(precos: None, concluir: Atender) -> None:
    consulta = concluir()
    contar_de_novo(ConsultaRealizada(id_consulta=consulta.pk, id_clinica=consulta.id_clinica))
    for _ in range(facts.FALHAS_ATE_SEPARAR):
        worker.uma_volta()

    assert Fatura.objects.count() == len(eventos("fatura.rascunho_aberto")) == 1
    assert not FatoSeparado.objects.exists()


@pytest.mark.parametrize("status", ["pendente", "cancelada"])
def test_a_consulta_que_ja_teve_fatura_nao_ganha_rascunho(
    precos: None, concluir: Atender, status: str
) -> None:
    """Cancelled too: a person decided not to charge."""
    consulta = concluir()
    FaturaFactory(id_consulta=consulta.pk, status=status)
    worker.uma_volta()

    assert Fatura.objects.get().status == status
    assert not FatoSeparado.objects.exists()


def test_emitir_faz_do_rascunho_a_fatura(
    plano: Any, precos: None, concluir: Atender, faturar: Callable[..., Any]
) -> None:
    consulta = concluir()
    worker.uma_volta()
    rascunho = Fatura.objects.get()

    criada = faturar(("EXA001", "80.00"), id_consulta=consulta.pk)

    assert criada.status_code == 201, criada.content
    fatura = Fatura.objects.get()
    assert (fatura.pk, fatura.status) == (rascunho.pk, "pendente")
    assert cobrado(fatura) == [("EXA001", Decimal("80.00"))]
    assert recusa(faturar(id_consulta=consulta.pk))[:2] == (409, "fatura_existente")


def test_o_rascunho_que_aparece_enquanto_se_emite_tambem_vira_a_fatura(
    plano: Any,
    precos: None,
    concluir: Atender,
    faturar: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clerk's request looked before the worker's transaction ended, and inserts after it."""
    consulta = concluir()
    worker.uma_volta()
    rascunho = Fatura.objects.get()
    monkeypatch.setattr(emissao._vigente, "primeira", lambda **de_qual: None)
    criada = faturar(id_consulta=consulta.pk)

    assert criada.status_code == 201, criada.content
    assert (Fatura.objects.get().pk, criada.json()["status"]) == (rascunho.pk, "pendente")


@pytest.mark.parametrize(
    ("verbo", "corpo"),
    [("cancelar", {"motivo": "Imprevisto.", "por": "paciente"}), ("faltou", {})],
)
def test_o_que_nao_vai_acontecer_nao_se_cobra(
    elenco: Elenco, atender: Atender, verbo: str, corpo: dict[str, str]
) -> None:
    consulta = atender(status="agendada")
    rascunho = FaturaFactory(
        id_consulta=consulta.pk, id_clinica=elenco.clinica.pk, status="rascunho"
    )
    resposta = elenco.recepcao.enviar(f"/consultas/{consulta.pk}/{verbo}", corpo)
    assert resposta.status_code == 200, resposta.content
    worker.uma_volta()

    rascunho.refresh_from_db()
    assert (rascunho.status, rascunho.motivo_cancelamento) == (
        "cancelada",
        "A consulta foi cancelada.",
    )
    objeto = f"faturamento.fatura:{rascunho.pk}"
    assert eventos("fatura.rascunho_desfeito") == [(objeto, None, elenco.clinica.pk)]


def test_a_fatura_ja_emitida_fica_para_quem_cobra(elenco: Elenco, atender: Atender) -> None:
    consulta = atender()
    FaturaFactory(id_consulta=consulta.pk)
    contar_de_novo(ConsultaCancelada(id_consulta=consulta.pk, id_clinica=consulta.id_clinica))
    worker.uma_volta()

    assert Fatura.objects.get().status == "pendente"
    assert not eventos("fatura.rascunho_desfeito")


def test_fato_de_quando_nao_se_dizia_a_clinica_nao_faz_nada(precos: None, atender: Atender) -> None:
    contar_de_novo(ConsultaRealizada(id_consulta=atender().pk))
    for _ in range(facts.FALHAS_ATE_SEPARAR):
        worker.uma_volta()

    assert not Fatura.objects.exists()
    assert not FatoSeparado.objects.exists()


def test_consulta_que_sumiu_nao_trava_a_fila(
    elenco: Elenco, precos: None, concluir: Atender
) -> None:
    contar_de_novo(ConsultaRealizada(id_consulta=987_654_321, id_clinica=elenco.clinica.pk))
    consulta = concluir()
    worker.uma_volta()

    assert Fatura.objects.get().id_consulta == consulta.pk
