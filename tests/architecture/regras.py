"""What keeps the boundaries and imports cannot show (design.md, "What keeps the boundaries").

Each rule is a function of a tree's root that returns the violations it finds, one line each, so
that the same function judges the real tree and a copy with a violation planted in it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.arvore import (
    Modulo,
    apps_clinicos,
    chamada,
    importados,
    modulos,
)

MAPA = (
    "__init__", "interface", "local", "models", "services", "serializers", "views", "urls",
    "admin", "demo", "apps", "migrations",
)  # fmt: skip
"""The rooms that every clinical app has; the fifteenth folder looks like the first."""

NOMES_VAZIOS = {"utils", "util", "helpers", "helper", "common", "misc", "ajudas"}

ESCRITAS = {
    "create", "acreate", "bulk_create", "get_or_create", "update_or_create", "bulk_update",
    "save", "asave", "delete", "adelete", "set_password",
}  # fmt: skip

PORTAS = {"apps.kernel.connection.connect", "apps.kernel.connection.Porta"}

IMPORTACAO_DINAMICA = {"import_module", "__import__", "import_string", "get_model"}
DINAMICAS_PERMITIDAS = {
    "apps/kernel/connection.py": "`connect` finds the side of the door that topology says",
    "vidasaude/management/commands/carregar_demo.py": "calls the demo of each app that lives here",
}

ESCRITA_DO_DJANGO = {
    "save_model",
    "save_related",
    "save_formset",
    "delete_model",
    "delete_queryset",
}
"""Where Django's ModelAdmin writes by itself; the kernel's base silences them."""


def conexoes_so_na_interface(raiz: Path) -> list[str]:
    """`connect()` is called only at the top of an `interface.py`, with its own app's name."""
    return [
        modulo.em(no, f"connect() fora da interface de {modulo.app or 'um app'}")
        for modulo in modulos(raiz)
        for no in ast.walk(modulo.arvore)
        if (chamada(no) == "connect" and _e_porta(no) and not _no_lugar(modulo, no))
        or (modulo.sala != "interface" and PORTAS & set(importados(no)))
    ]


def _e_porta(no: ast.AST) -> bool:
    """Ours, not the `connect` of a signal (`post_save.connect`)."""
    assert isinstance(no, ast.Call)
    return isinstance(no.func, ast.Name) or ast.unparse(no.func).startswith(
        ("connection.", "apps.")
    )


def _no_lugar(modulo: Modulo, no: ast.AST) -> bool:
    no_topo = any(
        isinstance(linha, ast.Assign | ast.AnnAssign) and linha.value is no
        for linha in modulo.arvore.body
    )
    return (
        modulo.sala == "interface"
        and no_topo
        and isinstance(no, ast.Call)
        and [ast.unparse(argumento) for argumento in no.args] == [repr(modulo.app)]
    )


def mesmo_mapa(raiz: Path) -> list[str]:
    """Every clinical app has the same rooms, each a module or a package of the same name."""
    return [
        f"apps/{app} não tem {sala}"
        for app in apps_clinicos(raiz)
        for sala in MAPA
        if not (raiz / "apps" / app / f"{sala}.py").exists()
        and not (raiz / "apps" / app / sala / "__init__.py").exists()
    ]


def nomes_que_dizem_algo(raiz: Path) -> list[str]:
    """A module says what is in it: no `utils.py`."""
    return [
        modulo.em(modulo.arvore, "nome que não diz nada")
        for modulo in modulos(raiz)
        if NOMES_VAZIOS & set(modulo.partes)
    ]


def so_os_servicos_escrevem(raiz: Path) -> list[str]:
    """No view, serializer or admin writes to a table: changes go through services."""
    return [
        modulo.em(no, f"escrita fora dos serviços: {chamada(no)}")
        for modulo in modulos(raiz, "apps")
        if {"views", "serializers", "admin"} & set(modulo.partes)
        for no in ast.walk(modulo.arvore)
        if chamada(no) in ESCRITAS or _atualiza_tabela(no)
    ]


def admin_sobre_a_base_do_kernel(raiz: Path) -> list[str]:
    """Every app's admin stands on the kernel's base, in which Django's own writes are silent."""
    return [
        modulo.em(no, f"{getattr(no, 'name', '')} escreve por conta do Django")
        for modulo in modulos(raiz, "apps")
        if modulo.sala == "admin" and modulo.app != "kernel"
        for no in ast.walk(modulo.arvore)
        if (isinstance(no, ast.ClassDef) and any(_e_do_django(base) for base in no.bases))
        or (isinstance(no, ast.FunctionDef) and no.name in ESCRITA_DO_DJANGO)
    ]


def _e_do_django(base: ast.expr) -> bool:
    return ast.unparse(base).split(".")[-1] in {"ModelAdmin", "UserAdmin", "GroupAdmin"}


def _atualiza_tabela(no: ast.AST) -> bool:
    """`….objects….update(…)` and `….filter(…).update(…)`, not the `update` of a dict."""
    if chamada(no) != "update" or not isinstance(no, ast.Call):
        return False
    return bool(re.search(r"\.objects\b|\.(filter|all|exclude)\(|queryset", ast.unparse(no.func)))


def importacao_so_as_claras(raiz: Path) -> list[str]:
    """No module is reached by a name put together at run time: import-linter would not see it."""
    return [
        modulo.em(no, f"importação por nome: {chamada(no)}")
        for modulo in modulos(raiz, "apps", "vidasaude")
        if modulo.caminho.as_posix() not in DINAMICAS_PERMITIDAS
        and "migrations" not in modulo.partes
        for no in ast.walk(modulo.arvore)
        if chamada(no) in IMPORTACAO_DINAMICA
    ]


def referencia_por_texto(raiz: Path) -> list[str]:
    """No string names another app's model (`"paciente.Paciente"`) or its table in SQL."""
    apps = apps_clinicos(raiz)
    return [
        modulo.em(no, f"referência por texto a {alheio}")
        for modulo in modulos(raiz, "apps")
        for no in ast.walk(modulo.arvore)
        if isinstance(no, ast.Constant) and isinstance(no.value, str)
        for alheio in _citados(no.value, [app for app in apps if app != modulo.app])
    ]


def _citados(texto: str, apps: list[str]) -> Iterator[str]:
    um_deles = "|".join(apps)
    modelo = re.compile(rf"(?:apps\.)?({um_deles})(?:\.models)?\.[A-Z]\w*\Z")
    tabela = re.compile(
        rf"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ON)\s+\"?({um_deles})_[a-z]+", re.IGNORECASE
    )
    if achado := modelo.match(texto):
        yield achado[1]
    yield from tabela.findall(texto)


def simulador_a_parte(raiz: Path) -> list[str]:
    """The external plan shares no code with the monolith, in either direction."""
    nossos, deles = {"apps", "vidasaude", "tests"}, {"simulador", "servir"}
    return [
        modulo.em(no, f"código partilhado com o simulador: {nome}")
        for modulo in modulos(raiz)
        for no in ast.walk(modulo.arvore)
        for nome in importados(no)
        if nome.split(".")[0] in (nossos if modulo.partes[0] == "docker" else deles)
    ]
