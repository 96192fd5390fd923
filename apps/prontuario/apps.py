from django.apps import AppConfig


class ProntuarioConfig(AppConfig):
    name = "apps.prontuario"
    verbose_name = "Prontuário"

    def ready(self) -> None:
        from apps.kernel import code_tables, triggers
        from apps.prontuario import services
        from apps.prontuario.models import Cid10

        triggers.registrar(*triggers.somente_acrescimo("prontuario_prontuario"))
        code_tables.ligar(self, Cid10, services.cid10_comuns)
