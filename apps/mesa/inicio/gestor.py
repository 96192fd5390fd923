"""A manager's figures: how the days went, how full today is, what was charged, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from django.utils import timezone

from apps.consulta.interface import (
    ConsultaData,
    ConsultasDoDia,
    HorarioLivreData,
    consulta_service,
)
from apps.faturamento.interface import Carteira, FaturadoNoDia, faturamento_service
from apps.kernel.access.escopo import Escopo
from apps.mesa.grafico import em_escala, porcentagem
from apps.mesa.perguntas import tentar

DIAS = 14
DESFECHOS = ("realizada", "faltou", "cancelada")
TODOS_OS_LIVRES = 2_000
"""More than the clinics of one manager offer in a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaDeConsultas:
    """How the consultas of a day ended; heights are percentages of the fullest day."""

    dia: date
    realizada: int
    faltou: int
    cancelada: int
    altura: int

    @property
    def total(self) -> int:
        return self.realizada + self.faltou + self.cancelada


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaFaturado:
    dia: date
    valor: Decimal
    altura: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desfechos:
    dias: Sequence[DiaDeConsultas]

    @property
    def realizadas(self) -> int:
        return sum(dia.realizada for dia in self.dias)

    @property
    def faltas(self) -> int:
        return sum(dia.faltou for dia in self.dias)

    @property
    def esperados(self) -> int:
        """Who came or missed it; whoever cancelled was not expected."""
        return self.realizadas + self.faltas

    @property
    def taxa_de_faltas(self) -> int | None:
        """Of those expected, the percentage that did not come."""
        return porcentagem(self.faltas, self.esperados)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faturado:
    dias: Sequence[DiaFaturado]

    @property
    def total(self) -> Decimal:
        return sum((dia.valor for dia in self.dias), start=Decimal("0.00"))

    @property
    def maior(self) -> Decimal:
        return max(dia.valor for dia in self.dias)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hoje:
    consultas: int
    """Neither cancelled nor missed."""
    ocupacao: int | None
    """Percentage of the time left today that is booked; None when nobody works any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gestor:
    modelo: ClassVar[str] = "mesa/inicio/gestor.html"

    hoje: Hoje | None
    desfechos: Desfechos | None
    faturado: Faturado | None
    carteira: Carteira | None


def montar(escopo: Escopo) -> Gestor:
    """The last fortnight of the caller's clinics, in five questions."""
    agora = timezone.now()
    ate = timezone.localdate(agora)
    dias = [ate - timedelta(days=n) for n in reversed(range(DIAS))]
    return Gestor(
        hoje=tentar(lambda: _hoje(escopo, agora)),
        desfechos=tentar(
            lambda: _desfechos(consulta_service.contar(de=dias[0], ate=ate, escopo=escopo), dias)
        ),
        faturado=tentar(
            lambda: _faturado(
                faturamento_service.faturado(de=dias[0], ate=ate, escopo=escopo), dias
            )
        ),
        carteira=tentar(lambda: faturamento_service.carteira(escopo=escopo)),
    )


def _hoje(escopo: Escopo, agora: datetime) -> Hoje:
    dia = timezone.localdate(agora)
    consultas = consulta_service.listar(de=dia, ate=dia, escopo=escopo)
    livres = consulta_service.horarios_livres(
        de=dia, ate=dia, escopo=escopo, limite=TODOS_OS_LIVRES
    )
    return Hoje(
        consultas=sum(consulta.ativa for consulta in consultas),
        ocupacao=_ocupacao(consultas, livres, agora),
    )


def _ocupacao(
    consultas: Sequence[ConsultaData], livres: Sequence[HorarioLivreData], agora: datetime
) -> int | None:
    """In minutes from now on; who works in two clinics is free once."""
    marcados = sum(
        c.duracao_minutos
        for c in consultas
        if c.ativa and c.id_profissional and not c.encaixe and c.data_hora >= agora
    )
    momentos = {(h.id_profissional, h.data_hora): h.duracao_minutos for h in livres}
    return porcentagem(marcados, marcados + sum(momentos.values()))


def _desfechos(contadas: Sequence[ConsultasDoDia], dias: Sequence[date]) -> Desfechos:
    quantas = {(linha.dia, linha.status): linha.quantas for linha in contadas}
    por_dia = [[quantas.get((dia, desfecho), 0) for desfecho in DESFECHOS] for dia in dias]
    alturas = em_escala([sum(numeros) for numeros in por_dia])
    return Desfechos(
        dias=[
            DiaDeConsultas(
                dia=dia,
                realizada=numeros[0],
                faltou=numeros[1],
                cancelada=numeros[2],
                altura=altura,
            )
            for dia, numeros, altura in zip(dias, por_dia, alturas, strict=True)
        ]
    )


def _faturado(somados: Sequence[FaturadoNoDia], dias: Sequence[date]) -> Faturado:
    valores = {linha.dia: linha.valor for linha in somados}
    por_dia = [valores.get(dia, Decimal("0.00")) for dia in dias]
    return Faturado(
        dias=[
            DiaFaturado(dia=dia, valor=valor, altura=altura)
            for dia, valor, altura in zip(dias, por_dia, em_escala(por_dia), strict=True)
        ]
    )
