"""Query strings of lists: what is not one of their parameters, and what a parameter is not."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

Esquema = Mapping[str, Any]

DESCONHECIDOS = (
    "ordering=nome", "order=id", "_sort=nome;DROP%20TABLE%20x", "sort=-id", "page=2", "offset=1",
    "limit=10", "per_page=1", "paciente__cpf=1", "id__gt=0", "id__in=1", "nome__startswith=M",
    "clinica__nome=x", "usuario__password__startswith=a", "fields=id", "include=senha", "q=x",
    "search=x", "where=1%3D1", "debug=1", "admin=true", "%6c%69mite%00=1", "LIMITE=1", "limite[]=1",
    "id[$gt]=0", "a.b=1", "=1", "%00=1", "%FF=1", "%ED%A0%80=1", "callback=x", "_=1", "x",
)  # fmt: skip

VALORES = {
    "inteiro": (
        "", "0", "-1", "abc", "1.0", "1e5", "0x1", "%00", "1%00", "١", "２", "9" * 30, "9" * 5000,
        "9223372036854775808", "true", "null", "+1", "%201", "1%0d%0aX-Injetado:1", "1 OR 1=1",
        "1;2", "[1]", "{}", "..", "%FF", "1/../2", "01",
    ),
    "lista": (
        "", ",", "1,", ",1", "1,,2", "1,a", "1,-2", "0", "1, 2", "%00", "1,1e5", "9" * 400,
        ",".join(["1"] * 201), "1|2", "*", "%ED%A0%80",
    ),
    "limite": (
        "", "0", "-5", "201", "999999999999", "abc", "1.5", "1e2", "%00", "１０", "null", "050", "1,2",
        "200 ", "+50",
    ),
    "cursor": (
        "", "%00", "abc", "=", "====", "cDA", "eDE", "YQ==", "%FF", "é", "a" * 65, "a" * 5000,
        "cC0x", "cDk5OTk5OTk5OTk5OTk5OTk5OTk", "..%2f", "1", "null",
    ),
    "data": (
        "", "ontem", "2024-02-30", "2024-13-01", "1899-12-31", "2101-01-01", "9999-99-99", "20240101",
        "2024-01-01T00:00:00", "%00", "2024-1-1", "-1", "2024-01-01%00", "２０２４-01-01", "null",
    ),
    "opcao": ("", "nada", "%00", "AGENDADA", "paga,pendente", "null", "1", "paga%0a"),
    "texto": ("%00", "a%00b", "a" * 5000),
}  # fmt: skip
"""Kind of parameter → values that it never takes."""

TEXTOS = ("'", "' OR 1=1 --", "%25", "%FF", "%ED%A0%80", "_", "\\", "<script>", "{{7*7}}", "é" * 40)
SUSPEITAS = ("%zz", "%", "a=%", "a=%u0041", "&&&", "?", "limite=1?limite=2", "#x")
"""Query strings that are hardly one: whatever the answer, it is in the contract's form."""


def recusadas(parametros: Mapping[str, Esquema]) -> Iterator[tuple[str, str]]:
    """Name and query string, each with something that the operation does not take."""
    for consulta in DESCONHECIDOS:
        nome = consulta.partition("=")[0]
        if nome not in parametros:
            yield f"desconhecido {nome}", consulta
    for parametro, esquema in parametros.items():
        for valor in VALORES[_tipo(parametro, esquema)]:
            yield f"{parametro}={valor[:30]}", f"{parametro}={_no_fio(valor)}"
        yield f"{parametro} repetido", f"{parametro}=1&{parametro}=2"
    yield "um certo e um desconhecido", "format=json&limite_=2"


def suspeitas(parametros: Mapping[str, Esquema]) -> Iterator[tuple[str, str]]:
    """What may be read as a text, where a parameter is free text."""
    for consulta in SUSPEITAS:
        yield consulta, consulta
    for parametro, esquema in parametros.items():
        if _tipo(parametro, esquema) == "texto":
            for texto in TEXTOS:
                yield f"{parametro}={texto[:20]}", f"{parametro}={_no_fio(texto)}"


def _tipo(parametro: str, esquema: Esquema) -> str:
    """Which of VALORES it never takes, by its schema; a cursor and a page's size by their names."""
    if parametro in ("cursor", "limite"):
        return parametro
    if esquema.get("format") == "date":
        return "data"
    if "enum" in esquema:
        return "opcao"
    if esquema.get("type") == "integer":
        return "inteiro"
    return "lista" if "," in esquema.get("pattern", "") else "texto"


def _no_fio(texto: str) -> str:
    return quote(texto, safe="%,;|*[]{}/.:+=")
