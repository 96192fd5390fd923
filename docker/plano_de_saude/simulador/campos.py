"""Strict checks of the members of a JSON object, with no coercion between kinds."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .problemas import DadosInvalidos, Erro

OBRIGATORIO = object()

_NUMERO = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_URL = re.compile(r"https?://[!-~]{1,500}")

Verificador = Callable[[Any], Any]


class ValorInvalido(ValueError):
    def __init__(self, codigo: str, mensagem: str):
        super().__init__(mensagem)
        self.codigo = codigo
        self.mensagem = mensagem


@dataclass(frozen=True, slots=True)
class Campo:
    """A member that a body may have: how it is checked, and its value when it is absent."""

    verificar: Verificador
    padrao: Any = OBRIGATORIO


def conferir(membros: Mapping[str, Any], esquema: Mapping[str, Campo]) -> dict[str, Any]:
    """The checked members, defaults included. Raises DadosInvalidos with every problem found."""
    valores, erros = {}, []
    for nome, campo in esquema.items():
        try:
            valores[nome] = _ler(membros, nome, campo)
        except ValorInvalido as invalido:
            erros.append(Erro(nome, invalido.codigo, invalido.mensagem))
    erros += [
        Erro(nome, "campo_desconhecido", "Este campo não existe.")
        for nome in membros
        if nome not in esquema
    ]
    if erros:
        raise DadosInvalidos(erros)
    return valores


def _ler(membros: Mapping[str, Any], nome: str, campo: Campo) -> Any:
    if nome in membros:
        return campo.verificar(membros[nome])
    if campo.padrao is OBRIGATORIO:
        raise ValorInvalido("obrigatorio", "Este campo é obrigatório.")
    return campo.padrao


def texto(*, maximo: int) -> Verificador:
    def verificar(valor: Any) -> str:
        if not isinstance(valor, str):
            raise ValorInvalido("tipo_invalido", "Informe um texto.")
        if not 1 <= len(valor) <= maximo:
            raise ValorInvalido("tamanho_invalido", f"Use de 1 a {maximo} caracteres.")
        return valor

    return verificar


def inteiro(*, minimo: int, maximo: int) -> Verificador:
    def verificar(valor: Any) -> int:
        if type(valor) is not int:  # bool is an int to isinstance
            raise ValorInvalido("tipo_invalido", "Informe um número inteiro.")
        if not minimo <= valor <= maximo:
            raise ValorInvalido("fora_do_intervalo", f"Use de {minimo} a {maximo}.")
        return valor

    return verificar


def decimal(*, maximo: str, casas: int, aceita_texto: bool = False) -> Verificador:
    """A number from 0 to ``maximo``, as an exact Decimal."""

    def verificar(valor: Any) -> Decimal:
        numero = _numero(valor, aceita_texto=aceita_texto)
        if not 0 <= numero <= Decimal(maximo):
            raise ValorInvalido("fora_do_intervalo", f"Use de 0 a {maximo}.")
        if _casas_decimais(numero) > casas:
            raise ValorInvalido("casas_demais", f"Use no máximo {casas} casas decimais.")
        return abs(numero)  # -0.00 is in range, and would be written with its sign

    return verificar


def dinheiro() -> Verificador:
    return decimal(maximo="9999999.99", casas=2, aceita_texto=True)


def opcao(opcoes: Collection[str]) -> Verificador:
    def verificar(valor: Any) -> str:
        if not isinstance(valor, str):
            raise ValorInvalido("tipo_invalido", "Informe um texto.")
        if valor not in opcoes:
            raise ValorInvalido("opcao_invalida", f"Use uma destas opções: {', '.join(opcoes)}.")
        return valor

    return verificar


def url(valor: Any) -> str:
    if not isinstance(valor, str):
        raise ValorInvalido("tipo_invalido", "Informe um texto.")
    if not _URL.fullmatch(valor):
        raise ValorInvalido("url_invalida", "Informe uma URL http:// ou https://.")
    return valor


def _numero(valor: Any, *, aceita_texto: bool) -> Decimal:
    if type(valor) is int or isinstance(valor, Decimal):
        return Decimal(valor)
    if aceita_texto and isinstance(valor, str) and _NUMERO.fullmatch(valor):
        return Decimal(valor)
    raise ValorInvalido("tipo_invalido", "Informe um número, com ponto decimal.")


def _casas_decimais(numero: Decimal) -> int:
    return -int(numero.as_tuple().exponent)  # finite: the reader refuses NaN and infinity
