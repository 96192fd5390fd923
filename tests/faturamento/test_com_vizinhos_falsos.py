"""Faturamento at work with a Consulta that has no table: it asks the door, and only the door."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from apps.consulta.interface import (
    ConsultaCancelada,
    ConsultaData,
    ConsultaNaoEncontrada,
    ConsultaRealizada,
)
from apps.consulta.models import Consulta
from apps.faturamento import followers, services
from apps.faturamento.interface import ConsultaInativa
from apps.faturamento.models import Fatura, Item, Preco
from apps.kernel.access.escopo import Escopo, Papel, Vinculo
from apps.kernel.errors import SemPermissao, ServicoIndisponivel
from apps.kernel.models import EventoAuditoria
from tests.factories import ConsultaFactory, em_dias
from tests.falsos.memoria import copiar
from tests.falsos.portas import Falsos
from tests.falsos.tabelas import apps_tocados

CLINICA, CLINICA2 = 1, 2

REALIZADA = ConsultaData(
    id=500,
    id_clinica=CLINICA,
    id_paciente=77,
    paciente="Maria Aparecida",
    id_profissional=11,
    profissional="Dra. Ana",
    data_hora=em_dias(-1),
    duracao_minutos=30,
    especialidade="Clínica Médica",
    teleconsulta=False,
    encaixe=False,
    status="realizada",
    ativa=True,
)
CANCELADA = copiar(ConsultaData, REALIZADA, id=501, status="cancelada", ativa=False)
DE_LA = copiar(ConsultaData, REALIZADA, id=502, id_clinica=CLINICA2)


def alguem(papel: Papel) -> Escopo:
    return Escopo(id_usuario=5, vinculos=(Vinculo(CLINICA, papel),))


@pytest.fixture
def falsos(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Falsos:
    """Three consultas: one that happened, one cancelled, one of the other clinic. No plan answers."""
    settings.PLANO_SAUDE_URL = "http://127.0.0.1:1"
    falsos = Falsos()
    falsos.atender(("rede", "paciente", "consulta"), monkeypatch=monkeypatch, settings=settings)
    falsos.consulta.lembrar(REALIZADA, CANCELADA, DE_LA)
    Preco.objects.create(codigo="CON001", valor=Decimal("150.00"))
    return falsos


def emitir(id_consulta: int = REALIZADA.id, papel: Papel = Papel.FATURAMENTO) -> Fatura:
    procedimentos = [{"codigo": "CON001", "valor": Decimal("150.00")}]
    return services.emitir(
        escopo=alguem(papel), id_consulta=id_consulta, procedimentos=procedimentos
    )


def abrir_rascunho() -> None:
    """As the follower does when it reads that the consulta happened."""
    escrita = followers.abrir_rascunho(
        ConsultaRealizada(id_consulta=REALIZADA.id, id_clinica=CLINICA)
    )
    assert escrita is not None
    escrita()


def escrito() -> list[Any]:
    """All that these use cases write."""
    linhas = [modelo.objects.order_by("pk").values() for modelo in (Fatura, Item)]
    return [*linhas[0], *linhas[1], EventoAuditoria.objects.count()]


# --- all is well ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caso", "status"), [(emitir, "aguardando_plano"), (abrir_rascunho, "rascunho")]
)
def test_a_fatura_copia_o_que_consulta_diz(
    caso: Callable[[], Any], status: str, falsos: Falsos
) -> None:
    caso()
    fatura = Fatura.objects.get()
    assert fatura.status == status
    assert (fatura.id_consulta, fatura.id_clinica, fatura.paciente, fatura.data_consulta) == (
        REALIZADA.id,
        CLINICA,
        "Maria Aparecida",
        REALIZADA.data_hora,
    )


@pytest.mark.parametrize("caso", [emitir, abrir_rascunho])
def test_nenhum_sql_toca_a_tabela_de_outro_app(caso: Callable[[], Any], falsos: Falsos) -> None:
    with apps_tocados() as tocados:
        caso()
    assert "faturamento" in tocados
    assert tocados <= {"faturamento", "kernel"}
    assert not Consulta.objects.exists()


def test_controle_com_a_tabela_de_consulta_o_sql_a_toca(db: None, settings: Any) -> None:
    """The real Consulta in this process: the same look sees the table that it asks."""
    settings.PLANO_SAUDE_URL = "http://127.0.0.1:1"
    realizada = ConsultaFactory(id_clinica=CLINICA, status="realizada")
    with apps_tocados() as tocados:
        emitir(realizada.pk)
    assert "consulta" in tocados


# --- what Consulta does not tell -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_consulta", "papel", "erro"),
    [
        (999, Papel.FATURAMENTO, ConsultaNaoEncontrada),
        (DE_LA.id, Papel.FATURAMENTO, ConsultaNaoEncontrada),
        (CANCELADA.id, Papel.FATURAMENTO, ConsultaInativa),
        (REALIZADA.id, Papel.RECEPCAO, SemPermissao),
        (REALIZADA.id, Papel.AUDITOR, SemPermissao),
    ],
)
def test_emitir_recusa_o_que_nao_se_cobra(
    id_consulta: int, papel: Papel, erro: type[Exception], falsos: Falsos
) -> None:
    antes = escrito()
    with pytest.raises(erro):
        emitir(id_consulta, papel)
    assert escrito() == antes


def test_o_fato_de_outra_clinica_nao_abre_rascunho(falsos: Falsos) -> None:
    """The system reads a consulta in the clinic that the fact names, and in no other."""
    fato = ConsultaRealizada(id_consulta=DE_LA.id, id_clinica=CLINICA)
    assert followers.abrir_rascunho(fato) is None


# --- Consulta is away ------------------------------------------------------------------------------


@pytest.mark.parametrize("caso", [emitir, abrir_rascunho])
def test_sem_consulta_nada_se_grava_e_com_ela_tudo(caso: Callable[[], Any], falsos: Falsos) -> None:
    antes = escrito()
    falsos.consulta.no_ar = False
    with pytest.raises(ServicoIndisponivel):
        caso()
    assert escrito() == antes
    falsos.consulta.no_ar = True
    caso()
    assert Fatura.objects.count() == 1


def test_o_que_nao_pergunta_segue_sem_consulta(falsos: Falsos) -> None:
    abrir_rascunho()
    falsos.consulta.no_ar = False
    cancelamento = ConsultaCancelada(id_consulta=REALIZADA.id, id_clinica=CLINICA)
    followers.desfazer_rascunho(cancelamento)()
    (fatura,) = services.listar(escopo=alguem(Papel.FATURAMENTO))
    assert fatura.status == "cancelada"
