"""Wire forms of Prontuário."""

from typing import Any, ClassVar

from rest_framework import serializers

from apps.kernel.fields import DataHora, Entrada, Identificador, Lista, Saida, Texto
from apps.prontuario.cid10 import ler_cid10


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
    """What a record says; at least one text."""

    EXIGIDOS: ClassVar[tuple[str, ...]] = ("diagnostico", "tratamento", "observacoes")

    diagnostico = texto_clinico()
    cid10 = Lista(child=Cid10(), required=False, max_length=50)
    tratamento = texto_clinico()
    observacoes = texto_clinico()

    def to_internal_value(self, data: Any) -> Any:
        """Ask for a text beside every other problem, not after them."""
        vazio = isinstance(data, dict) and all(data.get(nome) is None for nome in self.EXIGIDOS)
        try:
            valor = super().to_internal_value(data)
        except serializers.ValidationError as erro:
            if vazio and isinstance(erro.detail, dict):
                erro.detail.setdefault("diagnostico", FALTA_TEXTO)
            raise
        if vazio:
            raise serializers.ValidationError({"diagnostico": FALTA_TEXTO})
        return valor


FALTA_TEXTO: Any = [
    serializers.ErrorDetail("Informe diagnóstico, tratamento ou observações.", "required")
]


class ProntuarioEntrada(TextosClinicos):
    id_paciente = Identificador()
    id_consulta = Identificador(required=False, allow_null=True)


class RetificacaoEntrada(TextosClinicos):
    EXIGIDOS = ("diagnostico", "cid10", "tratamento", "observacoes")

    justificativa = Texto(min_length=10, max_length=2000, linhas=True)


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
