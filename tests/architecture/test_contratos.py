"""The import contracts of `pyproject.toml` hold, and each one is seen to catch what it forbids."""

from pathlib import Path

import pytest

from tests.architecture.arvore import RAIZ, copiar, plantar
from tests.architecture.contratos import declarados, quebrados

PLANTAS = [
    pytest.param(
        "perguntas-sobem",
        "apps/paciente/services/cadastro.py",
        "from apps.consulta.interface import consulta_service",
        id="perguntas-sobem: um app pergunta a quem vem depois dele",
    ),
    pytest.param(
        "perguntas-sobem",
        "apps/kernel/audit.py",
        "from apps.rede.interface import rede_service",
        id="perguntas-sobem: o kernel conhece um app",
    ),
    pytest.param(
        "perguntas-sobem",
        "apps/titular/__init__.py",
        "",
        id="perguntas-sobem: um app fora do caminho",
    ),
    pytest.param(
        "so-na-interface",
        "apps/prontuario/services/registros.py",
        "from apps.paciente.models import Paciente",
        id="so-na-interface: um app entra pela janela",
    ),
    pytest.param(
        "interface-e-dado-puro",
        "apps/paciente/interface.py",
        "from django.utils import timezone",
        id="interface-e-dado-puro: a porta importa Django",
    ),
    pytest.param(
        "interface-e-dado-puro",
        "apps/faturamento/interface.py",
        "from apps.consulta.models import Consulta",
        id="interface-e-dado-puro: a porta importa tabelas",
    ),
    pytest.param(
        "uma-so-descida",
        "apps/paciente/models.py",
        "from apps.paciente import services",
        id="uma-so-descida: as tabelas conhecem os casos de uso",
    ),
    pytest.param(
        "uma-so-descida",
        "apps/consulta/services/leitura.py",
        "from apps.consulta.serializers import ConsultaSaida",
        id="uma-so-descida: os casos de uso conhecem o fio",
    ),
    pytest.param(
        "uma-so-descida",
        "apps/rede/ajudas.py",
        "",
        id="uma-so-descida: uma sala que ninguém declarou",
    ),
    pytest.param(
        "so-o-kernel-abre-conexao",
        "apps/faturamento/plano_de_saude.py",
        "import httpx",
        id="so-o-kernel-abre-conexao: um app abre a sua",
    ),
    pytest.param(
        "producao-nao-conhece-testes",
        "apps/kernel/worker.py",
        "import tests",
        id="producao-nao-conhece-testes: o kernel importa os testes",
    ),
    pytest.param(
        "producao-nao-conhece-testes",
        "apps/kernel/facts.py",
        "from vidasaude import topology",
        id="producao-nao-conhece-testes: o kernel importa o projeto",
    ),
]


def test_os_contratos_de_importacao_valem() -> None:
    assert quebrados(RAIZ) == set()


@pytest.mark.parametrize(("contrato", "caminho", "codigo"), PLANTAS)
def test_o_contrato_apanha_a_violacao(
    contrato: str, caminho: str, codigo: str, tmp_path: Path
) -> None:
    copia = copiar(tmp_path)
    plantar(copia, caminho, codigo)
    assert contrato in quebrados(copia)


def test_todo_contrato_tem_a_sua_violacao_plantada() -> None:
    assert set(declarados(RAIZ).values()) == {str(planta.values[0]) for planta in PLANTAS}


def test_a_copia_sem_violacao_passa(tmp_path: Path) -> None:
    assert quebrados(copiar(tmp_path)) == set()
