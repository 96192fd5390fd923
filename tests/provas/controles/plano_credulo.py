"""A server that believes whatever the plan says, and takes silence for zero: the proof has to fail."""

import json
from decimal import Decimal
from typing import Any

from vidasaude import servidor


def criar() -> Any:
    """What granian loads in each of its workers."""
    from vidasaude import rsgi

    porta = rsgi.criar()

    from apps.faturamento import plano_de_saude

    plano_de_saude._ler = _crer
    return porta


def _crer(resposta: Any, pergunta: Any) -> Any:
    from apps.faturamento.plano_de_saude import Cobertura

    try:
        dados = json.loads(resposta.corpo, parse_float=Decimal)
        valor = Decimal(dados["valor_coberto"]) if dados["coberto"] else Decimal()
    except (AttributeError, KeyError, TypeError, ValueError):
        valor = Decimal()
    return Cobertura(min(valor, pergunta.cobranca).quantize(Decimal("0.01")))


if __name__ == "__main__":
    servidor.APLICACAO = "tests.provas.controles.plano_credulo:criar"
    servidor.main()
