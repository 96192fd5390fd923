"""One short transaction for a change: the change, its fact, its audit event and its key together."""

import random
import re
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import TypeVar

from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, models, transaction

from apps.kernel.errors import Problema
from apps.kernel.idempotency import chave_atual

T = TypeVar("T")
Promessas = Mapping[str, Callable[[], Problema]]
"""Constraint name → the app's error."""

TENTATIVAS = 3
# serialization_failure, deadlock_detected: the loser of a fair race tries again.
REPETIVEIS = frozenset({"40001", "40P01"})


def em_transacao() -> bool:
    """True inside a transaction of ours; a test case's own atomic block does not count."""
    return any(not getattr(bloco, "_from_testcase", False) for bloco in connection.atomic_blocks)


def transacao(
    escrever: Callable[[], T], *, promessas: Promessas | None = None, um_comando: bool = False
) -> T:
    """Run `escrever` in one transaction and return what it returns.

    Runs it again (at most 3 times) on a serialization failure or a deadlock, so it must have no
    effect outside the database. With an Idempotency-Key in the request, the key and the answer
    are written in the same transaction. A broken constraint named in `promessas` becomes the
    app's error; any other IntegrityError passes. With `um_comando`, `escrever` sends one statement
    only: alone, it is a transaction by itself.
    """
    chave = chave_atual()
    sozinho = um_comando and chave is None and not connection.in_atomic_block
    for tentativa in range(1, TENTATIVAS + 1):
        try:
            with nullcontext() if sozinho else transaction.atomic():
                if chave is None:
                    return escrever()
                chave.reservar()
                resultado = escrever()
                chave.guardar(resultado)
                return resultado
        except IntegrityError as erro:
            problema = (promessas or {}).get(nome_da_restricao(erro))
            if problema is None:
                raise
            raise problema() from erro
        except OperationalError as erro:
            if codigo_sql(erro) not in REPETIVEIS or tentativa == TENTATIVAS:
                raise
            # Let the winner pass: at once, the loser may take the same lock from under it again.
            time.sleep(tentativa * random.uniform(0.02, 0.06))  # noqa: S311 - jitter, not a secret
    raise AssertionError("inalcançável")


def codigo_sql(erro: BaseException) -> str | None:
    """SQLSTATE of a PostgreSQL error; None elsewhere."""
    return getattr(erro.__cause__, "sqlstate", None)


def nome_da_restricao(erro: IntegrityError) -> str:
    """The name of the constraint that refused a write, on both databases."""
    diagnostico = getattr(erro.__cause__, "diag", None)
    if diagnostico is not None:
        return diagnostico.constraint_name or ""
    texto = str(erro)
    colunas = re.match(r"UNIQUE constraint failed: (\S+\.\S+(?:, \S+\.\S+)*)$", texto)
    if colunas:
        return _unica_pelas_colunas(colunas[1].split(", "))
    # "CHECK constraint failed: name", "UNIQUE … index 'name'", or the text of a trigger.
    return texto.rsplit(": ", 1)[-1].removeprefix("index ").strip("'")


def _unica_pelas_colunas(colunas: list[str]) -> str:
    """SQLite names the columns of a broken UNIQUE, not the constraint."""
    tabela = colunas[0].split(".")[0]
    nomes = [coluna.split(".")[1] for coluna in colunas]
    for modelo in apps.get_models():
        if modelo._meta.db_table != tabela:
            continue
        for restricao in modelo._meta.constraints:
            if isinstance(restricao, models.UniqueConstraint) and nomes == [
                getattr(modelo._meta.get_field(campo), "column", "") for campo in restricao.fields
            ]:
                return restricao.name
    return ""
