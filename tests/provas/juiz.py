"""The judge of an answer: its status, its form, and what it must not tell."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from django.apps import apps

from tests.acesso.documento import Documento
from tests.provas.malformados.caso import GERAIS, Caso

PROBLEMA = "application/problem+json"
MEMBROS = {"type", "title", "status", "detail", "codigo", "id_requisicao"}
FORA_DO_DOCUMENTO = {"metodo_nao_permitido", "corpo_incompleto"}
"""Codes of what is no operation: a method that a path does not have, a body that did not come."""

EM_INGLES = re.compile(
    r"\b(the|this|field|must|invalid|required|not|ensure|expected|error|failed|allowed|missing)\b",
    re.IGNORECASE,
)
ESTATICO = re.compile(r"/static/[^\"'\s]+")
"""Where a page takes its looks from: files that anybody may have."""

INTERNAS = (
    "traceback", "django", "psycopg", "sqlite", "select ", "insert into", "update set", "site-packages",
    "integrityerror", "doesnotexist", "operationalerror", "dataerror", "typeerror", "valueerror",
    "keyerror", "attributeerror", "nonetype", "recursionerror", "unicodedecodeerror", "validationerror",
    "rest_framework", "granian", "httpx", "errno", "object at 0x",
    "apps.kernel", "vidasaude.", ".py", "localhost", "127.0.0.1", "<class", "__init__", "lambda",
    "constraint", "duplicate key", "violates", "werkzeug", "secret_key", "pg_", "worker", "thread",
)  # fmt: skip


OUTRO_MOTIVO = "/cancelar · motivo"
"""Why it was cancelled: an invoice does not tell it, and a consulta's `motivo` is why the patient came."""


