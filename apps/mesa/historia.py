"""A patient's story: what each app knows of them, in one line of time.

Every app answers for the caller: reception sees no record, a doctor no invoice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from apps.consulta.interface import ConsultaData, consulta_service
from apps.faturamento.interface import FaturaData, faturamento_service
from apps.kernel.access.escopo import Escopo
from apps.kernel.errors import SemPermissao
from apps.paciente.interface import PacienteData, paciente_service
from apps.prontuario.interface import ProntuarioData, SemVinculo, prontuario_service


@dataclass(frozen=True, slots=True, kw_only=True)
class Acontecimento:
    """A thing that happened to a patient, or will: the page shows each kind in its own way."""

    momento: datetime
    tipo: str
    """`consulta`, `registro` or `fatura`."""
    dado: ConsultaData | ProntuarioData | FaturaData = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Historia:
    paciente: PacienteData
    acontecimentos: Sequence[Acontecimento]
    """Latest first."""
    sem_vinculo: bool
    """The caller reads records, but not those of this patient."""


def contar(*, id_paciente: int, escopo: Escopo) -> Historia:
    """The story that the caller may read. Raises PacienteNaoEncontrado."""
    paciente = paciente_service.obter(id_paciente=id_paciente, escopo=escopo)
    consultas = consulta_service.listar_do_paciente(id_paciente=id_paciente, escopo=escopo)
    registros, sem_vinculo = _registros(id_paciente, escopo)
    faturas = faturamento_service.listar_do_paciente(id_paciente=id_paciente, escopo=escopo)
    acontecimentos = [
        *(Acontecimento(momento=c.data_hora, tipo="consulta", dado=c) for c in consultas),
        *(Acontecimento(momento=r.data_criacao, tipo="registro", dado=r) for r in registros),
        *(Acontecimento(momento=f.data_criacao, tipo="fatura", dado=f) for f in faturas),
    ]
    return Historia(
        paciente=paciente,
        acontecimentos=sorted(acontecimentos, key=lambda a: a.momento, reverse=True),
        sem_vinculo=sem_vinculo,
    )


def _registros(id_paciente: int, escopo: Escopo) -> tuple[Sequence[ProntuarioData], bool]:
    """The records, and whether the caller reads records but not this patient's."""
    if escopo.id_profissional is None:
        return [], False
    try:
        return prontuario_service.listar_do_paciente(id_paciente=id_paciente, escopo=escopo), False
    except SemVinculo:
        return [], True
    except SemPermissao:
        return [], False
