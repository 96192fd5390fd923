"""Bodies that are JSON and say something wrong, made from the schema of the operation's body."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.provas.malformados.caso import Cru
from tests.provas.malformados.textos import INOFENSIVOS, PROIBIDOS

Corpo = dict[str, Any]
Caminho = tuple[str | int, ...]
AUSENTE = object()

A_MAIS: dict[str, Any] = {
    "id": 777, "pk": 777, "id_clinica_": 1, "clinica": 1, "status_": "paga", "criado_por": 1,
    "data_criacao": "2020-01-01T00:00:00Z", "is_staff": True, "is_superuser": True,
    "is_admin": True, "is_active": True, "role": "admin", "papel": "gestor", "vinculos": [],
    "versao": 9, "hash": "0" * 64, "id_usuario": 1, "id_autor": 1, "valor_total": 0,
    "valor_pago": "9999.00", "desconto": 100, "__proto__": {"admin": True},
    "constructor": {"prototype": {}}, "__class__": "x", "_method": "DELETE", "$where": "1==1",
    "$ne": None, "": 1, " ": 1, ".": 1, "a.b": 1, "Nome": "Maria", "NOME": "Maria", "nome ": "x",
    "ｎｏｍｅ": "x", "csrfmiddlewaretoken": "x", "format": "json", "campo\r\nX-Injetado": 1,
    "<script>": 1, "x" * 10_000: 1, "pessoa__senha": 1, "paciente_id": 2, "fatura_id": 2,
    "etag": '"1"', "groups": [1], "user_permissions": [1], "senha": "x",
}  # fmt: skip
"""Members that no body has: mass assignment, other people's conventions, other spellings."""

NUMEROS_MONSTRUOSOS = (
    "1e999", "-1e999", "1e308", "-1e308", "1e-999", "9" * 5000, "0." + "1" * 5000,
    "9223372036854775808", "-9223372036854775809", "1E+400", "3.0000000000000001",
)  # fmt: skip

ERRADOS: dict[str, Sequence[Any]] = {
    "string": (0, 1, -1, True, False, [], ["a"], {}, {"a": 1}, [[]], Cru("1.5"), Cru("-0")),
    "integer": (
        "1", "", "a", "1e1", " 1", "١", True, False, [], [1], {}, {"id": 1}, "1/../2",
        "1 OR 1=1", Cru("1.5"), 10**30, -(10**30), 2**63, -1, 0, Cru("-0"),
    ),
    "boolean": (0, 1, "true", "false", "", "sim", [], [True], {}, Cru("1.0")),
    "array": ("a", 1, True, {}, {"0": 1}, "", "[]"),
    "object": ("a", 1, True, [], [1], "", "{}"),
    "dinheiro": (
        -1, Cru("-0.01"), 10_000_000, Cru("9999999.991"), Cru("0.001"), Cru("1.999"), True, [], {},
        "", "a", "1,50", "R$ 10", "1.500,00", "-1", "-0.01", "10000000", "0.001", "1e5", "NaN",
        "Infinity", "-Infinity", "١٢", " 1", "1_000", "0x10", "1" * 5000, "1.", ".5", "+1",
    ),
}  # fmt: skip
"""Kind → values that it is not."""

