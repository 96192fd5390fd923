from django.apps import AppConfig


class MesaConfig(AppConfig):
    name = "apps.mesa"
    verbose_name = "Mesa"

    def ready(self) -> None:
        from apps.kernel.admin import registrar_busca, registrar_pagina
        from apps.mesa.completar import nomear_pacientes

        registrar_pagina("paciente_paciente", "mesa:paciente")
        registrar_busca("paciente", endereco="mesa:completar", opcoes_de=nomear_pacientes)
