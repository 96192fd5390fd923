"""Paciente's Protocol, whatever answers it."""

from datetime import date

import pytest

from apps.kernel.access.escopo import SISTEMA, Escopo
from apps.paciente.interface import PacienteData, PacienteNaoEncontrado, paciente_service
from tests import documentos
from tests.acesso.cenario import DESCONHECIDO
from tests.factories import PacienteFactory


def test_obter(recepcao: Escopo) -> None:
    paciente = PacienteFactory(
        nome="José d'Ávila",
        cpf="52998224725",
        data_nascimento=date(1990, 1, 31),
        nome_social="Josefa",
        telefone="11 90000-0001",
        plano_operadora="Plano1",
    )
    assert paciente_service.obter(id_paciente=paciente.pk, escopo=recepcao) == PacienteData(
        id=paciente.pk,
        nome="José d'Ávila",
        cpf="52998224725",
        cpf_mascarado="***.982.247-**",
        data_nascimento=date(1990, 1, 31),
        nome_social="Josefa",
        telefone="11 90000-0001",
        operadora="Plano1",
    )


def test_obter_quem_nao_tem_cpf_nem_plano(recepcao: Escopo) -> None:
    estrangeiro = PacienteFactory(cpf=None, passaporte="AB123456")
    lido = paciente_service.obter(id_paciente=estrangeiro.pk, escopo=recepcao)
    assert (lido.cpf, lido.nome_social, lido.telefone, lido.operadora) == (None,) * 4
    assert lido.cpf_mascarado == "—"


def test_obter_desconhecido(recepcao: Escopo) -> None:
    with pytest.raises(PacienteNaoEncontrado):
        paciente_service.obter(id_paciente=DESCONHECIDO, escopo=recepcao)


def test_o_paciente_e_da_rede_e_o_sistema_tambem_pergunta(
    recepcao: Escopo, recepcao2: Escopo
) -> None:
    id = PacienteFactory().pk
    respostas = {
        paciente_service.obter(id_paciente=id, escopo=escopo)
        for escopo in (recepcao, recepcao2, SISTEMA)
    }
    assert len(respostas) == 1


def test_obter_varios_traz_os_que_existem(recepcao: Escopo) -> None:
    ids = [PacienteFactory().pk for _ in range(3)]
    achados = paciente_service.obter_varios(ids=[*ids, ids[0], DESCONHECIDO], escopo=recepcao)
    assert set(achados) == set(ids)
    assert all(achados[id].id == id for id in ids)
    assert paciente_service.obter_varios(ids=[], escopo=recepcao) == {}


@pytest.mark.parametrize("texto", ["jose avi", "AVILA", "José", "529.982.247-25", "52998224725"])
def test_buscar_por_nome_ou_cpf(texto: str, recepcao: Escopo) -> None:
    procurado = PacienteFactory(nome="José d'Ávila", cpf="52998224725")
    PacienteFactory(nome="Joana Ávares")
    achados = paciente_service.buscar(texto=texto, escopo=recepcao)
    assert [achado.id for achado in achados] == [procurado.pk]


def test_buscar_por_cns(recepcao: Escopo) -> None:
    procurado = PacienteFactory(cns=documentos.cns(7))
    achados = paciente_service.buscar(texto=documentos.cns(7), escopo=recepcao)
    assert [achado.id for achado in achados] == [procurado.pk]


def test_buscar_traz_os_mais_novos_ate_o_limite(recepcao: Escopo) -> None:
    ids = [PacienteFactory(nome=f"Ana Número {n}").pk for n in range(22)]
    todos = paciente_service.buscar(texto="ana", escopo=recepcao)
    assert [achado.id for achado in todos] == sorted(ids, reverse=True)[:20]
    tres = paciente_service.buscar(texto="ana", escopo=recepcao, limite=3)
    assert [achado.id for achado in tres] == sorted(ids, reverse=True)[:3]


def test_buscar_o_que_ninguem_tem(recepcao: Escopo) -> None:
    PacienteFactory(nome="Maria Aparecida")
    assert list(paciente_service.buscar(texto="maria x", escopo=recepcao)) == []
    assert list(paciente_service.buscar(texto="%", escopo=recepcao)) == []


def test_o_repr_nao_diz_quem_e(recepcao: Escopo) -> None:
    paciente = PacienteFactory(nome="Maria Aparecida", cpf="52998224725")
    texto = repr(paciente_service.obter(id_paciente=paciente.pk, escopo=recepcao))
    assert str(paciente.pk) in texto
    assert not any(dado in texto for dado in ("Maria", "52998224725", "1985"))
