"""Prontuário's `Protocol`, answered by its public REST API."""

from collections.abc import Sequence

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import SemPermissao
from apps.kernel.neighbours import Vizinho
from apps.paciente.interface import PacienteNaoEncontrado
from apps.prontuario.interface import ProntuarioData, SemVinculo

# No service reads records: only the person does, at the desk, with their own token.
vizinho = Vizinho("prontuario", PacienteNaoEncontrado, SemVinculo, do_usuario=True)


class ProntuarioRemoto:
    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ProntuarioData]:
        if not escopo.tem({Papel.PROFISSIONAL}):
            raise SemPermissao  # a list that one may not read is otherwise as an empty one
        caminho = f"/prontuarios/paciente/{id_paciente}"
        return vizinho.primeiros(limite, caminho, ProntuarioData, escopo=escopo)


servico = ProntuarioRemoto()
