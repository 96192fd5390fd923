"""What every peer answers: the contract's fields, made of the rows of ours."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
ENDERECO = ("logradouro", "numero", "complemento", "bairro", "cidade", "uf", "cep")
PLANO = ("operadora", "nome", "carteirinha", "validade")
DO_PACIENTE = (
    "id", "nome", "cpf", "data_nascimento", "nome_social", "nome_mae", "sexo", "cns", "passaporte",
    "telefone", "email",
)  # fmt: skip
DA_CONSULTA = (
    "id", "id_paciente", "paciente", "id_profissional", "profissional", "id_clinica", "data_hora",
    "duracao_minutos", "especialidade", "motivo", "teleconsulta", "encaixe", "status", "data_criacao",
)  # fmt: skip


def paciente(linha: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{campo: linha[campo] for campo in DO_PACIENTE},
        "endereco": _grupo({campo: linha[campo] for campo in ENDERECO}),
        "plano": _grupo({campo: linha[f"plano_{campo}"] for campo in PLANO}),
        "data_criacao": linha["data_criacao"].astimezone(SAO_PAULO),
    }


def consulta(linha: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{campo: linha[campo] for campo in DA_CONSULTA},
        "data_hora": linha["data_hora"].astimezone(SAO_PAULO),
        "data_criacao": linha["data_criacao"].astimezone(SAO_PAULO),
    }


def _grupo(membros: dict[str, Any]) -> dict[str, Any] | None:
    return membros if any(valor is not None for valor in membros.values()) else None


def dobrar(texto: str) -> str:
    """Without accents or case, as the column that searches compare."""
    letras = unicodedata.normalize("NFKD", texto.lower())
    return " ".join("".join(x for x in letras if not unicodedata.combining(x)).split())
