"""Every field of every body that is served: no coercion between kinds, nothing unknown."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from rest_framework import serializers

from apps.kernel.fields import Dinheiro, Entrada, Texto
from tests.kernel.operacoes import entradas

AMOSTRAS: dict[str, Any] = {
    "texto": "texto qualquer",
    "texto que parece número": "123",
    "texto que parece booleano": "true",
    "inteiro": 123,
    "zero": 0,
    "um": 1,
    "número com ponto": Decimal("1.0"),
    "verdadeiro": True,
    "falso": False,
    "lista": ["a"],
    "lista vazia": [],
    "objeto": {"a": 1},
    "objeto vazio": {},
}
TIPOS: list[tuple[type[serializers.Field], tuple[type, ...]]] = [
    (Dinheiro, (int, Decimal, str)),
    (serializers.IntegerField, (int,)),
    (serializers.BooleanField, (bool,)),
    (serializers.CharField, (str,)),
    (serializers.ChoiceField, (str,)),
    (serializers.DateField, (str,)),
    (serializers.DateTimeField, (str,)),
    (serializers.ListField, (list,)),
    (serializers.Serializer, (dict,)),
]


def _campos(
    serializador: serializers.Serializer, caminho: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], serializers.Field]]:
    """Every field of a body, with the way to it; of a list, its first item."""
    for nome, campo in serializador.fields.items():
        yield (*caminho, nome), campo
        if isinstance(campo, serializers.ListField):
            yield (*caminho, nome, 0), campo.child
            if isinstance(campo.child, serializers.Serializer):
                yield from _campos(campo.child, (*caminho, nome, 0))
        elif isinstance(campo, serializers.Serializer):
            yield from _campos(campo, (*caminho, nome))


def _no_lugar(caminho: tuple[Any, ...], valor: Any) -> Any:
    for passo in reversed(caminho):
        valor = [valor] if passo == 0 else {passo: valor}
    return valor


def _aceitos(campo: serializers.Field) -> tuple[type, ...]:
    return next(tipos for classe, tipos in TIPOS if isinstance(campo, classe))


CASOS = [
    pytest.param(entrada, caminho, campo, id=f"{nome}-{'.'.join(map(str, caminho))}")
    for nome, entrada in sorted(entradas().items())
    for caminho, campo in _campos(entrada())
]


def test_ha_campos_de_todos_os_tipos() -> None:
    assert len(CASOS) > 60
    classes = {next(c for c, _ in TIPOS if isinstance(caso.values[2], c)) for caso in CASOS}
    assert classes == {classe for classe, _ in TIPOS}


@pytest.mark.parametrize(("entrada", "caminho", "campo"), CASOS)
def test_nenhum_campo_aceita_outro_tipo(
    entrada: type[serializers.Serializer], caminho: tuple[Any, ...], campo: serializers.Field
) -> None:
    for nome, valor in AMOSTRAS.items():
        tipo = type(valor)
        if tipo in _aceitos(campo):
            continue
        corpo = entrada(data=_no_lugar(caminho, valor))
        assert not corpo.is_valid(), nome
        onde: Any = corpo.errors
        for passo in caminho:
            assert passo in onde if isinstance(onde, dict) else len(onde) > passo, (nome, onde)
            onde = onde[passo]
        assert onde, (nome, corpo.errors)


@pytest.mark.parametrize(("entrada", "caminho", "campo"), CASOS)
def test_nulo_so_onde_o_campo_o_admite(
    entrada: type[serializers.Serializer], caminho: tuple[Any, ...], campo: serializers.Field
) -> None:
    corpo = entrada(data=_no_lugar(caminho, None))
    corpo.is_valid()
    texto = str(corpo.errors)

    assert ("code='null'" in texto) is not campo.allow_null


@pytest.mark.parametrize(
    ("entrada", "caminho", "campo"), [c for c in CASOS if isinstance(c.values[2], Texto)]
)
def test_texto_nao_traz_caracteres_de_controle(
    entrada: type[serializers.Serializer], caminho: tuple[Any, ...], campo: Texto
) -> None:
    quebras = () if campo.linhas else ("\n", "\r", "\t")
    for letra in ("\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", *quebras):
        corpo = entrada(data=_no_lugar(caminho, f"Ana{letra}Souza"))
        assert not corpo.is_valid()
        assert "caractere_invalido" in str(corpo.errors), repr(letra)


@pytest.mark.parametrize("entrada", entradas().values(), ids=list(entradas()))
def test_nenhuma_entrada_engole_um_campo_que_nao_conhece(
    entrada: type[serializers.Serializer],
) -> None:
    corpo = entrada(data={"campo_que_nao_existe": 1})

    assert not corpo.is_valid()
    assert corpo.errors["campo_que_nao_existe"][0].code == "campo_desconhecido"


class NomeEntrada(Entrada):
    nome = Texto(min_length=2, max_length=5)


@pytest.mark.parametrize(
    ("recebido", "lido"),
    [
        ("  Ana ", "Ana"),
        ("Joa\u0303o", "Jo\u00e3o"),
        ("\u00a0Ana\u2003", "Ana"),
        ("Ana😀", "Ana😀"),
        ("  12345  ", "12345"),
    ],
)
def test_texto_e_aparado_e_normalizado(recebido: str, lido: str) -> None:
    corpo = NomeEntrada(data={"nome": recebido})

    assert corpo.is_valid(), corpo.errors
    assert corpo.validated_data["nome"] == lido


@pytest.mark.parametrize("recebido", ["", "   ", "\u00a0", "\u2003", "A", " A ", "123456"])
def test_texto_vazio_curto_ou_longo_e_recusado(recebido: str) -> None:
    corpo = NomeEntrada(data={"nome": recebido})

    assert not corpo.is_valid()
    assert list(corpo.errors) == ["nome"]
