"""The next free times beside the booking form: as the API offers them, one click each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.consulta.models import Ausencia
from apps.kernel.access.escopo import Papel
from tests.conftest import Elenco
from tests.factories import (
    ConsultaFactory,
    ExpedienteFactory,
    ProfissionalFactory,
    VinculoFactory,
    em_dias,
    proxima_segunda,
)
from tests.navegador import navegar, pagina, texto


@pytest.fixture
def horarios(elenco: Elenco) -> Callable[..., str]:
    """What the counter is offered, as the fields beside it change."""
    recepcao = navegar(elenco.recepcao)

    def pedir(**parametros: Any) -> str:
        resposta = recepcao.get(pagina("consulta.consulta", "horarios"), parametros)
        assert resposta.status_code == 200
        return texto(resposta)

    return pedir


def test_oferece_os_proximos_livres_a_partir_do_dia(
    elenco: Elenco, horarios: Callable[..., str]
) -> None:
    medica = elenco.medica.profissional.pk
    ExpedienteFactory(id_profissional=medica, inicio="09:00", fim="11:00")
    ConsultaFactory(id_profissional=medica, data_hora=proxima_segunda(10))
    dia = f"{proxima_segunda():%d/%m/%Y}"

    html = horarios(id_profissional=medica, dia=dia, especialidade="Outra", duracao_minutos="30")

    for hora in ("09:00", "09:30", "10:30"):
        assert f'data-dia="{dia}"\n                data-hora="{hora}"' in html
    assert f'data-dia="{dia}"\n                data-hora="10:00"' not in html
    assert elenco.medica.profissional.nome not in html


def test_pela_especialidade_diz_de_quem_e_cada_um(
    elenco: Elenco, horarios: Callable[..., str]
) -> None:
    cardio = ProfissionalFactory(
        nome="Dr. Coração", clinicas=[elenco.clinica], especialidades=["Cardiologia"]
    )
    ExpedienteFactory(id_profissional=cardio.pk)
    ExpedienteFactory(id_profissional=elenco.medica.profissional.pk)

    html = horarios(especialidade="cardiologia")

    assert "Dr. Coração" in html
    assert f'data-id_profissional="{cardio.pk}"' in html
    assert f'data-id_profissional="{elenco.medica.profissional.pk}"' not in html


def test_nao_oferece_os_de_clinica_em_que_nao_marca(
    elenco: Elenco, horarios: Callable[..., str]
) -> None:
    """Billing reads a clinic's agenda and books nothing in it."""
    VinculoFactory(
        usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2, papel=Papel.FATURAMENTO
    )
    medica2 = elenco.medica2.profissional.pk
    ExpedienteFactory(id_profissional=medica2)

    assert "data-hora=" not in horarios(id_profissional=medica2)


def test_sem_horarios_diz_por_que(elenco: Elenco, horarios: Callable[..., str]) -> None:
    medica = elenco.medica.profissional.pk
    sem_expediente = "Sem expediente registrado: escreva o dia e a hora combinados."
    assert "Escolha o profissional ou a especialidade" in horarios()
    assert sem_expediente in horarios(id_profissional=medica)
    ExpedienteFactory(id_profissional=elenco.medica2.profissional.pk)
    assert sem_expediente in horarios(id_profissional=elenco.medica2.profissional.pk)
    ExpedienteFactory(id_profissional=medica)
    Ausencia.objects.create(id_profissional=medica, inicio=em_dias(-1), fim=em_dias(90))

    ate = timezone.localdate() + timedelta(days=30)

    assert f"Nenhum horário livre até {ate:%d/%m/%Y}." in horarios(id_profissional=medica)
    assert "não é uma das suas" in horarios(id_profissional=medica, id_clinica=elenco.clinica2.pk)


@pytest.mark.parametrize(
    "torto", [{"dia": "abc"}, {"dia": "31/12/9999"}, {"duracao_minutos": "x"}, {"id_clinica": "x"}]
)
def test_o_que_ainda_se_digita_nao_atrapalha(
    elenco: Elenco, horarios: Callable[..., str], torto: dict[str, str]
) -> None:
    medica = elenco.medica.profissional.pk
    ExpedienteFactory(id_profissional=medica)

    assert "data-hora=" in horarios(id_profissional=medica, **torto)
