"""POST /faturas/<id>/pagar and /cancelar."""

from decimal import Decimal
from typing import Any

import pytest

from apps.faturamento.models import Fatura, Pagamento
from apps.kernel.models import EventoAuditoria
from tests.factories import FaturaAguardandoFactory, FaturaFactory
from tests.respostas import erros, exato, recusa


@pytest.fixture
def fatura(elenco) -> Fatura:
    """Of clinic 1: 220.00 for the patient to pay."""
    return FaturaFactory(id_clinica=elenco.clinica.pk)


@pytest.fixture
def pagar(elenco, fatura):
    """By faturista, in Pix."""

    def enviar(valor: Any, quem: Any = None, *, cabecalhos: Any = None, **trocas: Any) -> Any:
        corpo = {"forma": "pix", "valor": valor} | trocas
        caminho = f"/faturas/{fatura.pk}/pagar"
        return (quem or elenco.faturista).enviar(caminho, corpo, **(cabecalhos or {}))

    return enviar


@pytest.fixture
def cancelar(elenco, fatura):
    def enviar(quem: Any = None, **corpo: Any) -> Any:
        caminho = f"/faturas/{fatura.pk}/cancelar"
        return (quem or elenco.faturista).enviar(caminho, corpo or {"motivo": "Valor errado"})

    return enviar


def pago(resposta: Any) -> tuple[str, Decimal]:
    assert resposta.status_code == 200, resposta.content
    fatura = exato(resposta)
    return fatura["status"], fatura["valor_pago"]


def no_estado(fatura: Fatura, status: str) -> None:
    Fatura.objects.filter(pk=fatura.pk).update(status=status)


# --- paying ---------------------------------------------------------------------------------


def test_pagar_aos_poucos_ate_o_ultimo_centavo(pagar, elenco, fatura):
    assert pago(pagar("100.00")) == ("pendente", Decimal("100.00"))
    assert pago(pagar(Decimal("119.99"), forma="dinheiro")) == ("pendente", Decimal("219.99"))
    assert pago(pagar("0.01", forma="cartao")) == ("paga", Decimal("220.00"))
    recebidos = Pagamento.objects.order_by("id").values_list("forma", "valor", "id_usuario")
    assert list(recebidos) == [
        ("pix", Decimal("100.00"), elenco.faturista.id_usuario),
        ("dinheiro", Decimal("119.99"), elenco.faturista.id_usuario),
        ("cartao", Decimal("0.01"), elenco.faturista.id_usuario),
    ]
    lida = exato(elenco.faturista.get(f"/faturas/{fatura.pk}"))
    assert (lida["status"], lida["valor_pago"]) == ("paga", Decimal("220.00"))


@pytest.mark.parametrize("forma", ["dinheiro", "cartao", "pix", "transferencia"])
def test_pagar_de_uma_vez_em_cada_forma(pagar, forma):
    assert pago(pagar(220, forma=forma)) == ("paga", Decimal("220.00"))


@pytest.mark.parametrize("ja_pago", [None, "100.00"])
def test_pagar_mais_do_que_falta_e_recusado(pagar, ja_pago):
    falta = Decimal("220.00")
    if ja_pago:
        pagar(ja_pago)
        falta -= Decimal(ja_pago)
    resposta = pagar(falta + Decimal("0.01"))
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"valor"}
    assert pago(pagar(falta)) == ("paga", Decimal("220.00"))


@pytest.mark.parametrize("valor", [0, "0.00", -1, "-0.01", "0.001", "1e2", "NaN", True, None, []])
def test_pagar_valor_que_nao_e_dinheiro_e_recusado(pagar, valor):
    resposta = pagar(valor)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"valor"}
    assert not Pagamento.objects.exists()


@pytest.mark.parametrize("forma", ["cheque", "", "PIX", None, 1])
def test_pagar_em_forma_desconhecida_e_recusado(pagar, forma):
    assert {campo for campo, _ in erros(pagar("1.00", forma=forma))} == {"forma"}


def test_pagar_diz_tudo_o_que_falta(elenco, fatura):
    resposta = elenco.faturista.enviar(f"/faturas/{fatura.pk}/pagar", {})
    assert erros(resposta) == {("forma", "obrigatorio"), ("valor", "obrigatorio")}


@pytest.mark.parametrize(
    ("status", "codigo"),
    [
        ("paga", "fatura_paga"),
        ("cancelada", "fatura_cancelada"),
        ("rascunho", "fatura_rascunho"),
    ],
)
def test_pagar_o_que_nao_esta_pendente_e_recusado(pagar, fatura, status, codigo):
    no_estado(fatura, status)
    assert recusa(pagar("1.00")) == (409, codigo)
    assert not Pagamento.objects.exists()


