"""The source tree as data: its modules, parsed, and copies of it in which to plant violations."""

import ast
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
PASTAS = ("apps", "vidasaude", "docker/plano_de_saude")


@dataclass(frozen=True, slots=True)
class Modulo:
    """One parsed file; `partes` is its dotted name (`apps`, `paciente`, `services`)."""

    caminho: Path
    partes: tuple[str, ...]
    arvore: ast.Module

    @property
    def app(self) -> str:
        return self.partes[1] if self.partes[0] == "apps" and len(self.partes) > 1 else ""

    @property
    def sala(self) -> str:
        """The room of an app: `services` of `apps.consulta.services.leitura`."""
        return self.partes[2] if len(self.partes) > 2 else ""

    def em(self, no: ast.AST, texto: str) -> str:
        """A violation, with where it is."""
        return f"{self.caminho.as_posix()}:{getattr(no, 'lineno', 1)} {texto}"


def modulos(raiz: Path, *pastas: str) -> Iterator[Modulo]:
    """Every Python file under some folders (default: all of production), in order."""
    for pasta in pastas or PASTAS:
        for arquivo in sorted((raiz / pasta).rglob("*.py")):
            caminho = arquivo.relative_to(raiz)
            partes = caminho.with_suffix("").parts
            yield Modulo(caminho, partes, _ler(arquivo.read_text(encoding="utf-8")))


@cache
def _ler(texto: str) -> ast.Module:
    """Once for all the rules and all the copies of a tree that have the same text."""
    return ast.parse(texto)


def apps_clinicos(raiz: Path) -> list[str]:
    """Every folder of `apps` that holds Python; a missing `__init__` hides none.

    The kernel and mesa aside: neither has tables of the clinic, nor a door.
    """
    return sorted(
        pasta.name
        for pasta in (raiz / "apps").iterdir()
        if pasta.is_dir() and pasta.name not in ("kernel", "mesa") and any(pasta.glob("*.py"))
    )


def importados(no: ast.AST) -> list[str]:
    """The dotted names that an import statement brings in."""
    if isinstance(no, ast.Import):
        return [nome.name for nome in no.names]
    if isinstance(no, ast.ImportFrom):
        return [f"{no.module}.{nome.name}" for nome in no.names]
    return []


def chamada(no: ast.AST) -> str:
    """The last name of what a node calls: `create` of `Modelo.objects.create(…)`; empty if none."""
    if not isinstance(no, ast.Call):
        return ""
    if isinstance(no.func, ast.Attribute):
        return no.func.attr
    return no.func.id if isinstance(no.func, ast.Name) else ""


def copiar(destino: Path) -> Path:
    """A copy of production's Python files and of the contracts, with an empty `tests` package."""
    for pasta in PASTAS:
        shutil.copytree(RAIZ / pasta, destino / pasta, ignore=_so_python)
    shutil.copy(RAIZ / "pyproject.toml", destino)
    (destino / "tests").mkdir()
    (destino / "tests" / "__init__.py").touch()
    return destino


def _so_python(pasta: str, nomes: list[str]) -> set[str]:
    return {
        nome
        for nome in nomes
        if nome == "__pycache__" or not (nome.endswith(".py") or (Path(pasta) / nome).is_dir())
    }


def plantar(raiz: Path, caminho: str, codigo: str) -> None:
    """Append code to a file of a copy, or make the file; `codigo` may be empty."""
    arquivo = raiz / caminho
    arquivo.parent.mkdir(parents=True, exist_ok=True)
    with arquivo.open("a", encoding="utf-8") as saida:
        saida.write(f"\n\n{codigo}\n")
