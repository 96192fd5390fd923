"""`carregar_demo`: what it makes, as the contract promises it."""

from collections import Counter
from datetime import date, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.consulta.models import Consulta, Expediente
from apps.faturamento.models import Fatura, Situacao, StatusFatura
from apps.faturamento.plano_de_saude import Pergunta, perguntar
from apps.faturamento.services import resolver_pendentes
from apps.kernel.models import Usuario
from apps.kernel.money import ZERO
from apps.paciente.documentos import ler_cns, ler_cpf
from apps.paciente.models import Paciente
from apps.prontuario.cid10 import ler_cid10
from apps.prontuario.models import Prontuario
from apps.rede.models import Clinica, Profissional
from tests.conftest import PAPEIS, Pessoa
from tests.journeys.demonstracao import (
    EM_ABERTO,
    HOJE,
    QUARTA,
    conferir_agenda,
    dia_de,
    marcar,
    ocupa,
    pessoa,
)
from tests.processos import Simulador

SENHA = "vidasaude-demo"
CONTAS = {nome: p for nome, p in PAPEIS.items() if nome not in ("faturista2", "auditora2")}
DIGITADOS = {"52998224725", "11144477735", "12345678909", "00000000191"}
"""CPFs that people type by hand, in the README too."""

MEIAS_HORAS_DA_TARDE = (time(15, 30), time(16, 30), time(17, 30))


@pytest.mark.parametrize("username", [*CONTAS, "admin"])
def test_as_contas_do_contrato_entram_com_a_senha(demo: None, username: str) -> None:
    cliente = Pessoa()
    resposta = cliente.enviar("/auth/token", {"username": username, "password": SENHA})
    assert resposta.status_code == 200
    acesso = resposta.json()["access"]
    eu = cliente.get("/auth/eu", headers={"Authorization": f"Bearer {acesso}"}).json()
    clinica = 2 if username.endswith("2") else 1
    papeis = [] if username == "admin" else [{"id_clinica": clinica, "papel": CONTAS[username]}]
    assert eu["vinculos"] == papeis
    assert eu["id_profissional"] == {"medica": 1, "medico": 2, "medica2": 3}.get(username)
    conta = Usuario.objects.get(username=username)
    assert conta.is_staff
    assert conta.is_superuser == (username == "admin")


def test_clinicas_e_profissionais_sao_os_do_contrato(demo: None) -> None:
    assert list(Clinica.objects.order_by("pk").values_list("pk", flat=True)) == [1, 2]
    atende = {p.pk: {c.pk for c in p.clinicas.all()} for p in Profissional.objects.all()}
    assert atende.keys() == set(range(1, 9))
    assert atende[1] == atende[2] == {1}
    assert atende[3] == {2}
    assert atende[7] == atende[8] == {1, 2}
    assert {2} in [atende[n] for n in range(4, 9)]
    assert set(
        Expediente.objects.values_list("id_profissional", "dia_semana", "inicio", "fim")
    ) == {(profissional, dia, time(8), time(18)) for profissional in atende for dia in range(5)}
    for consulta in Consulta.objects.exclude(id_profissional=None):
        assert consulta.id_clinica in atende[consulta.id_profissional]


def test_os_300_pacientes_tem_documentos_que_conferem(demo: None) -> None:
    pacientes = list(Paciente.objects.order_by("pk"))
    assert [p.pk for p in pacientes] == list(range(1, 301))
    cpfs = [p.cpf for p in pacientes if p.cpf]
    assert cpfs == [ler_cpf(cpf) for cpf in cpfs]
    assert not DIGITADOS & set(cpfs)
    assert {cpf[8] for cpf in cpfs} == {"8"}  # of São Paulo; none of those that people type is
    numeros_sus = [p.cns for p in pacientes if p.cns]
    assert numeros_sus == [ler_cns(cns) for cns in numeros_sus]
    assert len(numeros_sus) > 225
    assert {cns[0] for cns in numeros_sus} == set("1278")
    assert {cns[11:14] for cns in numeros_sus} == {"000", "001"}
    assert any(p.passaporte and not p.cpf and not p.cns for p in pacientes)
    assert any(p.cns and not p.cpf and (HOJE - p.data_nascimento).days < 28 for p in pacientes)
    assert any(p.nome_social for p in pacientes)
    assert 120 < sum(p.plano is not None for p in pacientes) < 180
    assert all(p.endereco and p.data_nascimento < HOJE for p in pacientes)
    assert all(timezone.localdate(p.data_criacao) > p.data_nascimento for p in pacientes)


def test_a_busca_acha_um_nome_com_acento(demo: None) -> None:
    achados = pessoa("recepcao").get("/pacientes?busca=conceicao&limite=200").json()
    assert achados
    assert {p["id"] for p in achados} == set(
        Paciente.objects.filter(nome__contains="Conceição").values_list("pk", flat=True)
    )


