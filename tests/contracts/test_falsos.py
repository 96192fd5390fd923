"""What a fake owes besides its answers: it asks no table, and knows what the rows say."""

from typing import Any

import pytest

from apps.consulta.interface import ConsultaNaoEncontrada
from tests.conftest import Elenco
from tests.contracts.conftest import porta
from tests.contracts.perguntas import METODOS, perguntas
from tests.factories import ConsultaFactory, ExpedienteFactory, PacienteFactory, proxima_segunda
from tests.falsos.portas import Falsos

pytestmark = pytest.mark.parametrize("lado", ["fake"], indirect=True)


@pytest.mark.parametrize(("app", "nome"), METODOS)
def test_o_falso_responde_de_memoria(
    app: str, nome: str, elenco: Elenco, contar_queries: Any
) -> None:
    perguntar = perguntas(elenco)[app, nome]
    assert contar_queries(perguntar) == 0


def test_o_que_se_muda_e_o_que_se_apaga_tambem_se_aprende(
    elenco: Elenco, recepcao: Any, medica: Any
) -> None:
    paciente = PacienteFactory(nome="Maria Aparecida")
    paciente.nome = "Maria de Lourdes"
    paciente.save()
    nomes = [p.nome for p in porta("paciente").buscar(texto="maria", escopo=recepcao)]
    assert nomes == ["Maria de Lourdes"]
    assert elenco.medica.profissional is not None
    elenco.medica.profissional.clinicas.add(elenco.clinica2)
    elenco.medica.profissional.especialidades.create(nome="Geriatria")
    dela = porta("rede").obter_profissional(id_profissional=medica.id_profissional, escopo=recepcao)
    assert set(dela.clinicas) == {elenco.clinica.pk, elenco.clinica2.pk}
    assert dela.especialidades == ("Geriatria",)
    consulta = ConsultaFactory(id_clinica=elenco.clinica.pk)
    id = consulta.pk
    consulta.delete()
    with pytest.raises(ConsultaNaoEncontrada):
        porta("consulta").obter(id_consulta=id, escopo=recepcao)
    expediente = ExpedienteFactory(id_profissional=medica.id_profissional)
    segunda = proxima_segunda().date()
    assert porta("consulta").horarios_livres(de=segunda, ate=segunda, escopo=medica)
    expediente.delete()
    assert not porta("consulta").horarios_livres(de=segunda, ate=segunda, escopo=medica)


def test_cada_teste_comeca_sem_memoria(falsos: Falsos, recepcao: Any) -> None:
    assert porta("paciente").buscar(texto="", escopo=recepcao) == []
    assert porta("paciente").buscar.__self__ is falsos.paciente
