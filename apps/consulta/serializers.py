"""Wire forms of Consulta."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from apps.consulta.agenda import DURACAO_MAXIMA, DURACAO_MINIMA
from apps.consulta.models import Consulta
from apps.kernel.fields import (
    Booleano,
    Data,
    DataHora,
    Entrada,
    Escolha,
    Identificador,
    IdNoParametro,
    Inteiro,
    NumeroNoParametro,
    Parametros,
    Saida,
    Texto,
)


class DataHoraFutura(DataHora):
    default_error_messages = {"no_passado": "O horário já passou."}

    def to_internal_value(self, value: Any) -> datetime:
        momento = super().to_internal_value(value)
        if momento <= timezone.now():
            self.fail("no_passado")
        return momento


class ConsultaEntrada(Entrada):
    id_paciente = Identificador()
    data_hora = DataHoraFutura()
    especialidade = Texto(min_length=2, max_length=80)
    id_clinica = Identificador(required=False, allow_null=True)
    id_profissional = Identificador(required=False, allow_null=True)
    duracao_minutos = Inteiro(min_value=DURACAO_MINIMA, max_value=DURACAO_MAXIMA, required=False)
    motivo = Texto(max_length=2000, linhas=True, required=False, allow_null=True)
    teleconsulta = Booleano(required=False)
    encaixe = Booleano(required=False)

    def exigencias(self, data: Mapping[str, Any]) -> dict[str, str]:
        if data.get("encaixe") is True and data.get("motivo") is None:
            return {"motivo": "Um encaixe precisa de motivo."}
        return {}


class RemarcacaoEntrada(Entrada):
    data_hora = DataHoraFutura()
    id_profissional = Identificador(required=False, allow_null=True)
    duracao_minutos = Inteiro(min_value=DURACAO_MINIMA, max_value=DURACAO_MAXIMA, required=False)


class ConsultaCancelamento(Entrada):
    motivo = Texto(max_length=2000, linhas=True)
    por = Escolha([valor for valor, _ in Consulta.POR])


class SemCorpo(Entrada):
    """A verb that takes nothing."""


class ConsultaSaida(Saida):
    id = serializers.IntegerField()
    id_paciente = serializers.IntegerField()
    paciente = serializers.CharField()
    id_profissional = serializers.IntegerField(allow_null=True)
    profissional = serializers.CharField(allow_null=True)
    id_clinica = serializers.IntegerField()
    data_hora = DataHora()
    duracao_minutos = serializers.IntegerField()
    especialidade = serializers.CharField()
    motivo = serializers.CharField(allow_null=True)
    teleconsulta = serializers.BooleanField()
    encaixe = serializers.BooleanField()
    status = serializers.CharField()
    data_criacao = DataHora()


class FiltrosDeConsulta(Parametros):
    data = Data(required=False, help_text="O dia da consulta.")  # type: ignore[assignment]
    de = Data(required=False, help_text="Primeiro dia, incluído.")
    ate = Data(required=False, help_text="Último dia, incluído.")
    status = Escolha([valor for valor, _ in Consulta.STATUS], required=False)
    id_profissional = IdNoParametro(required=False)
    id_paciente = IdNoParametro(required=False)
    especialidade = serializers.CharField(required=False, max_length=80)
    id_clinica = IdNoParametro(required=False)


class FiltrosDeHorario(Parametros):
    especialidade = serializers.CharField(
        required=False,
        max_length=80,
        help_text="Uma das especialidades do profissional; acentos e maiúsculas não contam.",
    )
    id_profissional = IdNoParametro(required=False)
    id_clinica = IdNoParametro(required=False, help_text="Padrão: todas as suas.")
    de = Data(required=False, help_text="Primeiro dia, incluído (padrão: hoje).")
    ate = Data(
        required=False,
        help_text="Último dia, incluído (padrão: `de` e os 6 dias seguintes); no máximo 31 dias.",
    )
    duracao_minutos = NumeroNoParametro(
        DURACAO_MINIMA, DURACAO_MAXIMA, required=False, help_text="De 5 a 480 (padrão 30)."
    )


class HorarioLivreSaida(Saida):
    id_profissional = serializers.IntegerField()
    profissional = serializers.CharField()
    id_clinica = serializers.IntegerField()
    data_hora = DataHora()
    duracao_minutos = serializers.IntegerField()
