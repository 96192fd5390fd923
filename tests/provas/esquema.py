"""schemathesis over the live server: it reads `/schema` and asks what the document lets it ask."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.engine import events, from_schema

from tests.provas.palco import Operacao, Palco

QUEM = ("recepcao", "medica", "faturista", "gestora", "auditora", "admin", "")
"""Each role of the demo, the technical administrator, and nobody."""

COBRE = "gestora"
"""Who sends every case that covers the document: of all, she may call the most."""

# schemathesis's own statuses, and those of a body too big and of a version that is no more.
RECUSAS = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 429]
# A read is never refused when it obeys the document (of another's or of nothing aside)…
ACEITES = ["2xx", 401, 403, 404]
# …but a write may be, for what no schema says: a time that has passed, check digits, one of three
# documents, no text but blanks, an If-Match that is not ours; and so may a search for blanks.
ACEITES_DO_RESTO = [*ACEITES, 400, 409, 412, 422, 429]
CURSOR = "cDk5"
"""A cursor is only what a list gave: one of those, since the document cannot tell it from others."""


EXATO = {"enum", "pattern", "format"}


@dataclass
class Percurso:
    """What came of it: cases, the requests they took, checks made, and what they say, each kind once."""

    casos: int = 0
    pedidos: int = 0
    verificacoes: Counter[str] = field(default_factory=Counter)
    faltas: dict[str, str] = field(default_factory=dict)


def percorrer(palco: Palco, quem: str, *, semente: int, exemplos: int, tudo: bool) -> Percurso:
    """Ask as somebody of the demo: `exemplos` at random of each operation, and with `tudo` the cases
    that cover the document and the links from an answer to the next request.
    """
    esquema = schemathesis.openapi.from_dict(
        palco.bruto,
        config=schemathesis.Config.from_dict(_configuracao(palco, quem, semente, exemplos, tudo)),
    )
    percurso = Percurso()
    for evento in from_schema(esquema).execute():
        if isinstance(evento, events.ScenarioFinished):
            _anotar(percurso, evento, quem)
        elif isinstance(evento, events.NonFatalError):
            percurso.faltas[f"{quem} {evento.label}"] = str(evento.value)
    return percurso


def _configuracao(
    palco: Palco, quem: str, semente: int, exemplos: int, tudo: bool
) -> dict[str, Any]:
    return {
        "seed": semente,
        "base-url": palco.url,
        "headers": palco.credencial(quem),
        "continue-on-failure": True,
        "generation": {"max-examples": exemplos, "database": "none", "no-shrink": True},
        "phases": {nome: {"enabled": tudo} for nome in ("examples", "coverage", "stateful")},
        "checks": {
            "negative_data_rejection": {"expected-statuses": RECUSAS},
            "positive_data_acceptance": {"expected-statuses": ACEITES_DO_RESTO},
        },
        "operations": [
            {
                "include-name": [f"GET {operacao.caminho}" for operacao in exatas(palco)],
                "checks": {"positive_data_acceptance": {"expected-statuses": ACEITES}},
            }
        ],
        "parameters": {"query.cursor": CURSOR},
    }


def exatas(palco: Palco) -> list[Operacao]:
    """Reads that take no free text: the document says all there is to say about them."""
    return [
        operacao
        for operacao in palco.operacoes
        if operacao.metodo == "GET" and all(_tipado(*p) for p in operacao.parametros.items())
    ]


def _tipado(nome: str, esquema: dict[str, Any]) -> bool:
    return nome == "cursor" or bool(EXATO & set(esquema)) or esquema.get("type") == "integer"


def _anotar(percurso: Percurso, cenario: events.ScenarioFinished, quem: str) -> None:
    percurso.casos += len(cenario.recorder.checks)
    percurso.pedidos += len(cenario.recorder.interactions)
    for id_caso, verificacoes in cenario.recorder.checks.items():
        for verificacao in verificacoes:
            percurso.verificacoes[verificacao.name] += 1
            if verificacao.failure_info is None:
                continue
            falha = verificacao.failure_info.failure
            caso = cenario.recorder.cases[id_caso].value
            onde = f"{quem or 'ninguem'} {caso.operation.label}"
            chave = f"{onde}: {verificacao.name}: {falha.title}"
            percurso.faltas.setdefault(chave, f"{falha.message[:600]} · {_pedido(caso)}")


def _pedido(caso: Any) -> str:
    """What was asked, without the credential."""
    partes = {"path": caso.path_parameters, "query": caso.query, "body": caso.body}
    outros = {n: v for n, v in caso.headers.items() if n.lower() != "authorization"}
    return f"{caso.method} {caso.path} {partes} {outros}"[:1200]
