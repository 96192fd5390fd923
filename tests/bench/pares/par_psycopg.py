"""The limit: raw psycopg 3 and its pool behind a bare WSGI function, the same SQL and sign-in."""

import os
import threading
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row, tuple_row
from psycopg_pool import ConnectionPool

from tests.bench.pares import entrada, formas, sql

CONEXOES = 4
"""Of each of the two processes, as many as its threads."""

codificar = msgspec.json.Encoder().encode


class Agendamento(msgspec.Struct, forbid_unknown_fields=True):
    id_paciente: int
    data_hora: datetime
    especialidade: str
    id_clinica: int | None = None
    id_profissional: int | None = None
    duracao_minutos: int = 30
    motivo: str | None = None
    teleconsulta: bool = False
    encaixe: bool = False


class Recusa(Exception):
    """Answered with a status and nothing else."""


_banco: ConnectionPool | None = None
_trava = threading.Lock()


def banco() -> ConnectionPool:
    """The pool of this process, opened by its first request (after the fork)."""
    global _banco
    with _trava:
        if _banco is None:
            _banco = ConnectionPool(
                os.environ["DATABASE_URL"],
                min_size=CONEXOES,
                kwargs={"autocommit": True, "cursor_factory": psycopg.RawCursor},
                open=True,
            )
    return _banco


def app(ambiente: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    try:
        status, dados = atender(ambiente)
    except entrada.NaoAutenticado:
        status, dados = "401 Unauthorized", None
    except Recusa as recusa:
        status, dados = str(recusa), None
    start_response(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
    return [codificar(dados)]


def atender(ambiente: dict[str, Any]) -> tuple[str, Any]:
    caminho = ambiente["PATH_INFO"]
    if caminho == "/livez":
        return "200 OK", None
    quem = entrada.claims(ambiente.get("HTTP_AUTHORIZATION"))
    if caminho == "/consultas":
        return "201 Created", agendar(ambiente, quem)
    ler = consultas_do_paciente if caminho.startswith("/consultas/paciente/") else um_paciente
    return "200 OK", ler(int(caminho.rpartition("/")[2]), quem)


def um_paciente(id: int, quem: dict[str, Any]) -> dict[str, Any]:
    with banco().connection() as conexao, conexao.cursor(row_factory=dict_row) as cursor:
        linha = cursor.execute(sql.PACIENTE, (id,)).fetchone()
    if linha is None:
        raise Recusa("404 Not Found")
    return formas.paciente(linha)


def consultas_do_paciente(id: int, quem: dict[str, Any]) -> list[dict[str, Any]]:
    with banco().connection() as conexao, conexao.cursor(row_factory=dict_row) as cursor:
        cursor.execute(sql.CONSULTAS_DO_PACIENTE, (id, entrada.clinicas(quem)))
        return [formas.consulta(linha) for linha in cursor.fetchall()[:50]]


def agendar(ambiente: dict[str, Any], quem: dict[str, Any]) -> dict[str, Any]:
    corpo = ambiente["wsgi.input"].read(int(ambiente["CONTENT_LENGTH"]))
    pedido = msgspec.json.decode(corpo, type=Agendamento)
    clinicas = entrada.clinicas(quem, ("recepcao", "gestor"))
    clinica = pedido.id_clinica or clinicas[0]
    if clinica not in clinicas:
        raise Recusa("404 Not Found")
    with banco().connection() as conexao, conexao.cursor(row_factory=tuple_row) as cursor:
        nome, profissional = perguntar(cursor, pedido, clinica)
        criada = {
            **msgspec.structs.asdict(pedido),
            "id_clinica": clinica,
            "paciente": nome,
            "profissional": profissional,
            "status": "agendada",
            "data_criacao": datetime.now(UTC),
        }
        try:
            criada["id"] = gravar(cursor, criada, quem, ambiente["REMOTE_ADDR"])
        except psycopg.errors.ExclusionViolation:
            raise Recusa("409 Conflict") from None
    return formas.consulta(criada)


def perguntar(cursor: Any, pedido: Agendamento, clinica: int) -> tuple[str, str | None]:
    paciente = cursor.execute(sql.NOME_DO_PACIENTE, (pedido.id_paciente,)).fetchone()
    clinicas = cursor.execute(sql.QUEM_ATENDE, (clinica, pedido.id_profissional)).fetchall()
    if not clinicas or not paciente:
        raise Recusa("404 Not Found")
    if pedido.id_profissional is None:
        return paciente[0], None
    [(profissional,)] = clinicas
    if profissional is None:
        raise Recusa("404 Not Found")
    if cursor.execute(sql.EXPEDIENTE, (pedido.id_profissional,)).fetchall():
        raise Recusa("501 Not Implemented")  # nobody of the benchmark has working hours
    return paciente[0], profissional


def gravar(cursor: Any, criada: dict[str, Any], quem: dict[str, Any], ip: str) -> int:
    fim = criada["data_hora"] + timedelta(minutes=criada["duracao_minutos"])
    cursor.execute(
        sql.INSERIR,
        (
            criada["id_clinica"], criada["id_paciente"], criada["paciente"],
            criada["id_profissional"], criada["profissional"], criada["data_hora"], fim,
            criada["duracao_minutos"], criada["especialidade"],
            formas.dobrar(criada["especialidade"]), criada["motivo"], criada["teleconsulta"],
            criada["encaixe"], criada["data_criacao"],
            datetime.now(UTC), int(quem["sub"]), entrada.papel(quem, criada["id_clinica"]),
            criada["id_clinica"], ip.partition(":")[0], uuid.uuid4().hex,
        ),
    )  # fmt: skip
    return cursor.fetchone()[0]
