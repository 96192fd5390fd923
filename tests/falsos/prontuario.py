"""Prontuário's `Protocol`, answered from memory.

It keeps no trail of who read: that is a promise of the rows, and only the other sides make it.
"""

from collections.abc import Sequence

from apps.consulta.interface import ConsultaService
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import SemPermissao
from apps.paciente.interface import PacienteService
from apps.prontuario.interface import ProntuarioData, SemVinculo
from tests.falsos.memoria import Falso


class ProntuarioFalso(Falso):
    def __init__(self, paciente: PacienteService, consulta: ConsultaService) -> None:
        super().__init__()
        self._paciente, self._consulta = paciente, consulta

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ProntuarioData]:
        self._paciente.obter(id_paciente=id_paciente, escopo=escopo)
        dele = [r for r in self._todos(ProntuarioData) if r.id_paciente == id_paciente]
        if not escopo.tem({Papel.PROFISSIONAL}):
            raise SemPermissao
        cuida = self._consulta.em_cuidado(id_paciente=id_paciente, escopo=escopo)
        if not cuida and escopo.id_profissional not in {registro.id_autor for registro in dele}:
            raise SemVinculo
        return dele[::-1][:limite]
