"""How PostgreSQL answered a request: the SQL that the API ran, with the plan of each statement."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.conftest import Pessoa

SO_NO_POSTGRES = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="são os planos do PostgreSQL; os do SQLite estão nos test_*_indice",
)

LONGA = 1_000
"""Rows from which a table is not read from end to end."""
LIDAS = 5_000
"""Rows that one step of a plan may fetch for a page of 50: some that a filter drops, never a table."""

Plano = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comando:
    """A SELECT that a request ran, and its plan."""

    sql: str
    plano: Plano

    @property
    def passos(self) -> Iterator[Plano]:
        yield from _descer(self.plano)

    @property
    def caros(self) -> list[str]:
        """The steps that read a long table whole, or fetched or sorted many rows."""
        longas = _tabelas_longas()
        return [_descrever(p) for p in self.passos if _caro(p, longas)]


@contextmanager
def banco_cheio(bloqueio: DjangoDbBlocker) -> Iterator[None]:
    """Rows for the tests of a module, taken back at the end of it."""
    atomico = transaction.atomic()
    atomico._from_testcase = True  # type: ignore[attr-defined]
    with bloqueio.unblock(), atomico:
        yield
        transaction.set_rollback(True)


def contar_ao_banco() -> None:
    """The planner learns what was loaded.

    Of our tables only: some of the server's are of all its databases, and other tests' wait for them.
    """
    with connection.cursor() as cursor:
        for tabela in connection.introspection.table_names(cursor):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(tabela)}")


def tirar_indices(tabela: str, coluna: str) -> None:
    """Drop the indexes of a table that have a column (constraints stay): for the controls."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef ~ %s",
            [tabela, rf"^CREATE INDEX .* USING btree .*\m{coluna}\M"],
        )
        indices = [nome for (nome,) in cursor.fetchall()]
        assert indices
        cursor.execute(f"DROP INDEX {', '.join(indices)}")


def comandos_de(pessoa: Pessoa, caminho: str) -> list[Comando]:
    """What a GET that answers 200 asked of the database."""
    rodados: list[tuple[str, Any]] = []

    def anotar(executar: Any, sql: str, parametros: Any, muitos: bool, contexto: Any) -> Any:
        rodados.append((sql, parametros))
        return executar(sql, parametros, muitos, contexto)

    with connection.execute_wrapper(anotar):
        resposta = pessoa.get(caminho)
    assert resposta.status_code == 200, (caminho, resposta.content)
    return [
        Comando(sql, _plano(sql, p)) for sql, p in rodados if sql.lstrip("(").startswith("SELECT")
    ]


def caros_de(pessoa: Pessoa, caminho: str) -> list[str]:
    """Of all that a GET asked, the steps that would not stay cheap in a larger table."""
    return [passo for comando in comandos_de(pessoa, caminho) for passo in comando.caros]


def _plano(sql: str, parametros: Any) -> Plano:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parametros)
        (linha,) = cursor.fetchone()
    return (linha if isinstance(linha, list) else json.loads(linha))[0]["Plan"]


def _descer(plano: Plano) -> Iterator[Plano]:
    yield plano
    for parte in plano.get("Plans", ()):
        yield from _descer(parte)


def _tabelas_longas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples >= %s", [LONGA])
        return {nome for (nome,) in cursor.fetchall()}


def _caro(passo: Plano, longas: set[str]) -> bool:
    if passo["Node Type"] == "Seq Scan":
        return passo["Relation Name"] in longas
    if passo["Node Type"] in ("Sort", "Incremental Sort"):
        return _recebidas(passo) > LIDAS
    return "Relation Name" in passo and "Only" not in passo["Node Type"] and _lidas(passo) > LIDAS


def _recebidas(passo: Plano) -> float:
    return sum(parte["Actual Rows"] * parte["Actual Loops"] for parte in passo["Plans"])


def _lidas(passo: Plano) -> float:
    """Rows fetched, with those that a filter dropped; what an index leaves out itself is nearly free."""
    vistas = passo["Actual Rows"] + passo.get("Rows Removed by Filter", 0)
    return vistas * passo["Actual Loops"]


def _descrever(passo: Plano) -> str:
    onde = passo.get("Index Name") or passo.get("Relation Name") or ""
    return f"{passo['Node Type']} {onde} ({_lidas(passo):.0f} linhas)"
