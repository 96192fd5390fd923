"""The door of Prontuário: the clinical record, which is never changed or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import connect
from apps.kernel.errors import Conflito, NaoEncontrado, SemPermissao


@dataclass(frozen=True, slots=True, kw_only=True)
class ProntuarioData:
    id: int
    id_paciente: int
    id_consulta: int | None
    id_autor: int
    autor: str
    versao: int
    data_criacao: datetime
    diagnostico: str | None = field(repr=False)
    tratamento: str | None = field(repr=False)
    observacoes: str | None = field(repr=False)
    cid10: tuple[str, ...] = field(repr=False)
    retificado_por: int | None
    """Id of the record that corrects this one."""


class ProntuarioNaoEncontrado(NaoEncontrado):
    codigo = "prontuario_nao_encontrado"
    titulo = "Prontuário não encontrado"
    detalhe_padrao = "Não há registro de prontuário com este número."


class SemVinculo(SemPermissao):
    codigo = "sem_vinculo"
    titulo = "Sem vínculo de cuidado"
    detalhe_padrao = "Você não tem vínculo de cuidado com este paciente."


class NaoEAutor(SemPermissao):
    codigo = "nao_e_autor"
    titulo = "Não é o autor"
    detalhe_padrao = "Só o autor retifica o próprio registro."


class JaRetificado(Conflito):
    codigo = "ja_retificado"
    titulo = "Registro já retificado"
    detalhe_padrao = "Este registro já foi retificado; retifique o mais recente."

    def __init__(self, id_mais_recente: int | None = None) -> None:
        extras = {"id_mais_recente": id_mais_recente} if id_mais_recente else {}
        super().__init__(extras=extras)


class ProntuarioService(Protocol):
    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ProntuarioData]:
        """The newest records of a patient in the caller's care, newest first.

        Raises SemVinculo; SemPermissao for who is no professional.
        """
        ...


prontuario_service: ProntuarioService = connect("prontuario")
