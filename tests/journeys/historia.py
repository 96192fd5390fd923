"""The README's story: its commands, and the answers printed beside them."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

README = Path(__file__).resolve().parents[2] / "README.md"
FIM_DE_BLOCO = "=== fim de bloco ==="

VOLATEIS = re.compile(r"id(_.*)?|data_(criacao|hora|consulta)|hash|retifica(do_por)?")
"""Members whose value depends on the day or on what was registered before."""


def blocos(linguagem: str) -> list[str]:
    """The fenced blocks of the story in one language, in order."""
    texto = README.read_text(encoding="utf-8")
    historia = texto[texto.index("## The story in curl") : texto.index("## The architecture")]
    return re.findall(rf"```{linguagem}\n(.*?)```", historia, re.DOTALL)


def rodar(onde: Callable[[str], str]) -> list[list[Any]]:
    """Run the commands as printed; the JSON lines each block prints.

    `onde` says at which address a path is answered, by its first part.
    """
    impressos = f"\necho '{FIM_DE_BLOCO}'\n".join(blocos("bash"))
    comandos = re.sub(r"\$API/(\w+)", lambda achado: f"{onde(achado[1])}/{achado[1]}", impressos)
    saida = subprocess.run(
        ["bash", "-c", comandos], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    return [ler_linhas(bloco) for bloco in saida.split(FIM_DE_BLOCO)]


def ler_linhas(texto: str) -> list[Any]:
    return [json.loads(linha) for linha in texto.splitlines() if linha.strip()]


def sem_volateis(valor: Any) -> Any:
    """The same answer with volatile values replaced by their kind."""
    if isinstance(valor, dict):
        return {
            nome: type(dentro).__name__ if VOLATEIS.fullmatch(nome) else sem_volateis(dentro)
            for nome, dentro in valor.items()
        }
    if isinstance(valor, list):
        return [sem_volateis(dentro) for dentro in valor]
    return valor
