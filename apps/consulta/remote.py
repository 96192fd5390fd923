"""Consulta's `Protocol`, answered by its public REST API."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec
from django.utils import timezone

from apps.consulta.interface import (
    ConsultaData,
    ConsultaNaoEncontrada,
    ConsultasDoDia,
    HorarioLivreData,
)
from apps.consulta.transicoes import CUIDADO_ANTES, CUIDADO_DEPOIS, INATIVOS
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import ParametroInvalido
from apps.kernel.neighbours import Vizinho

vizinho = Vizinho("consulta", ConsultaNaoEncontrada, ParametroInvalido)


class _Consulta(msgspec.Struct):
    id: int
    id_clinica: int
    id_paciente: int
    paciente: str
    id_profissional: int | None
    profissional: str | None
    data_hora: datetime
    duracao_minutos: int
    especialidade: str
    teleconsulta: bool
    encaixe: bool
    status: str


class ConsultaRemoto:
    def obter(self, *, id_consulta: int, escopo: Escopo) -> ConsultaData:
        return _dados(vizinho.do_id(id_consulta, "/consultas", _Consulta, escopo=escopo))

    def obter_varias(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ConsultaData]:
        achadas = vizinho.por_id(ids, "/consultas", _Consulta, escopo=escopo)
        return {consulta.id: _dados(consulta) for consulta in achadas}

    def listar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultaData]:
        dos_dias = [_dados(c) for c in _dos_dias(de, ate, escopo)]
        return sorted(dos_dias, key=lambda c: (c.data_hora, c.id))

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ConsultaData]:
        dele = vizinho.varios("/consultas", _Consulta, escopo=escopo, id_paciente=id_paciente)
        ultimas = sorted(map(_dados, dele), key=lambda c: (c.data_hora, c.id), reverse=True)
        return ultimas[:limite]

    def contar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultasDoDia]:
        contagem = Counter(
            (timezone.localdate(c.data_hora), c.status) for c in _dos_dias(de, ate, escopo)
        )
        return [
            ConsultasDoDia(dia=dia, status=status, quantas=quantas)
            for (dia, status), quantas in sorted(contagem.items())
        ]

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
        return vizinho.primeiros(
            limite,
            "/agenda/horarios-livres",
            HorarioLivreData,
            escopo=escopo,
            de=de.isoformat(),
            ate=ate.isoformat(),
            id_clinica=id_clinica,
            id_profissional=id_profissional,
            especialidade=especialidade,
            duracao_minutos=duracao_minutos,
        )

    def em_cuidado(self, *, id_paciente: int, escopo: Escopo) -> bool:
        return any(_em_cuidado(escopo, id_paciente=id_paciente))

    def pacientes_em_cuidado(self, *, escopo: Escopo) -> frozenset[int]:
        return frozenset(consulta.id_paciente for consulta in _em_cuidado(escopo))


def _dos_dias(de: date, ate: date, escopo: Escopo) -> Iterator[_Consulta]:
    return vizinho.varios(
        "/consultas", _Consulta, escopo=escopo, de=de.isoformat(), ate=ate.isoformat()
    )


def _em_cuidado(escopo: Escopo, **filtros: int) -> Iterator[_Consulta]:
    """Consultas that prove the caller's care relationship (contract, "Care relationship")."""
    clinicas = escopo.clinicas({Papel.PROFISSIONAL})
    if not clinicas:
        return
    hoje: date = timezone.localdate()
    da_janela = vizinho.varios(
        "/consultas",
        _Consulta,
        escopo=escopo,
        de=(hoje - CUIDADO_ANTES).isoformat(),
        ate=(hoje + CUIDADO_DEPOIS).isoformat(),
        **filtros,
    )
    for consulta in da_janela:
        de_quem_pergunta = consulta.id_profissional in (None, escopo.id_profissional)
        if de_quem_pergunta and consulta.id_clinica in clinicas and consulta.status not in INATIVOS:
            yield consulta


def _dados(consulta: _Consulta) -> ConsultaData:
    return ConsultaData(**msgspec.structs.asdict(consulta), ativa=consulta.status not in INATIVOS)


servico = ConsultaRemoto()
