"""Use cases of Faturamento: issue, read, receive, decide, cancel, settle with the plan."""

from apps.faturamento.services.carteira import carteira, faturado
from apps.faturamento.services.cobranca import cancelar, decidir, pagar
from apps.faturamento.services.emissao import emitir
from apps.faturamento.services.leitura import ESCREVER, LER, listar, obter, visiveis
from apps.faturamento.services.resolucao import resolver_pendentes

__all__ = [
    "ESCREVER",
    "LER",
    "cancelar",
    "carteira",
    "decidir",
    "emitir",
    "faturado",
    "listar",
    "obter",
    "pagar",
    "resolver_pendentes",
    "visiveis",
]
