"""Rules that another process judges: a booted Django (relations, migrations) and ruff (connections)."""

import json
import os
import subprocess
import sys
from pathlib import Path

AO_ALCANCE = ("kernel", "auth", "contenttypes", "sessions", "admin", "messages", "postgres")
"""Whose tables an app may point to: the floor's, and those of Django's contrib apps."""

LER = """
import json
import django
django.setup()
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

nossas = {c.label for c in apps.get_app_configs() if c.name.startswith("apps.")}
relacoes = [
    [modelo._meta.app_label, campo.name, campo.related_model._meta.app_label]
    for modelo in apps.get_models(include_auto_created=True)
    if modelo._meta.app_label in nossas
    for campo in modelo._meta.get_fields(include_hidden=True)
    if campo.is_relation and not campo.auto_created and campo.related_model is not None
]
migracoes = [
    [app, nome, dependencia[0]]
    for (app, nome), migracao in MigrationLoader(None).disk_migrations.items()
    if app in nossas
    for dependencia in [*migracao.dependencies, *migracao.run_before]
]
print(json.dumps([relacoes, migracoes]))
"""


def relacao_nao_sai_do_app(raiz: Path) -> list[str]:
    """No ForeignKey, OneToOne or ManyToMany, and no migration, leads to another clinical app."""
    relacoes, migracoes = _ler(raiz)
    return [
        f"{que} {app}.{nome} leva a {destino}"
        for que, achados in (("a relação", relacoes), ("a migração", migracoes))
        for app, nome, destino in achados
        if destino != app and destino not in AO_ALCANCE
    ]


def _ler(raiz: Path) -> tuple[list[list[str]], list[list[str]]]:
    resultado = subprocess.run(
        [sys.executable, "-c", LER],
        cwd=raiz,
        env={
            **os.environ,
            "AMBIENTE": "desenvolvimento",
            "DATABASE_URL": "sqlite://:memory:",
            "DJANGO_SETTINGS_MODULE": "vidasaude.settings",
            "PYTHONPATH": str(raiz),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if resultado.returncode:
        raise RuntimeError(resultado.stderr)
    return tuple(json.loads(resultado.stdout))


def rede_so_no_kernel(raiz: Path) -> list[str]:
    """Only the kernel imports `urllib.request` and `http.client` (ruff's TID251)."""
    resultado = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--select=TID251",
         "--output-format=json", "apps", "vidasaude"],
        cwd=raiz, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [
        f"{Path(achado['filename']).relative_to(raiz.resolve()).as_posix()}:"
        f"{achado['location']['row']} {achado['message']}"
        for achado in json.loads(resultado.stdout)
    ]
