"""POST /faturas with a plan that answers: totals to the cent, and what is refused."""

import time
from decimal import Decimal
from unittest.mock import ANY

import pytest
from django.utils import timezone

from apps.faturamento.models import Fatura, Item
from apps.kernel.models import EventoAuditoria
from tests.factories import FaturaFactory, em_dias
from tests.faturamento.conftest import IMPAR, PAR
from tests.respostas import erros, exato, recusa

DESCONHECIDA = 987_654_321


def reais(resposta) -> list[str]:
    """Total, covered and patient's share, as they were written."""
    assert resposta.status_code == 201, resposta.content
    fatura = exato(resposta)
    return [str(fatura[f"valor_{nome}"]) for nome in ("total", "coberto", "paciente")]


def test_emitir_responde_201_com_a_fatura_e_onde_ela_esta(plano, elenco, atender, faturar):
    consulta = atender(IMPAR)
    criada = faturar(id_consulta=consulta.pk)
    assert criada.status_code == 201, criada.content
    assert exato(criada) == {
        "id": ANY,
        "id_consulta": consulta.pk,
        "id_paciente": IMPAR,
        "paciente": "Maria Aparecida da Silva",
        "id_clinica": elenco.clinica.pk,
        "data_consulta": timezone.localtime(consulta.data_hora).isoformat(),
        "procedimentos": [
            {
                "codigo": "CON001",
                "valor": Decimal("150.00"),
                "quantidade": 1,
                "situacao": "coberto",
                "coberto": True,
                "valor_coberto": Decimal("7.00"),
            },
            {
                "codigo": "EXA001",
                "valor": Decimal("80.00"),
                "quantidade": 1,
                "situacao": "coberto",
                "coberto": True,
                "valor_coberto": Decimal("3.00"),
            },
        ],
        "valor_total": Decimal("230.00"),
        "valor_coberto": Decimal("10.00"),
        "valor_paciente": Decimal("220.00"),
        "valor_pago": Decimal("0.00"),
        "status": "pendente",
        "data_criacao": ANY,
    }
    assert criada["Location"] == f"/faturas/{criada.json()['id']}"
    lida = elenco.faturista.get(criada["Location"])
    assert lida.content == criada.content
    assert lida["ETag"] == criada["ETag"]


@pytest.mark.parametrize(
    ("id_paciente", "valores"),
    [(IMPAR, ["230.00", "10.00", "220.00"]), (PAR, ["230.00", "5.60", "224.40"])],
)
def test_emitir_cobra_o_que_o_plano_nao_cobre_ao_centavo(plano, faturar, id_paciente, valores):
    assert reais(faturar(id_paciente=id_paciente)) == valores


@pytest.mark.parametrize(
    ("id_paciente", "itens", "valores"),
    [
        (IMPAR, [("CON001", "10.00", 3)], ["30.00", "21.00", "9.00"]),
        (PAR, [("CON001", "10.00", 3)], ["30.00", "16.80", "13.20"]),
        (IMPAR, [("CON001", "0.03", 3)], ["0.09", "0.09", "0.00"]),
        (IMPAR, [("CON002", "60.00"), ("CON001", "5.00")], ["65.00", "55.00", "10.00"]),
        (PAR, [("CON002", "60.00"), ("EXA001", "3.00")], ["63.00", "0.00", "63.00"]),
        (IMPAR, [("XYZ999", "33.33", 3)], ["99.99", "0.00", "99.99"]),
        (IMPAR, [("CON001", "9999999.99", 999)], ["9989999990.01", "6993.00", "9989992997.01"]),
        (IMPAR, [("CON001", "7"), ("CON001", "7.5")], ["14.50", "14.00", "0.50"]),
    ],
)
def test_emitir_soma_valor_vezes_quantidade(plano, faturar, id_paciente, itens, valores):
    assert reais(faturar(*itens, id_paciente=id_paciente)) == valores


@pytest.mark.parametrize("itens", [[("CON001", "7.00")], [("CON001", "5.00"), ("EXA001", "1", 3)]])
def test_fatura_que_o_plano_cobre_toda_nasce_paga(plano, faturar, itens):
    criada = exato(faturar(*itens))
    assert (criada["status"], criada["valor_paciente"]) == ("paga", Decimal("0.00"))
    assert criada["valor_pago"] == Decimal("0.00")


