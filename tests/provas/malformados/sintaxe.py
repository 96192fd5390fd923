"""Bodies that are wrong before any field is looked at, the same for every operation."""

import json
from collections.abc import Iterator
from typing import Any

GRANDE = 1_048_576
"""Bytes that a body may have."""


def corpos(valido: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each; all of them are to be refused."""
    bruto = json.dumps(valido or {"a": "b"}).encode()
    texto = bruto.decode()
    yield from _nao_e_json(bruto)
    yield from _numeros()
    yield from _textos(texto)
    yield from _profundidades()
    yield from _nao_e_objeto()
    yield from _tamanhos()


def _nao_e_json(bruto: bytes) -> Iterator[tuple[str, bytes]]:
    yield "texto solto", b"ola"
    yield "uma chave", b"{"
    yield "uma aspa", b'"'
    yield "um colchete", b"["
    yield "fecha sem abrir", b"}"
    yield "truncado", bruto[:-1]
    yield "truncado no meio", bruto[: len(bruto) // 2]
    yield "dois valores", bruto + bruto
    yield "lixo depois", bruto + b" x"
    yield "lixo antes", b"x " + bruto
    yield "NUL depois", bruto + b"\x00"
    yield "so NUL", b"\x00"
    yield "virgula sobrando", b'{"a": 1,}'
    yield "lista com virgula sobrando", b"[1,]"
    yield "sem dois pontos", b'{"a" 1}'
    yield "chave sem aspas", b"{a: 1}"
    yield "aspas simples", b"{'a': 1}"
    yield "comentario", b'{"a": 1 /* b */}'
    yield "comentario de linha", b'// oi\n{"a": 1}'
    yield "formulario", b"nome=Maria&cpf=1"
    yield (
        "xml",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    )
    yield "yaml", b"nome: Maria\nidade: 3\n"
    yield "python", b"{'a': None, 'b': True}"
    yield "pickle", b"cos\nsystem\n(S'id'\ntR."
    yield "prefixo de seguranca", b")]}',\n" + bruto
    yield "True", b"True"
    yield "undefined", b'{"a": undefined}'
    yield "function", b'{"a": function () {}}'


def _numeros() -> Iterator[tuple[str, bytes]]:
    for numero in (
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        ".5",
        "1.",
        "0x10",
        "1e",
        "1_0",
    ):
        yield f"numero {numero}", f'{{"a": {numero}}}'.encode()
    yield "inteiro de 5000 digitos", b'{"a": ' + b"9" * 5000 + b"}"
    yield "menos 5000 digitos", b'{"a": -' + b"9" * 5000 + b"}"
    yield "1e999", b'{"a": 1e999}'
    yield "expoente de 5000 digitos", b'{"a": 1e' + b"9" * 5000 + b"}"


def _textos(texto: str) -> Iterator[tuple[str, bytes]]:
    yield "chave repetida", b'{"a": 1, "a": 2}'
    yield "chave repetida por escape", b'{"a": 1, "\\u0061": 2}'
    yield "chave repetida dentro", b'{"a": {"b": 1, "b": 1}}'
    yield "chave vazia repetida", b'{"": 1, "": 2}'
    yield "metade alta", b'{"a": "\\ud800"}'
    yield "metade baixa", b'{"a": "\\udc00"}'
    yield "metades trocadas", b'{"a": "\\udc00\\ud800"}'
    yield "metade na chave", b'{"\\ud83d": 1}'
    yield "NUL por escape", b'{"a": "\\u0000"}'
    yield "NUL na chave", b'{"\\u0000": 1}'
    yield "NUL cru", b'{"a": "\x00"}'
    yield "quebra de linha crua", b'{"a": "b\nc"}'
    yield "escape inexistente", b'{"a": "\\x41"}'
    yield "escape curto", b'{"a": "\\u00"}'
    yield "BOM", b"\xef\xbb\xbf" + texto.encode()
    for codificacao in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield codificacao, texto.encode(codificacao)
    yield "utf-7", b'{"a": "+AGE-"}'
    yield "latin-1", '{"nome": "José"}'.encode("latin-1")
    yield "UTF-8 cortado", b'{"a": "\xc3"}'
    yield "UTF-8 longo demais", b'{"a": "\xc0\x80"}'
    yield "metade em UTF-8", b'{"a": "\xed\xa0\x80"}'
    yield "acima do Unicode", b'{"a": "\xf5\x80\x80\x80"}'
    yield "FF", b"\xff" * 64
    yield (
        "gzip",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00",
    )


def _profundidades() -> Iterator[tuple[str, bytes]]:
    for niveis in (33, 1000, 100_000):
        yield f"{niveis} listas", b'{"a": ' + b"[" * (niveis - 1) + b"]" * (niveis - 1) + b"}"
        yield f"{niveis} objetos", b'{"a":' * niveis + b"1" + b"}" * niveis
    yield "100000 listas abertas", b"[" * 100_000
    yield "100000 objetos abertos", b'{"a":' * 100_000


def _nao_e_objeto() -> Iterator[tuple[str, bytes]]:
    for valor in ("null", "true", "false", "0", "-1", "1.5", '""', '"ola"', "[]", "[{}]", "[1, 2]"):
        yield f"o corpo e {valor}", valor.encode()
    yield "lista do objeto", b"[[[]]]"
    yield "texto com JSON dentro", json.dumps('{"a": 1}').encode()


def _tamanhos() -> Iterator[tuple[str, bytes]]:
    yield "texto enorme", b'{"a": "' + b"x" * 900_000 + b'"}'
    yield "chave enorme", b'{"' + b"x" * 900_000 + b'": 1}'
    yield "lista enorme", b'{"a": [' + b"1," * 200_000 + b"1]}"
    yield "muitas chaves", json.dumps({f"k{n}": n for n in range(20_000)}).encode()
    yield "um byte acima do limite", b'{"a": "' + b"x" * (GRANDE - 8) + b'"}'
    yield "espacos acima do limite", b" " * (GRANDE + 1)
