"""What the clients of a stack asked and were told, kept where no kill reaches it."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.provas.clinica import Corpo, Equipe, insistir


class SemResposta(Exception):
    """The stack was killed before it acknowledged: done or not, the client cannot know."""


class Recusada(AssertionError):
    """The stack said no to what it had to do."""


@dataclass(eq=False, slots=True, kw_only=True)
class Escrita:
    """A write, and its acknowledged answer when there is one. A POST has an Idempotency-Key.

    `dono` says whose the thing that a POST makes is: see `morte.TABELAS`.
    """

    quem: str
    metodo: str
    caminho: str
    corpo: Corpo
    tipo: str = ""
    dono: Any = None
    chave: str = field(default_factory=lambda: uuid.uuid4().hex)
    resposta: Corpo | None = None
    repetida: bool = False

    def enviar(self, equipe: Equipe) -> Corpo:
        """Raises SemResposta, Recusada."""
        cabecalhos = {"Idempotency-Key": self.chave} if self.metodo == "POST" else {}
        try:
            resposta = insistir(
                lambda: equipe[self.quem].request(
                    self.metodo, self.caminho, json=self.corpo, headers=cabecalhos
                )
            )
        except httpx.TransportError as erro:
            raise SemResposta from erro
        if not resposta.is_success:
            raise Recusada(f"{self.metodo} {self.caminho}: {resposta.text}")
        self.repetida = resposta.headers.get("Idempotency-Replayed") == "true"
        self.resposta = resposta.json()
        return self.resposta

    @property
    def objeto(self) -> str:
        """The path of the thing that was written, where it can be read back."""
        assert self.resposta is not None
        return f"/{self.caminho.split('/')[1]}/{self.resposta['id']}"


@dataclass
class Diario:
    """Every write, in the order of its sending; each thing is written by one client alone."""

    escritas: list[Escrita] = field(default_factory=list)

    def pedir(
        self, equipe: Equipe, quem: str, metodo: str, caminho: str, corpo: Corpo, **o_que: Any
    ) -> Corpo:
        """Note the write, then send it."""
        escrita = Escrita(quem=quem, metodo=metodo, caminho=caminho, corpo=corpo, **o_que)
        self.escritas.append(escrita)
        return escrita.enviar(equipe)

    @property
    def confirmadas(self) -> list[Escrita]:
        return [e for e in self.escritas if e.resposta is not None]

    @property
    def sem_resposta(self) -> list[Escrita]:
        return [e for e in self.escritas if e.resposta is None]

    @property
    def ultimas(self) -> dict[str, Escrita]:
        """Thing → its latest acknowledged write, whose answer is what reading it must give."""
        return {escrita.objeto: escrita for escrita in self.confirmadas}
