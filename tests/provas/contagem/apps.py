import os

from django.apps import AppConfig
from django.conf import settings


class ContagemConfig(AppConfig):
    name = "tests.provas.contagem"
    label = "contagem"

    def ready(self) -> None:
        from apps.kernel import facts
        from apps.kernel.context import Pedido, pedido_atual
        from apps.paciente.interface import PacienteAtualizado
        from tests.provas.contagem import marca, seguidor
        from tests.provas.controles import cursor_fora

        # Audit events and log lines of this process carry its name.
        pedido_atual.set(Pedido(id_requisicao=os.environ.get("NOME", "-")))
        facts.seguidor(seguidor.NOME, PacienteAtualizado)(seguidor.contar)
        marca.instrumentar()
        if settings.CURSOR_FORA:
            cursor_fora.ligar()
