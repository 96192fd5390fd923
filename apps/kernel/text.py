"""Text as it is compared: its words, without accents or case."""

from functools import lru_cache
from typing import Any

from django.db import models

from apps.kernel.search import palavras


def dobrar(texto: str) -> str:
    """The form in which two spellings of a text are one: `Clínica  MÉDICA` → `clinica medica`."""
    return " ".join(palavras(texto))


class TextoDobrado(models.CharField):
    """The text of another field (`de`), folded, so that an ordinary index finds any spelling of it.

    It writes itself with each row (`save`, `bulk_create`), and folds what it is compared with.
    """

    def __init__(self, *args: Any, de: str, **kwargs: Any) -> None:
        self.de = de
        super().__init__(*args, **{"editable": False, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        nome, caminho, posicionais, nomeados = super().deconstruct()
        return nome, caminho, posicionais, {**nomeados, "de": self.de}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texto = self.get_prep_value(getattr(model_instance, self.de))
        setattr(model_instance, self.attname, texto)
        return texto

    def get_prep_value(self, value: Any) -> Any:
        texto = super().get_prep_value(value)
        return None if texto is None else _dobrado(texto)[: self.max_length].rstrip()


# What is kept folded is a vocabulary (specialties): the same few texts, again and again.
_dobrado = lru_cache(maxsize=512)(dobrar)
