"""What the product imports is what its requirements install: tools of developers are not there."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[2]
NOSSOS = {"apps", "vidasaude", "tests"}


def importados(codigo: str) -> set[str]:
    """Top-level names of the imports of a module, wherever they stand in it."""
    nomes = set()
    for no in ast.walk(ast.parse(codigo)):
        if isinstance(no, ast.Import):
            nomes |= {nome.name.partition(".")[0] for nome in no.names}
        elif isinstance(no, ast.ImportFrom) and no.level == 0 and no.module:
            nomes.add(no.module.partition(".")[0])
    return nomes


def faltam(nomes: set[str]) -> set[str]:
    """Those that are nobody's of requirements.txt."""
    travadas = re.findall(r"^([\w.-]+)==", (RAIZ / "requirements.txt").read_text(), re.MULTILINE)
    de_quem = packages_distributions()
    instalados = {
        nome
        for nome, distribuicoes in de_quem.items()
        if {_normal(d) for d in distribuicoes} & set(map(_normal, travadas))
    }
    return nomes - instalados - NOSSOS - set(sys.stdlib_module_names)


def _normal(distribuicao: str) -> str:
    return re.sub(r"[-_.]+", "-", distribuicao).lower()


@pytest.mark.parametrize("pasta", ["apps", "vidasaude"])
def test_o_produto_so_importa_o_que_se_instala_com_ele(pasta: str) -> None:
    nomes = {
        nome
        for arquivo in (RAIZ / pasta).rglob("*.py")
        for nome in importados(arquivo.read_text(encoding="utf-8"))
    }
    assert faltam(nomes) == set()


def test_uma_ferramenta_dos_testes_e_denunciada() -> None:
    assert faltam(importados("import json\nimport httpx.x\nfrom rest_framework import y")) == {
        "httpx"
    }
