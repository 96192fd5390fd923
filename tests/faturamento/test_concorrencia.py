"""Many at once on one invoice: each effect happens once, and never more than is owed is received."""

from collections import Counter
from decimal import Decimal
from typing import Any

from apps.faturamento.models import Fatura, Item, Pagamento
from apps.faturamento.services import resolver_pendentes
from apps.kernel.models import EventoAuditoria
from tests.factories import FaturaAguardandoFactory, FaturaFactory
from tests.faturamento.conftest import IMPAR
from tests.kernel.paralelo import ao_mesmo_tempo
from tests.respostas import recusa


def por_resultado(respostas: list[Any]) -> Counter[Any]:
    """How many of each status, with the codigo of those refused."""
    return Counter(r.status_code if r.status_code < 300 else recusa(r)[:2] for r in respostas)


def test_uma_consulta_nunca_tem_duas_faturas(banco_em_arquivo, plano, atender, faturar):
    consulta = atender()
    respostas = ao_mesmo_tempo(8, lambda n: faturar(id_consulta=consulta.pk))
    assert por_resultado(respostas) == {201: 1, (409, "fatura_existente"): 7}
    assert Fatura.objects.get().itens.count() == 2


def test_um_rascunho_se_torna_uma_fatura_so(banco_em_arquivo, plano, atender, faturar):
    consulta = atender()
    rascunho = FaturaFactory(id_consulta=consulta.pk, id_paciente=IMPAR, status="rascunho")
    respostas = ao_mesmo_tempo(8, lambda n: faturar(id_consulta=consulta.pk))
    assert por_resultado(respostas) == {201: 1, (409, "fatura_existente"): 7}
    assert Fatura.objects.get().pk == rascunho.pk
    assert Item.objects.count() == 2


def pagar_ao_mesmo_tempo(elenco: Any, fatura: Fatura, valor: str, vezes: int) -> Counter[Any]:
    corpo = {"forma": "pix", "valor": valor}
    caminho = f"/faturas/{fatura.pk}/pagar"
    return por_resultado(ao_mesmo_tempo(vezes, lambda n: elenco.faturista.enviar(caminho, corpo)))


def test_pagamentos_ao_mesmo_tempo_nunca_passam_do_devido(banco_em_arquivo, elenco):
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk)
    pagos = pagar_ao_mesmo_tempo(elenco, fatura, "50.00", 8)
    assert pagos == {200: 4, (400, "dados_invalidos"): 4}
    fatura.refresh_from_db()
    recebido = sum(Pagamento.objects.values_list("valor", flat=True))
    assert (fatura.status, fatura.valor_pago) == ("pendente", Decimal("200.00"))
    assert recebido == fatura.valor_pago


def test_pagamentos_inteiros_ao_mesmo_tempo_recebem_um(banco_em_arquivo, elenco):
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk)
    pagos = pagar_ao_mesmo_tempo(elenco, fatura, "220.00", 8)
    assert pagos == {200: 1, (409, "fatura_paga"): 7}
    assert Pagamento.objects.count() == 1


def test_dois_trabalhadores_ao_mesmo_tempo_resolvem_cada_fatura_uma_vez(banco_em_arquivo, plano):
    faturas = [FaturaAguardandoFactory(id_paciente=IMPAR) for _ in range(30)]
    assert sum(ao_mesmo_tempo(2, lambda n: resolver_pendentes())) == 30
    assert set(
        Fatura.objects.values_list("status", "valor_coberto", "valor_paciente", "versao")
    ) == {("pendente", Decimal("10.00"), Decimal("220.00"), 2)}
    eventos = Counter(EventoAuditoria.objects.values_list("objeto", flat=True))
    assert eventos == {f"faturamento.fatura:{fatura.pk}": 1 for fatura in faturas}


def test_o_trabalhador_e_uma_pessoa_ao_mesmo_tempo_decidem_cada_item_uma_vez(
    banco_em_arquivo, elenco, plano
):
    """Whoever comes first decides; the other finds it done."""
    faturas = [
        FaturaAguardandoFactory(id_paciente=IMPAR, id_clinica=elenco.clinica.pk) for _ in range(6)
    ]

    def decidir_a_mao() -> int:
        corpo = {"codigo": "CON001", "valor_coberto": "100.00", "justificativa": "Por telefone"}
        respostas = [elenco.faturista.enviar(f"/faturas/{f.pk}/decidir", corpo) for f in faturas]
        assert set(por_resultado(respostas)) <= {200, (409, "item_decidido")}
        return sum(r.status_code == 200 for r in respostas)

    a_mao, resolvidas = ao_mesmo_tempo(2, lambda n: [decidir_a_mao, resolver_pendentes][n]())
    assert resolvidas == len(faturas)
    assert Item.objects.filter(justificativa="Por telefone").count() == a_mao
    for fatura in Fatura.objects.prefetch_related("itens"):
        cobertos = [item.valor_coberto for item in fatura.itens.all()]
        assert cobertos[0] in (Decimal("7.00"), Decimal("100.00"))
        assert (fatura.status, fatura.valor_coberto) == ("pendente", sum(cobertos))