DATAS = (
    "", "hoje", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01",
    "1899-12-31", "2101-01-01", "9999-12-31", "10000-01-01", "-2024-01-01", "24-01-01", "01/02/2024",
    "2024-1-1", "2024/01/01", "20240101", "2024-W01-1", "2024-001", "1985-04-12T00:00:00",
    "1985-04-12 ", "１９８５-04-12", "1985-04-12\n", "0",
)  # fmt: skip
HORAS = (
    "", "agora", "2030-02-30T10:00:00Z", "2030-03-04", "2030-03-04T25:00:00Z",
    "2030-03-04T10:60:00Z", "2030-03-04T10:00:99Z", "2030-03-04T10:00:00+99:00", "10:00",
    "1900-01-01T00:00:00Z", "2101-01-01T12:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
    "0000-00-00T00:00:00Z", "2030-03-04T10:00:00 America/Sao_Paulo", "1893456000",
    "2030-03-04T10:00:00Z\x00", "２０３０-03-04T10:00:00Z", "2030-03-04T10:00:00-03:00; --",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Campo:
    """A field of a body: where it is, its kind, and what its schema says."""

    caminho: Caminho
    tipo: str
    nulo: bool
    obrigatorio: bool
    esquema: dict[str, Any]

    def __str__(self) -> str:
        return ".".join(map(str, self.caminho))


def campos_de(esquema: Corpo, resolver: Callable[[Corpo], Corpo], *base: str | int) -> list[Campo]:
    """Every field, the nested ones too (of a list, those of its first item)."""
    achados: list[Campo] = []
    for nome, bruto in resolver(esquema).get("properties", {}).items():
        tipo, nulo, seu = _tipo(bruto, resolver)
        caminho = (*base, nome)
        obrigatorio = nome in resolver(esquema).get("required", ())
        achados.append(
            Campo(caminho=caminho, tipo=tipo, nulo=nulo, obrigatorio=obrigatorio, esquema=seu)
        )
        if tipo == "object":
            achados += campos_de(seu, resolver, *caminho)
        if tipo == "array":
            itens = _tipo(seu["items"], resolver)
            primeiro = Campo(
                caminho=(*caminho, 0),
                tipo=itens[0],
                nulo=itens[1],
                obrigatorio=False,
                esquema=itens[2],
            )
            achados += [primeiro, *campos_de(itens[2], resolver, *caminho, 0)]
    return achados


def _tipo(bruto: Corpo, resolver: Callable[[Corpo], Corpo]) -> tuple[str, bool, Corpo]:
    """Kind, whether null will do, and the schema that counts."""
    esquema = resolver(bruto)
    opcoes = [resolver(o) for o in esquema.get("oneOf", esquema.get("anyOf", ()))]
    if {o.get("type") for o in opcoes} == {"number", "string"}:
        return "dinheiro", False, opcoes[0]
    uteis = [o for o in opcoes if o.get("type") != "null" and o.get("enum") != [None]]
    if uteis:
        return _tipo(uteis[0], resolver)[0], len(uteis) < len(opcoes), uteis[0]
    tipos = esquema.get("type", "string")
    tipos = [tipos] if isinstance(tipos, str) else tipos
    return next(t for t in tipos if t != "null"), "null" in tipos, esquema


def com(corpo: Corpo, caminho: Caminho, valor: Any) -> Corpo | None:
    """A copy of the body with another value in its place; None where the body has no such place."""
    chave, *resto = caminho
    if isinstance(corpo, list):
        if not corpo:
            return None
        dentro = com(corpo[0], tuple(resto), valor) if resto else valor
        return None if dentro is None and resto else [dentro, *corpo[1:]]
    if not resto:
        return (
            {n: v for n, v in corpo.items() if n != chave}
            if valor is AUSENTE
            else {**corpo, chave: valor}
        )
    filho = corpo.get(str(chave))
    if filho is None:
        filho = [{}] if isinstance(resto[0], int) else {}
    dentro = com(filho, tuple(resto), valor)
    return None if dentro is None else {**corpo, chave: dentro}


def recusados(campo: Campo) -> Iterator[tuple[str, Any]]:
    """Values that the field is not: each is to be refused."""
    if campo.obrigatorio:
        yield "ausente", AUSENTE
    if not campo.nulo:
        yield "nulo", None
    for valor in ERRADOS.get(campo.tipo, ()):
        yield _nome(valor), valor
    if campo.tipo != "dinheiro":
        for numero in NUMEROS_MONSTRUOSOS:
            yield f"numero {numero[:24]}", Cru(numero)
    yield from _fora_dos_limites(campo)
    if campo.tipo == "string":
        yield from _textos_recusados(campo)


def _fora_dos_limites(campo: Campo) -> Iterator[tuple[str, Any]]:
    esquema = campo.esquema
    if "minimum" in esquema and campo.tipo == "integer":
        yield "abaixo do minimo", esquema["minimum"] - 1
        yield "acima do maximo", esquema["maximum"] + 1
    if minimo := esquema.get("minLength", 0):
        yield "curto demais", "a" * (minimo - 1)
        yield "so espacos", " " * (minimo + 3)
    if maximo := esquema.get("maxLength", 0):
        yield "longo demais", "a" * (maximo + 1)
        yield "cem mil letras", "é" * 100_000
    if campo.tipo == "array" and "maxItems" in esquema:
        if esquema.get("minItems"):
            yield "lista vazia", []
        yield "itens demais", [None] * (esquema["maxItems"] + 1)


def _textos_recusados(campo: Campo) -> Iterator[tuple[str, Any]]:
    yield "metade de caractere", Cru('"\\ud800"')
    yield "NUL", Cru('"a\\u0000b"')
    if "enum" in campo.esquema:
        for valor in ("", "nada", *(str(v).swapcase() + " " for v in campo.esquema["enum"] if v)):
            yield f"opcao {valor}", valor
    formato = campo.esquema.get("format")
    for valor in {"date": DATAS, "date-time": HORAS}.get(str(formato), ()):
        yield f"data {valor!r}", valor
    if formato == "email":
        for valor in ("a", "a@", "@b.c", "a b@c.de", "a@b@c.de", "a@b..c", "<a@b.cd>"):
            yield f"email {valor}", valor


def textos_livres(campo: Campo) -> Iterator[tuple[str, str, bool]]:
    """Name, text and whether a field of one line refuses it, where any text will do."""
    if campo.tipo != "string" or {"enum", "format"} & set(campo.esquema):
        return
    yield from ((nome, texto, False) for nome, texto in INOFENSIVOS.items())
    yield from ((nome, texto, True) for nome, texto in PROIBIDOS.items())


def _nome(valor: Any) -> str:
    return valor.texto if isinstance(valor, Cru) else f"{valor!r}"[:40]
