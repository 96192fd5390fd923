"""Use cases of Faturamento: issue, read, receive, decide, cancel, settle with the plan."""

from apps.faturamento.services.carteira import carteira, faturado
from apps.faturamento.services.cobranca import cancelar, decidir, pagar
from apps.faturamento.services.emissao import emitir
from apps.faturamento.services.leitura import ESCREVER, LER, imprimir, listar, obter, visiveis
from apps.faturamento.services.precos import listar_precos, remover_preco, salvar_preco
from apps.faturamento.services.rascunho import abrir_rascunho, desfazer_rascunho
from apps.faturamento.services.resolucao import resolver_pendentes
from apps.faturamento.services.tabela import (
    LER_TABELA,
    buscar_procedimentos,
    descrever_procedimentos,
    importar_tuss,
    procedimentos_comuns,
    procurar_procedimentos,
)

__all__ = [
    "ESCREVER",
    "LER",
    "LER_TABELA",
    "abrir_rascunho",
    "buscar_procedimentos",
    "cancelar",
    "carteira",
    "decidir",
    "descrever_procedimentos",
    "desfazer_rascunho",
    "emitir",
    "faturado",
    "importar_tuss",
    "imprimir",
    "listar",
    "listar_precos",
    "obter",
    "pagar",
    "procedimentos_comuns",
    "procurar_procedimentos",
    "remover_preco",
    "resolver_pendentes",
    "salvar_preco",
    "visiveis",
]