def test_o_que_o_plano_nega_e_negado_e_nao_pendente(plano, faturar):
    item = exato(faturar(("XYZ999", "33.33")))["procedimentos"][0]
    assert (item["situacao"], item["coberto"]) == ("negado", False)
    assert item["valor_coberto"] == Decimal("0.00")


def test_emitir_com_50_itens_e_na_ordem_em_que_vieram(plano, faturar):
    itens = [("CON001", f"{n}.10") for n in range(1, 51)]
    criada = exato(faturar(*itens))
    assert [p["valor"] for p in criada["procedimentos"]] == [Decimal(v) for _, v in itens]
    assert criada["valor_total"] == sum(Decimal(v) for _, v in itens)


def test_emitir_pergunta_de_todos_ao_mesmo_tempo(plano, faturar):
    """Fifty questions, each answered after 0.8 s: 40 s in a row, under 3 s at once."""
    plano.falhar("normal", latencia_ms=800)
    inicio = time.monotonic()
    criada = faturar(*[("CON001", "10.00")] * 50)
    assert time.monotonic() - inicio < 3
    assert reais(criada) == ["500.00", "350.00", "150.00"]


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("corpo", "campo"),
    [
        ({"procedimentos": []}, "procedimentos"),
        ({"procedimentos": [{"codigo": "CON001", "valor": 1}] * 51}, "procedimentos"),
        ({"procedimentos": [{"codigo": "CON001"}]}, "procedimentos.0.valor"),
        ({"procedimentos": [{"valor": 1}]}, "procedimentos.0.codigo"),
        ({"procedimentos": [{"codigo": "", "valor": 1}]}, "procedimentos.0.codigo"),
        ({"procedimentos": [{"codigo": "C" * 21, "valor": 1}]}, "procedimentos.0.codigo"),
        ({"procedimentos": [{"codigo": "C", "valor": -1}]}, "procedimentos.0.valor"),
        ({"procedimentos": [{"codigo": "C", "valor": Decimal("0.001")}]}, "procedimentos.0.valor"),
        ({"procedimentos": [{"codigo": "C", "valor": 10**7}]}, "procedimentos.0.valor"),
        ({"procedimentos": [{"codigo": "C", "valor": "NaN"}]}, "procedimentos.0.valor"),
        ({"procedimentos": [{"codigo": "C", "valor": "150,00"}]}, "procedimentos.0.valor"),
        (
            {"procedimentos": [{"codigo": "C", "valor": 1, "quantidade": 0}]},
            "procedimentos.0.quantidade",
        ),
        (
            {"procedimentos": [{"codigo": "C", "valor": 1, "quantidade": 1000}]},
            "procedimentos.0.quantidade",
        ),
        (
            {"procedimentos": [{"codigo": "C", "valor": 1}, {"codigo": "D", "valor": "x"}]},
            "procedimentos.1.valor",
        ),
        ({"id_consulta": 0}, "id_consulta"),
    ],
)
def test_emitir_recusa_o_corpo_que_nao_serve(elenco, atender, corpo, campo):
    valido = {"id_consulta": atender().pk, "procedimentos": [{"codigo": "CON001", "valor": 1}]}
    resposta = elenco.faturista.enviar("/faturas", valido | corpo)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {c for c, _ in erros(resposta)} == {campo}
    assert not Fatura.objects.exists()


@pytest.mark.parametrize("campo", ["valor_total", "status", "id", "id_paciente", "valor_coberto"])
def test_emitir_recusa_o_que_so_se_le(elenco, atender, campo):
    corpo = {"id_consulta": atender().pk, "procedimentos": [{"codigo": "CON001", "valor": 1}]}
    assert recusa(elenco.faturista.enviar("/faturas", corpo | {campo: 1})) == (
        400,
        "campo_desconhecido",
    )
    corpo["procedimentos"][0][campo] = 1
    assert elenco.faturista.enviar("/faturas", corpo).status_code == 400


def test_emitir_diz_todos_os_problemas_juntos(elenco):
    corpo = {"procedimentos": [{"codigo": "CON001", "quantidade": 0}, {"valor": -1}]}
    assert {campo for campo, _ in erros(elenco.faturista.enviar("/faturas", corpo))} == {
        "id_consulta",
        "procedimentos.0.valor",
        "procedimentos.0.quantidade",
        "procedimentos.1.codigo",
        "procedimentos.1.valor",
    }


