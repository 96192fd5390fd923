"""`manage.py carregar_demo`: two clinics, their people and four weeks of work, to try things on.

It may be run again, any day: what is there stays, days without an agenda are filled.
"""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vidasaude.topology import APPS, LOCAL


class Command(BaseCommand):
    help = "Carrega os dados de demonstração (só em desenvolvimento; repetir não duplica nada)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError outside development, before anything is written."""
        if not settings.DESENVOLVIMENTO:
            raise CommandError(
                "carregar_demo só roda com AMBIENTE=desenvolvimento, porque cria contas de senha "
                "conhecida. Nada foi gravado."
            )
        agora = timezone.localtime()
        self.stdout.write(f"Dados de demonstração em torno de {agora:%d/%m/%Y}:")
        for app in APPS:
            if settings.TOPOLOGIA[app] == LOCAL:
                self._resumir(app, import_module(f"apps.{app}.demo").carregar(agora=agora))

    def _resumir(self, app: str, novos: dict[str, int]) -> None:
        partes = [f"{quantos} {nome}" for nome, quantos in novos.items() if quantos]
        nome = apps.get_app_config(app).verbose_name
        self.stdout.write(f"  {nome}: {', '.join(partes) or 'nada de novo'}")
