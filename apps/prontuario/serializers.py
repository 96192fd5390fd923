"""Wire forms of Prontuário."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from apps.kernel.fields import DataHora, Entrada, Identificador, Lista, Saida, Texto
from apps.prontuario.cid10 import ler_cid10
from apps.prontuario.models import TEXTOS


class Cid10(Texto):
    default_error_messages = {"cid10_invalido": "Não é um código CID-10, como J11.1."}

    def to_internal_value(self, data: Any) -> str:
        codigo = ler_cid10(super().to_internal_value(data))
        if codigo is None:
            self.fail("cid10_invalido")
        return codigo


def texto_clinico() -> Texto:
    return Texto(max_length=20_000, linhas=True, required=False, allow_null=True)


class TextosClinicos(Entrada):
    """What a record says."""

    diagnostico = texto_clinico()
    cid10 = Lista(child=Cid10(), required=False, max_length=50)
    tratamento = texto_clinico()
    observacoes = texto_clinico()


class ProntuarioEntrada(TextosClinicos):
    id_paciente = Identificador()
    id_consulta = Identificador(required=False, allow_null=True)

    def exigencias(self, data: Mapping[str, Any]) -> dict[str, str]:
        if any(data.get(texto) is not None for texto in TEXTOS):
            return {}
        return {"diagnostico": "Informe diagnóstico, tratamento ou observações."}


class RetificacaoEntrada(TextosClinicos):
    justificativa = Texto(min_length=10, max_length=2000, linhas=True)

    def exigencias(self, data: Mapping[str, Any]) -> dict[str, str]:
        if any(campo in data for campo in (*TEXTOS, "cid10")):
            return {}
        return {"diagnostico": "Informe o que muda no registro."}


class ProntuarioSaida(Saida):
    id = serializers.IntegerField()
    id_paciente = serializers.IntegerField()
    paciente = serializers.CharField()
    cpf = serializers.CharField(allow_null=True)
    data_nascimento = serializers.DateField()
    id_consulta = serializers.IntegerField(allow_null=True)
    diagnostico = serializers.CharField(allow_null=True)
    cid10 = serializers.ListField(child=serializers.CharField())
    tratamento = serializers.CharField(allow_null=True)
    observacoes = serializers.CharField(allow_null=True)
    id_autor = serializers.IntegerField()
    autor = serializers.CharField()
    versao = serializers.IntegerField()
    retifica = serializers.IntegerField(source="retifica_id", allow_null=True)
    retificado_por = serializers.IntegerField(allow_null=True)
    justificativa = serializers.CharField(allow_null=True)
    data_criacao = DataHora()
    hash = serializers.CharField()
