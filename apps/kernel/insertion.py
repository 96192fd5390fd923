"""New rows, written as the ORM's `save` writes them, with SQL that is compiled once a model.

No signal is sent and no `save` of the model is called: for tables whose rows come to be in one
service only. Where the database takes an INSERT inside another (PostgreSQL), a row and those that
come to be with it are one statement, which is a transaction by itself.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db.models import Model
from django.db.models.sql import InsertQuery

from apps.kernel.database import banco_daqui, executar
from apps.kernel.prepared import FORMAS

JUNTOS = 64
"""Rows of an INSERT that is remembered (a page read, told in the trail); more are worth compiling."""
NOVO = "(TABLE novo)"
"""The id of the row that others come to be with, inside their statement."""


@dataclass(frozen=True, slots=True)
class Parte:
    """Rows of one model, at least one, that come to be with a row of another.

    Their `campo` refers to it, or is a text that its id completes: `consulta.consulta:` + `812`.
    """

    objetos: Sequence[Model]
    campo: str

    def ligar(self, principal: Model) -> None:
        refere = self.objetos[0]._meta.get_field(self.campo).is_relation
        for objeto in self.objetos:
            ligado = principal if refere else f"{getattr(objeto, self.campo)}{principal.pk}"
            setattr(objeto, self.campo, ligado)


def inserir(objeto: Model) -> None:
    inserir_varios([objeto])


def inserir_varios(objetos: Sequence[Model]) -> None:
    """INSERT new objects of one model in one statement."""
    if len(objetos) > JUNTOS:
        type(objetos[0])._default_manager.bulk_create(objetos)
    elif objetos:
        insercao = _insercao(type(objetos[0]))
        parametros = chain.from_iterable(insercao.parametros(objeto) for objeto in objetos)
        _gravar(objetos, insercao.sql(len(objetos)), parametros)


def inserir_para_cada(novo: Model, campo: str, textos: Sequence[str]) -> None:
    """INSERT a row for each of some texts, which completes `campo` of a new object; alike in all else.

    One statement, the same however many they are, which travel as one value (PostgreSQL).
    """
    if len(textos) == 1 or banco_daqui().vendor != "postgresql":
        linhas = [copy(novo) for _ in textos]
        for linha, texto in zip(linhas, textos, strict=True):
            setattr(linha, campo, getattr(linha, campo) + texto)
        inserir_varios(linhas)
    elif textos:
        insercao = _insercao(type(novo))
        parametros = [*insercao.parametros(novo), list(textos)]
        executar(banco_daqui(), insercao.sql_para_cada(campo), parametros, so_le=False)


def inserem_se_juntos(partes: Sequence[Parte]) -> bool:
    """Whether `inserir_com` is one statement."""
    poucos = all(len(parte.objetos) <= JUNTOS for parte in partes)
    return poucos and banco_daqui().vendor == "postgresql"


def inserir_com(principal: Model, partes: Sequence[Parte]) -> None:
    """INSERT a new object and what comes to be with it, which may be left without its own pk."""
    if inserem_se_juntos(partes):
        formas = tuple((type(p.objetos[0]), p.campo, len(p.objetos)) for p in partes)
        deles = (
            _insercao(type(objeto)).parametros(objeto, parte.campo)
            for parte in partes
            for objeto in parte.objetos
        )
        dele = _insercao(type(principal)).parametros(principal)
        _gravar([principal], _juntas(type(principal), formas), chain(dele, *deles))
        for parte in partes:
            parte.ligar(principal)
        return
    inserir(principal)
    for parte in partes:
        parte.ligar(principal)
        inserir_varios(parte.objetos)


def _gravar(objetos: Sequence[Model], sql: str, parametros: Iterable[Any]) -> None:
    banco = banco_daqui()
    linhas = executar(banco, sql, list(parametros), so_le=False)
    for objeto, (pk,) in zip(objetos, linhas, strict=True):
        objeto.pk = pk
        objeto._state.adding = False
        objeto._state.db = banco.alias


@dataclass(frozen=True, slots=True)
class _Insercao:
    inicio: str
    fim: str
    campos: tuple[Any, ...]
    prontos: tuple[tuple[type, Callable[[Any], Any] | None] | None, ...]
    """Of each field, the type of the values that need no more than a wrapper, if that."""

    def sql(self, quantos: int, ligado: str | None = None) -> str:
        """Of so many rows, whose field `ligado` has the id of what they come to be with."""
        marcas = ["%s" if c.name != ligado else _marca_ligada(c) for c in self.campos]
        linha = f"({', '.join(marcas)})"
        return f"{self.inicio} VALUES {', '.join([linha] * quantos)} {self.fim}"

    def sql_para_cada(self, campo: str) -> str:
        """Of a row for each text of a list, which completes a field."""
        marcas = ["%s" if c.name != campo else "%s::text || cada.texto" for c in self.campos]
        linhas = f"SELECT {', '.join(marcas)} FROM unnest(%s::text[]) AS cada(texto)"  # noqa: S608 - of columns
        return f"{self.inicio} {linhas} {self.fim}"

    def parametros(self, objeto: Model, ligado: str | None = None) -> list[Any]:
        banco, parametros = banco_daqui(), []
        for campo, pronto in zip(self.campos, self.prontos, strict=True):
            if campo.name == ligado and campo.is_relation:
                continue
            valor = getattr(objeto, campo.attname)
            if pronto is None:
                valor = campo.get_db_prep_save(campo.pre_save(objeto, True), banco)
            elif valor is not None:
                tipo, embrulhar = pronto
                if type(valor) is not tipo:
                    valor = campo.get_db_prep_save(valor, banco)
                elif embrulhar is not None:
                    valor = embrulhar(valor)
            parametros.append(valor)
        return parametros


def _marca_ligada(campo: Any) -> str:
    return NOVO if campo.is_relation else f"%s::text || {NOVO}"


@lru_cache(maxsize=FORMAS)
def _juntas(modelo: type[Model], formas: tuple[tuple[type[Model], str, int], ...]) -> str:
    """Every piece of it was compiled by Django from models; values travel apart."""
    partes = [
        f"parte{n} AS ({_insercao(outro).sql(quantos, campo)})"
        for n, (outro, campo, quantos) in enumerate(formas)
    ]
    return f"WITH {', '.join([f'novo AS ({_insercao(modelo).sql(1)})', *partes])} TABLE novo"


@lru_cache(maxsize=FORMAS)
def _insercao(modelo: type[Model]) -> _Insercao:
    campos = tuple(c for c in modelo._meta.local_concrete_fields if not c.primary_key)
    consulta = InsertQuery(modelo)
    consulta.insert_values(campos, [modelo()])
    compilador = consulta.get_compiler(connection=banco_daqui())
    compilador.returning_fields = [modelo._meta.pk]
    [(sql, _)] = compilador.as_sql()
    # Of several rows Django's own has an array a column, each of a type that must be known.
    inicio, _, fim = sql.partition(f" VALUES ({', '.join(['%s'] * len(campos))}) ")
    return _Insercao(inicio, fim, campos, tuple(map(_pronto, campos)))


def _pronto(campo: Any) -> tuple[type, Callable[[Any], Any] | None] | None:
    """Only of Django's own fields, which do nothing to such a value; ours may (TextoDobrado)."""
    de_django = type(campo).__module__.startswith("django.db.models.")
    if not de_django or getattr(campo, "auto_now", False) or getattr(campo, "auto_now_add", False):
        return None
    return getattr(banco_daqui(), "prontos", {}).get(campo.get_internal_type())
