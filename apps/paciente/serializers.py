"""Wire forms of Paciente."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.validators import validate_email
from django.utils import timezone
from rest_framework import serializers

from apps.kernel.fields import Data, DataHora, Entrada, Escolha, Parametros, Saida, Texto
from apps.kernel.states import UFS
from apps.paciente.documentos import ler_cns, ler_cpf
from apps.paciente.models import Paciente

DOCUMENTOS = ("cpf", "cns", "passaporte")


def opcional(tamanho: int) -> Texto:
    return Texto(max_length=tamanho, required=False, allow_null=True)


class Cpf(Texto):
    """With or without punctuation; eleven digits, check digits verified."""

    default_error_messages = {"cpf_invalido": "O CPF não confere."}

    def to_internal_value(self, data: Any) -> str:
        cpf = ler_cpf(super().to_internal_value(data))
        if cpf is None:
            self.fail("cpf_invalido")
        return cpf


class Cns(Texto):
    """Fifteen digits, verified."""

    default_error_messages = {"cns_invalido": "O CNS não confere."}

    def to_internal_value(self, data: Any) -> str:
        cns = ler_cns(super().to_internal_value(data))
        if cns is None:
            self.fail("cns_invalido")
        return cns


class Cep(Texto):
    """`01310-100` or `01310100`; eight digits."""

    default_error_messages = {"cep_invalido": "O CEP tem oito dígitos."}

    def to_internal_value(self, data: Any) -> str:
        texto = super().to_internal_value(data)
        if not re.fullmatch(r"\d{5}-?\d{3}", texto, re.ASCII):
            self.fail("cep_invalido")
        return texto.replace("-", "")


class Nascimento(Data):
    """A day that has come."""

    default_error_messages = {"data_no_futuro": "A data de nascimento está no futuro."}

    def to_internal_value(self, value: Any) -> date:
        dia = super().to_internal_value(value)
        if dia > timezone.localdate():
            self.fail("data_no_futuro")
        return dia


class EnderecoEntrada(Entrada):
    logradouro = opcional(200)
    numero = opcional(20)
    complemento = opcional(100)
    bairro = opcional(100)
    cidade = opcional(100)
    uf = Escolha(UFS, required=False, allow_null=True)
    cep = Cep(required=False, allow_null=True)


class PlanoEntrada(Entrada):
    operadora = opcional(100)
    nome = opcional(100)
    carteirinha = opcional(40)
    validade = Data(required=False, allow_null=True)


class PacienteAlteracao(Entrada):
    nome = Texto(min_length=2, max_length=200, required=False)
    cpf = Cpf(required=False, allow_null=True)
    data_nascimento = Nascimento(required=False)
    nome_social = Texto(min_length=2, max_length=200, required=False, allow_null=True)
    nome_mae = Texto(min_length=2, max_length=200, required=False, allow_null=True)
    sexo = Escolha(Paciente.Sexo.values, required=False, allow_null=True)
    cns = Cns(required=False, allow_null=True)
    passaporte = opcional(20)
    telefone = opcional(30)
    email = Texto(max_length=254, required=False, allow_null=True, validators=[validate_email])
    endereco = EnderecoEntrada(required=False, allow_null=True)
    plano = PlanoEntrada(required=False, allow_null=True)


class PacienteEntrada(PacienteAlteracao):
    nome = Texto(min_length=2, max_length=200)
    data_nascimento = Nascimento()

    def exigencias(self, data: Mapping[str, Any]) -> dict[str, str]:
        if any(data.get(documento) is not None for documento in DOCUMENTOS):
            return {}
        return {"cpf": "Informe CPF, CNS ou passaporte."}


class EnderecoSaida(Saida):
    logradouro = serializers.CharField(allow_null=True)
    numero = serializers.CharField(allow_null=True)
    complemento = serializers.CharField(allow_null=True)
    bairro = serializers.CharField(allow_null=True)
    cidade = serializers.CharField(allow_null=True)
    uf = serializers.CharField(allow_null=True)
    cep = serializers.CharField(allow_null=True)


class PlanoSaida(Saida):
    operadora = serializers.CharField(allow_null=True)
    nome = serializers.CharField(allow_null=True)
    carteirinha = serializers.CharField(allow_null=True)
    validade = serializers.DateField(allow_null=True)


class PacienteSaida(Saida):
    id = serializers.IntegerField()
    nome = serializers.CharField()
    cpf = serializers.CharField(allow_null=True)
    data_nascimento = serializers.DateField()
    nome_social = serializers.CharField(allow_null=True)
    nome_mae = serializers.CharField(allow_null=True)
    sexo = serializers.CharField(allow_null=True)
    cns = serializers.CharField(allow_null=True)
    passaporte = serializers.CharField(allow_null=True)
    telefone = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)
    endereco = EnderecoSaida(allow_null=True)
    plano = PlanoSaida(allow_null=True)
    data_criacao = DataHora()


class FiltrosDePaciente(Parametros):
    busca = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Começos de palavras do nome, sem acento, ou um CPF ou CNS inteiro.",
    )
