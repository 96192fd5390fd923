"""The life of a consulta: the table of verbs of the contract. Pure rules."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from apps.kernel.access.escopo import Papel


class Status(StrEnum):
    AGENDADA = "agendada"
    CONFIRMADA = "confirmada"
    AGUARDANDO = "aguardando"
    EM_ATENDIMENTO = "em_atendimento"
    REALIZADA = "realizada"
    CANCELADA = "cancelada"
    FALTOU = "faltou"


INATIVOS = (Status.CANCELADA, Status.FALTOU)
"""What neither blocks a time nor proves care."""

CUIDADO_ANTES = timedelta(days=365)
CUIDADO_DEPOIS = timedelta(days=90)
"""Around today, the consultas that prove care (contract, "Care relationship")."""

RECEPCAO = frozenset({Papel.RECEPCAO, Papel.GESTOR})
PROFISSIONAL = frozenset({Papel.PROFISSIONAL})
RECEPCAO_OU_PROFISSIONAL = RECEPCAO | PROFISSIONAL


@dataclass(frozen=True, slots=True)
class Transicao:
    """From which states a verb leads to which, and who may say it."""

    de: frozenset[Status]
    para: Status
    papeis: frozenset[Papel]
    em_palavras: str
    """The verb, as a person says it."""


def _de(*status: Status) -> frozenset[Status]:
    return frozenset(status)


_S = Status
TRANSICOES: dict[str, Transicao] = {
    "confirmar": Transicao(_de(_S.AGENDADA), _S.CONFIRMADA, RECEPCAO_OU_PROFISSIONAL, "confirmar"),
    "chegada": Transicao(
        _de(_S.AGENDADA, _S.CONFIRMADA), _S.AGUARDANDO, RECEPCAO, "registrar a chegada"
    ),
    "iniciar": Transicao(
        _de(_S.AGENDADA, _S.CONFIRMADA, _S.AGUARDANDO), _S.EM_ATENDIMENTO, PROFISSIONAL, "iniciar"
    ),
    "concluir": Transicao(_de(_S.EM_ATENDIMENTO), _S.REALIZADA, PROFISSIONAL, "concluir"),
    "cancelar": Transicao(
        _de(_S.AGENDADA, _S.CONFIRMADA, _S.AGUARDANDO),
        _S.CANCELADA,
        RECEPCAO_OU_PROFISSIONAL,
        "cancelar",
    ),
    "faltou": Transicao(
        _de(_S.AGENDADA, _S.CONFIRMADA), _S.FALTOU, RECEPCAO_OU_PROFISSIONAL, "registrar a falta"
    ),
    "remarcar": Transicao(_de(_S.AGENDADA, _S.CONFIRMADA), _S.AGENDADA, RECEPCAO, "remarcar"),
}
