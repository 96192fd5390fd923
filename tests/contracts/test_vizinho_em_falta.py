"""A neighbour that is away says so, whatever it is asked, and answers again when it is back."""

import pytest

from apps.kernel.errors import ServicoIndisponivel
from tests.conftest import Elenco
from tests.contracts.conftest import SemVizinho, com_vizinho_que_falha
from tests.contracts.perguntas import METODOS, perguntas


def test_ha_uma_pergunta_de_cada(elenco: Elenco) -> None:
    todas = perguntas(elenco)
    assert set(todas) == set(METODOS)
    assert all(perguntar() for perguntar in todas.values())


@com_vizinho_que_falha
@pytest.mark.parametrize(("app", "nome"), METODOS)
def test_em_falta_ele_o_diz_e_de_volta_responde(
    app: str, nome: str, elenco: Elenco, sem_vizinho: SemVizinho
) -> None:
    perguntar = perguntas(elenco)[app, nome]
    antes = perguntar()
    with sem_vizinho(app):
        for _ in range(2):  # the second is asked of one that is known to be away
            with pytest.raises(ServicoIndisponivel):
                perguntar()
    assert perguntar() == antes


@com_vizinho_que_falha
@pytest.mark.parametrize(
    ("app", "nome", "falta"),
    [
        ("consulta", "horarios_livres", "rede"),
        ("prontuario", "listar_do_paciente", "paciente"),
        ("prontuario", "listar_do_paciente", "consulta"),
    ],
)
def test_quem_nao_tem_a_quem_perguntar_tambem_esta_em_falta(
    app: str, nome: str, falta: str, elenco: Elenco, sem_vizinho: SemVizinho
) -> None:
    perguntar = perguntas(elenco)[app, nome]
    antes = perguntar()
    with sem_vizinho(falta), pytest.raises(ServicoIndisponivel):
        perguntar()
    assert perguntar() == antes


@com_vizinho_que_falha
def test_um_em_falta_nao_leva_os_outros(elenco: Elenco, sem_vizinho: SemVizinho) -> None:
    todas = perguntas(elenco)
    sem_rede = [pergunta for pergunta in METODOS if pergunta[0] not in ("rede", "consulta")]
    with sem_vizinho("rede"):
        assert all(todas[pergunta]() for pergunta in sem_rede)
        assert todas["consulta", "obter"]()
