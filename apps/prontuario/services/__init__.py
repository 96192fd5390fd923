"""Use cases of Prontuário: write, correct, read; the table of the CID-10."""

from apps.prontuario.services.cuidado import PROFISSIONAL, listar, tem_vinculo, visiveis
from apps.prontuario.services.registros import (
    auditar_leitura,
    imprimir,
    listar_do_paciente,
    obter,
    obter_para_retificar,
    registrar,
    retificar,
)
from apps.prontuario.services.tabela import (
    buscar_cid10,
    cid10_comuns,
    descrever_cid10,
    importar_cid10,
    procurar_cid10,
)

__all__ = [
    "PROFISSIONAL",
    "auditar_leitura",
    "buscar_cid10",
    "cid10_comuns",
    "descrever_cid10",
    "importar_cid10",
    "imprimir",
    "listar",
    "listar_do_paciente",
    "obter",
    "obter_para_retificar",
    "procurar_cid10",
    "registrar",
    "retificar",
    "tem_vinculo",
    "visiveis",
]
