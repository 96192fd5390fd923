"""Consulta's Protocol, whatever answers it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.consulta.interface import (
    ConsultaData,
    ConsultaNaoEncontrada,
    HorarioLivreData,
    consulta_service,
)
from apps.consulta.models import Ausencia, Feriado
from apps.kernel.access.escopo import SISTEMA, Escopo, Papel
from apps.kernel.errors import ClinicaNaoEncontrada, ParametroInvalido, SemPermissao
from tests.acesso.cenario import DESCONHECIDO
from tests.conftest import Elenco
from tests.contracts.conftest import id_profissional
from tests.factories import (
    ConsultaFactory,
    ExpedienteFactory,
    ProfissionalFactory,
    VinculoFactory,
    proxima_segunda,
)

PACIENTE = 77
"""A patient of these consultas; Paciente is not asked here."""


def consulta(elenco: Elenco, de: str | None = "medica", **campos: Any) -> int:
    """A consulta in clinic 1, of one of its professionals or of nobody yet."""
    dono = None if de is None else id_profissional(getattr(elenco, de))
    padrao = {"id_clinica": elenco.clinica.pk, "id_paciente": PACIENTE, "id_profissional": dono}
    return ConsultaFactory(**{**padrao, **campos}).pk


def em(dias: float) -> Any:
    return timezone.now() + timedelta(days=dias)


def test_obter(elenco: Elenco, recepcao: Escopo) -> None:
    quando = em(3)
    id = consulta(
        elenco,
        paciente="Maria Aparecida",
        profissional="Dra. Ana",
        data_hora=quando,
        duracao_minutos=45,
        especialidade="Geriatria",
        teleconsulta=True,
        status="confirmada",
    )
    assert consulta_service.obter(id_consulta=id, escopo=recepcao) == ConsultaData(
        id=id,
        id_clinica=elenco.clinica.pk,
        id_paciente=PACIENTE,
        paciente="Maria Aparecida",
        id_profissional=id_profissional(elenco.medica),
        profissional="Dra. Ana",
        data_hora=quando,
        duracao_minutos=45,
        especialidade="Geriatria",
        teleconsulta=True,
        encaixe=False,
        status="confirmada",
        ativa=True,
    )


@pytest.mark.parametrize("status", ["cancelada", "faltou"])
def test_cancelada_e_faltou_nao_estao_ativas(status: str, elenco: Elenco, recepcao: Escopo) -> None:
    id = consulta(elenco, status=status)
    assert not consulta_service.obter(id_consulta=id, escopo=recepcao).ativa


def test_obter_desconhecida(recepcao: Escopo) -> None:
    with pytest.raises(ConsultaNaoEncontrada):
        consulta_service.obter(id_consulta=DESCONHECIDO, escopo=recepcao)


@pytest.mark.parametrize("quem", ["recepcao2", "medica2", "faturista2", "gestora2"])
def test_obter_a_de_outra_clinica_e_como_a_desconhecida(quem: str, elenco: Elenco) -> None:
    id = consulta(elenco)
    with pytest.raises(ConsultaNaoEncontrada):
        consulta_service.obter(id_consulta=id, escopo=getattr(elenco, quem).escopo)


@pytest.mark.parametrize("quem", ["medico", "auditora"])
def test_obter_na_propria_clinica_o_que_nao_e_para_si(quem: str, elenco: Elenco) -> None:
    id = consulta(elenco)
    with pytest.raises(SemPermissao):
        consulta_service.obter(id_consulta=id, escopo=getattr(elenco, quem).escopo)


def test_o_papel_vale_so_na_clinica_em_que_se_tem(elenco: Elenco) -> None:
    """Reception there opens nothing here, where the same person only audits."""
    VinculoFactory(
        usuario_id=elenco.auditora.id_usuario, clinica=elenco.clinica2, papel=Papel.RECEPCAO
    )
    aqui, la = consulta(elenco), consulta(elenco, de=None, id_clinica=elenco.clinica2.pk)
    escopo = elenco.auditora.escopo
    assert consulta_service.obter(id_consulta=la, escopo=escopo).id == la
    assert set(consulta_service.obter_varias(ids=[aqui, la], escopo=escopo)) == {la}
    with pytest.raises(SemPermissao):
        consulta_service.obter(id_consulta=aqui, escopo=escopo)


def test_a_propria_em_clinica_que_nao_e_mais_a_sua(elenco: Elenco, medica: Escopo) -> None:
    """Who left a clinic left its agenda, their own consultas there included."""
    id = consulta(elenco, id_clinica=elenco.clinica2.pk)
    with pytest.raises(ConsultaNaoEncontrada):
        consulta_service.obter(id_consulta=id, escopo=medica)
    assert not consulta_service.obter_varias(ids=[id], escopo=medica)
    assert not consulta_service.listar_do_paciente(id_paciente=PACIENTE, escopo=medica)
    assert not cuida(medica)


def test_o_sistema_sem_clinica_nao_acha_consulta(elenco: Elenco) -> None:
    with pytest.raises(ConsultaNaoEncontrada):
        consulta_service.obter(id_consulta=consulta(elenco), escopo=SISTEMA)


def test_obter_varias_traz_as_que_se_alcancam(elenco: Elenco, medica: Escopo) -> None:
    minhas = [consulta(elenco), consulta(elenco, de=None)]
    alheias = [
        consulta(elenco, de="medico"),
        consulta(elenco, de="medica2", id_clinica=elenco.clinica2.pk),
        consulta(elenco, de=None, id_clinica=elenco.clinica2.pk),
    ]
    ids = [*minhas, *alheias, DESCONHECIDO]
    achadas = consulta_service.obter_varias(ids=ids, escopo=medica)
    assert set(achadas) == set(minhas)
    assert all(achadas[id].id == id for id in minhas)
    assert set(consulta_service.obter_varias(ids=ids, escopo=elenco.recepcao2.escopo)) == set(
        alheias[1:]
    )
    assert consulta_service.obter_varias(ids=[], escopo=medica) == {}


# --- free times ---------------------------------------------------------------------------------------


@pytest.fixture
def segunda(elenco: Elenco) -> datetime:
    """A Monday at 08:00, when medica begins; she works until 10:00, medico from 09:00."""
    for quem, das, as_ in (("medica", "08:00", "10:00"), ("medico", "09:00", "10:00")):
        dono = id_profissional(getattr(elenco, quem))
        ExpedienteFactory(id_profissional=dono, inicio=das, fim=as_)
    return proxima_segunda(8)


def test_horarios_livres_vem_do_mais_cedo_ao_mais_tarde(
    elenco: Elenco, recepcao: Escopo, segunda: datetime
) -> None:
    consulta(elenco, data_hora=segunda)
    livres = consulta_service.horarios_livres(
        de=segunda.date(), ate=segunda.date(), escopo=recepcao, duracao_minutos=60
    )
    ela, ele = id_profissional(elenco.medica), id_profissional(elenco.medico)
    assert elenco.medica.profissional is not None
    assert livres[0] == HorarioLivreData(
        id_profissional=ela,
        profissional=elenco.medica.profissional.nome,
        id_clinica=elenco.clinica.pk,
        data_hora=segunda + timedelta(minutes=30),
        duracao_minutos=60,
    )
    assert [(h.data_hora - segunda, h.id_profissional) for h in livres] == [
        (timedelta(minutes=30), ela),
        (timedelta(minutes=60), ela),
        (timedelta(minutes=60), ele),
    ]


def test_horarios_livres_ate_o_limite_e_com_os_filtros(
    elenco: Elenco, recepcao: Escopo, segunda: datetime
) -> None:
    dia = {"de": segunda.date(), "ate": segunda.date()}
    todos = consulta_service.horarios_livres(**dia, escopo=recepcao)
    assert len(todos) == 6
    assert consulta_service.horarios_livres(**dia, escopo=recepcao, limite=3) == todos[:3]
    dele = consulta_service.horarios_livres(
        **dia, escopo=recepcao, id_profissional=id_profissional(elenco.medico)
    )
    assert [h.data_hora for h in dele] == [
        segunda + timedelta(minutes=60),
        segunda + timedelta(minutes=90),
    ]
    assert not consulta_service.horarios_livres(**dia, escopo=recepcao, especialidade="Pediatria")
    assert len(consulta_service.horarios_livres(**dia, escopo=elenco.medica.escopo)) == 4
    daqui = consulta_service.horarios_livres(**dia, escopo=recepcao, id_clinica=elenco.clinica.pk)
    assert daqui == todos


def test_horarios_livres_nao_sao_os_de_ausencia_feriado_ou_outra_clinica(
    elenco: Elenco, recepcao: Escopo, segunda: datetime
) -> None:
    """What the professional has anywhere closes a time; an encaixe, or what was cancelled, none."""
    consulta(elenco, data_hora=segunda, id_clinica=elenco.clinica2.pk)
    consulta(elenco, data_hora=segunda + timedelta(minutes=30), encaixe=True, id_paciente=78)
    consulta(elenco, data_hora=segunda + timedelta(minutes=60), status="cancelada")
    Ausencia.objects.create(
        id_profissional=id_profissional(elenco.medico),
        inicio=segunda + timedelta(minutes=75),
        fim=segunda + timedelta(days=1),
    )
    dia = {"de": segunda.date(), "ate": segunda.date(), "escopo": recepcao}
    ela, ele = id_profissional(elenco.medica), id_profissional(elenco.medico)
    assert [
        ((h.data_hora - segunda).seconds // 60, h.id_profissional)
        for h in consulta_service.horarios_livres(**dia)
    ] == [(30, ela), (60, ela), (90, ela)]
    assert not consulta_service.horarios_livres(**dia, id_profissional=ele)
    Feriado.objects.create(data=segunda.date(), nome="De lá", id_clinica=elenco.clinica2.pk)
    assert len(consulta_service.horarios_livres(**dia)) == 3
    Feriado.objects.create(data=segunda.date(), nome="De toda a rede")
    assert not consulta_service.horarios_livres(**dia)


def test_horarios_livres_de_quem_atende_em_duas_clinicas_sao_os_das_de_quem_pergunta(
    elenco: Elenco, recepcao: Escopo, recepcao2: Escopo, segunda: datetime
) -> None:
    nas_duas = ProfissionalFactory(clinicas=[elenco.clinica, elenco.clinica2]).pk
    ExpedienteFactory(id_profissional=nas_duas, inicio="08:00", fim="08:30")
    onde = {
        escopo.id_usuario: {
            horario.id_clinica
            for horario in consulta_service.horarios_livres(
                de=segunda.date(), ate=segunda.date(), escopo=escopo, id_profissional=nas_duas
            )
        }
        for escopo in (recepcao, recepcao2)
    }
    assert onde == {
        recepcao.id_usuario: {elenco.clinica.pk},
        recepcao2.id_usuario: {elenco.clinica2.pk},
    }


def test_horarios_livres_nao_ha_em_clinica_fechada(
    elenco: Elenco, recepcao: Escopo, segunda: datetime
) -> None:
    elenco.clinica.ativa = False
    elenco.clinica.save()
    dia = {"de": segunda.date(), "ate": segunda.date(), "escopo": recepcao}
    assert not consulta_service.horarios_livres(**dia)
    with pytest.raises(ClinicaNaoEncontrada):
        consulta_service.horarios_livres(**dia, id_clinica=elenco.clinica.pk)


def test_horarios_livres_de_ninguem_de_fora(
    elenco: Elenco, recepcao: Escopo, recepcao2: Escopo, segunda: datetime
) -> None:
    dia = {"de": segunda.date(), "ate": segunda.date()}
    for escopo in (recepcao2, SISTEMA, elenco.auditora.escopo):
        assert not consulta_service.horarios_livres(**dia, escopo=escopo)
    with pytest.raises(ClinicaNaoEncontrada):
        consulta_service.horarios_livres(**dia, escopo=recepcao, id_clinica=elenco.clinica2.pk)
    with pytest.raises(ParametroInvalido):
        consulta_service.horarios_livres(
            de=segunda.date(), ate=segunda.date() + timedelta(days=31), escopo=recepcao
        )


# --- the care relationship ----------------------------------------------------------------------------


def cuida(escopo: Escopo, id_paciente: int = PACIENTE) -> bool:
    """Both questions give the same answer."""
    um = consulta_service.em_cuidado(id_paciente=id_paciente, escopo=escopo)
    assert (id_paciente in consulta_service.pacientes_em_cuidado(escopo=escopo)) == um
    return um


@pytest.mark.parametrize(
    ("dias", "prova"), [(-366, False), (-364, True), (0, True), (89, True), (91, False)]
)
def test_cuidado_vai_de_365_dias_atras_a_90_adiante(
    dias: int, prova: bool, elenco: Elenco, medica: Escopo
) -> None:
    consulta(elenco, data_hora=em(dias))
    assert cuida(medica) is prova


@pytest.mark.parametrize(
    ("status", "prova"),
    [
        ("agendada", True),
        ("confirmada", True),
        ("aguardando", True),
        ("em_atendimento", True),
        ("realizada", True),
        ("cancelada", False),
        ("faltou", False),
    ],
)
def test_cancelada_ou_falta_nao_prova_cuidado(
    status: str, prova: bool, elenco: Elenco, medica: Escopo
) -> None:
    consulta(elenco, status=status)
    assert cuida(medica) is prova


def test_consulta_sem_profissional_prova_cuidado_so_na_sua_clinica(elenco: Elenco) -> None:
    consulta(elenco, de=None)
    assert cuida(elenco.medica.escopo)
    assert cuida(elenco.medico.escopo)
    assert not cuida(elenco.medica2.escopo)


def test_a_agenda_que_se_le_na_recepcao_nao_prova_cuidado(elenco: Elenco) -> None:
    """Who treats here and receives there sees the whole agenda there, and cares for nobody of it."""
    VinculoFactory(
        usuario_id=elenco.medica.id_usuario, clinica=elenco.clinica2, papel=Papel.RECEPCAO
    )
    id = consulta(elenco, de=None, id_clinica=elenco.clinica2.pk)
    assert consulta_service.obter(id_consulta=id, escopo=elenco.medica.escopo).id == id
    assert not cuida(elenco.medica.escopo)


def test_consulta_da_colega_nao_prova_cuidado(elenco: Elenco) -> None:
    consulta(elenco)
    assert not cuida(elenco.medico.escopo)
    assert not cuida(elenco.recepcao.escopo)
    assert not cuida(SISTEMA)


def test_cuidado_e_de_um_paciente_de_cada_vez(elenco: Elenco, medica: Escopo) -> None:
    consulta(elenco)
    consulta(elenco, id_paciente=PACIENTE + 1, de="medico")
    assert cuida(medica)
    assert not cuida(medica, PACIENTE + 1)
    assert consulta_service.pacientes_em_cuidado(escopo=medica) == frozenset({PACIENTE})


def test_o_repr_nao_diz_de_quem_e(elenco: Elenco, recepcao: Escopo) -> None:
    id = consulta(elenco, paciente="Maria Aparecida")
    assert "Maria" not in repr(consulta_service.obter(id_consulta=id, escopo=recepcao))
