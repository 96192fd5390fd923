"""Promises that only a trigger can hold: append-only tables, and overlap on SQLite.

They are created again after every `migrate`, because Django alters a SQLite table by making it
anew, and a new table has no triggers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatilho:
    """A named trigger of one table, as SQL for each database; an empty string where none is needed."""

    nome: str
    tabela: str
    sqlite: str
    postgres: str = ""


_registrados: list[Gatilho] = []


def registrar(*gatilhos: Gatilho) -> None:
    """Called once by each app, in `AppConfig.ready`."""
    _registrados.extend(gatilhos)


def somente_acrescimo(tabela: str) -> list[Gatilho]:
    """Triggers that refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE, even to the table's owner."""
    nome = f"{tabela}_imutavel"
    funcao = (
        f"CREATE OR REPLACE FUNCTION {nome}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{nome}' USING ERRCODE = 'integrity_constraint_violation', "
        f"CONSTRAINT = '{nome}'; END $$;"
    )
    linha = (
        f"{funcao} CREATE TRIGGER {nome} BEFORE UPDATE OR DELETE ON {tabela} "
        f"FOR EACH ROW EXECUTE FUNCTION {nome}();"
    )
    tudo = (
        f"CREATE TRIGGER {nome}_truncate BEFORE TRUNCATE ON {tabela} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {nome}();"
    )
    recusa = f"BEGIN SELECT RAISE(ABORT, '{nome}'); END"
    return [
        Gatilho(
            nome=nome,
            tabela=tabela,
            sqlite=f"CREATE TRIGGER {nome} BEFORE UPDATE ON {tabela} {recusa}",
            postgres=linha,
        ),
        Gatilho(
            nome=f"{nome}_truncate",
            tabela=tabela,
            sqlite=f"CREATE TRIGGER {nome}_truncate BEFORE DELETE ON {tabela} {recusa}",
            postgres=tudo,
        ),
    ]


def instalar(using: str = "default", gatilhos: Sequence[Gatilho] | None = None) -> None:
    """Create the triggers of every table that exists."""
    _executar(using, gatilhos, criar=True)


def remover(using: str = "default", gatilhos: Sequence[Gatilho] | None = None) -> None:
    """Drop them: for tests that empty tables, and for the controls that show what they hold."""
    _executar(using, gatilhos, criar=False)


def _executar(using: str, gatilhos: Sequence[Gatilho] | None, *, criar: bool) -> None:
    conexao = connections[using]
    postgres = conexao.vendor == "postgresql"
    with conexao.cursor() as cursor:
        tabelas = set(conexao.introspection.table_names(cursor))
        for gatilho in _registrados if gatilhos is None else gatilhos:
            sql = gatilho.postgres if postgres else gatilho.sqlite
            if not sql or gatilho.tabela not in tabelas:
                continue
            alvo = f" ON {gatilho.tabela}" if postgres else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {gatilho.nome}{alvo}")
            if criar:
                cursor.execute(sql)


def _depois_de_migrar(sender: AppConfig, using: str, **kwargs: Any) -> None:
    instalar(using)


def ligar(app: AppConfig) -> None:
    """Install after every migrate; called by the kernel."""
    post_migrate.connect(_depois_de_migrar, sender=app, dispatch_uid="gatilhos")
