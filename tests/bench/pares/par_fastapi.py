"""FastAPI + asyncpg over a copy of our tables: the same questions, the same sign-in, durable.

Well made: a pool, prepared statements (asyncpg's own), validation by pydantic, answers encoded by
msgspec. It writes no log line a request, which ours does: the doubt is the peer's.
"""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import asyncpg
import msgspec
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from tests.bench.pares import entrada, formas, sql

LER = ("recepcao", "profissional", "faturamento", "gestor")
AGENDAR = ("recepcao", "gestor")
CONEXOES = 8
"""Of each of the two processes: as many as the clients of the measurement."""

codificar = msgspec.json.Encoder(decimal_format="number").encode


@asynccontextmanager
async def com_banco(app: FastAPI) -> AsyncIterator[None]:
    url = os.environ["DATABASE_URL"]
    async with asyncpg.create_pool(url, min_size=1, max_size=CONEXOES) as app.state.banco:
        yield


app = FastAPI(lifespan=com_banco, openapi_url=None)


class Agendamento(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id_paciente: int = Field(gt=0)
    data_hora: AwareDatetime
    especialidade: str = Field(min_length=2, max_length=80)
    id_clinica: int | None = Field(None, gt=0)
    id_profissional: int | None = Field(None, gt=0)
    duracao_minutos: int = Field(30, ge=5, le=480)
    motivo: str | None = Field(None, max_length=2000)
    teleconsulta: bool = False
    encaixe: bool = False


async def chamador(request: Request) -> dict[str, Any]:
    try:
        return entrada.claims(request.headers.get("Authorization"))
    except entrada.NaoAutenticado:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"}) from None


Chamador = Annotated[dict[str, Any], Depends(chamador)]


def responder(dados: Any, status: int = 200, **cabecalhos: str) -> Response:
    cabecalhos["Cache-Control"] = "no-store"
    return Response(codificar(dados), status, cabecalhos, "application/json")


def exigir(papeis: tuple[str, ...], quem: dict[str, Any]) -> list[int]:
    clinicas = entrada.clinicas(quem, papeis)
    if not clinicas:
        raise HTTPException(403)
    return clinicas


@app.get("/livez")
async def livez() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/pacientes/{id}")
async def ler_paciente(id: int, quem: Chamador, request: Request) -> Response:
    exigir(LER, quem)
    linha = await request.app.state.banco.fetchrow(sql.PACIENTE, id)
    if linha is None:
        raise HTTPException(404)
    return responder(formas.paciente(linha))


@app.get("/consultas/paciente/{id}")
async def consultas_do_paciente(id: int, quem: Chamador, request: Request) -> Response:
    clinicas = exigir(LER, quem)
    linhas = await request.app.state.banco.fetch(sql.CONSULTAS_DO_PACIENTE, id, clinicas)
    return responder([formas.consulta(linha) for linha in linhas[:50]])


@app.post("/consultas")
async def agendar(pedido: Agendamento, quem: Chamador, request: Request) -> Response:
    clinicas = exigir(AGENDAR, quem)
    clinica = pedido.id_clinica or clinicas[0]
    if clinica not in clinicas:
        raise HTTPException(404)
    if pedido.data_hora <= datetime.now(UTC):
        raise HTTPException(400)
    async with request.app.state.banco.acquire() as conexao:
        nome, profissional = await perguntar(conexao, pedido, clinica)
        criada = {
            **pedido.model_dump(),
            "id_clinica": clinica,
            "paciente": nome,
            "profissional": profissional,
            "status": "agendada",
            "data_criacao": datetime.now(UTC),
        }
        criada["id"] = await gravar(conexao, criada, quem, request)
    local = f"/consultas/{criada['id']}"
    return responder(formas.consulta(criada), 201, Location=local)


async def perguntar(conexao: Any, pedido: Agendamento, clinica: int) -> tuple[str, str | None]:
    """The names of patient and professional, when all that is asked of them holds."""
    nome = await conexao.fetchval(sql.NOME_DO_PACIENTE, pedido.id_paciente)
    if nome is None:
        raise HTTPException(404)
    linha = await conexao.fetchrow(sql.QUEM_ATENDE, clinica, pedido.id_profissional)
    if linha is None:
        raise HTTPException(404)
    [profissional] = linha
    if pedido.id_profissional is None:
        return nome, None
    if profissional is None:
        raise HTTPException(404)
    if await conexao.fetch(sql.EXPEDIENTE, pedido.id_profissional):
        raise HTTPException(501)  # nobody of the benchmark has working hours
    return nome, profissional


async def gravar(conexao: Any, criada: dict[str, Any], quem: dict[str, Any], request: Any) -> int:
    fim = criada["data_hora"] + timedelta(minutes=criada["duracao_minutos"])
    try:
        return await conexao.fetchval(
            sql.INSERIR, criada["id_clinica"], criada["id_paciente"], criada["paciente"],
            criada["id_profissional"], criada["profissional"], criada["data_hora"], fim,
            criada["duracao_minutos"], criada["especialidade"],
            formas.dobrar(criada["especialidade"]), criada["motivo"], criada["teleconsulta"],
            criada["encaixe"], criada["data_criacao"],
            datetime.now(UTC), int(quem["sub"]), entrada.papel(quem, criada["id_clinica"]),
            criada["id_clinica"], request.client.host, uuid.uuid4().hex,
        )  # fmt: skip
    except asyncpg.ExclusionViolationError:
        raise HTTPException(409) from None
