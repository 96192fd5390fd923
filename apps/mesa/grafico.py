"""Charts are drawn by the page itself: whole percentages, with the numbers beside them in a table."""

from collections.abc import Sequence
from decimal import Decimal


def em_escala(valores: Sequence[Decimal | int]) -> list[int]:
    """Each value as a percentage of the largest; what is not zero is never drawn as nothing."""
    maior = max(valores, default=0)
    return [max(2, int(100 * valor / maior)) if valor and maior else 0 for valor in valores]


def porcentagem(parte: int, todo: int) -> int | None:
    """Rounded half up; None of nothing."""
    return (200 * parte + todo) // (2 * todo) if todo else None