def test_pagar_antes_da_resposta_do_plano_e_recusado(elenco):
    espera = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)
    corpo = {"forma": "pix", "valor": "1.00"}
    resposta = elenco.faturista.enviar(f"/faturas/{espera.pk}/pagar", corpo)
    assert recusa(resposta) == (409, "aguardando_plano")


def test_pagar_depois_de_paga_diz_que_esta_paga(pagar):
    pagar("220.00")
    assert recusa(pagar("0.01")) == (409, "fatura_paga")


def test_pagar_com_versao_antiga_e_412(pagar, elenco, fatura):
    lida = elenco.faturista.get(f"/faturas/{fatura.pk}")["ETag"]
    assert pagar("1.00", cabecalhos={"If_Match": lida}).status_code == 200
    perdida = pagar("1.00", cabecalhos={"If_Match": lida})
    assert recusa(perdida) == (412, "versao_desatualizada")
    assert Pagamento.objects.count() == 1


def test_pagar_repetido_com_a_mesma_chave_recebe_uma_vez(pagar):
    primeira, segunda = (pagar("100.00", cabecalhos={"Idempotency_Key": "k1"}) for _ in range(2))
    assert segunda.content == primeira.content
    assert pago(segunda) == ("pendente", Decimal("100.00"))
    assert Pagamento.objects.count() == 1


# --- cancelling -----------------------------------------------------------------------------


def test_cancelar_guarda_o_motivo_e_os_valores(cancelar, fatura):
    cancelada = exato(cancelar(motivo="Lançada na consulta errada"))
    assert (cancelada["status"], cancelada["valor_paciente"]) == ("cancelada", Decimal("220.00"))
    fatura.refresh_from_db()
    assert fatura.motivo_cancelamento == "Lançada na consulta errada"


@pytest.mark.parametrize("corpo", [{"motivo": ""}, {"motivo": None}, {"motivo": "x" * 2001}])
def test_cancelar_pede_o_motivo(cancelar, corpo):
    resposta = cancelar(**corpo)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == {"motivo"}


@pytest.mark.parametrize(
    ("status", "codigo"), [("paga", "fatura_paga"), ("cancelada", "fatura_cancelada")]
)
def test_cancelar_o_que_ja_acabou_e_recusado(cancelar, fatura, status, codigo):
    no_estado(fatura, status)
    assert recusa(cancelar()) == (409, codigo)


def test_cancelar_enquanto_espera_o_plano(elenco):
    espera = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)
    cancelada = exato(
        elenco.faturista.enviar(f"/faturas/{espera.pk}/cancelar", {"motivo": "Duplicada"})
    )
    assert cancelada["status"] == "cancelada"
    assert cancelada["valor_coberto"] is cancelada["valor_paciente"] is None


# --- whose ----------------------------------------------------------------------------------


@pytest.mark.parametrize("verbo", ["pagar", "cancelar", "decidir"])
def test_os_verbos_sao_de_quem_cobra_na_propria_clinica(elenco, fatura, verbo):
    corpo = {
        "pagar": {"forma": "pix", "valor": "1.00"},
        "cancelar": {"motivo": "Valor errado"},
        "decidir": {"codigo": "CON001", "valor_coberto": "1.00", "justificativa": "Telefone"},
    }[verbo]
    caminho = f"/faturas/{fatura.pk}/{verbo}"
    assert recusa(elenco.ninguem.enviar(caminho, corpo)) == (401, "nao_autenticado")
    for quem in ("recepcao", "medica", "auditora", "admin"):
        assert recusa(getattr(elenco, quem).enviar(caminho, corpo)) == (403, "sem_permissao")
    for quem in ("faturista2", "gestora2"):
        de_fora = getattr(elenco, quem).enviar(caminho, corpo)
        assert recusa(de_fora) == (404, "fatura_nao_encontrada")
    inexistente = elenco.faturista.enviar(f"/faturas/987654321/{verbo}", corpo)
    assert recusa(inexistente) == (404, "fatura_nao_encontrada")
    fatura.refresh_from_db()
    assert (fatura.status, fatura.valor_pago) == ("pendente", Decimal("0.00"))


def test_cada_mudanca_deixa_um_evento(pagar, cancelar, elenco, fatura):
    pagar("1.00")
    pagar("500.00")  # refused: nothing happened, nothing is told
    cancelar(elenco.gestora)
    eventos = EventoAuditoria.objects.filter(objeto=f"faturamento.fatura:{fatura.pk}")
    assert [(e.id_usuario, e.papel, e.permitido) for e in eventos.order_by("seq")] == [
        (elenco.faturista.id_usuario, "faturamento", True),
        (elenco.gestora.id_usuario, "gestor", True),
    ]
