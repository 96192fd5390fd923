"""The worker asks the plan again for what it owes an answer to, and settles each invoice once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.faturamento.models import Fatura, Item
from apps.faturamento.plano_de_saude import Cobertura
from apps.faturamento.services import resolucao, resolver_pendentes
from apps.kernel import worker
from apps.kernel.models import EventoAuditoria
from tests.factories import FaturaAguardandoFactory
from tests.faturamento.conftest import IMPAR, PAR


def aguardando(**campos) -> Fatura:
    return FaturaAguardandoFactory(**{"id_paciente": IMPAR} | campos)


def eventos(fatura: Fatura) -> int:
    return EventoAuditoria.objects.filter(objeto=f"faturamento.fatura:{fatura.pk}").count()


def valores(fatura: Fatura) -> tuple[str, Decimal | None, Decimal | None]:
    fatura.refresh_from_db()
    return fatura.status, fatura.valor_coberto, fatura.valor_paciente


RESOLVIDA = ("pendente", Decimal("10.00"), Decimal("220.00"))
A_RESOLVER = ("aguardando_plano", None, None)


def test_o_trabalhador_resolve_quando_o_plano_volta(plano, db):
    impar, par = aguardando(), aguardando(id_paciente=PAR)
    assert worker.uma_volta() == 2
    assert valores(impar) == RESOLVIDA
    assert valores(par) == ("pendente", Decimal("5.60"), Decimal("224.40"))
    assert impar.proxima_tentativa is None
    assert worker.uma_volta() == 0
    assert (valores(impar), eventos(impar), impar.versao) == (RESOLVIDA, 1, 2)


def test_o_que_o_plano_cobre_todo_e_resolvido_como_pago(plano, db):
    fatura = aguardando(valor_total=Decimal("2.00"))
    Item.objects.update(valor=Decimal("1.00"))
    assert resolver_pendentes() == 1
    assert valores(fatura) == ("paga", Decimal("2.00"), Decimal("0.00"))


def test_o_trabalhador_nao_pergunta_antes_da_hora(plano, db):
    fatura = aguardando(proxima_tentativa=timezone.now() + timedelta(seconds=30))
    assert resolver_pendentes() == 0
    assert valores(fatura) == A_RESOLVER


def test_a_fatura_emitida_sem_resposta_e_perguntada_de_novo_em_segundos(plano, faturar, avancar):
    plano.falhar("html")
    faturar()
    fatura = Fatura.objects.get()
    espera = fatura.proxima_tentativa - fatura.data_criacao
    assert timedelta(0) < espera < timedelta(seconds=10)
    plano.curar()
    with avancar(10):
        assert resolver_pendentes() == 1
    assert valores(fatura) == RESOLVIDA


def test_enquanto_o_plano_falha_as_perguntas_nunca_se_afastam_de_um_minuto(plano, db, avancar):
    """So that whenever the plan comes back, the invoice is settled within 60 s."""
    plano.falhar("html")
    fatura = aguardando()
    passados = 0.0
    for _ in range(12):
        with avancar(passados):
            assert resolver_pendentes() == 0
            fatura.refresh_from_db()
            espera = (fatura.proxima_tentativa - timezone.now()).total_seconds()
        assert 0 < espera <= 30
        passados += espera + 0.1
    assert (valores(fatura), fatura.tentativas) == (A_RESOLVER, 12)
    assert (eventos(fatura), fatura.versao) == (0, 1)
    plano.curar()
    with avancar(passados):
        assert resolver_pendentes() == 1
    assert valores(fatura) == RESOLVIDA


def test_uma_falha_da_volta_nao_para_as_outras_tarefas(plano, db, monkeypatch):
    def quebrar() -> int:
        raise RuntimeError("outra tarefa")

    monkeypatch.setitem(worker._tarefas, "0 quebra", worker.Tarefa(quebrar))
    fatura = aguardando()
    assert worker.uma_volta() == 1
    assert valores(fatura) == RESOLVIDA


class Morreu(BaseException):
    """The process ended here."""


def test_trabalhador_que_morre_entre_a_resposta_e_a_escrita(plano, db, avancar, monkeypatch):
    fatura = aguardando()
    with monkeypatch.context() as no_meio:
        no_meio.setattr(resolucao, "transacao", lambda *a, **k: (_ for _ in ()).throw(Morreu))
        with pytest.raises(Morreu):
            resolver_pendentes()
    assert (valores(fatura), eventos(fatura)) == (A_RESOLVER, 0)
    with avancar(30):
        assert resolver_pendentes() == 1
        assert resolver_pendentes() == 0
    assert (valores(fatura), eventos(fatura)) == (RESOLVIDA, 1)


def test_trabalhador_que_morre_antes_de_confirmar_a_escrita(plano, db, avancar, monkeypatch):
    """The decision, the totals and the event are one transaction: none of them stays."""
    fatura = aguardando()
    with monkeypatch.context() as no_meio:
        no_meio.setattr(
            resolucao, "registrar_eventos", lambda *a, **k: (_ for _ in ()).throw(Morreu)
        )
        with pytest.raises(Morreu):
            resolver_pendentes()
    assert (valores(fatura), fatura.itens.filter(situacao="pendente").count()) == (A_RESOLVER, 2)
    with avancar(30):
        assert resolver_pendentes() == 1
    assert (valores(fatura), eventos(fatura)) == (RESOLVIDA, 1)


def test_muitas_faturas_sao_resolvidas_em_uma_volta(plano, db):
    quantas = 2 * resolucao.LOTE + 5
    faturas = [aguardando() for _ in range(quantas)]
    assert resolver_pendentes() == quantas
    assert {valores(fatura) for fatura in faturas} == {RESOLVIDA}


def test_faturas_que_o_plano_nunca_entende_nao_seguram_as_outras(plano, db):
    """An item that the plan refuses (an empty code) waits for a person; the rest goes on."""
    antes = timezone.now() - timedelta(hours=1)
    presas = [aguardando(proxima_tentativa=antes) for _ in range(resolucao.LOTE)]
    Item.objects.update(codigo="")
    boa = aguardando()
    voltas = [worker.uma_volta() for _ in range(2)]
    assert sum(voltas) == 1
    assert valores(boa) == RESOLVIDA
    assert {valores(presa) for presa in presas} == {A_RESOLVER}


def test_fatura_cancelada_enquanto_espera_continua_cancelada(plano, elenco, db):
    fatura = aguardando(id_clinica=elenco.clinica.pk)
    cancelar = elenco.faturista.enviar(f"/faturas/{fatura.pk}/cancelar", {"motivo": "Duplicada"})
    assert cancelar.status_code == 200
    assert resolver_pendentes() == 0
    assert valores(fatura) == ("cancelada", None, None)


def test_o_que_foi_decidido_a_mao_fica_como_a_pessoa_decidiu(plano, elenco, db):
    fatura = aguardando(id_clinica=elenco.clinica.pk)
    corpo = {"codigo": "CON001", "valor_coberto": "150.00", "justificativa": "Por telefone"}
    elenco.faturista.enviar(f"/faturas/{fatura.pk}/decidir", corpo)
    assert resolver_pendentes() == 1
    assert valores(fatura) == ("pendente", Decimal("153.00"), Decimal("77.00"))
    assert fatura.itens.get(codigo="CON001").justificativa == "Por telefone"


def enquanto_o_plano_responde(monkeypatch, fazer) -> None:
    """Do something after the plan has answered the worker and before the worker writes."""
    perguntar = resolucao._perguntar

    def perguntar_e_fazer(itens):
        respostas = perguntar(itens)
        fazer()
        return respostas

    monkeypatch.setattr(resolucao, "_perguntar", perguntar_e_fazer)


def test_o_que_a_pessoa_decide_enquanto_o_plano_responde_fica(plano, elenco, db, monkeypatch):
    fatura = aguardando(id_clinica=elenco.clinica.pk)
    corpo = {"codigo": "CON001", "valor_coberto": "150.00", "justificativa": "Por telefone"}
    enquanto_o_plano_responde(
        monkeypatch, lambda: elenco.faturista.enviar(f"/faturas/{fatura.pk}/decidir", corpo)
    )
    assert resolver_pendentes() == 1
    assert valores(fatura) == ("pendente", Decimal("153.00"), Decimal("77.00"))


def test_a_mesma_resposta_duas_vezes_nao_muda_a_fatura_nem_a_trilha(db):
    """Two workers had asked of the same item; the other one is still the plan's to answer."""
    fatura = FaturaAguardandoFactory()
    resposta = {fatura.itens.get(codigo="CON001").pk: Cobertura(Decimal("15.00"))}
    for _ in range(2):
        assert not resolucao._aplicar(fatura.pk, resposta)

    depois = Fatura.objects.get()
    assert (depois.status, depois.versao) == ("aguardando_plano", fatura.versao + 1)
    assert EventoAuditoria.objects.filter(evento="fatura.respondida_pelo_plano").count() == 1


def test_a_fatura_cancelada_enquanto_o_plano_responde_continua_cancelada(
    plano, elenco, db, monkeypatch
):
    fatura = aguardando(id_clinica=elenco.clinica.pk)
    enquanto_o_plano_responde(
        monkeypatch,
        lambda: elenco.faturista.enviar(f"/faturas/{fatura.pk}/cancelar", {"motivo": "Duplicada"}),
    )
    assert resolver_pendentes() == 0
    assert valores(fatura) == ("cancelada", None, None)
    assert fatura.itens.filter(situacao="pendente").count() == 2


def test_a_etag_so_muda_quando_a_fatura_muda(plano, elenco, db, avancar):
    plano.falhar("html")
    caminho = f"/faturas/{aguardando(id_clinica=elenco.clinica.pk).pk}"
    antes = elenco.faturista.get(caminho)["ETag"]
    resolver_pendentes()
    assert elenco.faturista.get(caminho)["ETag"] == antes
    plano.curar()
    with avancar(30):
        resolver_pendentes()
    assert elenco.faturista.get(caminho)["ETag"] != antes
