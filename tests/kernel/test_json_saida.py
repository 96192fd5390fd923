"""JSON out: exact money, null when absent, local times, UTF-8 as it is."""

import json
from datetime import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.kernel.api.json import escrever_json, ler_json
from tests.conftest import Elenco
from tests.factories import FaturaAguardandoFactory, FaturaFactory, PacienteFactory


def test_dinheiro_sai_como_numero_com_duas_casas(elenco: Elenco) -> None:
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk)

    corpo = elenco.faturista.get(f"/faturas/{fatura.pk}").content

    for membro in (
        b'"valor":150.00',
        b'"valor_coberto":7.00',
        b'"valor_total":230.00',
        b'"valor_paciente":220.00',
        b'"valor_pago":0.00',
    ):
        assert membro in corpo


def test_dinheiro_que_nao_se_sabe_e_nulo_e_nunca_zero(elenco: Elenco) -> None:
    fatura = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)

    lida = elenco.faturista.get(f"/faturas/{fatura.pk}").json()

    assert (lida["valor_coberto"], lida["valor_paciente"]) == (None, None)
    assert [i["valor_coberto"] for i in lida["procedimentos"]] == [None, None]
    assert [i["coberto"] for i in lida["procedimentos"]] == [None, None]


def test_o_que_falta_e_nulo_e_esta_la(elenco: Elenco) -> None:
    paciente = PacienteFactory()

    lido = elenco.recepcao.get(f"/pacientes/{paciente.pk}").json()

    assert [campo for campo, valor in lido.items() if valor is None] == [
        "nome_social",
        "nome_mae",
        "sexo",
        "cns",
        "passaporte",
        "telefone",
        "email",
        "endereco",
        "plano",
    ]


def test_texto_sai_em_utf8_sem_escape(elenco: Elenco) -> None:
    paciente = PacienteFactory(nome="João Ávila 😀")

    resposta = elenco.recepcao.get(f"/pacientes/{paciente.pk}")

    assert resposta.headers["Content-Type"] == "application/json"
    assert "João Ávila 😀".encode() in resposta.content


def test_hora_sai_em_sao_paulo(elenco: Elenco) -> None:
    momento = datetime.fromisoformat("2026-03-02T01:30:00+00:00")
    paciente = PacienteFactory(data_criacao=momento)

    lido = elenco.recepcao.get(f"/pacientes/{paciente.pk}").json()

    assert lido["data_criacao"] == "2026-03-01T22:30:00-03:00"
    assert lido["data_nascimento"] == "1985-04-12"
    assert timezone.get_current_timezone_name() == "America/Sao_Paulo"


@pytest.mark.parametrize("texto", ["150.00", "0.00", "0.10", "9999999.99", "230.50"])
def test_decimal_guarda_os_algarismos_na_ida_e_na_volta(texto: str) -> None:
    escrito = escrever_json({"valor": Decimal(texto)})

    assert escrito == f'{{"valor":{texto}}}'.encode()
    assert str(ler_json(escrito)["valor"]) == texto
    assert json.loads(escrito)["valor"] == float(texto)
