"""Wire forms of the floor's own resources."""

from rest_framework import serializers

from apps.kernel.fields import Data, DataHora, IdNoParametro, Parametros, Saida


class SaudeSaida(Saida):
    status = serializers.CharField()


class FiltrosDeAuditoria(Parametros):
    de = Data(required=False, help_text="Primeiro dia, incluído.")
    ate = Data(required=False, help_text="Último dia, incluído.")
    evento = serializers.CharField(required=False, max_length=60)
    id_usuario = IdNoParametro(required=False)
    objeto = serializers.CharField(required=False, max_length=80, help_text="`<app>.<coisa>:<id>`")


class FiltrosDeFatos(Parametros):
    origem = serializers.CharField(max_length=30, help_text="O app que conta os fatos.")
    depois = IdNoParametro(required=False, help_text="A última posição já lida.")


class FatoSaida(Saida):
    posicao = serializers.IntegerField()
    tipo = serializers.CharField()
    dados = serializers.DictField()


class EventoSaida(Saida):
    seq = serializers.IntegerField()
    momento = DataHora()
    evento = serializers.CharField()
    id_usuario = serializers.IntegerField(allow_null=True)
    papel = serializers.CharField(allow_null=True)
    id_clinica = serializers.IntegerField(allow_null=True)
    ip = serializers.CharField(allow_null=True)
    objeto = serializers.CharField()
    permitido = serializers.BooleanField()
    id_requisicao = serializers.CharField()
