"""Files to import: made by a test, or the official ones where a machine has them."""

import os
from pathlib import Path

import pytest

PASTA = os.environ.get("DADOS_OFICIAIS") or Path(__file__).resolve().parents[2] / "shared" / "data"
"""Where the official files are, which are not part of the repository."""


def oficial(nome: str) -> Path:
    """An official file; skips the test where it is absent."""
    arquivo = Path(PASTA) / nome
    if not arquivo.is_file():
        pytest.skip(f"sem {nome}: é um arquivo oficial, fora do repositório (DADOS_OFICIAIS)")
    return arquivo
