"""The load generator: one run of wrk, and what it says of it."""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONEXOES = 8
SCRIPTS = Path(__file__).parent / "wrk"
MARCA = "BENCH "


class WrkFalhou(Exception):
    """It ended with an error, or without saying what it saw."""


@dataclass(frozen=True, slots=True)
class Saida:
    pedidos: int
    segundos: float
    p50_ms: float
    p99_ms: float
    erros: int
    proxima: int
    """The first number that no request has used."""


def rodar(url: str, *, script: str, dados: Mapping[str, Any], segundos: int, pasta: Path) -> Saida:
    """Load `url` for some seconds; `dados` is what the script works with. Raises WrkFalhou."""
    arquivo = pasta / "dados.lua"
    arquivo.write_text(f"return {em_lua(dados)}\n", encoding="utf-8")
    comando = [
        "wrk", "-t1", f"-c{CONEXOES}", f"-d{segundos}s", "-s", str(SCRIPTS / script), url,
        "--", str(arquivo),
    ]  # fmt: skip
    fim = subprocess.run(comando, capture_output=True, text=True, check=False)
    relato = next((x for x in fim.stdout.splitlines() if x.startswith(MARCA)), None)
    if fim.returncode or relato is None:
        raise WrkFalhou(fim.stdout + fim.stderr)
    return ler(relato)


def ler(relato: str) -> Saida:
    return Saida(**json.loads(relato.removeprefix(MARCA)))


def em_lua(valor: Any) -> str:
    """A literal of Lua: text, number, sequence or mapping."""
    if isinstance(valor, str):
        return json.dumps(valor, ensure_ascii=False)  # the escapes that we need are the same
    if isinstance(valor, Mapping):
        return _entre_chaves(f"[{em_lua(nome)}] = {em_lua(v)}" for nome, v in valor.items())
    if isinstance(valor, Sequence):
        return _entre_chaves(map(em_lua, valor))
    return str(valor)


def _entre_chaves(partes: Iterable[str]) -> str:
    return "{" + ", ".join(partes) + "}"
