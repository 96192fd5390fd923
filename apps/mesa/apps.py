from django.apps import AppConfig


class MesaConfig(AppConfig):
    name = "apps.mesa"
    verbose_name = "Mesa"

    def ready(self) -> None:
        from apps.kernel.admin import registrar_pagina

        registrar_pagina("paciente_paciente", "mesa:paciente")
