"""Paciente's `Protocol`, answered from memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apps.kernel.access.escopo import Escopo
from apps.kernel.search import palavras
from apps.paciente.documentos import ler_cns, ler_cpf
from apps.paciente.interface import PacienteData, PacienteNaoEncontrado
from tests.falsos.memoria import Falso


@dataclass(frozen=True, slots=True, kw_only=True)
class Cns:
    """By which a patient is found, though their data do not tell it; `id` is the patient's."""

    id: int
    numero: str = field(repr=False)


class PacienteFalso(Falso):
    def obter(self, *, id_paciente: int, escopo: Escopo) -> PacienteData:
        return self._um(PacienteData, id_paciente, PacienteNaoEncontrado)

    def obter_varios(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, PacienteData]:
        return self._destes(PacienteData, ids)

    def buscar(self, *, texto: str, escopo: Escopo, limite: int = 20) -> Sequence[PacienteData]:
        achados = [paciente for paciente in self._todos(PacienteData) if self._e(paciente, texto)]
        return achados[::-1][:limite]

    def _e(self, paciente: PacienteData, texto: str) -> bool:
        """True when the text is their CPF or CNS, or each of its words starts one of their name."""
        if not texto.strip():
            return True
        if cpf := ler_cpf(texto):
            return paciente.cpf == cpf
        if cns := ler_cns(texto):
            return Cns(id=paciente.id, numero=cns) in self._todos(Cns)
        procuradas = palavras(texto)
        nome = palavras(paciente.nome, paciente.nome_social)
        return bool(procuradas) and all(
            any(palavra.startswith(procurada) for palavra in nome) for procurada in procuradas
        )
