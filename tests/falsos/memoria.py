"""What the fakes have in common: they answer from memory, and only while they are up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from apps.kernel.errors import Problema, ServicoIndisponivel

T = TypeVar("T")


class Falso:
    """A neighbour without a table. Whatever it answers it reads here, so a dead one answers nothing."""

    def __init__(self) -> None:
        self.no_ar = True
        self._memoria: defaultdict[type, dict[int, Any]] = defaultdict(dict)

    def lembrar(self, *dados: Any) -> None:
        """Know these; one with the same id takes the place of the earlier."""
        for dado in dados:
            self._memoria[type(dado)][dado.id] = dado

    def esquecer(self, forma: type, id: int) -> None:
        self._memoria[forma].pop(id, None)

    def _todos(self, forma: type[T]) -> list[T]:
        """In the order of their ids. Raises ServicoIndisponivel, as `remote` does of a dead neighbour."""
        if not self.no_ar:
            raise ServicoIndisponivel
        return [dado for _, dado in sorted(self._memoria[forma].items())]

    def _destes(self, forma: type[T], ids: Iterable[int]) -> dict[int, T]:
        """Those of `ids` that are known."""
        pedidos = set(ids)
        return {dado.id: dado for dado in self._todos(forma) if dado.id in pedidos}  # type: ignore[attr-defined]

    def _um(self, forma: type[T], id: int, erro: type[Problema]) -> T:
        """One of them; raises `erro` when it is not known."""
        achado = self._destes(forma, [id]).get(id)
        if achado is None:
            raise erro
        return achado


def copiar(forma: type[T], origem: Any, **outros: Any) -> T:
    """A dataclass with the attributes of the same names, and `outros` for what has another name."""
    nomes: Sequence[str] = [campo.name for campo in fields(forma)]  # type: ignore[arg-type]
    return forma(**{nome: getattr(origem, nome) for nome in nomes if nome not in outros} | outros)