class Juiz:
    """Compares answers with the OpenAPI document and the contract. `segredos`: of this machine."""

    def __init__(self, documento: Documento, *segredos: str) -> None:
        self.documento = documento
        self.codigos = FORA_DO_DOCUMENTO | {
            codigo for operacao in documento.operacoes for _, codigo in documento.codigos(operacao)
        }
        self.internas = (*INTERNAS, *_nomes_do_banco(), *(s.lower() for s in segredos if s))
        self._regras: tuple[Callable[[Caso, httpx.Response], Iterator[str]], ...] = (
            self._status, self._cabecalhos, self._forma, self._vazamentos, self._eco,
        )  # fmt: skip

    def julgar(self, caso: Caso, resposta: httpx.Response) -> list[str]:
        """Everything that is wrong with an answer, one line each."""
        if caso.antes_do_app:
            return [] if 400 <= resposta.status_code < 500 else [f"{caso}: {resposta.status_code}"]
        return [
            f"{caso}: {resposta.status_code} {falta}"
            for regra in self._regras
            for falta in regra(caso, resposta)
        ]

    def _status(self, caso: Caso, resposta: httpx.Response) -> Iterator[str]:
        status = resposta.status_code
        if status >= 500:
            yield f"é erro nosso: {resposta.text[:200]}"
        elif caso.espera is not None and status not in caso.espera:
            yield f"em vez de {sorted(caso.espera)}: {resposta.text[:300]}"
        elif caso.operacao and status not in self._documentados(caso.operacao) | GERAIS:
            yield "não está no documento"
        if caso.codigo and not resposta.is_success and _json(resposta).get("codigo") != caso.codigo:
            yield f"em vez de {caso.codigo}: {resposta.text[:300]}"

    def _documentados(self, operacao: str) -> set[int]:
        return {int(status) for status in self.documento.operacoes[operacao]["responses"]}

    def _cabecalhos(self, caso: Caso, resposta: httpx.Response) -> Iterator[str]:
        if not resposta.headers.get("X-Request-ID"):
            yield "sem X-Request-ID"
        esperados = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}
        nome = esperados.get(resposta.status_code)
        if nome and not resposta.headers.get(nome):
            yield f"sem {nome}"
        if "x-injetado" in resposta.headers:
            yield "com um cabeçalho que veio no pedido"

    def _forma(self, caso: Caso, resposta: httpx.Response) -> Iterator[str]:
        tipo = resposta.headers.get("Content-Type", "").split(";")[0]
        if caso.metodo.upper() == "HEAD" or resposta.status_code in (204, 301, 302):
            return
        if tipo == "text/html" and "text/html" in str(caso.cabecalhos.get("Accept", "")):
            return  # a browser asked for a page
        if resposta.status_code >= 400:
            yield from self._problema(tipo, resposta)
        elif caso.operacao and caso.metodo.upper() != "OPTIONS":
            yield from self._sucesso(caso, tipo, resposta)

    def _problema(self, tipo: str, resposta: httpx.Response) -> Iterator[str]:
        if tipo != PROBLEMA:
            yield f"é {tipo or 'sem tipo'}: {resposta.text[:200]}"
            return
        corpo = _json(resposta)
        if faltam := MEMBROS - set(corpo):
            yield f"sem {sorted(faltam)}"
            return
        if corpo["codigo"] not in self.codigos:
            yield f"codigo desconhecido: {corpo['codigo']}"
        if corpo["type"] != f"urn:vidasaude:problema:{corpo['codigo']}":
            yield f"type: {corpo['type']}"
        if corpo["status"] != resposta.status_code:
            yield f"o corpo diz {corpo['status']}"
        if corpo["id_requisicao"] != resposta.headers.get("X-Request-ID"):
            yield "id_requisicao não é o do cabeçalho"
        yield from _palavras(corpo)

    def _sucesso(self, caso: Caso, tipo: str, resposta: httpx.Response) -> Iterator[str]:
        documentado = self.documento.respostas(caso.operacao, resposta.status_code).get(tipo)
        if documentado is None:
            yield f"{tipo} não está no documento"
            return
        if tipo != "application/json":
            return
        try:
            corpo = json.loads(resposta.content, parse_constant=_recusar)
        except ValueError:
            yield "não é JSON"
            return
        yield from self.documento.erros(documentado["schema"], corpo)

    def _vazamentos(self, caso: Caso, resposta: httpx.Response) -> Iterator[str]:
        """Words of our insides that were not in the request. A success is judged by its schema."""
        if resposta.status_code < 400:
            return
        dito = ESTATICO.sub("", resposta.text).lower()
        enviado = f"{caso.alvo} {caso.cabecalhos} {caso.corpo[:20_000]!r}".lower()
        for palavra in self.internas:
            if palavra in dito and palavra not in enviado:
                yield f"conta {palavra!r}: {resposta.text[:300]}"

    def _eco(self, caso: Caso, resposta: httpx.Response) -> Iterator[str]:
        if caso.eco is None or not resposta.is_success:
            return
        campo, texto = caso.eco
        if OUTRO_MOTIVO in str(caso):
            return
        voltou = _json(resposta).get(campo)
        if voltou != texto:
            yield f"{campo} voltou {voltou!r} em vez de {texto!r}"


def _palavras(corpo: dict[str, Any]) -> Iterator[str]:
    """What people read is there, and in Portuguese."""
    textos = [corpo["title"], corpo["detail"], *(e["mensagem"] for e in corpo.get("erros", ()))]
    for texto in textos:
        if not isinstance(texto, str) or not texto.strip():
            yield "título, detalhe ou mensagem em branco"
        elif achada := EM_INGLES.search(texto):
            yield f"fala inglês ({achada[0]}): {texto[:120]}"
    for erro in corpo.get("erros", ()):
        if set(erro) != {"campo", "codigo", "mensagem"}:
            yield f"um erro de campo tem {sorted(erro)}"


def _json(resposta: httpx.Response) -> dict[str, Any]:
    try:
        corpo = json.loads(resposta.content, parse_constant=_recusar)
    except ValueError:
        return {}
    return corpo if isinstance(corpo, dict) else {}


def _recusar(nome: str) -> Any:
    raise ValueError(nome)


def _nomes_do_banco() -> set[str]:
    """Tables and constraints, as the database knows them."""
    modelos = apps.get_models()
    tabelas = {modelo._meta.db_table for modelo in modelos}
    return tabelas | {r.name for modelo in modelos for r in modelo._meta.constraints}
