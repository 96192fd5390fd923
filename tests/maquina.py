"""Where and of what a measurement was taken: the commit, and the machine."""

import os
import platform
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from tests.bancos import RAIZ


@cache
def arvore(documentos: str) -> dict[str, Any]:
    """The commit, and whether anything but the documents of that folder differs from it."""
    mudancas = _git("status", "--porcelain", "--", ".", f":!{documentos}")
    return {"commit": _git("rev-parse", "HEAD"), "arvore_limpa": not mudancas}


@cache
def maquina() -> dict[str, Any]:
    return {
        "processador": _linha("/proc/cpuinfo", "model name") or platform.processor(),
        "nucleos": os.cpu_count(),
        "memoria": _linha("/proc/meminfo", "MemTotal"),
        "sistema": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _git(*argumentos: str) -> str:
    return subprocess.run(
        ["git", *argumentos], cwd=RAIZ, check=False, capture_output=True, text=True
    ).stdout.strip()


def _linha(arquivo: str, nome: str) -> str:
    """The value of `nome` in a file of Linux that has `name: value` on each line."""
    try:
        linhas = Path(arquivo).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((x.partition(":")[2].strip() for x in linhas if x.startswith(nome)), "")
