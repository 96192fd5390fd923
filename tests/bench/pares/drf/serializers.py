"""Wire forms: ModelSerializer, with the contract's names."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers

from tests.bench.pares.drf.models import Clinica, Consulta, Paciente, Profissional
from tests.bench.pares.formas import ENDERECO, PLANO


class EnderecoSerializer(serializers.ModelSerializer):
    class Meta:
        model = Paciente
        fields = ENDERECO


class PlanoSerializer(serializers.ModelSerializer):
    operadora = serializers.CharField(source="plano_operadora")
    nome = serializers.CharField(source="plano_nome")
    carteirinha = serializers.CharField(source="plano_carteirinha")
    validade = serializers.DateField(source="plano_validade")

    class Meta:
        model = Paciente
        fields = PLANO


class PacienteSerializer(serializers.ModelSerializer):
    endereco = EnderecoSerializer(source="*", read_only=True)
    plano = PlanoSerializer(source="*", read_only=True)

    class Meta:
        model = Paciente
        fields = (
            "id", "nome", "cpf", "data_nascimento", "nome_social", "nome_mae", "sexo", "cns",
            "passaporte", "telefone", "email", "endereco", "plano", "data_criacao",
        )  # fmt: skip

    def to_representation(self, instance: Paciente) -> dict[str, Any]:
        dados = super().to_representation(instance)
        for grupo in ("endereco", "plano"):
            if not any(dados[grupo].values()):
                dados[grupo] = None
        return dados


class ConsultaSerializer(serializers.ModelSerializer):
    id_paciente = serializers.PrimaryKeyRelatedField(
        source="paciente", queryset=Paciente.objects.all()
    )
    paciente = serializers.CharField(source="paciente.nome", read_only=True)
    id_profissional = serializers.PrimaryKeyRelatedField(
        source="profissional", queryset=Profissional.objects.all()
    )
    profissional = serializers.CharField(source="profissional.nome", read_only=True)
    id_clinica = serializers.PrimaryKeyRelatedField(
        source="clinica", queryset=Clinica.objects.all()
    )

    class Meta:
        model = Consulta
        fields = (
            "id", "id_paciente", "paciente", "id_profissional", "profissional", "id_clinica",
            "data_hora", "duracao_minutos", "especialidade", "motivo", "teleconsulta", "encaixe",
            "status", "data_criacao",
        )  # fmt: skip
        read_only_fields = ("status", "data_criacao")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not self.context["request"].user.vinculos.filter(clinica=attrs["clinica"]).exists():
            raise serializers.ValidationError({"id_clinica": "Não é sua."})
        attrs["fim"] = attrs["data_hora"] + timedelta(minutes=attrs.get("duracao_minutos", 30))
        no_horario = Consulta.objects.filter(
            data_hora__lt=attrs["fim"], fim__gt=attrs["data_hora"]
        ).exclude(status__in=("cancelada", "faltou"))
        for quem in ("profissional", "paciente"):
            if no_horario.filter(**{quem: attrs[quem]}).exists():
                raise serializers.ValidationError({"data_hora": "Horário ocupado."})
        return attrs
