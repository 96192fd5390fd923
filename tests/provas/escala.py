"""How much of a proof is run: all of it by `make provas`, a little in `make test`."""

import os

import pytest

PASTA = os.environ.get("PROVAS", "")
"""Where `make provas` wants the documents; empty in `make test`, which writes none."""


def ciclos(*, inteira: int, reduzida: int) -> int:
    """Rounds of a proof, whole or reduced; CICLOS= in the environment goes before both."""
    return int(os.environ.get("CICLOS") or (inteira if PASTA else reduzida))


so_inteira = pytest.mark.skipif(not PASTA, reason="this control takes long: make provas")
