"""Requests whose body is right and whose headers are not."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.provas.malformados.caso import JSON

Cabecalhos = Mapping[str, str | bytes]
ALG_NONE = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwic3VwZXIiOnRydWV9."


@dataclass(frozen=True, slots=True, kw_only=True)
class Variacao:
    """Headers that replace the usual ones (an empty name drops it), and what is right to answer."""

    nome: str
    cabecalhos: Cabecalhos = field(default_factory=dict)
    corpo: bytes | None = None
    """None for the valid body."""
    espera: frozenset[int] | None = None


def variacoes(valido: bytes) -> Iterator[Variacao]:
    yield from _tipos(valido)
    yield from _codificacoes(valido)
    yield from _formatos()
    yield from _credenciais()
    yield from _condicoes()
    yield from _intermediarios()


def _tipos(valido: bytes) -> Iterator[Variacao]:
    recusa = frozenset({400, 415})
    for tipo in (
        "text/plain", "text/html", "application/x-www-form-urlencoded", "multipart/form-data",
        "multipart/form-data; boundary=x", "application/xml", "application/jsonx", "json",
        "application/vnd.api+json", "application/merge-patch+json", "image/png", "a/b/c", "/", ";",
    ):  # fmt: skip
        yield Variacao(nome=f"tipo {tipo}", cabecalhos={"Content-Type": tipo}, espera=recusa)
    yield Variacao(nome="tipo que não é ASCII", cabecalhos={"Content-Type": "téxt".encode()})
    for tipo in ("APPLICATION/JSON", "application/json;", "application/json; charset=utf-8"):
        yield Variacao(nome=f"tipo {tipo}", cabecalhos={"Content-Type": tipo})
    for nome in ("utf-16", "latin-1", "nada", "", "utf-7", "x" * 300, "utf-8\\"):
        tipo = f"application/json; charset={nome}"
        yield Variacao(nome=f"charset {nome[:10]}", cabecalhos={"Content-Type": tipo})
    em_utf16 = {"Content-Type": "application/json; charset=utf-16"}
    yield Variacao(
        nome="charset e corpo em utf-16",
        cabecalhos=em_utf16,
        corpo=valido.decode().encode("utf-16"),
        espera=frozenset({400, 415}),
    )


def _codificacoes(valido: bytes) -> Iterator[Variacao]:
    comprimidos = {
        "gzip": gzip.compress(valido),
        "deflate": zlib.compress(valido),
        "bomba": gzip.compress(b" " * 5_000_000),
    }
    for nome, corpo in comprimidos.items():
        cabecalhos = {**JSON, "Content-Encoding": "gzip" if nome == "bomba" else nome}
        yield Variacao(
            nome=f"comprimido em {nome}",
            cabecalhos=cabecalhos,
            corpo=corpo,
            espera=frozenset({400, 413, 415}),
        )
    for nome in ("gzip", "br", "identity", "nada", "gzip, gzip", ""):
        yield Variacao(nome=f"diz ser {nome}", cabecalhos={**JSON, "Content-Encoding": nome})


def _formatos() -> Iterator[Variacao]:
    for aceita in ("text/plain", "application/xml", "image/*", "text/csv", "application/pdf"):
        yield Variacao(
            nome=f"aceita {aceita}", cabecalhos={**JSON, "Accept": aceita}, espera=frozenset({406})
        )
    for aceita in (
        "", "*", "a", "a/b/c", "*/*;q=2", "application/json;q=0", ";", ",,,", "application/problem+json",
        "application/json; indent=9999999", "text/html", "*/*," * 500, "application/json;v=" + "9" * 99,
    ):  # fmt: skip
        yield Variacao(nome=f"aceita {aceita[:30]!r}", cabecalhos={**JSON, "Accept": aceita})
    yield Variacao(nome="aceita o que não é ASCII", cabecalhos={**JSON, "Accept": "é/é".encode()})
    for idioma in ("xx", "en-US,en;q=0.5", "*;q=a", "a" * 500):
        yield Variacao(nome=f"idioma {idioma[:12]}", cabecalhos={**JSON, "Accept-Language": idioma})


def _credenciais() -> Iterator[Variacao]:
    for valor in (
        "Bearer", "Bearer a b", "Bearer a.b.c", f"Bearer {ALG_NONE}", "Bearer " + "a" * 8000,
        "Bearer null", "Bearer ../../chave",
    ):  # fmt: skip
        yield Variacao(nome=f"credencial {valor[:24]}", cabecalhos={**JSON, "Authorization": valor})
    for valor in ("Basic YTpi", "Digest a", "Token a", "a", ""):
        yield Variacao(nome=f"credencial {valor}", cabecalhos={**JSON, "Authorization": valor})
    yield Variacao(
        nome="credencial que não é ASCII", cabecalhos={**JSON, "Authorization": b"Bearer \xff\xfe"}
    )
    for biscoito in (
        "sessionid=a",
        "sessionid=" + "a" * 5000,
        "sessionid",
        "=;=;",
        "csrftoken='; --",
    ):
        yield Variacao(nome=f"cookie {biscoito[:20]}", cabecalhos={**JSON, "Cookie": biscoito})


def _condicoes() -> Iterator[Variacao]:
    for valor in ("", "a b", "a" * 256, "á".encode(), b"\xff", "a\tb"):
        nome = f"chave {valor[:12]!r}"
        yield Variacao(nome=nome, cabecalhos={**JSON, "Idempotency-Key": valor})
    for valor in ("", '"', 'W/"1-1"', "abc", '"a",' * 300, '"\\"', "*, *", "null"):
        yield Variacao(nome=f"versão {valor[:12]}", cabecalhos={**JSON, "If-Match": valor})


def _intermediarios() -> Iterator[Variacao]:
    avulsos = {
        "X-HTTP-Method-Override": "DELETE",
        "X-Method-Override": "PUT",
        "X-Request-ID": "a" * 500,
        "X-Request-Id": "<script>",
        "X-Forwarded-For": "' OR 1=1, 10.0.0.1",
        "X-Forwarded-Host": "exemplo.invalid",
        "X-Original-URL": "/auditoria",
        "Forwarded": "for=_a;by=;host=",
        "X-Forwarded-Proto": "ftp",
        "Origin": "http://exemplo.invalid",
        "Referer": "javascript:alert(1)",
        "Range": "bytes=0-1,5-",
        "Expect": "200-maybe",
        "Upgrade": "h2c",
        "X-Justificativa": "%FF%00",
        "X-Justificativa-": "a" * 4000,
        "Max-Forwards": "0",
        "TE": "trailers, deflate",
        "Traceparent": "00-zz-zz-zz",
        "User-Agent": "",
    }
    for nome, valor in avulsos.items():
        yield Variacao(nome=f"{nome}: {valor[:12]}", cabecalhos={**JSON, nome: valor})
    for servidor in (
        "exemplo.invalid",
        "",
        "127.0.0.1:99999",
        "a b",
        "localhost@exemplo.invalid",
        "[::",
    ):
        yield Variacao(nome=f"Host: {servidor}", cabecalhos={**JSON, "Host": servidor})
