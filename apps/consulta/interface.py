"""The door of Consulta: the agenda, and the care relationship that it proves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Protocol

from apps.kernel.access.escopo import Escopo
from apps.kernel.connection import connect
from apps.kernel.errors import Conflito, ErroDeCampo, NaoEncontrado
from apps.kernel.facts import Fato


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultaData:
    id: int
    id_clinica: int
    id_paciente: int
    paciente: str = field(repr=False)
    id_profissional: int | None
    profissional: str | None
    data_hora: datetime
    duracao_minutos: int
    especialidade: str
    teleconsulta: bool
    encaixe: bool
    status: str
    ativa: bool
    """Neither cancelled nor missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultasDoDia:
    """How many consultas of a local day are in a state."""

    dia: date
    status: str
    quantas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HorarioLivreData:
    """A time at which a consulta would be accepted."""

    id_profissional: int
    profissional: str
    id_clinica: int
    data_hora: datetime
    duracao_minutos: int


class ConsultaNaoEncontrada(NaoEncontrado):
    codigo = "consulta_nao_encontrada"
    titulo = "Consulta não encontrada"
    detalhe_padrao = "Não há consulta com este número ao seu alcance."


class HorarioOcupado(Conflito):
    """The time is taken or not offered; `erros` lists every reason."""

    codigo = "horario_ocupado"
    titulo = "Horário ocupado"
    detalhe_padrao = "O horário pedido não está livre."

    def __init__(self, conflitos: Iterable[ErroDeCampo] = ()) -> None:
        conflitos = list(conflitos)
        super().__init__(" ".join(c.mensagem for c in conflitos), erros=conflitos)


class TransicaoInvalida(Conflito):
    codigo = "transicao_invalida"
    titulo = "Transição inválida"
    detalhe_padrao = "A consulta não está em um estado que permita isso."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultaRealizada(Fato):
    origem: ClassVar[str] = "consulta"
    id_consulta: int
    id_clinica: int | None = None
    """None in facts of before it was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultaCancelada(Fato):
    """Cancelled, or missed by the patient."""

    origem: ClassVar[str] = "consulta"
    id_consulta: int
    id_clinica: int | None = None


class ConsultaService(Protocol):
    def obter(self, *, id_consulta: int, escopo: Escopo) -> ConsultaData:
        """Raises ConsultaNaoEncontrada, SemPermissao."""
        ...

    def obter_varias(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ConsultaData]:
        """Those of `ids` within the caller's reach, in one question."""
        ...

    def listar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultaData]:
        """Those of some local days, both included, within the caller's reach, earliest first."""
        ...

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ConsultaData]:
        """The latest of a patient within the caller's reach, latest first."""
        ...

    def contar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultasDoDia]:
        """Those of some local days, both included, by day and state; a day without any is absent."""
        ...

    def horarios_livres(
        self,
        *,
        de: date,
        ate: date,
        escopo: Escopo,
        id_clinica: int | None = None,
        id_profissional: int | None = None,
        especialidade: str | None = None,
        duracao_minutos: int = 30,
        limite: int = 200,
    ) -> Sequence[HorarioLivreData]:
        """The first times to come of some local days (at most 31), earliest first.

        As GET /agenda/horarios-livres. Raises ClinicaNaoEncontrada, ParametroInvalido.
        """
        ...

    def em_cuidado(self, *, id_paciente: int, escopo: Escopo) -> bool:
        """True when the agenda proves a care relationship of the caller with the patient.

        A consulta neither cancelled nor missed, from 365 days ago to 90 days ahead, of the
        caller, or of nobody yet in one of their clinics.
        """
        ...

    def pacientes_em_cuidado(self, *, escopo: Escopo) -> frozenset[int]:
        """Ids of the patients for whom `em_cuidado` is true."""
        ...


consulta_service: ConsultaService = connect("consulta")
