"""Queries that are written with the ORM and compiled once.

Building a queryset and turning it into SQL costs several times what the database needs to answer
it, and for the same question the outcome is the same text. `preparada` keeps that text:

    @preparada
    def do_paciente(*, id_paciente: int, status: str | None) -> QuerySet[Consulta]: ...

    do_paciente.primeira(id_paciente=1, status=None)     # no queryset is built
    do_paciente(id_paciente=1, status=None)              # a queryset to whoever needs one, later

The function may look at its values only to see which are None, True or False, and how many a tuple
has: each such *shape* is compiled once, with marks where the other values will stand.

No index has the rows of several clinics, or of a period, in the order of their ids. `ramos` tells how
a question falls into such as an index answers; a page is then taken of each, and of those pages, one
(PostgreSQL). Few are listed; of one question for each of many values, the SQL is the same for any number:

    @preparada(ramos=lambda valores: dividir(valores, "clinicas"))
    def das_clinicas(*, clinicas: tuple[int, ...]) -> QuerySet[Consulta]: ...

    @preparada(ramos=lambda valores: Cada("meses", "mes"))
    def dos_meses(*, meses: list[int], mes: int | None = None) -> QuerySet[Consulta]: ...
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial, update_wrapper
from typing import Any, Generic, TypeVar, cast, overload

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    F,
    ManyToManyField,
    ManyToOneRel,
    Model,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable
from django.utils.functional import SimpleLazyObject

from apps.kernel.database import banco_daqui, executar
from apps.kernel.marks import LIMITE, QUANTAS, Forma, Marcas, forma_de, pegar

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Cada:
    """The question for each of the numbers of a list, `um` at a time."""

    varios: str
    um: str


Ramos = Callable[[dict[str, Any]], "list[dict[str, Any]] | Cada"]
"""From the values of a question to those of the questions that it falls into; no row is in two."""

FORMAS = 256
"""Shapes of one query that are remembered."""
DEPOIS, ANTES = "depois", "antes"
ORDENS = {DEPOIS: "DESC", ANTES: "ASC"}
RAMOS = 50
"""Questions that a page is put together of, at most, where each is written out."""
_MARCO = "_marco"
_DONO = "_dono"
_LUGAR = re.compile(rf"%s|LIMIT {LIMITE}\b")


@dataclass(frozen=True, slots=True)
class _Compilada:
    """SQL, and how each of its parameters is made of the values."""

    sql: str
    parametros: tuple[Callable[[dict[str, Any]], Any], ...]
    linha: Callable[[Sequence[Any]], Any]
    junto: Sequence[Callable[[list[Any]], None]]
    """What is read with the rows, in one more query each (`prefetch_related`)."""
    conversores: Any
    compilador: Any

    def rodar(self, valores: dict[str, Any]) -> list[Any]:
        parametros = [fazer(valores) for fazer in self.parametros]
        linhas: Iterable[Sequence[Any]] = executar(banco_daqui(), self.sql, parametros, so_le=True)
        if self.conversores:
            linhas = self.compilador.apply_converters(linhas, self.conversores)
        objetos = [self.linha(linha) for linha in linhas]
        for ler in self.junto if objetos else ():
            ler(objetos)
        return objetos


class Preparada(Generic[M]):
    """A question of fixed shape; see the module."""

    def __init__(self, montar: Callable[..., QuerySet[M]], ramos: Ramos | None = None) -> None:
        self.montar, self.ramos = montar, ramos
        self._compilada = lru_cache(maxsize=FORMAS)(self._compilar)
        update_wrapper(self, montar)

    def __call__(self, **valores: Any) -> QuerySet[M]:
        """The queryset, built when somebody needs more of it than a page."""
        return cast("QuerySet[M]", Selecao(self, valores))

    def primeira(self, **valores: Any) -> M | None:
        linhas = self.linhas(valores, quantas=1)
        return linhas[0] if linhas else None

    def todas(self, **valores: Any) -> list[M]:
        return self.linhas(valores)

    def linhas(
        self,
        valores: dict[str, Any],
        *,
        quantas: int | None = None,
        marco: int | None = None,
        sentido: str = "",
    ) -> list[M]:
        """The rows: in the queryset's own order, or the ids after (before) a mark, nearest first."""
        tudo = {**valores, QUANTAS: quantas, _MARCO: marco}
        forma = tuple((nome, forma_de(valor)) for nome, valor in tudo.items())
        compilada = self._compilada(forma, sentido)
        return [] if compilada is None else compilada.rodar(tudo)

    def _compilar(self, forma: Forma, sentido: str) -> _Compilada | None:
        """None when no row can answer a question of this shape."""
        marcas = Marcas(forma)
        valores = dict(marcas.valores)
        quantas, marco = valores.pop(QUANTAS), valores.pop(_MARCO)
        partes = self._partes(valores) if sentido else [valores]
        cada = partes if isinstance(partes, Cada) else None
        if isinstance(partes, Cada):
            partes = [{**valores, partes.varios: None, partes.um: marcas.de_cada(partes.varios)}]
        consulta = self._pagina(partes, marco, sentido) if sentido else self.montar(**valores)
        if quantas is not None:
            consulta = consulta[:LIMITE]
        compilador = consulta.query.get_compiler(connection=banco_daqui())
        try:
            sql, parametros = compilador.as_sql()
        except EmptyResultSet:
            return None
        if cada is not None:
            sql, parametros = marcas.para_cada(sql, parametros, cada.varios, ORDENS[sentido])
        fazeres = iter(marcas.ler(parametros))
        lugares = _LUGAR.findall(sql)
        selecionados = [coluna for coluna, *_ in compilador.select]
        return _Compilada(
            _LUGAR.sub(lambda lugar: lugar[0].replace(str(LIMITE), "%s"), sql),
            tuple(next(fazeres) if lugar == "%s" else pegar(QUANTAS) for lugar in lugares),
            _fazer_linha(consulta, compilador),
            [_ler_junto(consulta.model, nome) for nome in consulta._prefetch_related_lookups],  # type: ignore[attr-defined]
            compilador.get_converters(selecionados),
            compilador,
        )

    def _partes(self, valores: dict[str, Any]) -> list[dict[str, Any]] | Cada:
        partes = self.ramos(valores) if self.ramos and juntam_paginas() else [valores]
        return partes if isinstance(partes, Cada) or 0 < len(partes) <= RAMOS else [valores]

    def _pagina(self, partes: list[dict[str, Any]], marco: Any, sentido: str) -> QuerySet[M]:
        """The rows after (before) a mark, nearest first, to be cut."""
        ordem = "-pk" if sentido == DEPOIS else "pk"
        alem = {} if marco is None else {f"pk__{'lt' if sentido == DEPOIS else 'gt'}": marco}
        um, *outros = (self.montar(**parte).filter(**alem).order_by(ordem) for parte in partes)
        if not outros:
            return um
        return um[:LIMITE].union(*(outro[:LIMITE] for outro in outros), all=True).order_by(ordem)


