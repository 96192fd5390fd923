"""Rede's Protocol, whatever answers it."""

import pytest

from apps.kernel.access.escopo import Escopo
from apps.rede.interface import (
    ClinicaData,
    ClinicaNaoEncontrada,
    ProfissionalData,
    ProfissionalNaoEncontrado,
    rede_service,
)
from tests.acesso.cenario import DESCONHECIDO
from tests.conftest import Elenco
from tests.contracts.conftest import id_profissional
from tests.factories import ClinicaFactory, ProfissionalFactory


def test_obter_profissional(elenco: Elenco, recepcao: Escopo) -> None:
    profissional = ProfissionalFactory(
        nome="Dra. Lúcia Prado",
        conselho="CRM",
        numero_conselho="998101",
        uf_conselho="RJ",
        especialidades=["Pediatria", "Geriatria"],
        clinicas=[elenco.clinica, elenco.clinica2],
    )
    dado = rede_service.obter_profissional(id_profissional=profissional.pk, escopo=recepcao)
    assert isinstance(dado, ProfissionalData)
    assert (dado.id, dado.nome, dado.ativo) == (profissional.pk, "Dra. Lúcia Prado", True)
    assert dado.especialidades == ("Pediatria", "Geriatria")
    assert dado.registro == "CRM 998101/RJ"
    assert sorted(dado.clinicas) == sorted([elenco.clinica.pk, elenco.clinica2.pk])


def test_obter_profissional_desconhecido(recepcao: Escopo) -> None:
    with pytest.raises(ProfissionalNaoEncontrado):
        rede_service.obter_profissional(id_profissional=DESCONHECIDO, escopo=recepcao)


def test_obter_profissional_inativo_diz_que_e_inativo(recepcao: Escopo) -> None:
    """A past record's author may have left: who asks decides what that means."""
    inativo = ProfissionalFactory(ativo=False)
    assert not rede_service.obter_profissional(id_profissional=inativo.pk, escopo=recepcao).ativo


def test_profissional_da_outra_clinica_e_da_rede(elenco: Elenco, recepcao: Escopo) -> None:
    la = id_profissional(elenco.medica2)
    assert rede_service.obter_profissional(id_profissional=la, escopo=recepcao).clinicas == (
        elenco.clinica2.pk,
    )


def test_obter_profissionais_traz_os_que_existem(elenco: Elenco, recepcao: Escopo) -> None:
    ids = [id_profissional(elenco.medica), id_profissional(elenco.medica2)]
    achados = rede_service.obter_profissionais(ids=[*ids, ids[0], DESCONHECIDO], escopo=recepcao)
    assert set(achados) == set(ids)
    assert all(achados[id].id == id for id in ids)
    assert rede_service.obter_profissionais(ids=[], escopo=recepcao) == {}


def test_quem_atende_na_clinica(elenco: Elenco, recepcao: Escopo) -> None:
    dela = id_profissional(elenco.medica)
    nome = rede_service.obter_profissional(id_profissional=dela, escopo=recepcao).nome
    assert _quem_atende(elenco.clinica.pk, dela, recepcao) == nome
    assert _quem_atende(elenco.clinica.pk, None, recepcao) is None


def test_quem_nao_atende_ali_nao_existe(elenco: Elenco, recepcao: Escopo) -> None:
    inativo = ProfissionalFactory(ativo=False, clinicas=[elenco.clinica]).pk
    for outro in (DESCONHECIDO, inativo, id_profissional(elenco.medica2)):
        with pytest.raises(ProfissionalNaoEncontrado):
            _quem_atende(elenco.clinica.pk, outro, recepcao)


def test_ninguem_atende_onde_nao_se_recebe(elenco: Elenco, recepcao: Escopo) -> None:
    fechada = ClinicaFactory(ativa=False)
    dela = ProfissionalFactory(clinicas=[fechada]).pk
    for clinica in (DESCONHECIDO, fechada.pk):
        for quem in (None, dela):
            with pytest.raises(ClinicaNaoEncontrada):
                _quem_atende(clinica, quem, recepcao)


def _quem_atende(id_clinica: int, id_profissional: int | None, escopo: Escopo) -> str | None:
    return rede_service.quem_atende(
        id_clinica=id_clinica, id_profissional=id_profissional, escopo=escopo
    )


def test_obter_clinica(elenco: Elenco, recepcao: Escopo) -> None:
    clinica = elenco.clinica
    assert rede_service.obter_clinica(id_clinica=clinica.pk, escopo=recepcao) == ClinicaData(
        id=clinica.pk, nome=clinica.nome, uf=clinica.uf, ativa=True
    )


def test_a_outra_clinica_e_quem_la_atende_sao_da_rede(elenco: Elenco, recepcao: Escopo) -> None:
    """Another clinic's object is found here: what is of one clinic alone lives in later apps."""
    la = elenco.clinica2
    assert rede_service.obter_clinica(id_clinica=la.pk, escopo=recepcao).nome == la.nome
    de_la = rede_service.listar_profissionais(escopo=recepcao, id_clinica=la.pk)
    assert [profissional.id for profissional in de_la] == [id_profissional(elenco.medica2)]


def test_obter_clinica_desconhecida(recepcao: Escopo) -> None:
    with pytest.raises(ClinicaNaoEncontrada):
        rede_service.obter_clinica(id_clinica=DESCONHECIDO, escopo=recepcao)


def test_obter_clinicas_traz_as_que_existem(elenco: Elenco, recepcao: Escopo) -> None:
    """A name is no secret: clinics are of the network, as GET /clinicas tells anyone signed in."""
    ids = [elenco.clinica.pk, elenco.clinica2.pk]
    achadas = rede_service.obter_clinicas(ids=[*ids, ids[0], DESCONHECIDO], escopo=recepcao)
    assert {id: clinica.nome for id, clinica in achadas.items()} == {
        clinica.pk: clinica.nome for clinica in (elenco.clinica, elenco.clinica2)
    }
    assert rede_service.obter_clinicas(ids=[], escopo=recepcao) == {}


def test_listar_profissionais_traz_os_ativos_por_nome(elenco: Elenco, recepcao: Escopo) -> None:
    for nome in ("Dr. Zeca", "Dra. Ana"):
        ProfissionalFactory(nome=nome, clinicas=[elenco.clinica])
    ProfissionalFactory(nome="Dr. Beto", clinicas=[elenco.clinica], ativo=False)
    da_clinica = rede_service.listar_profissionais(escopo=recepcao, id_clinica=elenco.clinica.pk)
    nomes = [profissional.nome for profissional in da_clinica]
    assert nomes == sorted(nomes)
    assert {"Dr. Zeca", "Dra. Ana"} <= set(nomes)
    assert "Dr. Beto" not in nomes
    assert all(elenco.clinica.pk in profissional.clinicas for profissional in da_clinica)
    assert not rede_service.listar_profissionais(escopo=recepcao, id_clinica=DESCONHECIDO)
    de_todas = rede_service.listar_profissionais(escopo=recepcao)
    assert id_profissional(elenco.medica2) in {profissional.id for profissional in de_todas}
