"""What Consulta does when it reads a fact of an earlier app."""

from functools import partial

from apps.consulta import services
from apps.kernel.access.escopo import SISTEMA
from apps.kernel.facts import Escrita, seguidor
from apps.paciente.interface import PacienteAtualizado, PacienteNaoEncontrado, paciente_service


@seguidor("consulta", PacienteAtualizado)
def atualizar_nome(fato: PacienteAtualizado) -> Escrita | None:
    """Consultas to come show the patient's current name; past ones keep the one they had."""
    try:
        paciente = paciente_service.obter(id_paciente=fato.id_paciente, escopo=SISTEMA)
    except PacienteNaoEncontrado:
        return None
    return partial(services.atualizar_nome, id_paciente=paciente.id, nome=paciente.nome)
