"""A kept connection that the server ended is made anew, also when a prepared query finds it so."""

import psycopg
import pytest
from django.db import connection, connections

from apps.paciente.services.cadastro import _por_id
from tests.factories import PacienteFactory

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no server to end it"
)


def test_a_pergunta_seguinte_acha_outra_conexao(banco_de_verdade: None) -> None:
    paciente = PacienteFactory()
    banco = connections["default"]
    for _ in range(3):
        assert _por_id.primeira(id=paciente.pk) == paciente
        pid = banco.connection.info.backend_pid
        _encerrar(pid)
        banco.close_if_unusable_or_obsolete()  # what Django does when a request begins
        assert _por_id.primeira(id=paciente.pk) == paciente
        assert banco.connection.info.backend_pid != pid


def _encerrar(pid: int) -> None:
    parametros = connections["default"].get_connection_params()
    endereco = {n: parametros[n] for n in ("host", "port", "user", "password") if n in parametros}
    with psycopg.connect(dbname="postgres", autocommit=True, **endereco) as outra:
        outra.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