def test_emitir_recusa_consulta_de_outra_clinica_como_a_que_nao_existe(faturar, atender, elenco):
    alheia = atender(id_clinica=elenco.clinica2.pk)
    for id_consulta in (alheia.pk, DESCONHECIDA):
        assert recusa(faturar(id_consulta=id_consulta)) == (404, "consulta_nao_encontrada")
    assert not Fatura.objects.exists()


@pytest.mark.parametrize("status", ["cancelada", "faltou"])
def test_emitir_recusa_consulta_inativa(faturar, atender, status):
    resposta = faturar(id_consulta=atender(status=status).pk)
    assert recusa(resposta) == (409, "consulta_inativa")
    assert not Fatura.objects.exists()


@pytest.mark.parametrize("status", ["agendada", "confirmada", "aguardando", "em_atendimento"])
def test_emitir_aceita_consulta_ativa_em_qualquer_estado(plano, faturar, atender, status):
    assert faturar(id_consulta=atender(status=status).pk).status_code == 201


@pytest.mark.parametrize("quem", ["recepcao", "medica", "auditora", "admin"])
def test_emitir_nao_e_de_quem_agenda_atende_ou_audita(faturar, elenco, quem):
    assert recusa(faturar(quem=getattr(elenco, quem))) == (403, "sem_permissao")


def test_emitir_e_da_gestora_tambem_e_deixa_um_evento(plano, faturar, elenco):
    criada = faturar(quem=elenco.gestora).json()
    evento = EventoAuditoria.objects.get(objeto=f"faturamento.fatura:{criada['id']}")
    assert (evento.id_usuario, evento.papel) == (elenco.gestora.id_usuario, "gestor")
    assert (evento.id_clinica, evento.permitido) == (elenco.clinica.pk, True)


# --- one active invoice per consulta --------------------------------------------------------


@pytest.mark.parametrize("status", ["pendente", "aguardando_plano", "paga"])
def test_a_segunda_fatura_da_consulta_e_recusada(plano, faturar, atender, status):
    consulta = atender()
    faturar(id_consulta=consulta.pk)
    Fatura.objects.update(status=status)
    assert recusa(faturar(id_consulta=consulta.pk)) == (409, "fatura_existente")
    assert Fatura.objects.count() == 1


def test_depois_de_cancelada_a_consulta_pode_ser_cobrada_de_novo(plano, faturar, atender, elenco):
    consulta = atender()
    primeira = faturar(id_consulta=consulta.pk)
    elenco.faturista.enviar(f"{primeira['Location']}/cancelar", {"motivo": "Valor errado"})
    segunda = faturar(("CON001", "100.00"), id_consulta=consulta.pk)
    assert segunda.status_code == 201
    assert segunda.json()["id"] != primeira.json()["id"]
    assert recusa(faturar(id_consulta=consulta.pk)) == (409, "fatura_existente")


def test_o_rascunho_se_torna_a_fatura(plano, faturar, atender):
    consulta = atender()
    rascunho = FaturaFactory(
        id_consulta=consulta.pk,
        id_paciente=IMPAR,
        status="rascunho",
        paciente="Nome antigo",
        data_criacao=em_dias(-9),
    )
    antes = timezone.now()
    criada = faturar(("CON001", "100.00"), id_consulta=consulta.pk)
    assert criada.json()["id"] == rascunho.pk
    assert reais(criada) == ["100.00", "7.00", "93.00"]
    assert criada.json()["paciente"] == "Maria Aparecida da Silva"
    assert antes <= Fatura.objects.get().data_criacao <= timezone.now()
    assert (Fatura.objects.count(), Item.objects.count()) == (1, 1)


def test_emitir_repetida_com_a_mesma_chave_cobra_uma_vez(plano, faturar, atender):
    consulta = atender()
    primeira, segunda = (faturar(id_consulta=consulta.pk, Idempotency_Key="k1") for _ in range(2))
    assert (segunda.status_code, segunda.content) == (201, primeira.content)
    assert segunda["Idempotency-Replayed"] == "true"
    assert Fatura.objects.count() == 1
