"""What no file of the repository holds: this machine's paths, promises to do it later, silent skips."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.arvore import RAIZ

# The needles are put together here so that this file, which is searched too, does not hold them.
MAQUINA = re.compile(r"(?<![\w.:/-])/(?:" + "work|root" + r")/")
REGISTRO = re.compile(
    "--(?:extra-)?" + "index-url|--" + "trusted-host|^--" + "find-links", re.MULTILINE
)
DEPOIS = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
NAO_FEITO = "NotImplemented" + "Error"
PULADO = re.compile(
    r"mark\.(?:skip|xfail)\b(?!\([^)]*reason=)|mark\.sk" + r"ipif\b(?![\s\S]{0,200}?reason=)"
    r"|pytest\.(?:skip|xfail)\(\s*\)"
)


def arquivos(raiz: Path) -> Iterator[tuple[str, str]]:
    """Every text file that Git tracks or is about to, as path and content."""
    listados = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=raiz, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for caminho in sorted(set(filter(None, listados.split("\0")))):
        bruto = (raiz / caminho).read_bytes() if (raiz / caminho).is_file() else b""
        if b"\0" not in bruto:
            yield caminho, bruto.decode("utf-8", errors="replace")


def achados(raiz: Path, agulha: re.Pattern[str], *, so_python: bool = False) -> list[str]:
    return [
        f"{caminho}:{texto.count(chr(10), 0, achado.start()) + 1} {achado[0]}"
        for caminho, texto in arquivos(raiz)
        if not so_python or caminho.endswith(".py")
        for achado in agulha.finditer(texto)
    ]


def nao_feitos(raiz: Path) -> list[str]:
    """Where code says that it is not done, the hooks of a base class aside.

    A hook is a method whose whole body, after its docstring, is that `raise`.
    """
    return [
        f"{caminho}:{no.lineno}"
        for caminho, texto in arquivos(raiz)
        if caminho.endswith(".py") and NAO_FEITO in texto
        for no in ast.walk(ast.parse(texto))
        if isinstance(no, ast.Raise)
        and NAO_FEITO in ast.unparse(no)
        and no.lineno not in _ganchos(texto)
    ]


def _ganchos(texto: str) -> set[int]:
    return {
        metodo.body[-1].lineno
        for classe in ast.walk(ast.parse(texto))
        if isinstance(classe, ast.ClassDef)
        for metodo in classe.body
        if isinstance(metodo, ast.FunctionDef)
        and len(metodo.body) - (ast.get_docstring(metodo) is not None) == 1
    }


def test_nenhum_arquivo_guarda_caminho_desta_maquina() -> None:
    assert achados(RAIZ, MAQUINA) == []


def test_nenhum_arquivo_guarda_endereco_de_registro_de_pacotes() -> None:
    assert achados(RAIZ, REGISTRO) == []


def test_nenhum_codigo_fica_para_depois() -> None:
    assert achados(RAIZ, DEPOIS, so_python=True) == []


def test_nenhum_codigo_diz_que_nao_foi_feito() -> None:
    assert nao_feitos(RAIZ) == []


def test_nenhum_teste_e_pulado_sem_dizer_por_que() -> None:
    assert achados(RAIZ, PULADO, so_python=True) == []


@pytest.mark.parametrize(
    ("agulha", "texto"),
    [
        (MAQUINA, "BANCO = '/" + "work/main/var'"),
        (MAQUINA, "cd /" + "root/x"),
        (REGISTRO, "--" + "index-url https://exemplo.test/simple"),
        (DEPOIS, "# TO" + "DO: depois"),
        (PULADO, "@pytest.mark.sk" + "ip\ndef test(): ..."),
        (PULADO, "@pytest.mark.sk" + "ip()\ndef test(): ..."),
        (PULADO, "@pytest.mark.sk" + "ipif(True)\ndef test(): ..."),
        (PULADO, "    pytest.sk" + "ip()"),
    ],
)
def test_a_busca_acha_o_que_procura(agulha: re.Pattern[str], texto: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "novo.py").write_text(texto)
    assert [achado.split(":")[0] for achado in achados(tmp_path, agulha)] == ["novo.py"]


def test_o_que_nao_foi_feito_e_achado_e_o_gancho_nao(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    gancho = f'class Base:\n    def f(self):\n        """Say."""\n        raise {NAO_FEITO}\n'
    (tmp_path / "novo.py").write_text(f"{gancho}\n\ndef g():\n    raise {NAO_FEITO}('logo')\n")
    assert nao_feitos(tmp_path) == ["novo.py:8"]


@pytest.mark.parametrize(
    "texto",
    [
        "https://exemplo.test/" + "work/x",
        "TODOS = frozenset(Papel)",
        "@pytest.mark.sk" + "ip(reason='precisa de rede')",
        "@pytest.mark.sk" + "ipif(\n    not POSTGRES, reason='só no PostgreSQL')",
    ],
)
def test_a_busca_nao_confunde(texto: str) -> None:
    assert not any(agulha.search(texto) for agulha in (MAQUINA, DEPOIS, PULADO))
