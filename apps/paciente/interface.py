"""The door of Paciente: the people that the network cares for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Protocol

from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import connect
from apps.kernel.errors import Conflito, NaoEncontrado
from apps.kernel.facts import Fato


@dataclass(frozen=True, slots=True, kw_only=True)
class PacienteData:
    id: int
    nome: str = field(repr=False)
    cpf: str | None = field(repr=False)
    cpf_mascarado: str = field(repr=False)
    """What a screen shows: enough to tell two namesakes apart."""
    data_nascimento: date = field(repr=False)
    nome_social: str | None = field(repr=False)
    telefone: str | None = field(repr=False)
    operadora: str | None = field(repr=False)
    """Of the health plan on file; None for who pays by themselves."""


class PacienteNaoEncontrado(NaoEncontrado):
    codigo = "paciente_nao_encontrado"
    titulo = "Paciente não encontrado"
    detalhe_padrao = "Não há paciente com este número."


class CpfDuplicado(Conflito):
    codigo = "cpf_duplicado"
    titulo = "CPF duplicado"
    detalhe_padrao = "Já existe um paciente com este CPF na rede."


class CnsDuplicado(Conflito):
    codigo = "cns_duplicado"
    titulo = "CNS duplicado"
    detalhe_padrao = "Já existe um paciente com este CNS na rede."


@dataclass(frozen=True, slots=True, kw_only=True)
class PacienteAtualizado(Fato):
    """The registration changed; whoever keeps a copy of the name asks for the new one."""

    origem: ClassVar[str] = "paciente"
    id_paciente: int


class PacienteService(Protocol):
    def obter(self, *, id_paciente: int, escopo: Escopo) -> PacienteData:
        """Raises PacienteNaoEncontrado."""
        ...

    def obter_varios(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, PacienteData]:
        """Those of `ids` that exist, in one question."""
        ...

    def buscar(self, *, texto: str, escopo: Escopo, limite: int = 20) -> Sequence[PacienteData]:
        """By name, CPF or CNS, newest first."""
        ...


paciente_service: PacienteService = connect("paciente")
