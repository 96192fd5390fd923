"""A process that is killed and begins again, and says what it was doing when it died."""

import sys
import time
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from signal import SIGKILL

from tests.processos import Processo

COMECANDO = "começando"


class Mortal:
    """A Python process of a stack; `nome` is in its audit events and names its log."""

    def __init__(self, nome: str, *comando: str, ambiente: dict[str, str], pasta: Path) -> None:
        self.nome, self._comando = nome, comando
        self._marca, self.saida = pasta / f"{nome}.marca", pasta / f"{nome}.log"
        self._ambiente = {**ambiente, "NOME": nome, "MARCA": str(self._marca)}
        self.processo: Processo | None = None

    def iniciar(self) -> "Mortal":
        self._marca.write_text(COMECANDO)
        self.processo = Processo(
            sys.executable, *self._comando, ambiente=self._ambiente, saida=self.saida
        )
        return self

    @property
    def fazendo(self) -> str:
        return self._marca.read_bytes().decode(errors="replace").strip()

    def matar(self) -> str:
        """SIGKILL to it and its children; what it was doing."""
        if self.processo is None:
            return COMECANDO
        self.processo.sinal(SIGKILL)
        self.processo.matar()
        return self.fazendo


def esperar_por(mortais: Sequence[Mortal], fazendo: Collection[str], *, segundos: float) -> Mortal:
    """The first that is doing one of these; when none is in time, the first of all."""
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        for mortal in mortais:
            if mortal.fazendo in fazendo:
                return mortal
        time.sleep(0.0005)
    return mortais[0]


def histograma(mortes: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Which process was killed → what it was doing → how many times."""
    return {
        papel: dict(Counter(fazendo for de, fazendo in mortes if de == papel).most_common())
        for papel in sorted({papel for papel, _ in mortes})
    }
