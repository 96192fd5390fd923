"""Use cases of Paciente: register, change, find, import."""

from apps.paciente.services.cadastro import (
    ESCREVER,
    LER,
    alterar,
    cadastrar,
    cadastrar_varios,
    listar,
    obter,
    resumir,
)
from apps.paciente.services.importacao import Ficha, importar, ler_documentos

__all__ = [
    "ESCREVER",
    "LER",
    "Ficha",
    "alterar",
    "cadastrar",
    "cadastrar_varios",
    "importar",
    "ler_documentos",
    "listar",
    "obter",
    "resumir",
]
