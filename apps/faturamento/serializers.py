"""Wire forms of Faturamento."""

from rest_framework import serializers

from apps.faturamento.models import Forma, StatusFatura
from apps.kernel.fields import (
    Data,
    DataHora,
    Dinheiro,
    Entrada,
    Escolha,
    Identificador,
    IdNoParametro,
    Inteiro,
    Lista,
    Parametros,
    Saida,
    Texto,
)
from apps.kernel.money import CENTAVO


class ProcedimentoEntrada(Entrada):
    codigo = Texto(min_length=1, max_length=20)
    valor = Dinheiro()
    quantidade = Inteiro(min_value=1, max_value=999, required=False)


class FaturaEntrada(Entrada):
    id_consulta = Identificador()
    procedimentos = Lista(child=ProcedimentoEntrada(), min_length=1, max_length=50)


class PagamentoEntrada(Entrada):
    forma = Escolha(Forma.values)
    valor = Dinheiro(
        min_value=CENTAVO, error_messages={"min_value": "O valor deve ser maior que zero."}
    )


class DecisaoEntrada(Entrada):
    codigo = Texto(min_length=1, max_length=20)
    valor_coberto = Dinheiro()
    justificativa = Texto(max_length=2000, linhas=True)


class FaturaCancelamento(Entrada):
    motivo = Texto(max_length=2000, linhas=True)


class PrecoEntrada(Entrada):
    especialidade = Texto(max_length=80, allow_blank=True)
    codigo = Texto(min_length=1, max_length=20)
    valor = Dinheiro()


class ProcedimentoSaida(Saida):
    codigo = serializers.CharField()
    valor = Dinheiro()
    quantidade = serializers.IntegerField()
    situacao = serializers.CharField()
    coberto = serializers.BooleanField(allow_null=True)
    valor_coberto = Dinheiro(allow_null=True)


class FaturaSaida(Saida):
    id = serializers.IntegerField()
    id_consulta = serializers.IntegerField()
    id_paciente = serializers.IntegerField()
    paciente = serializers.CharField()
    id_clinica = serializers.IntegerField()
    data_consulta = DataHora()
    procedimentos = ProcedimentoSaida(many=True)
    valor_total = Dinheiro()
    valor_coberto = Dinheiro(allow_null=True)
    valor_paciente = Dinheiro(allow_null=True)
    valor_pago = Dinheiro()
    status = serializers.CharField()
    data_criacao = DataHora()


class FiltrosDeFatura(Parametros):
    status = Escolha(StatusFatura.values, required=False)
    id_paciente = IdNoParametro(required=False)
    id_consulta = IdNoParametro(required=False)
    id_clinica = IdNoParametro(required=False)
    de = Data(required=False, help_text="Primeiro dia da emissão, incluído.")
    ate = Data(required=False, help_text="Último dia da emissão, incluído.")
