"""Wire forms of Rede."""

import re
from typing import Any

from rest_framework import serializers

from apps.kernel.fields import (
    Booleano,
    Entrada,
    Escolha,
    Identificador,
    IdNoParametro,
    Lista,
    Parametros,
    Saida,
    Texto,
)
from apps.kernel.states import UFS
from apps.rede.models import Conselho


class Digitos(Texto):
    """Exactly `tamanho` digits."""

    default_error_messages = {"digitos": "Deve ter {tamanho} dígitos."}

    def __init__(self, tamanho: int, **kwargs: Any) -> None:
        self.tamanho = tamanho
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        texto = super().to_internal_value(data)
        if not re.fullmatch(rf"\d{{{self.tamanho}}}", texto, re.ASCII):
            self.fail("digitos", tamanho=self.tamanho)
        return texto


class Senha(serializers.CharField):
    """Any text, as it was typed."""

    default_error_messages = {"invalid": "Deve ser um texto."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class CredenciaisEntrada(Entrada):
    username = Texto(max_length=150)
    password = Senha(max_length=1000)


class TokensSaida(Saida):
    access = serializers.CharField()
    refresh = serializers.CharField()


class RenovacaoEntrada(Entrada):
    refresh = Texto(max_length=5000)


class AcessoSaida(Saida):
    access = serializers.CharField()


class VinculoSaida(Saida):
    id_clinica = serializers.IntegerField()
    papel = serializers.CharField()


class EuSaida(Saida):
    id = serializers.IntegerField(source="id_usuario")
    username = serializers.CharField()
    nome = serializers.CharField()
    id_profissional = serializers.IntegerField(allow_null=True)
    vinculos = VinculoSaida(many=True)


class ClinicaEntrada(Entrada):
    nome = Texto(min_length=2, max_length=200)
    cnes = Digitos(7, required=False, allow_null=True)
    cidade = Texto(min_length=2, max_length=100)
    uf = Escolha(UFS)
    ativa = Booleano(required=False)


class ClinicaAlteracao(ClinicaEntrada):
    nome = Texto(min_length=2, max_length=200, required=False)
    cidade = Texto(min_length=2, max_length=100, required=False)
    uf = Escolha(UFS, required=False)


class ClinicaSaida(Saida):
    id = serializers.IntegerField()
    nome = serializers.CharField()
    cnes = serializers.CharField(allow_null=True)
    cidade = serializers.CharField()
    uf = serializers.CharField()
    ativa = serializers.BooleanField()


class FiltrosDeProfissional(Parametros):
    especialidade = serializers.CharField(required=False, max_length=80)
    id_clinica = IdNoParametro(required=False)


class ProfissionalEntrada(Entrada):
    nome = Texto(min_length=2, max_length=200)
    conselho = Escolha(Conselho.values)
    numero_conselho = Texto(max_length=15)
    uf_conselho = Escolha(UFS)
    cbo = Digitos(6, required=False, allow_null=True)
    especialidades = Lista(child=Texto(min_length=2, max_length=80), required=False, max_length=20)
    clinicas = Lista(child=Identificador(), min_length=1, max_length=200)
    ativo = Booleano(required=False)


class ProfissionalAlteracao(ProfissionalEntrada):
    nome = Texto(min_length=2, max_length=200, required=False)
    conselho = Escolha(Conselho.values, required=False)
    numero_conselho = Texto(max_length=15, required=False)
    uf_conselho = Escolha(UFS, required=False)
    clinicas = Lista(child=Identificador(), min_length=1, max_length=200, required=False)


class ProfissionalSaida(Saida):
    id = serializers.IntegerField()
    nome = serializers.CharField()
    conselho = serializers.CharField()
    numero_conselho = serializers.CharField()
    uf_conselho = serializers.CharField()
    cbo = serializers.CharField(allow_null=True)
    especialidades = serializers.SerializerMethodField()
    clinicas = serializers.SerializerMethodField()
    ativo = serializers.BooleanField()

    def get_especialidades(self, profissional: Any) -> list[str]:
        return [e.nome for e in profissional.especialidades.all()]

    def get_clinicas(self, profissional: Any) -> list[int]:
        return sorted(c.pk for c in profissional.clinicas.all())
