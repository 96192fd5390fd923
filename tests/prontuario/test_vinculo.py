"""The care relationship: who opens a patient's record, from when to when."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.kernel.access.escopo import Papel, Vinculo
from apps.kernel.errors import SemPermissao
from apps.kernel.models import EventoAuditoria
from apps.prontuario import services
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, ProntuarioFactory, em_dias
from tests.respostas import recusa

SEM_VINCULO = (403, "sem_vinculo")


@pytest.fixture
def marcar(elenco, paciente):
    """A consulta of medica with the patient, yesterday unless told otherwise."""

    def criar(**campos):
        return ConsultaFactory(
            **{
                "id_clinica": elenco.clinica.pk,
                "id_paciente": paciente.pk,
                "id_profissional": elenco.medica.profissional.pk,
                "data_hora": em_dias(-1),
            }
            | campos
        )

    return criar


def abre(quem, paciente) -> bool:
    """True when `quem` reads the patient's record, and then may write in it too."""
    lista = quem.get(f"/prontuarios/paciente/{paciente.pk}")
    corpo = {"id_paciente": paciente.pk, "diagnostico": "Influenza"}
    if lista.status_code == 200:
        assert quem.enviar("/prontuarios", corpo).status_code == 201
        return True
    assert recusa(lista) == SEM_VINCULO == recusa(quem.enviar("/prontuarios", corpo))
    return False


@pytest.mark.parametrize(
    ("dias", "hora", "minuto", "abriu"),
    [
        (-366, 23, 30, False),
        (-365, 0, 0, True),
        (0, 0, 0, True),
        (90, 23, 30, True),
        (91, 0, 0, False),
    ],
)
def test_a_consulta_vale_de_365_dias_atras_a_90_adiante(
    elenco, paciente, marcar, dias, hora, minuto, abriu
):
    """Whole days of São Paulo, both included."""
    marcar(data_hora=em_dias(dias, hora, minuto))
    assert abre(elenco.medica, paciente) is abriu


@pytest.mark.parametrize(
    ("status", "abriu"),
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
@pytest.mark.parametrize("sem_dono", [True, False])
def test_cancelada_e_faltou_nao_contam(elenco, paciente, marcar, status, abriu, sem_dono):
    campos = {"id_profissional": None} if sem_dono else {}
    marcar(status=status, **campos)
    assert abre(elenco.medica, paciente) is abriu


def test_a_consulta_do_colega_nao_conta(elenco, paciente, marcar):
    marcar()
    assert not abre(elenco.medico, paciente)
    assert not abre(elenco.medica2, paciente)


def test_a_consulta_sem_dono_conta_para_quem_atende_na_clinica(elenco, paciente, marcar):
    marcar(data_hora=em_dias(1), id_profissional=None)
    assert abre(elenco.medica, paciente)
    assert abre(elenco.medico, paciente)
    assert not abre(elenco.medica2, paciente)


def test_o_vinculo_atravessa_clinicas(elenco, paciente, marcar):
    """Records follow the care relationship, not the clinic in which they were written."""
    registro = ProntuarioFactory(id_paciente=paciente.pk, id_autor=elenco.medica.profissional.pk)
    caminho = f"/prontuarios/{registro.pk}"
    assert recusa(elenco.medica2.get(caminho)) == SEM_VINCULO
    marcar(
        id_clinica=elenco.clinica2.pk,
        id_profissional=elenco.medica2.profissional.pk,
    )
    assert elenco.medica2.get(caminho).status_code == 200


def test_quem_escreveu_continua_lendo_depois_que_a_consulta_envelhece(elenco, paciente, marcar):
    marcar()
    marcar(data_hora=em_dias(-2), id_profissional=elenco.medico.profissional.pk)
    escrito = elenco.medica.enviar(
        "/prontuarios", {"id_paciente": paciente.pk, "diagnostico": "Influenza"}
    )
    caminho = f"/prontuarios/paciente/{paciente.pk}"
    assert elenco.medico.get(caminho).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert recusa(elenco.medico.get(caminho)) == SEM_VINCULO
        assert elenco.medica.get(caminho).json() == [escrito.json()]
        assert elenco.medica.get(escrito["Location"]).status_code == 200
        assert abre(elenco.medica, paciente)


def test_ter_registro_de_um_paciente_nao_abre_os_outros(elenco, paciente):
    ProntuarioFactory(id_paciente=paciente.pk + 1, id_autor=elenco.medica.profissional.pk)
    assert not abre(elenco.medica, paciente)


@pytest.mark.parametrize("pedido", ["ler", "listar", "escrever"])
def test_a_recusa_deixa_um_evento(elenco, paciente, pedido):
    registro = ProntuarioFactory(id_paciente=paciente.pk, id_autor=987)
    resposta, objeto = {
        "ler": lambda: (
            elenco.medica.get(f"/prontuarios/{registro.pk}"),
            f"prontuario.prontuario:{registro.pk}",
        ),
        "listar": lambda: (
            elenco.medica.get(f"/prontuarios/paciente/{paciente.pk}"),
            f"prontuario.paciente:{paciente.pk}",
        ),
        "escrever": lambda: (
            elenco.medica.enviar(
                "/prontuarios", {"id_paciente": paciente.pk, "diagnostico": "Influenza"}
            ),
            f"prontuario.paciente:{paciente.pk}",
        ),
    }[pedido]()
    assert recusa(resposta) == SEM_VINCULO
    evento = EventoAuditoria.objects.get()
    assert (evento.permitido, evento.objeto) == (False, objeto)
    assert (evento.id_usuario, evento.papel) == (elenco.medica.id_usuario, "profissional")


def test_quem_e_profissional_mas_tem_outro_papel_nao_le(elenco: Elenco) -> None:
    """The service itself refuses: the desk asks it without a view between."""
    outro = Vinculo(elenco.clinica.pk, Papel.GESTOR)
    escopo = replace(elenco.medica.escopo, vinculos=(outro,))
    assert escopo.id_profissional is not None
    with pytest.raises(SemPermissao):
        services.listar(escopo=escopo)
