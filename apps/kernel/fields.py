"""Serializer fields that do not guess: a string is not a number, `1` is not `true`.

`Entrada` is the base of every request body, `Parametros` of every query string, `Saida` of every
answer. Each reports all the problems of all the fields at once.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from operator import attrgetter, methodcaller
from typing import Any, Self

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from apps.kernel.money import CENTAVO, MAXIMO, ZERO
from apps.kernel.time import ANO_MAXIMO, ANO_MINIMO, formatar, ler_data_hora

ID_MAXIMO = 2**63 - 1
# Characters that reorder or break a line: they have no place in a name and forge what people read.
BIDIRECIONAIS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NUMERO = re.compile(r"-?\d{1,12}(\.\d+)?\Z", re.ASCII)
CASAS = -2
"""Least exponent of a value in reais: two decimals, zeros included (1.500 is not 1.50)."""
INTEIRO = re.compile(r"[1-9]\d{0,18}\Z", re.ASCII)


class _Unica(serializers.Serializer):
    """A form that knows nothing of one request, so that one instance of it serves them all.

    DRF copies every field for every instance, which costs more than reading or writing with them.
    """

    @classmethod
    @cache
    def unica(cls) -> Self:
        forma = cls()
        _ = forma.fields  # bound now: threads that come at once find them ready
        return forma


class Leitura(_Unica):
    """What comes in."""

    @classmethod
    def ler(cls, dados: Any) -> dict[str, Any]:
        """The values that `dados` stands for. Raises ValidationError with all the problems."""
        return cls.unica().run_validation(dados)

    def to_internal_value(self, data: Any) -> Any:
        """As DRF does, with what it asks of each field at each body asked once."""
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)  # which says so
        valores: dict[str, Any] = {}
        erros: dict[str, Any] = {}
        for nome, campo, dispensavel in self._lidos:
            dado = data.get(nome, serializers.empty)
            if dado is serializers.empty and dispensavel:
                continue
            try:
                valores[nome] = campo.run_validation(dado)
            except ValidationError as erro:
                erros[nome] = erro.detail
        if erros:
            raise ValidationError(erros)
        return valores

    @cached_property
    def _lidos(self) -> list[tuple[str, serializers.Field, bool]]:
        """Name and field, and whether nothing comes of it when it is not there."""
        return [
            (nome, campo, not campo.required and campo.default is serializers.empty)
            for nome, campo in self.fields.items()
        ]

    def _read_only_defaults(self) -> dict[str, Any]:
        return {}  # none is only read


class Entrada(Leitura):
    """A request body: fields it does not know are refused, with every other problem beside them."""

    default_error_messages = {"invalid": "Deve ser um objeto.", "null": "Não pode ser nulo."}

    def exigencias(self, data: Mapping[str, Any]) -> dict[str, str]:
        """What the body as a whole lacks, as field → message; looked at even when a field is wrong."""
        return {}

    def to_internal_value(self, data: Any) -> Any:
        erros: dict[str, Any] = {}
        if isinstance(data, Mapping):
            for nome, falta in self.exigencias(data).items():
                erros[nome] = [ErrorDetail(falta, "required")]
            for nome in data:
                if nome not in self.fields or self.fields[nome].read_only:
                    erros[str(nome)] = [ErrorDetail("Campo desconhecido.", "campo_desconhecido")]
        try:
            valor = super().to_internal_value(data)
        except ValidationError as erro:
            detalhe = erro.detail
            raise ValidationError(
                {**erros, **detalhe} if isinstance(detalhe, dict) else detalhe
            ) from erro
        if erros:
            raise ValidationError(erros)
        return valor


class Parametros(Leitura):
    """Typed query parameters; each reads its own text."""

    @classmethod
    def ler(cls, dados: Any) -> dict[str, Any]:
        return super().ler(dados) if dados or cls._exige() else {}

    @classmethod
    @cache
    def _exige(cls) -> bool:
        """Whether an empty query lacks something."""
        return any(campo.required for campo in cls.unica().fields.values())


class Saida(_Unica):
    """An answer: what is absent is null."""

    @classmethod
    def escrever(cls, objeto: Any) -> dict[str, Any]:
        """What the answer says of an object."""
        return cls.unica().to_representation(objeto)

    @classmethod
    def escrever_varios(cls, objetos: Iterable[Any]) -> list[dict[str, Any]]:
        return [cls.unica().to_representation(objeto) for objeto in objetos]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As DRF does, without asking each field at each row how it is read."""
        if isinstance(instance, Mapping):
            return super().to_representation(instance)
        membros = {}
        for nome, ler, dizer in self._membros:
            valor = ler(instance)
            membros[nome] = None if valor is None else dizer(valor)
        return membros

    @cached_property
    def _membros(self) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Any]]]:
        """Name, how it is read of an object, how it is said; of each field."""
        return [
            (
                nome,
                attrgetter(campo.source or nome) if dizer else campo.get_attribute,
                dizer or campo.to_representation,
            )
            for nome, campo in self.fields.items()
            for dizer in [SIMPLES.get(type(campo)) or _dizer_varias(campo)]
        ]


def _dizer_varias(campo: Any) -> Callable[[Any], Any] | None:
    """Of a list of answers inside an answer, each as an answer of its own."""
    if not isinstance(campo, serializers.ListSerializer) or not isinstance(campo.child, Saida):
        return None
    dizer = campo.child.to_representation
    return lambda objetos: [dizer(objeto) for objeto in objetos]


