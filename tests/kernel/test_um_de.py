"""Ids that travel as one value: as many as there are."""

import pytest
from django.db.models import Q

from apps.consulta.models import Consulta
from apps.kernel.membership import UmDe, num_valor
from tests.factories import ConsultaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def de_cinco_pacientes() -> None:
    for id_paciente in range(1, 6):
        ConsultaFactory(id_paciente=id_paciente)


def _pacientes(condicao: UmDe | Q) -> list[int]:
    achadas = Consulta.objects.filter(condicao).order_by("id_paciente")
    return list(achadas.values_list("id_paciente", flat=True))


@pytest.mark.parametrize("ids", [[2, 4, 99], {5}, frozenset(), range(1, 6)])
def test_um_de_e_o_mesmo_que_in(de_cinco_pacientes: None, ids: list[int]) -> None:
    assert _pacientes(UmDe("id_paciente", num_valor(ids))) == _pacientes(
        Q(id_paciente__in=list(ids))
    )


def test_sao_mais_do_que_os_parametros_de_uma_consulta(de_cinco_pacientes: None) -> None:
    assert _pacientes(UmDe("id_paciente", num_valor(range(3, 300_000)))) == [3, 4, 5]


def test_junta_se_a_outras_condicoes(de_cinco_pacientes: None) -> None:
    um_de_dois = UmDe("id_paciente", num_valor([2, 3]))
    assert _pacientes(um_de_dois & Q(id_paciente__gt=2)) == [3]
    assert _pacientes(~Q(um_de_dois)) == [1, 4, 5]
