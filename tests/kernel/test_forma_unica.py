"""One instance of each form serves all requests: it says what DRF would, and mixes up no two."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer

from apps.consulta.serializers import ConsultaSaida
from apps.faturamento.serializers import FaturaSaida
from apps.kernel.fields import Entrada, Inteiro, Saida, Texto
from apps.paciente.serializers import PacienteSaida
from apps.prontuario.serializers import ProntuarioSaida
from apps.rede.serializers import ClinicaSaida, ProfissionalSaida
from tests import factories

CASOS: dict[str, tuple[type[Saida], Callable[[], Any]]] = {
    "clínica": (ClinicaSaida, factories.ClinicaFactory),
    "profissional": (ProfissionalSaida, factories.ProfissionalFactory),
    "paciente": (PacienteSaida, lambda: factories.PacienteFactory(uf="SP", plano_nome="Básico")),
    "paciente sem plano": (PacienteSaida, factories.PacienteFactory),
    "consulta": (ConsultaSaida, factories.ConsultaFactory),
    "registro": (ProntuarioSaida, factories.ProntuarioFactory),
    "fatura": (FaturaSaida, factories.FaturaFactory),
}
THREADS, RODADAS = 8, 20


@pytest.mark.django_db
@pytest.mark.parametrize(("saida", "criar"), CASOS.values(), ids=CASOS)
def test_a_saida_diz_o_que_o_drf_diria(saida: type[Saida], criar: Callable[[], Any]) -> None:
    feito = criar()
    lido = type(feito).objects.get(pk=feito.pk)
    for objeto in (feito, lido):
        assert saida.escrever(objeto) == Serializer.to_representation(saida(), objeto)
        assert saida.escrever_varios([objeto, objeto]) == saida([objeto, objeto], many=True).data


class _Corpo(Entrada):
    nome = Texto(min_length=2, max_length=20)
    numero = Inteiro(min_value=0)


def test_pedidos_ao_mesmo_tempo_nao_se_misturam() -> None:
    largada = Barrier(THREADS, timeout=30)

    def ler(n: int) -> None:
        for rodada in range(RODADAS):
            largada.wait()
            certo = {"nome": f"Pessoa {n}", "numero": rodada}
            assert _Corpo.ler(certo) == certo
            with pytest.raises(ValidationError) as recusa:
                _Corpo.ler({"nome": "x", "numero": f"{n}", f"extra{n}": 1})
            assert set(recusa.value.detail) == {"nome", "numero", f"extra{n}"}

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(ler, range(THREADS)))


def test_cada_forma_tem_uma_so_instancia() -> None:
    assert _Corpo.unica() is _Corpo.unica()
    assert ClinicaSaida.unica() is not ConsultaSaida.unica()
