"""One event for each fact read, which tells where the cursor was: nothing keeps it from being twice."""

from apps.kernel.audit import registrar_eventos
from apps.kernel.facts import Escrita
from apps.kernel.models import CursorDeFatos
from apps.paciente.interface import PacienteAtualizado
from tests.provas.contagem.marca import marcar

NOME = "contagem"
EFEITO = "prova.efeito"
VENENO = 0
"""The patient of a fact to which this follower cannot react."""


def contar(fato: PacienteAtualizado) -> Escrita:
    def anotar() -> None:
        marcar("escrevendo o efeito")
        onde = CursorDeFatos.objects.get(seguidor=NOME, origem=fato.origem).posicao
        registrar_eventos(EFEITO, objetos=[f"prova.depois:{onde}"], id_usuario=None)
        if fato.id_paciente == VENENO:
            raise ValueError("Paciente Envenenado")

    return anotar
