"""Paciente's `Protocol`, answered from this process."""

from collections.abc import Mapping, Sequence

from apps.kernel.access.escopo import Escopo
from apps.paciente import services
from apps.paciente.documentos import mascarar_cpf
from apps.paciente.interface import PacienteData
from apps.paciente.models import Paciente


class PacienteLocal:
    def obter(self, *, id_paciente: int, escopo: Escopo) -> PacienteData:
        return services.resumir(id_paciente=id_paciente)

    def obter_varios(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, PacienteData]:
        return {p.pk: _dados(p) for p in services.listar(id=ids)}

    def buscar(self, *, texto: str, escopo: Escopo, limite: int = 20) -> Sequence[PacienteData]:
        return [_dados(p) for p in services.listar(busca=texto).order_by("-pk")[:limite]]


def _dados(paciente: Paciente) -> PacienteData:
    return PacienteData(
        id=paciente.pk,
        nome=paciente.nome,
        cpf=paciente.cpf,
        cpf_mascarado=mascarar_cpf(paciente.cpf),
        data_nascimento=paciente.data_nascimento,
        nome_social=paciente.nome_social,
        telefone=paciente.telefone,
        operadora=paciente.plano_operadora,
    )


servico = PacienteLocal()
