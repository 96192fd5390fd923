"""The databases: one template a size, kept between runs, and a copy of it for each peer."""

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql as composto
from psycopg.rows import dict_row

from apps.consulta.agenda import feriados_nacionais
from tests.bancos import RAIZ, apagar_banco, gerenciar, registrar_sequencias
from tests.bench import gente
from tests.bench.pares import formas, sql

POSTGRES = "postgres://postgres@127.0.0.1:5432"
CONEXOES = 45
"""What the peers that are up together may keep open."""
PREFIXO = "vidasaude_bench_"
MODELO = f"{PREFIXO}modelo_"
PROFISSIONAIS = 100
POR_CLINICA = 10
CONSULTAS_DE_CADA = 20
"""Of each patient who has any, at every size: what an answer holds does not grow with the table."""
FICHAS_NO_MAXIMO = 100_000
"""Patients in all: as many as consultas, up to here; the others have had no consulta yet."""
RECEITA = ("apps/*/volume.py", "apps/*/migrations/*.py", "apps/paciente/demo.py",
           "vidasaude/management/commands/carregar_volume.py", "tests/bench/gente.py")  # fmt: skip
SEM_CONSULTA = """
INSERT INTO paciente_paciente
  (versao, nome, nome_social, nome_mae, data_nascimento, sexo, passaporte, telefone, email,
   logradouro, numero, complemento, bairro, cidade, uf, cep,
   plano_operadora, plano_nome, plano_carteirinha, plano_validade, data_criacao)
SELECT
   versao, nome, nome_social, nome_mae, data_nascimento, sexo, 'BE' || n, telefone, email,
   logradouro, numero, complemento, bairro, cidade, uf, cep,
   plano_operadora, plano_nome, plano_carteirinha, plano_validade, data_criacao
FROM paciente_paciente, generate_series(1, %s) AS n
WHERE id = 1 + n %% (SELECT count(*) FROM paciente_paciente)
ORDER BY n
"""
"""Namesakes of those who have consultas, under a passport number of their own."""
ATE_LIVRE = timedelta(days=60)
"""From today: the volume fills a month ahead, and templates are kept."""
DIAS_LIVRES = 4_000


TRANCA = 0x62656E63
"""Any constant: runs on one server take turns."""


class OutraCorrida(Exception):
    """Somebody is measuring on this server."""


def servidor() -> str:
    """The PostgreSQL to use, as a URL without the database's name."""
    return (os.environ.get("BENCH_POSTGRES") or POSTGRES).rstrip("/")


@contextmanager
def conectar(nome: str = "postgres") -> Iterator[psycopg.Connection]:
    with psycopg.connect(f"{servidor()}/{nome}", autocommit=True, connect_timeout=3) as conexao:
        yield conexao


def _um(
    conexao: psycopg.Connection, pergunta: LiteralString | composto.Composed, *valores: Any
) -> Any:
    """The one row of an answer."""
    return conexao.execute(pergunta, valores).fetchone()


def responde() -> bool:
    try:
        with conectar():
            return True
    except psycopg.OperationalError:
        return False


def conexoes_livres() -> int:
    with conectar() as conexao:
        return _um(
            conexao,
            "SELECT current_setting('max_connections')::int - count(*) FROM pg_stat_activity",
        )[0]


def versao() -> dict[str, str]:
    """What durability and size the measurements were taken with."""
    with conectar() as conexao:
        nomes = ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        return {nome: _um(conexao, "SELECT current_setting(%s)", nome)[0] for nome in nomes}


def pids_do_servidor() -> set[int]:
    """PostgreSQL's processes that work for the benchmark: its connections and those of nobody.

    Empty when the server is not on this machine.
    """
    with conectar() as conexao:
        linhas = conexao.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname LIKE %s OR datname IS NULL",
            [f"{PREFIXO}%"],
        )
        return {pid for (pid,) in linhas}


