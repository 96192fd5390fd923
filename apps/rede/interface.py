"""The door of Rede: clinics, professionals, roles, sign-in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import connect
from apps.kernel.errors import ClinicaNaoEncontrada, Conflito, NaoEncontrado
from apps.kernel.facts import Fato

__all__ = [
    "ClinicaData",
    "ClinicaNaoEncontrada",
    "CnesDuplicado",
    "ConselhoDuplicado",
    "ProfissionalAtualizado",
    "ProfissionalData",
    "ProfissionalNaoEncontrado",
    "RedeService",
    "rede_service",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicaData:
    id: int
    nome: str
    uf: str
    ativa: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfissionalData:
    id: int
    nome: str
    especialidades: tuple[str, ...]
    clinicas: tuple[int, ...]
    ativo: bool
    registro: str
    """In the council, as it is written on paper: `CRM 998101/SP`."""


class ProfissionalNaoEncontrado(NaoEncontrado):
    codigo = "profissional_nao_encontrado"
    titulo = "Profissional não encontrado"
    detalhe_padrao = "O profissional não existe, não está ativo ou não atende nessa clínica."


class CnesDuplicado(Conflito):
    codigo = "cnes_duplicado"
    titulo = "CNES duplicado"
    detalhe_padrao = "Já existe uma clínica com este CNES."


class ConselhoDuplicado(Conflito):
    codigo = "conselho_duplicado"
    titulo = "Registro de conselho duplicado"
    detalhe_padrao = "Já existe um profissional com este registro no conselho."


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfissionalAtualizado(Fato):
    origem: ClassVar[str] = "rede"
    id_profissional: int


class RedeService(Protocol):
    def obter_profissional(self, *, id_profissional: int, escopo: Escopo) -> ProfissionalData:
        """Raises ProfissionalNaoEncontrado."""
        ...

    def obter_profissionais(
        self, *, ids: Sequence[int], escopo: Escopo
    ) -> Mapping[int, ProfissionalData]:
        """Those of `ids` that exist, in one question."""
        ...

    def quem_atende(
        self, *, id_clinica: int, id_profissional: int | None, escopo: Escopo
    ) -> str | None:
        """The name of a professional who attends at a clinic that sees patients, in one question.

        None for nobody in particular. Raises ClinicaNaoEncontrada, ProfissionalNaoEncontrado.
        """
        ...

    def obter_clinica(self, *, id_clinica: int, escopo: Escopo) -> ClinicaData:
        """Raises ClinicaNaoEncontrada."""
        ...

    def obter_clinicas(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ClinicaData]:
        """Those of `ids` that exist, in one question."""
        ...

    def listar_profissionais(
        self, *, escopo: Escopo, id_clinica: int | None = None
    ) -> Sequence[ProfissionalData]:
        """Active professionals, by name."""
        ...


rede_service: RedeService = connect("rede")
