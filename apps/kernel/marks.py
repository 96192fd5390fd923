"""Marks: values that stand for others while a query is compiled (`apps.kernel.prepared`)."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from apps.kernel.database import banco_daqui

Forma = tuple[tuple[str, Any], ...]
"""Name → what of its value the SQL depends on."""

QUANTAS = "_quantas"
"""Name of how many rows are asked for."""
LIMITE = 7_000_000_001
"""Stands for it."""
LISTA = "\0lista"
"""Stands for the list of a `Cada`, as no value does."""
_PRIMEIRA_MARCA = 7_000_000_000_000_000_001


def forma_de(valor: Any) -> Any:
    """What of a value the SQL depends on. Raises TypeError for a kind that no mark can stand for."""
    if valor is None or isinstance(valor, bool):
        return valor
    if isinstance(valor, tuple):
        return (int, len(valor))
    if isinstance(valor, list):
        return list  # whatever its length
    for tipo in (int, str, datetime, date):  # a datetime is a date too
        if isinstance(valor, tipo):
            return tipo
    raise TypeError(f"uma consulta preparada não sabe de {type(valor).__name__}")


class Marcas:
    """Values that stand for others while the query is compiled, each like no other."""

    def __init__(self, forma: Forma) -> None:
        self._numeros = iter(range(_PRIMEIRA_MARCA, 2**63))
        self._fazer: dict[Any, Callable[[dict[str, Any]], Any]] = {}
        self._nomes: dict[Any, str] = {}
        self.valores = {nome: self._por(nome, marca) for nome, marca in forma}

    def _por(self, nome: str, marca: Any) -> Any:
        if marca is None or isinstance(marca, bool):
            return marca
        if nome == QUANTAS:
            return LIMITE
        if marca is list:
            return marca
        if isinstance(marca, tuple):
            tipo, quantos = marca
            return tuple(self._nova(nome, tipo, posicao) for posicao in range(quantos))
        return self._nova(nome, marca)

    def _nova(self, nome: str, tipo: type, posicao: int | None = None) -> Any:
        numero = next(self._numeros)
        marca = {
            int: numero,
            str: f"marca{numero}",
            datetime: datetime.fromtimestamp(numero % 10**9, UTC),
            date: date.fromordinal(1 + numero % 10**6),
        }[tipo]
        self._fazer[_no_banco(marca)] = pegar(nome, posicao)
        self._nomes[_no_banco(marca)] = nome
        return marca

    def de_cada(self, varios: str) -> int:
        """What stands for each of a list's numbers."""
        return cast(int, self._nova(varios, int))

    def para_cada(
        self, sql: str, parametros: Sequence[Any], varios: str, ordem: str
    ) -> tuple[str, list[Any]]:
        """A page of a question for each number of a list, and of those pages, one."""
        marca = next(m for m, nome in self._nomes.items() if nome == varios)
        self._fazer[LISTA] = lambda valores: valores[varios]
        del self._fazer[marca]
        inicio, *pedacos = sql.split("%s")
        for parametro, pedaco in zip(parametros, pedacos, strict=True):
            inicio += ("cada.valor" if parametro == marca else "%s") + pedaco
        return (
            "SELECT parte.* FROM unnest(%s::bigint[]) AS cada(valor) "  # noqa: S608 - the ORM's
            f"CROSS JOIN LATERAL ({inicio}) parte ORDER BY parte.id {ordem} LIMIT {LIMITE}"
        ), [LISTA, *(p for p in parametros if p != marca)]

    def ler(self, parametros: Sequence[Any]) -> tuple[Callable[[dict[str, Any]], Any], ...]:
        """How to make each parameter. Raises LookupError when the query lost one of the values."""
        usadas = {p for p in parametros if p in self._fazer}
        if perdidas := {self._nomes[m] for m in self._fazer if m not in usadas}:
            raise LookupError(f"a consulta não usa como veio: {', '.join(sorted(perdidas))}")
        return tuple(self._como(parametro) for parametro in parametros)

    def _como(self, parametro: Any) -> Callable[[dict[str, Any]], Any]:
        fazer = self._fazer.get(parametro)
        if fazer is None:
            return lambda valores: parametro
        if type(parametro) in (int, str, datetime, date):
            return fazer
        tipo = type(parametro)  # what psycopg calls an integer of the column's size
        return lambda valores: tipo(fazer(valores))


def pegar(nome: str, posicao: int | None = None) -> Callable[[dict[str, Any]], Any]:
    if posicao is None:
        return lambda valores: _no_banco(valores[nome])
    return lambda valores: valores[nome][posicao]


def _no_banco(valor: Any) -> Any:
    """As the database takes it: SQLite keeps times and days as text."""
    if isinstance(valor, datetime):
        return banco_daqui().ops.adapt_datetimefield_value(valor)
    return banco_daqui().ops.adapt_datefield_value(valor) if isinstance(valor, date) else valor