class Selecao(SimpleLazyObject):
    """What a `Preparada` answers to some values: a queryset to all, pages of it without one.

    It is an `Ordenada` of the pager, newest first.
    """

    partes = 1

    def __init__(self, preparada: Preparada[Any], valores: dict[str, Any]) -> None:
        super().__init__(lambda: preparada.montar(**valores))
        self.__dict__.update(_preparada=preparada, _valores=valores)

    def marco(self, linha: Model) -> tuple[int, ...]:
        return (linha.pk,)

    def depois(self, marco: tuple[int, ...] | None, quantas: int) -> list[Any]:
        return self._linhas(marco, quantas, DEPOIS)

    def antes(self, marco: tuple[int, ...], quantas: int) -> list[Any]:
        return self._linhas(marco, quantas, ANTES)

    def _linhas(self, marco: tuple[int, ...] | None, quantas: int, sentido: str) -> list[Any]:
        preparada, valores = self.__dict__["_preparada"], self.__dict__["_valores"]
        return preparada.linhas(
            valores, quantas=quantas, marco=marco[0] if marco else None, sentido=sentido
        )


@overload
def preparada(montar: Callable[..., QuerySet[M]]) -> Preparada[M]: ...
@overload
def preparada(*, ramos: Ramos) -> Callable[[Callable[..., QuerySet[M]]], Preparada[M]]: ...
def preparada(montar: Any = None, *, ramos: Any = None) -> Any:
    """Decorate a function from values, all by name, to a queryset of one table."""
    if montar is None:
        return partial(Preparada, ramos=ramos)
    return Preparada(montar)


