"""Prontuário's `Protocol`, answered from this process."""

from collections.abc import Sequence

from apps.kernel.access.escopo import Escopo
from apps.prontuario import services
from apps.prontuario.interface import ProntuarioData
from apps.prontuario.models import Prontuario


class ProntuarioLocal:
    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ProntuarioData]:
        dele = services.listar_do_paciente(escopo=escopo, id_paciente=id_paciente)
        registros = list(dele.order_by("-pk")[:limite])
        services.auditar_leitura(escopo=escopo, lidos=registros, id_paciente=id_paciente)
        return [_dados(registro) for registro in registros]


def _dados(registro: Prontuario) -> ProntuarioData:
    return ProntuarioData(
        id=registro.pk,
        id_paciente=registro.id_paciente,
        id_consulta=registro.id_consulta,
        id_autor=registro.id_autor,
        autor=registro.autor,
        versao=registro.versao,
        data_criacao=registro.data_criacao,
        diagnostico=registro.diagnostico,
        tratamento=registro.tratamento,
        observacoes=registro.observacoes,
        cid10=tuple(registro.cid10),
        retificado_por=registro.retificado_por,
    )


servico = ProntuarioLocal()
