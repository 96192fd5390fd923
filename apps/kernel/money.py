"""Money: a Decimal with two places everywhere, integer cents in the database.

SQLite keeps decimals as binary reals, and sums of them drift; integers do not.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

CENTAVO = Decimal("0.01")
ZERO = Decimal("0.00")
MAXIMO = Decimal("9999999.99")


def em_centavos(valor: Decimal) -> int:
    """Cents of a Decimal. Raises ValueError when it has a fraction of a cent."""
    centavos = valor * 100
    if centavos != centavos.to_integral_value():
        raise ValueError("valor com fração de centavo")
    return int(centavos)


def de_centavos(centavos: int) -> Decimal:
    return Decimal(centavos).scaleb(-2)


class DinheiroField(models.BigIntegerField):
    """A Decimal with two places in Python, integer cents in the table."""

    description = "Dinheiro, em centavos"
    _pyi_private_set_type: Decimal  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else de_centavos(int(value))

    def get_prep_value(self, value: Any) -> Any:
        return em_centavos(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value)).quantize(CENTAVO)
        except ArithmeticError as erro:
            raise ValidationError("Valor inválido.", code="invalid") from erro

    def formfield(self, **kwargs: Any) -> Any:
        return CampoDeReais(label=self.verbose_name)


_COM_VIRGULA = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+),(\d+)", re.ASCII)


def ler_reais(texto: str) -> str:
    """`R$ 1.234,50`, as a person writes it, as a number is written; what is not one, as it came."""
    numero = texto.strip().removeprefix("R$").strip()
    escrito = _COM_VIRGULA.fullmatch(numero)
    return f"{escrito[1].replace('.', '')}.{escrito[2]}" if escrito else numero


class CampoDeReais(forms.DecimalField):
    """A price in a form: `1.234,50`, with `R$` or without, or `1234.50`."""

    default_error_messages = {"invalid": "Escreva o valor em reais, como 1.234,50."}

    def __init__(self, **opcoes: Any) -> None:
        super().__init__(
            min_value=ZERO, max_value=MAXIMO, decimal_places=2, localize=True, **opcoes
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(ler_reais(value) if isinstance(value, str) else value)


def reais(valor: Decimal | None) -> str:
    """`R$ 1.234,50`, as a person writes it."""
    if valor is None:
        return "—"
    inteiro, centavos = f"{valor:,.2f}".rsplit(".", 1)
    return f"R$ {inteiro.replace(',', '.')},{centavos}"