class Texto(serializers.CharField):
    """Text; `linhas` admits line breaks. Length is counted in characters after trimming."""

    default_error_messages = {
        "invalid": "Deve ser um texto.",
        "caractere_invalido": "Contém caracteres de controle.",
    }

    def __init__(self, *, linhas: bool = False, **kwargs: Any) -> None:
        self.linhas = linhas
        super().__init__(**kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and self._tem_controle(data):
            self.fail("caractere_invalido")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return unicodedata.normalize("NFC", data.strip())

    def _tem_controle(self, texto: str) -> bool:
        if texto.isprintable():  # most texts, and much sooner than letter by letter
            return False
        permitidos = "\n\r\t" if self.linhas else ""
        return any(
            (letra in BIDIRECIONAIS or unicodedata.category(letra) in ("Cc", "Cs"))
            and letra not in permitidos
            for letra in texto
        )


class Inteiro(serializers.IntegerField):
    default_error_messages = {"invalid": "Deve ser um número inteiro."}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Identificador(Inteiro):
    """A positive integer that a database can hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=ID_MAXIMO, **kwargs)


class Booleano(serializers.BooleanField):
    default_error_messages = {"invalid": "Deve ser true ou false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Escolha(serializers.ChoiceField):
    default_error_messages = {"invalid_choice": "Opção desconhecida."}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input="")
        return super().to_internal_value(data)


FORA_DOS_ANOS = f"O ano vai de {ANO_MINIMO} a {ANO_MAXIMO}."


class Data(serializers.DateField):
    """`YYYY-MM-DD`, years 1900 to 2100."""

    default_error_messages = {"invalid": "Use o formato AAAA-MM-DD."}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            self.fail("invalid")
        try:
            dia = date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")
        if not ANO_MINIMO <= dia.year <= ANO_MAXIMO:
            raise serializers.ValidationError(FORA_DOS_ANOS, "invalid")
        return dia


class DataHora(serializers.DateTimeField):
    """RFC 3339; without an offset, America/Sao_Paulo. Output in America/Sao_Paulo."""

    default_error_messages = {
        "invalid": "Use data e hora RFC 3339, como 2026-03-02T14:30:00-03:00."
    }

    def to_internal_value(self, value: Any) -> datetime:
        momento = ler_data_hora(value) if isinstance(value, str) else None
        if momento is None:
            self.fail("invalid")
        if not ANO_MINIMO <= momento.year <= ANO_MAXIMO:
            raise serializers.ValidationError(FORA_DOS_ANOS, "invalid")
        return momento

    def to_representation(self, value: datetime | None) -> Any:
        return None if value is None else formatar(value)


SIMPLES: dict[type[serializers.Field], Callable[[Any], Any]] = {
    serializers.IntegerField: int,
    serializers.CharField: str,
    serializers.BooleanField: bool,
    serializers.DateField: date.isoformat,
    DataHora: formatar,
}
"""Fields of an answer that are an attribute of the object and need no field to be said."""


class Dinheiro(serializers.DecimalField):
    """A number or a string with at most two decimals, 0 to 9,999,999.99; exactly two on output."""

    default_error_messages = {
        "invalid": "Deve ser um valor em reais.",
        "max_decimal_places": "Use no máximo duas casas decimais.",
        "max_value": "O valor máximo é R$ 9.999.999,99.",
        "min_value": "O valor não pode ser negativo.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=9, decimal_places=2, coerce_to_string=False, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | Decimal | str):
            self.fail("invalid")
        if isinstance(data, str) and not NUMERO.match(data):
            self.fail("invalid")
        try:
            valor = Decimal(data)
        except InvalidOperation:
            self.fail("invalid")
        if valor < ZERO:
            self.fail("min_value")
        if valor > MAXIMO:
            self.fail("max_value")
        if int(valor.as_tuple().exponent) < CASAS:
            self.fail("max_decimal_places")
        return abs(valor.quantize(CENTAVO))  # -0 is 0

    def to_representation(self, value: Decimal | None) -> Any:
        return None if value is None else value.quantize(CENTAVO)


SIMPLES[Dinheiro] = methodcaller("quantize", CENTAVO)


class Lista(serializers.ListField):
    default_error_messages = {
        "not_a_list": "Deve ser uma lista.",
        "min_length": "Informe ao menos {min_length}.",
        "max_length": "São itens demais.",
    }


# --- query strings: text that must read as the kind it claims ---------------------------------


class IdNoParametro(serializers.CharField):
    """An id in a query string."""

    default_error_messages = {"invalid": "Deve ser um número inteiro positivo."}

    def to_internal_value(self, data: Any) -> Any:
        if not INTEIRO.match(str(data)) or int(data) > ID_MAXIMO:
            self.fail("invalid")
        return int(data)


class IdsNoParametro(serializers.CharField):
    """`1,2,3`: at most 200 ids."""

    default_error_messages = {
        "invalid": "Deve ser uma lista de números inteiros positivos separados por vírgula.",
        "max_length": "São no máximo 200 ids.",
    }

    def to_internal_value(self, data: Any) -> Any:
        partes = str(data).split(",")
        if len(partes) > 200:
            self.fail("max_length")
        if not all(INTEIRO.match(parte) and int(parte) <= ID_MAXIMO for parte in partes):
            self.fail("invalid")
        return [int(parte) for parte in partes]


class NumeroNoParametro(serializers.CharField):
    """A positive integer between two others, both included."""

    default_error_messages = {"invalid": "Deve ser um número inteiro de {minimo} a {maximo}."}

    def __init__(self, minimo: int, maximo: int, **kwargs: Any) -> None:
        self.minimo, self.maximo = minimo, maximo
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not INTEIRO.match(str(data)) or not self.minimo <= int(data) <= self.maximo:
            self.fail("invalid", minimo=self.minimo, maximo=self.maximo)
        return int(data)


class LimiteNoParametro(NumeroNoParametro):
    """Page size, 1 to 200."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(1, 200, **kwargs)