@contextmanager
def a_sos() -> Iterator[None]:
    """Raises OutraCorrida while another run uses this server: they would share names and time."""
    with conectar() as conexao:
        if not _um(conexao, "SELECT pg_try_advisory_lock(%s)", TRANCA)[0]:
            raise OutraCorrida
        yield


# --- templates and copies ----------------------------------------------------------------------


def modelo(tamanho: int) -> str:
    """Name of the template of that many consultas, made now unless one of the same recipe is there."""
    nome = f"{MODELO}{tamanho}_{_receita(tamanho)}"
    if nome not in _bancos(f"{MODELO}{tamanho}_"):
        for velho in _bancos(f"{MODELO}{tamanho}_"):
            apagar_banco(f"{servidor()}/{velho}")
        _fazer(nome, tamanho)
    return nome


def _receita(tamanho: int) -> str:
    """A digest of all that decides what is in a template."""
    soma = hashlib.sha256(
        repr((tamanho, PROFISSIONAIS, CONSULTAS_DE_CADA, FICHAS_NO_MAXIMO, SEM_CONSULTA)).encode()
    )
    for padrao in RECEITA:
        for arquivo in sorted(RAIZ.glob(padrao)):
            soma.update(arquivo.read_bytes())
    return soma.hexdigest()[:10]


def _bancos(prefixo: str) -> list[str]:
    with conectar() as conexao:
        linhas = conexao.execute("SELECT datname FROM pg_database ORDER BY datname").fetchall()
    return [nome for (nome,) in linhas if nome.startswith(prefixo)]


