"""The path converter of ids: a positive integer that a database can hold; anything else is a 404."""

from apps.kernel.fields import ID_MAXIMO


class IdConverter:
    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        numero = int(value)
        if numero > ID_MAXIMO:
            raise ValueError
        return numero

    def to_url(self, value: int) -> str:
        return str(value)
