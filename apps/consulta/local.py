"""Consulta's `Protocol`, answered from this process."""

from collections.abc import Mapping, Sequence
from datetime import date

from apps.consulta import services
from apps.consulta.interface import ConsultaData, ConsultasDoDia, HorarioLivreData
from apps.consulta.models import Consulta
from apps.kernel.access.escopo import Escopo


class ConsultaLocal:
    def obter(self, *, id_consulta: int, escopo: Escopo) -> ConsultaData:
        return _dados(services.obter(id_consulta=id_consulta, escopo=escopo))

    def obter_varias(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ConsultaData]:
        return {c.pk: _dados(c) for c in services.listar(escopo=escopo, id=ids)}

    def listar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultaData]:
        dos_dias = services.listar(escopo=escopo, de=de, ate=ate)
        return [_dados(c) for c in dos_dias.order_by("data_hora", "pk")]

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ConsultaData]:
        dele = services.listar(escopo=escopo, id_paciente=id_paciente)
        return [_dados(c) for c in dele.order_by("-data_hora", "-pk")[:limite]]

    def contar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultasDoDia]:
        linhas = services.contar(escopo=escopo, de=de, ate=ate)
        return [ConsultasDoDia(dia=dia, status=status, quantas=n) for dia, status, n in linhas]

    def horarios_livres(
        self,
        *,
        de: date,
        ate: date,
        escopo: Escopo,
        id_clinica: int | None = None,
        id_profissional: int | None = None,
        especialidade: str | None = None,
        duracao_minutos: int = 30,
        limite: int = 200,
    ) -> Sequence[HorarioLivreData]:
        livres = services.horarios_livres(
            escopo=escopo,
            de=de,
            ate=ate,
            id_clinica=id_clinica,
            id_profissional=id_profissional,
            especialidade=especialidade,
            duracao_minutos=duracao_minutos,
        )
        return livres.depois(None, limite)

    def em_cuidado(self, *, id_paciente: int, escopo: Escopo) -> bool:
        return services.em_cuidado(escopo).filter(id_paciente=id_paciente).exists()

    def pacientes_em_cuidado(self, *, escopo: Escopo) -> frozenset[int]:
        return services.pacientes_em_cuidado(escopo)


def _dados(consulta: Consulta) -> ConsultaData:
    return ConsultaData(
        id=consulta.pk,
        id_clinica=consulta.id_clinica,
        id_paciente=consulta.id_paciente,
        paciente=consulta.paciente,
        id_profissional=consulta.id_profissional,
        profissional=consulta.profissional,
        data_hora=consulta.data_hora,
        duracao_minutos=consulta.duracao_minutos,
        especialidade=consulta.especialidade,
        teleconsulta=consulta.teleconsulta,
        encaixe=consulta.encaixe,
        status=consulta.status,
        ativa=consulta.ativa,
    )


servico = ConsultaLocal()