def atendidos(tamanho: int) -> int:
    """How many patients have those consultas."""
    return max(1, tamanho // CONSULTAS_DE_CADA)


def _fazer(nome: str, tamanho: int) -> None:
    """Fill a database under another name, so that half a template never passes for one."""
    rascunho = f"{PREFIXO}fazendo_{tamanho}"
    apagar_banco(f"{servidor()}/{rascunho}")
    _executar("CREATE DATABASE {}", rascunho)
    nele = ambiente(f"{servidor()}/{rascunho}")
    pacientes = atendidos(tamanho)
    profissionais = min(PROFISSIONAIS, pacientes)
    gerenciar(nele, "migrate", "-v0")
    gerenciar(
        nele, "carregar_volume", f"--profissionais={profissionais}",
        f"--pacientes={pacientes}", f"--consultas={tamanho}",
    )  # fmt: skip
    rodar(gente.__name__, nele)
    with conectar(rascunho) as conexao:
        conexao.execute(SEM_CONSULTA, [min(tamanho, FICHAS_NO_MAXIMO) - pacientes])
        conexao.execute("VACUUM ANALYZE")
    _executar("ALTER DATABASE {} RENAME TO {}", rascunho, nome)


def ambiente(url: str) -> dict[str, str]:
    """Of a command that works on a database."""
    return {
        "AMBIENTE": "desenvolvimento",
        "DJANGO_SETTINGS_MODULE": "vidasaude.settings",
        "DATABASE_URL": url,
    }


def rodar(modulo: str, ambiente: dict[str, str]) -> None:
    """A module of the benchmark's as a program of its own."""
    subprocess.run(
        [sys.executable, "-m", modulo], cwd=RAIZ, env={**os.environ, **ambiente}, check=True
    )


def copiar(tamanho: int, par: str) -> str:
    """URL of a peer's own copy of a template."""
    nome = f"{PREFIXO}{par}_{tamanho}"
    url = f"{servidor()}/{nome}"
    apagar_banco(url)
    _executar("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", nome, modelo(tamanho))
    registrar_sequencias(url)
    return url


def limpar(*, modelos: bool) -> None:
    """Drop the copies that a run that was cut short left; with `modelos`, the templates too."""
    for nome in _bancos(PREFIXO):
        if modelos or not nome.startswith(MODELO):
            apagar_banco(f"{servidor()}/{nome}")


def assentar() -> None:
    """What was loaded goes to disk now, not in the middle of a round."""
    with conectar() as conexao:
        conexao.execute("CHECKPOINT")


def _executar(comando: str, *nomes: str) -> None:
    with conectar() as conexao:
        conexao.execute(composto.SQL(comando).format(*map(composto.Identifier, nomes)))


# --- what is in them ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Faixa:
    """Ids of a template, each an unbroken row of numbers, and what else requests are made of."""

    primeiro_paciente: int
    pacientes: int
    atendidos: int
    """The first of them have consultas."""
    primeiro_profissional: int
    profissionais: int
    primeira_clinica: int
    a_faturar: tuple[int, ...]
    """Consultas that may be charged, for one invoice each."""
    cursor_da_pagina_1000: str


def faixa(tamanho: int, limite: int, a_faturar: int) -> Faixa:
    with conectar(modelo(tamanho)) as conexao:
        primeiro, pacientes = _seguidos(conexao, "paciente_paciente")
        profissional, profissionais = _seguidos(conexao, "rede_profissional")
        clinica, _ = _seguidos(conexao, "rede_clinica")
        ativas = conexao.execute(
            "SELECT id FROM consulta_consulta WHERE status NOT IN ('cancelada', 'faltou') "
            "ORDER BY id LIMIT %s",
            [a_faturar],
        ).fetchall()
        ultima = _um(conexao, "SELECT max(id) FROM consulta_consulta")[0]
    return Faixa(
        primeiro_paciente=primeiro,
        pacientes=pacientes,
        atendidos=atendidos(tamanho),
        primeiro_profissional=profissional,
        profissionais=profissionais,
        primeira_clinica=clinica,
        a_faturar=tuple(id for (id,) in ativas),
        cursor_da_pagina_1000=_cursor(ultima - 999 * limite + 1),
    )


def _seguidos(conexao: psycopg.Connection, tabela: str) -> tuple[int, int]:
    """The first id of a table and how many there are, none missing."""
    pergunta = composto.SQL("SELECT min(id), max(id), count(*) FROM {}")
    primeiro, ultimo, quantos = _um(conexao, pergunta.format(composto.Identifier(tabela)))
    if ultimo - primeiro + 1 != quantos:
        raise RuntimeError(f"há buracos nos ids de {tabela}")
    return primeiro, quantos


def _cursor(id: int) -> str:
    """What ours writes in `Link` for the rows after that one (apps/kernel/api/paging.py)."""
    return base64.urlsafe_b64encode(f"p{max(id, 1)}".encode()).decode().rstrip("=")


def dias_livres() -> list[str]:
    """Working days from two months ahead on, none of them a national holiday."""
    dia, dias = date.today() + ATE_LIVRE, list[str]()  # noqa: DTZ011 - the local day will do
    while len(dias) < DIAS_LIVRES and dia.year < 2100:
        if dia.weekday() < 5 and dia not in feriados_nacionais(dia.year):
            dias.append(dia.isoformat())
        dia += timedelta(days=1)
    return dias


def exportar(tamanho: int, pasta: Path) -> Path:
    """What the old services load at their start, as files of a folder."""
    destino = pasta / f"dados-{tamanho}"
    if destino.is_dir():
        return destino
    destino.mkdir()
    perguntas: dict[str, tuple[LiteralString, Callable[[Any], Any]]] = {
        "pacientes": (sql.TODOS_OS_PACIENTES, formas.paciente),
        "consultas": (sql.TODAS_AS_CONSULTAS, formas.consulta),
        "profissionais": ("SELECT id, nome FROM rede_profissional ORDER BY id", dict),
    }
    with conectar(modelo(tamanho)) as conexao, conexao.cursor(row_factory=dict_row) as cursor:
        for nome, (pergunta, forma) in perguntas.items():
            linhas = [forma(linha) for linha in cursor.execute(pergunta)]
            texto = json.dumps(linhas, ensure_ascii=False, default=_texto)
            (destino / f"{nome}.json").write_text(texto, encoding="utf-8")
    return destino


def _texto(valor: Any) -> str:
    return valor.isoformat()
