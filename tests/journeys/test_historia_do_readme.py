"""The README's curl story runs as printed, and answers what is printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.historia import blocos, ler_linhas, rodar, sem_volateis
from tests.processos import Pilha, pilha_no_ar


@pytest.fixture
def recem_instalado(tmp_path: Path) -> Iterator[Pilha]:
    """A stack that nobody has used, as after `make run` on a fresh clone."""
    with pilha_no_ar(tmp_path) as pilha:
        yield pilha


def test_historia_do_readme_responde_o_que_esta_impresso_e_pode_ser_repetida(
    recem_instalado: Pilha,
) -> None:
    """Run again, every command still answers; the patient is another, the plan may cover less."""
    respondido = rodar(recem_instalado.url_do_caminho)
    impresso = [ler_linhas(bloco) for bloco in blocos("json")]
    assert len(impresso) == len(respondido) == 5
    for bloco, resposta in zip(impresso, respondido, strict=True):
        assert sem_volateis(bloco) == sem_volateis(resposta)

    for bloco in rodar(recem_instalado.url_do_caminho):
        assert all(resposta.get("status", 200) not in (400, 404, 500) for resposta in bloco)


def test_historia_esconde_so_o_que_varia() -> None:
    resposta = {"id": 7, "valor_total": 230.0, "erros": [{"campo": "data_hora", "codigo": "x"}]}
    assert sem_volateis(resposta) == {
        "id": "int",
        "valor_total": 230.0,
        "erros": [{"campo": "data_hora", "codigo": "x"}],
    }


def test_historia_acha_os_comandos() -> None:
    assert all("chamar" in bloco for bloco in blocos("bash"))
