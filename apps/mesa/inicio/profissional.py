"""A professional's day: their own consultas and those of nobody yet, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.utils import timezone

from apps.consulta.interface import ConsultaData, consulta_service
from apps.kernel.access.escopo import Escopo
from apps.mesa import estados
from apps.mesa.perguntas import tentar

PRIMEIRAS_DE_AMANHA = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MeuDia:
    hoje: Sequence[ConsultaData]
    da_vez: ConsultaData | None
    """The one under way; else whoever waits; else the next."""
    amanha: Sequence[ConsultaData]
    """Tomorrow's first ones."""
    quantas_amanha: int

    @property
    def ativas(self) -> int:
        return sum(consulta.ativa for consulta in self.hoje)

    @property
    def realizadas(self) -> int:
        return self._no_estado("realizada")

    @property
    def aguardando(self) -> int:
        return self._no_estado("aguardando")

    @property
    def por_atender(self) -> int:
        return sum(c.status in estados.A_CHEGAR | estados.NA_RECEPCAO for c in self.hoje)

    def _no_estado(self, status: str) -> int:
        return sum(consulta.status == status for consulta in self.hoje)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profissional:
    modelo: ClassVar[str] = "mesa/inicio/profissional.html"
    com_registro: ClassVar[frozenset[str]] = estados.COM_REGISTRO

    dia: MeuDia | None


def montar(escopo: Escopo) -> Profissional:
    """Today and tomorrow, in one question."""
    agora = timezone.now()
    hoje = timezone.localdate(agora)
    amanha = hoje + timedelta(days=1)
    consultas = tentar(lambda: consulta_service.listar(de=hoje, ate=amanha, escopo=escopo))
    if consultas is None:
        return Profissional(dia=None)
    de_hoje = [c for c in consultas if timezone.localdate(c.data_hora) == hoje]
    de_amanha = [c for c in consultas if c.ativa and timezone.localdate(c.data_hora) == amanha]
    return Profissional(
        dia=MeuDia(
            hoje=de_hoje,
            da_vez=_da_vez(de_hoje, agora),
            amanha=de_amanha[:PRIMEIRAS_DE_AMANHA],
            quantas_amanha=len(de_amanha),
        )
    )


def _da_vez(consultas: Sequence[ConsultaData], agora: datetime) -> ConsultaData | None:
    em_curso = (c for c in consultas if c.status == "em_atendimento")
    esperam = (c for c in consultas if c.status == "aguardando")
    por_vir = (c for c in consultas if c.status in estados.A_CHEGAR and c.data_hora >= agora)
    return next(em_curso, None) or next(esperam, None) or next(por_vir, None)
