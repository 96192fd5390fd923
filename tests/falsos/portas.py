"""The five fakes, and how they come to stand behind the doors."""

import sys
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.falsos.consulta import ConsultaFalso
from tests.falsos.faturamento import FaturamentoFalso
from tests.falsos.memoria import Falso
from tests.falsos.paciente import PacienteFalso
from tests.falsos.prontuario import ProntuarioFalso
from tests.falsos.rede import RedeFalso


class Falsos:
    """One of each app. Whoever has to ask another asks its fake: no door stands between."""

    def __init__(self) -> None:
        self.rede = RedeFalso()
        self.paciente = PacienteFalso()
        self.consulta = ConsultaFalso(self.rede)
        self.prontuario = ProntuarioFalso(self.paciente, self.consulta)
        self.faturamento = FaturamentoFalso()

    def __getitem__(self, app: str) -> Falso:
        return getattr(self, app)

    def atender(
        self, apps: Iterable[str], *, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        """Answer at the doors of these apps, put there as any other side is: by topology.

        The door looks for `apps.<app>.fake`, which is no file: it is put among the loaded modules.
        """
        for app in apps:
            lado = SimpleNamespace(servico=self[app])
            monkeypatch.setitem(sys.modules, f"apps.{app}.fake", lado)
        settings.TOPOLOGIA = {**settings.TOPOLOGIA, **dict.fromkeys(apps, "fake")}
