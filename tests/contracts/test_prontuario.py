"""Prontuário's Protocol, whatever answers it."""

import pytest

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import SemPermissao
from apps.kernel.models import EventoAuditoria
from apps.paciente.interface import PacienteNaoEncontrado
from apps.prontuario.interface import ProntuarioData, SemVinculo, prontuario_service
from tests.acesso.cenario import DESCONHECIDO
from tests.conftest import Elenco, Pessoa
from tests.contracts.conftest import id_profissional, so_de_linhas
from tests.factories import (
    ConsultaFactory,
    PacienteFactory,
    ProfissionalFactory,
    ProntuarioFactory,
    UsuarioFactory,
    VinculoFactory,
)


@pytest.fixture
def id_paciente(elenco: Elenco) -> int:
    """A patient in medica's care, with a record of hers and one of a colleague."""
    id = PacienteFactory().pk
    ConsultaFactory(
        id_clinica=elenco.clinica.pk, id_paciente=id, id_profissional=id_profissional(elenco.medica)
    )
    for pessoa in (elenco.medica, elenco.medica2):
        ProntuarioFactory(
            id_paciente=id, id_autor=id_profissional(pessoa), diagnostico="Influenza tipo A"
        )
    return id


def test_listar_do_paciente_traz_todos_os_mais_novos_antes(
    id_paciente: int, elenco: Elenco, medica: Escopo
) -> None:
    registros = prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=medica)
    assert [registro.id_autor for registro in registros] == [
        id_profissional(elenco.medica2),
        id_profissional(elenco.medica),
    ]
    assert all(isinstance(registro, ProntuarioData) for registro in registros)
    assert {r.id_paciente for r in registros} == {id_paciente}
    assert {r.diagnostico for r in registros} == {"Influenza tipo A"}


def test_listar_do_paciente_ate_o_limite(id_paciente: int, elenco: Elenco, medica: Escopo) -> None:
    (um,) = prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=medica, limite=1)
    assert um.id_autor == id_profissional(elenco.medica2)


@so_de_linhas
def test_so_o_que_se_mostra_e_lido(id_paciente: int, medica: Escopo) -> None:
    (um,) = prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=medica, limite=1)
    lidos = EventoAuditoria.objects.filter(evento="prontuario.lido")
    assert [evento.objeto for evento in lidos] == [f"prontuario.prontuario:{um.id}"]


def test_o_registro_corrigido_diz_por_qual(
    id_paciente: int, elenco: Elenco, medica: Escopo
) -> None:
    dela = {"id_paciente": id_paciente, "id_autor": id_profissional(elenco.medica)}
    corrigido = ProntuarioFactory(**dela)
    novo = ProntuarioFactory(**dela, retifica=corrigido, versao=2)
    registros = prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=medica)
    assert {r.id: r.retificado_por for r in registros if r.retificado_por} == {
        corrigido.pk: novo.pk
    }


def test_quem_escreveu_um_registro_tem_vinculo(id_paciente: int, elenco: Elenco) -> None:
    registros = prontuario_service.listar_do_paciente(
        id_paciente=id_paciente, escopo=elenco.medica2.escopo
    )
    assert len(registros) == 2


def test_sem_vinculo_a_leitura_e_recusada(id_paciente: int, elenco: Elenco) -> None:
    with pytest.raises(SemVinculo):
        prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=elenco.medico.escopo)


def test_consulta_de_ninguem_em_outra_clinica_nao_abre_o_prontuario(
    id_paciente: int, elenco: Elenco
) -> None:
    """The record is of the network, but only the agenda of one's own clinics proves care."""
    ConsultaFactory(id_clinica=elenco.clinica.pk, id_paciente=id_paciente)
    registros = prontuario_service.listar_do_paciente(
        id_paciente=id_paciente, escopo=elenco.medico.escopo
    )
    assert len(registros) == 2
    with pytest.raises(SemVinculo):
        prontuario_service.listar_do_paciente(
            id_paciente=id_paciente, escopo=colega_da_clinica2(elenco)
        )


def colega_da_clinica2(elenco: Elenco) -> Escopo:
    """A professional of clinic 2 who has written nothing of anybody."""
    usuario = UsuarioFactory()
    VinculoFactory(usuario=usuario, clinica=elenco.clinica2, papel=Papel.PROFISSIONAL)
    ProfissionalFactory(usuario=usuario, clinicas=[elenco.clinica2])
    return Pessoa(id_usuario=usuario.pk).escopo


@pytest.mark.parametrize("quem", ["recepcao", "faturista", "gestora", "auditora", "admin"])
def test_quem_nao_e_profissional_nao_le_prontuario(
    quem: str, id_paciente: int, elenco: Elenco
) -> None:
    with pytest.raises(SemPermissao) as recusa:
        prontuario_service.listar_do_paciente(
            id_paciente=id_paciente, escopo=getattr(elenco, quem).escopo
        )
    assert recusa.type is SemPermissao


@so_de_linhas
def test_a_leitura_recusada_fica_na_auditoria(id_paciente: int, elenco: Elenco) -> None:
    with pytest.raises(SemVinculo):
        prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=elenco.medico.escopo)
    evento = EventoAuditoria.objects.get(evento="prontuario.lido")
    assert (evento.id_usuario, evento.permitido) == (elenco.medico.id_usuario, False)
    assert evento.objeto == f"prontuario.paciente:{id_paciente}"


@so_de_linhas
def test_cada_registro_lido_fica_na_auditoria(id_paciente: int, medica: Escopo) -> None:
    registros = prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=medica)
    lidos = EventoAuditoria.objects.filter(evento="prontuario.lido", permitido=True)
    assert set(lidos.values_list("objeto", flat=True)) == {
        f"prontuario.prontuario:{registro.id}" for registro in registros
    }


def test_paciente_desconhecido(medica: Escopo) -> None:
    with pytest.raises(PacienteNaoEncontrado):
        prontuario_service.listar_do_paciente(id_paciente=DESCONHECIDO, escopo=medica)


def test_o_repr_nao_diz_o_que_se_escreveu(id_paciente: int, medica: Escopo) -> None:
    registros = prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=medica)
    assert "Influenza" not in repr(registros)
