"""What the product imports is what its requirements install: tools of developers are not there."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.arvore import RAIZ, importados, modulos

NOSSOS = {"apps", "vidasaude", "tests"}


def nomes_de(arvore: ast.AST) -> set[str]:
    """Top-level names of the imports of a module, wherever they stand in it."""
    return {nome.partition(".")[0] for no in ast.walk(arvore) for nome in importados(no)}


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
    nomes = {nome for modulo in modulos(RAIZ, pasta) for nome in nomes_de(modulo.arvore)}
    assert faltam(nomes) == set()


def test_uma_ferramenta_dos_testes_e_denunciada() -> None:
    assert faltam(
        nomes_de(ast.parse("import json\nimport httpx.x\nfrom rest_framework import y"))
    ) == {"httpx"}
