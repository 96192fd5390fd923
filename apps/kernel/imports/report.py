"""What an import did, and what it could not take. No value of the file is in it: a line, a field, why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class LinhaRecusada:
    """One problem of one line of the file (the header is line 1)."""

    numero: int
    campo: str
    motivo: str


@dataclass(slots=True, kw_only=True)
class Relato:
    """How many were new, changed, unchanged; every problem; whether anything was to be written."""

    novos: int = 0
    mudados: int = 0
    iguais: int = 0
    recusadas: Sequence[LinhaRecusada] = field(default_factory=list)
    avisos: Sequence[LinhaRecusada] = field(default_factory=list)
    """Lines that are right and have no effect."""
    gravado: bool = True


class Acompanhar(Protocol):
    """Go through some items, telling somebody how far it is."""

    def __call__(self, itens: Sequence[T], titulo: str) -> Iterable[T]: ...


def sem_acompanhar(itens: Sequence[T], titulo: str) -> Iterable[T]:
    """Nobody is watching."""
    return itens


def em_lotes(itens: Sequence[T], tamanho: int) -> list[Sequence[T]]:
    """`itens` in slices of at most `tamanho`."""
    return [itens[inicio : inicio + tamanho] for inicio in range(0, len(itens), tamanho)]


def numeros_das_linhas(recusadas: Iterable[LinhaRecusada]) -> set[int]:
    """The lines at fault; a line may have many problems."""
    return {recusada.numero for recusada in recusadas}
