"""The client of the external Plano de Saúde: the only place that knows its wire form.

`POST /validar-procedimento` (contract, "Plano de Saúde"). An answer counts only when all of it is
right; anything else is no answer, and no answer is never taken for zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from apps.kernel import http_client
from apps.kernel.api.json import ler_json
from apps.kernel.errors import CorpoInvalido
from apps.kernel.http_client import Resposta
from apps.kernel.money import CENTAVO, ZERO

PRAZO_SEGUNDOS = 3.0
"""For all the questions of an invoice together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pergunta:
    """One procedure of one patient; `valor` is of one unit."""

    procedimento: str
    id_paciente: int
    valor: Decimal
    quantidade: int

    @property
    def cobranca(self) -> Decimal:
        return self.valor * self.quantidade


@dataclass(frozen=True, slots=True)
class Cobertura:
    """What the plan covers of the charge; zero when it denies."""

    valor_coberto: Decimal


def perguntar(perguntas: Sequence[Pergunta]) -> list[Cobertura | None]:
    """Ask for all at once, within 3 s in all; None where the plan gave no answer that counts."""
    respostas = http_client.enviar_todos(
        f"{settings.PLANO_SAUDE_URL}/validar-procedimento",
        [_corpo(pergunta) for pergunta in perguntas],
        prazo=PRAZO_SEGUNDOS,
    )
    return [
        _ler(resposta, pergunta) for resposta, pergunta in zip(respostas, perguntas, strict=True)
    ]


def _corpo(pergunta: Pergunta) -> dict[str, Any]:
    return {
        "procedimento": pergunta.procedimento,
        "id_paciente": pergunta.id_paciente,
        "valor": pergunta.valor,
        "quantidade": pergunta.quantidade,
    }


def _ler(resposta: Resposta | None, pergunta: Pergunta) -> Cobertura | None:
    if resposta is None or resposta.status != 200:
        return None
    try:
        dados = ler_json(resposta.corpo)
    except CorpoInvalido:
        return None
    if not isinstance(dados, dict) or not _responde_a(dados, pergunta):
        return None
    return _cobertura(dados["coberto"], dados["valor_coberto"], pergunta.cobranca)


def _responde_a(dados: dict[str, Any], pergunta: Pergunta) -> bool:
    """All members present and of their kind, about the procedure and the patient asked for."""
    paciente = dados.get("id_paciente")
    return (
        dados.get("codigo_procedimento") == pergunta.procedimento
        and not isinstance(paciente, bool)
        and isinstance(paciente, int)
        and paciente == pergunta.id_paciente
        and isinstance(dados.get("plano"), str | None)
        and "plano" in dados
        and isinstance(dados.get("coberto"), bool)
        and "valor_coberto" in dados
    )


def _cobertura(coberto: bool, valor: Any, cobranca: Decimal) -> Cobertura | None:
    """A number with at most two decimals, from zero to the charge, that agrees with `coberto`."""
    if isinstance(valor, bool) or not isinstance(valor, int | Decimal):
        return None
    valor = Decimal(valor)
    if not ZERO <= valor <= cobranca or valor.as_tuple().exponent < -2:
        return None
    if not coberto and valor > 0:
        return None
    return Cobertura(abs(valor).quantize(CENTAVO))  # -0 is 0
