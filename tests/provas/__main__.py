"""`make provas`: every proof whole, on SQLite and then on PostgreSQL."""

import os
import subprocess
import sys

import psycopg

POSTGRES = "postgres://postgres@127.0.0.1:5432/vidasaude_provas"
SEM_POSTGRES = """
Falta a metade em PostgreSQL: nenhum respondeu em {url}.
Para ter um: apt-get install postgresql, ou docker run -p 5432:5432 \\
  -e POSTGRES_HOST_AUTH_METHOD=trust postgres. Outro endereço: make provas \\
  PROVAS_POSTGRES=postgres://usuario:senha@maquina/nome (o usuário cria bancos).
As provas em SQLite já estão em docs/provas."""


def main(argumentos: list[str]) -> None:
    """Run both halves; the process ends with an error if any failed or one could not run."""
    falhou = _rodar("sqlite:///:memory:", argumentos)
    url = os.environ.get("PROVAS_POSTGRES") or POSTGRES
    if not _responde(url):
        sys.exit(SEM_POSTGRES.format(url=url.rsplit("@", 1)[-1]))
    sys.exit(_rodar(url, argumentos) or falhou)


def _rodar(url: str, argumentos: list[str]) -> int:
    ambiente = {
        "DATABASE_URL": url,
        "PROVAS": os.environ.get("PROVAS") or "docs/provas",
        "PROVAS_COMANDO": _comando(argumentos),
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "tests/provas", *argumentos],
        env={**os.environ, **ambiente},
        check=False,
    ).returncode


def _comando(argumentos: list[str]) -> str:
    """What to type to have the same again."""
    partes = ["make provas"]
    if ciclos := os.environ.get("CICLOS"):
        partes.append(f"CICLOS={ciclos}")
    if argumentos:
        partes.append(f"ARGS={subprocess.list2cmdline(argumentos)!r}")
    return " ".join(partes)


def _responde(url: str) -> bool:
    try:
        psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
