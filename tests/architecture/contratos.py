"""import-linter over a tree: which of the contracts of its `pyproject.toml` are broken."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

QUEBRADO = re.compile(r"^(.+) BROKEN(?: \(.*\))?$", re.MULTILINE)


def declarados(raiz: Path) -> dict[str, str]:
    """Contract name → id, as `pyproject.toml` declares them."""
    configuracao = tomllib.loads((raiz / "pyproject.toml").read_text(encoding="utf-8"))
    contratos = configuracao["tool"]["importlinter"]["contracts"]
    return {contrato["name"]: contrato["id"] for contrato in contratos}


def quebrados(raiz: Path) -> set[str]:
    """Ids of the broken contracts. Raises RuntimeError when the linter itself could not run."""
    resultado = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"],
        cwd=raiz,
        capture_output=True,
        text=True,
        check=False,
    )
    ids = declarados(raiz)
    nomes = set(QUEBRADO.findall(resultado.stdout))
    if (resultado.returncode != 0) != bool(nomes) or not nomes <= set(ids):
        raise RuntimeError(resultado.stdout + resultado.stderr)
    return {ids[nome] for nome in nomes}