def dividir(valores: dict[str, Any], varios: str) -> list[dict[str, Any]]:
    """One question for each of several values, as the only one of its name."""
    return [{**valores, varios: (valor,)} for valor in valores[varios]]


def juntam_paginas() -> bool:
    """SQLite takes no LIMIT inside a UNION."""
    return banco_daqui().features.supports_slicing_ordering_in_compound


def _fazer_linha(consulta: QuerySet[Any], compilador: Any) -> Callable[[Sequence[Any]], Any]:
    """From a row to an object of the model; of a `values_list`, the row itself."""
    if not issubclass(consulta._iterable_class, ModelIterable):
        return tuple
    selecionadas = compilador.klass_info["select_fields"]
    nomes = {n: compilador.select[n][0].target.attname for n in selecionadas}
    nomes |= {n: anotada for anotada, n in compilador.annotation_col_map.items()}
    return partial(_da_linha, consulta.model, [nomes[n] for n in sorted(nomes)])


def _da_linha(modelo: type[M], nomes: Sequence[str], linha: Sequence[Any]) -> M:
    """As `Model.from_db`, without the two signals of each object, to which nobody here listens."""
    objeto = modelo.__new__(modelo)
    objeto._state = estado = ModelState()
    estado.adding, estado.db = False, DEFAULT_DB_ALIAS
    objeto.__dict__.update(zip(nomes, linha, strict=True))
    return objeto


@cache
def _ler_junto(modelo: type[Model], nome: str) -> Callable[[list[Any]], None]:
    """As `prefetch_related` does; the rows on the other side, as other prepared ones."""
    relacao = modelo._meta.get_field(nome)
    if not isinstance(relacao, ManyToOneRel | ManyToManyField):
        return lambda objetos: prefetch_related_objects(objetos, nome)
    deles, dono = relacao.related_model._default_manager, relacao.remote_field.name

    @preparada
    def partes(*, donos: tuple[int, ...]) -> QuerySet[Any]:
        return deles.filter(**{f"{dono}__in": donos}).annotate(**{_DONO: F(f"{dono}__pk")})

    def ler(objetos: list[Any]) -> None:
        de_cada: dict[int, list[Any]] = {objeto.pk: [] for objeto in objetos}
        for parte in partes.todas(donos=em_poucas_formas(list(de_cada))):
            de_cada[parte.__dict__.pop(_DONO)].append(parte)
        for objeto in objetos:
            # As Django's own prefetch: what is asked further is of this one.
            lidas: Any = QuerySet(deles.model)
            lidas._deferred_filter = False, (), {dono: objeto}
            lidas._result_cache, lidas._prefetch_done = de_cada[objeto.pk], True
            objeto.__dict__.setdefault("_prefetched_objects_cache", {})[nome] = lidas

    return ler


@overload
def em_poucas_formas(ids: None) -> None: ...
@overload
def em_poucas_formas(ids: Sequence[int]) -> tuple[int, ...]: ...
def em_poucas_formas(ids: Sequence[int] | None) -> tuple[int, ...] | None:
    """The last one again, until they are a power of two: of each shape a plan is kept."""
    if ids is None:
        return None
    faltam = (1 << (len(ids) - 1).bit_length()) - len(ids)
    return (*ids, *(ids[-1] for _ in range(faltam if ids else 0)))
