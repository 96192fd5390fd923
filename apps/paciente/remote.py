"""Paciente's `Protocol`, answered by its public REST API."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from apps.kernel.access.escopo import Escopo
from apps.kernel.neighbours import Vizinho
from apps.paciente.documentos import mascarar_cpf
from apps.paciente.interface import PacienteData, PacienteNaoEncontrado

vizinho = Vizinho("paciente", PacienteNaoEncontrado)


class _Plano(msgspec.Struct):
    operadora: str | None


class _Paciente(msgspec.Struct):
    id: int
    nome: str
    cpf: str | None
    data_nascimento: date
    nome_social: str | None
    telefone: str | None
    plano: _Plano | None


class PacienteRemoto:
    def obter(self, *, id_paciente: int, escopo: Escopo) -> PacienteData:
        return _dados(vizinho.do_id(id_paciente, "/pacientes", _Paciente, escopo=escopo))

    def obter_varios(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, PacienteData]:
        achados = vizinho.por_id(ids, "/pacientes", _Paciente, escopo=escopo)
        return {paciente.id: _dados(paciente) for paciente in achados}

    def buscar(self, *, texto: str, escopo: Escopo, limite: int = 20) -> Sequence[PacienteData]:
        achados = vizinho.primeiros(limite, "/pacientes", _Paciente, escopo=escopo, busca=texto)
        return [_dados(paciente) for paciente in achados]


def _dados(paciente: _Paciente) -> PacienteData:
    return PacienteData(
        id=paciente.id,
        nome=paciente.nome,
        cpf=paciente.cpf,
        cpf_mascarado=mascarar_cpf(paciente.cpf),
        data_nascimento=paciente.data_nascimento,
        nome_social=paciente.nome_social,
        telefone=paciente.telefone,
        operadora=paciente.plano.operadora if paciente.plano else None,
    )


servico = PacienteRemoto()
