"""`connect("paciente")`: the one object through which an app asks another."""

from importlib import import_module
from typing import Any

from django.conf import settings

from apps.kernel.transactions import em_transacao


class PerguntaDentroDeTransacao(RuntimeError):
    """A question was asked inside a transaction: ask first, then write (design.md, habit 3)."""


class Porta:
    """Answers like the app's `Protocol`; finds the implementation by topology at each call."""

    def __init__(self, app: str) -> None:
        self._app = app

    def __getattr__(self, nome: str) -> Any:
        if nome.startswith("__"):
            raise AttributeError(nome)
        if em_transacao():
            raise PerguntaDentroDeTransacao(f"{self._app}.{nome}")
        lado = settings.TOPOLOGIA[self._app]
        return getattr(import_module(f"apps.{self._app}.{lado}").servico, nome)

    def __repr__(self) -> str:
        return f"<porta de {self._app}>"


def connect(app: str) -> Any:
    """The door of an app, wherever it lives. Called only in that app's `interface`."""
    return Porta(app)
