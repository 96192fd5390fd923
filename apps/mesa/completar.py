"""Choosing a patient by typing: by asking Paciente, wherever it lives."""

from collections.abc import Iterator, Sequence

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import Opcao
from apps.paciente.interface import PacienteData, paciente_service


def procurar_pacientes(texto: str, escopo: Escopo, limite: int) -> Iterator[Opcao]:
    achados = paciente_service.buscar(texto=texto, escopo=escopo, limite=limite)
    return map(_opcao, achados)


def nomear_pacientes(ids: Sequence[int], escopo: Escopo) -> Iterator[Opcao]:
    return map(_opcao, paciente_service.obter_varios(ids=ids, escopo=escopo).values())


def _opcao(paciente: PacienteData) -> Opcao:
    """Birth date and masked CPF tell namesakes apart."""
    cpf = f"CPF {paciente.cpf_mascarado}" if paciente.cpf else "sem CPF"
    detalhe = f"{paciente.data_nascimento:%d/%m/%Y} · {cpf}"
    return Opcao(paciente.id, paciente.nome_social or paciente.nome, detalhe)
