"""What the environment says: see README.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .cobertura import SEMENTE, Tabela
from .tabela import TabelaInvalida, ler_tabela


class ConfiguracaoInvalida(Exception):
    """The message says, in pt-BR, what to put right before starting again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuracao:
    host: str
    porta: int
    tabela: Tabela
    com_falhas: bool


def ler_configuracao(ambiente: Mapping[str, str]) -> Configuracao:
    return Configuracao(
        host=ambiente.get("PLANO_HOST") or "127.0.0.1",
        porta=_porta(ambiente.get("PLANO_PORT") or "5005"),
        tabela=_tabela(ambiente),
        com_falhas=_escolha(ambiente, "PLANO_FALHAS", ("0", "1")) == "1",
    )


def _porta(texto: str) -> int:
    if not (texto.isascii() and texto.isdigit() and int(texto) <= 65_535):
        raise ConfiguracaoInvalida("PLANO_PORT precisa ser um número de 0 a 65535.")
    return int(texto)


def _tabela(ambiente: Mapping[str, str]) -> Tabela:
    modo = _escolha(ambiente, "PLANO_TABELA_MODO", ("estender", "substituir"))
    caminho = ambiente.get("PLANO_TABELA")
    if not caminho:
        return SEMENTE
    try:
        lida = ler_tabela(Path(caminho))
    except TabelaInvalida as invalida:
        raise ConfiguracaoInvalida(f"PLANO_TABELA, {caminho}:\n{invalida}") from invalida
    return lida if modo == "substituir" else {**SEMENTE, **lida}


def _escolha(ambiente: Mapping[str, str], nome: str, opcoes: tuple[str, str]) -> str:
    """The first option is the default."""
    valor = ambiente.get(nome) or opcoes[0]
    if valor not in opcoes:
        raise ConfiguracaoInvalida(f"{nome} precisa ser {' ou '.join(opcoes)}.")
    return valor