def test_a_agenda_tem_quatro_semanas_em_torno_de_hoje(demo: None) -> None:
    conferir_agenda(hoje=HOJE)
    de_hoje = Consulta.objects.filter(data_hora__date=HOJE)
    assert all(c.fim > QUARTA for c in de_hoje if c.status in EM_ABERTO)
    assert {c.status for c in de_hoje if c.data_hora <= QUARTA < c.fim} == {"em_atendimento"}
    assert {"realizada", "em_atendimento", "aguardando", "agendada", "confirmada"} <= {
        c.status for c in de_hoje
    }
    por_vir = Consulta.objects.filter(data_hora__gt=QUARTA)
    for sinal in ({"teleconsulta": True}, {"encaixe": True}, {"id_profissional": None}):
        assert por_vir.filter(**sinal).exists()


def test_sobra_metade_de_cada_dia_e_as_meias_horas_da_tarde(demo: None) -> None:
    minutos: Counter[tuple[int | None, date]] = Counter()
    for consulta in Consulta.objects.filter(encaixe=False):
        minutos[consulta.id_profissional, dia_de(consulta)] += consulta.duracao_minutos
        assert timezone.localtime(consulta.data_hora).time() not in MEIAS_HORAS_DA_TARDE
        assert not {t for t in MEIAS_HORAS_DA_TARDE if ocupa(consulta, t)}
    assert max(minutos.values()) <= 5 * 60
    amanha = HOJE + timedelta(days=1)
    for livre, profissional in zip(MEIAS_HORAS_DA_TARDE, (1, 2, 8), strict=True):
        assert marcar(amanha, livre, id_profissional=profissional)


def test_os_registros_sao_de_quem_atendeu_e_o_hash_confere(demo: None) -> None:
    registros = list(Prontuario.objects.com_retificacao())
    consultas = Consulta.objects.in_bulk([r.id_consulta for r in registros])
    for registro in registros:
        consulta = consultas[registro.id_consulta]
        assert registro.hash == registro.calcular_hash()
        assert consulta.status == "realizada"
        assert (registro.id_autor, registro.id_paciente) == (
            consulta.id_profissional,
            consulta.id_paciente,
        )
        assert consulta.fim <= registro.data_criacao < QUARTA
        assert [ler_cid10(codigo) for codigo in registro.cid10] == registro.cid10 != []
    novas = [r for r in registros if r.versao == 2]
    assert len(novas) >= 5
    assert {r.retifica_id for r in novas} == {r.pk for r in registros if r.retificado_por}
    assert all(len(r.justificativa or "") >= 10 for r in novas)
    lidos = pessoa("medica").get("/prontuarios").json()
    assert {r["id_autor"] for r in lidos} >= {1}


def test_ha_faturas_em_cada_estado_e_as_contas_fecham(demo: None) -> None:
    faturas = list(Fatura.objects.prefetch_related("itens", "pagamentos"))
    for clinica in (1, 2):
        assert {f.status for f in faturas if f.id_clinica == clinica} == set(StatusFatura.values)
    for fatura in faturas:
        itens, pagamentos = fatura.itens.all(), fatura.pagamentos.all()
        assert fatura.valor_total == sum((i.cobranca for i in itens), ZERO)
        assert fatura.valor_pago == sum((p.valor for p in pagamentos), ZERO)
        if fatura.status == "rascunho":
            assert not itens
            continue
        if fatura.status == "aguardando_plano":
            assert {i.situacao for i in itens} == {Situacao.PENDENTE}
            assert fatura.valor_coberto is fatura.valor_paciente is None
            assert fatura.proxima_tentativa is not None
            continue
        assert fatura.valor_coberto == sum((i.valor_coberto for i in itens), ZERO)
        assert fatura.valor_paciente == fatura.valor_total - fatura.valor_coberto
        if fatura.status != "cancelada":
            assert (fatura.status == "paga") == (fatura.falta_pagar == 0)
    assert any(f.status == "pendente" and f.valor_pago > 0 for f in faturas)
    assert any(f.status == "paga" and not f.pagamentos.all() for f in faturas)


def test_o_plano_diria_o_que_as_faturas_dizem_e_resolve_as_que_esperam(
    demo: None, plano: Simulador
) -> None:
    casos = {}
    for fatura in Fatura.objects.prefetch_related("itens"):
        for item in fatura.itens.exclude(situacao=Situacao.PENDENTE):
            chave = item.codigo, item.valor, item.quantidade, fatura.id_paciente % 2
            casos[chave] = fatura.id_paciente, item.valor_coberto
    respostas = perguntar(
        [
            Pergunta(procedimento=codigo, id_paciente=id_paciente, valor=valor, quantidade=vezes)
            for (codigo, valor, vezes, _), (id_paciente, _) in casos.items()
        ]
    )
    assert [r and r.valor_coberto for r in respostas] == [coberto for _, coberto in casos.values()]
    esperavam = Fatura.objects.filter(status="aguardando_plano").count()
    with time_machine.travel(QUARTA + timedelta(minutes=1)):
        assert resolver_pendentes() == esperavam > 0
    assert not Fatura.objects.filter(status="aguardando_plano").exists()
