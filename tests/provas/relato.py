"""What a proof leaves behind: one JSON document for each proof and database."""

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import psycopg
from django.utils import timezone

from tests.bancos import POSTGRES
from tests.maquina import arvore, maquina


@dataclass
class Relato:
    """What one test of a proof asked for and saw. Fill it before asserting: a failure keeps it."""

    resultado: str = "passou"
    duracao_s: float = 0
    pedido: dict[str, Any] = field(default_factory=dict)
    contagens: dict[str, int] = field(default_factory=dict)
    medidas: dict[str, Any] = field(default_factory=dict)
    falhas: list[str] = field(default_factory=list)

    def pedir(self, **tamanhos: Any) -> None:
        """The sizes of the proof: rounds, threads, processes."""
        self.pedido |= tamanhos

    def contar(self, **quantos: int) -> None:
        """Add to the counts."""
        for nome, n in quantos.items():
            self.contagens[nome] = self.contagens.get(nome, 0) + n

    def medir(self, **figuras: Any) -> None:
        """Figures with their unit in the name: `mais_lenta_ms`."""
        self.medidas |= figuras

    def medir_a_mais_lenta(self, respostas: Iterable[httpx.Response]) -> None:
        """The longest that anybody waited for an answer, in all calls of this."""
        ms = max(round(1000 * r.elapsed.total_seconds()) for r in respostas)
        self.medir(mais_lenta_ms=max(ms, self.medidas.get("mais_lenta_ms", 0)))

    def falhar(self, motivo: str) -> None:
        self.resultado = "falhou"
        self.falhas.append(motivo)

    def pular(self, motivo: str) -> None:
        self.resultado = "pulado"
        self.pedido["motivo"] = motivo


@dataclass
class Documento:
    """The document of a proof, which is a module of tests."""

    prova: str
    inicio: datetime = field(default_factory=timezone.localtime)
    testes: dict[str, Relato] = field(default_factory=dict)

    def relato(self, teste: str) -> Relato:
        return self.testes.setdefault(teste, Relato())

    @property
    def resultado(self) -> str:
        """The worst of its tests: a proof with a test left out is not a whole one."""
        resultados = {relato.resultado for relato in self.testes.values()}
        return next(r for r in ("falhou", "pulado", "passou") if r in resultados)

    def gravar(self, pasta: Path) -> None:
        """Unless nothing of it was for this database."""
        if {relato.resultado for relato in self.testes.values()} == {"pulado"}:
            return
        pasta.mkdir(parents=True, exist_ok=True)
        banco = "postgres" if POSTGRES else "sqlite"
        conteudo = {
            "prova": self.prova,
            "resultado": self.resultado,
            "comando": os.environ.get("PROVAS_COMANDO", "pytest"),
            "inicio": self.inicio.isoformat(timespec="seconds"),
            **arvore("docs/provas"),
            "banco": _versao_do_banco(),
            "maquina": maquina(),
            "testes": {nome: asdict(relato) for nome, relato in self.testes.items()},
        }
        texto = json.dumps(conteudo, ensure_ascii=False, indent=2, default=str)
        (pasta / f"{self.prova}-{banco}.json").write_text(f"{texto}\n", encoding="utf-8")


@cache
def _versao_do_banco() -> str:
    if not POSTGRES:
        return f"SQLite {sqlite3.sqlite_version}"
    servidor = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(servidor) as conexao:
        return f"PostgreSQL {conexao.execute('SHOW server_version').fetchone()[0]}"
