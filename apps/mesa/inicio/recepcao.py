"""Reception's day: who comes when, who is here, who is to come, what is still free."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils import timezone

from apps.consulta.interface import ConsultaData, HorarioLivreData, consulta_service
from apps.kernel.access.escopo import Escopo
from apps.mesa import estados
from apps.mesa.perguntas import tentar

LIVRES, PROXIMAS = 12, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Coluna:
    """The day of a professional in a clinic, or of nobody yet."""

    profissional: str | None
    id_clinica: int
    consultas: Sequence[ConsultaData]

    @property
    def ativas(self) -> int:
        return sum(consulta.ativa for consulta in self.consultas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chegada:
    consulta: ConsultaData
    atraso: int
    """Whole minutes past its time; 0 while it is to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    colunas: Sequence[Coluna]
    na_recepcao: Sequence[ConsultaData]
    a_chegar: Sequence[Chegada]
    """The next ones; those that are late first."""
    faltam_chegar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recepcao:
    modelo: ClassVar[str] = "mesa/inicio/recepcao.html"

    agenda: Agenda | None
    livres: Sequence[HorarioLivreData] | None
    """The next ones of today."""


def montar(escopo: Escopo) -> Recepcao:
    """The day of the caller's clinics, in two questions."""
    agora = timezone.now()
    hoje = timezone.localdate(agora)
    consultas = tentar(lambda: consulta_service.listar(de=hoje, ate=hoje, escopo=escopo))
    return Recepcao(
        agenda=None if consultas is None else _agenda(consultas, agora),
        livres=tentar(
            lambda: consulta_service.horarios_livres(
                de=hoje, ate=hoje, escopo=escopo, limite=LIVRES
            )
        ),
    )


def _agenda(consultas: Sequence[ConsultaData], agora: datetime) -> Agenda:
    a_chegar = [c for c in consultas if c.status in estados.A_CHEGAR]
    return Agenda(
        colunas=_colunas(consultas),
        na_recepcao=[c for c in consultas if c.status in estados.NA_RECEPCAO],
        a_chegar=[
            Chegada(consulta=c, atraso=max(0, int((agora - c.data_hora).total_seconds()) // 60))
            for c in a_chegar[:PROXIMAS]
        ],
        faltam_chegar=len(a_chegar),
    )


def _colunas(consultas: Sequence[ConsultaData]) -> list[Coluna]:
    """By name, a column for each clinic of a professional; last, what nobody has taken yet."""
    de_quem: dict[tuple[str, int, int | None], list[ConsultaData]] = defaultdict(list)
    for consulta in consultas:
        chave = (consulta.profissional or "", consulta.id_clinica, consulta.id_profissional)
        de_quem[chave].append(consulta)
    em_ordem = sorted(de_quem, key=lambda chave: (chave[2] is None, chave[0], chave[1]))
    return [
        Coluna(profissional=chave[0] or None, id_clinica=chave[1], consultas=de_quem[chave])
        for chave in em_ordem
    ]
