"""The stage of the journeys: the demo, loaded on a Wednesday of the tests' own."""

from collections.abc import Iterator

import pytest
import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.journeys.demonstracao import APPS, QUARTA, carregar


@pytest.fixture(scope="module")
def _carregada(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo, loaded once on a Wednesday morning on an empty database, and taken back at the end."""
    atomico = transaction.atomic()
    atomico._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), time_machine.travel(QUARTA), atomico:
        _numerar_do_um()
        carregar()
        yield
        transaction.set_rollback(True)


def _numerar_do_um() -> None:
    """Rolled back tests leave PostgreSQL's sequences where they were; a fresh database starts at 1."""
    modelos = [m for m in apps.get_models() if m._meta.app_label in APPS]
    with connection.cursor() as cursor:
        for comando in connection.ops.sequence_reset_sql(no_style(), modelos):
            cursor.execute(comando)


@pytest.fixture
def demo(_carregada: None, db: None) -> None:
    """The demo's data, for a test that undoes what it does."""
