"""Whose tables some code asked: what a service may touch is its app's own, and the floor's."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

NOME = re.compile(r'"(\w+)"')


@contextmanager
def apps_tocados() -> Iterator[set[str]]:
    """`with apps_tocados() as tocados:`, and then `tocados` are the apps whose tables the SQL named."""
    donos = {
        modelo._meta.db_table: modelo._meta.app_label
        for modelo in apps.get_models(include_auto_created=True)
    }
    tocados: set[str] = set()
    with CaptureQueriesContext(connection) as captura:
        yield tocados
    nomes = {nome for query in captura.captured_queries for nome in NOME.findall(query["sql"])}
    tocados |= {donos[nome] for nome in nomes if nome in donos}
