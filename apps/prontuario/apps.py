from django.apps import AppConfig


class ProntuarioConfig(AppConfig):
    name = "apps.prontuario"
    verbose_name = "Prontuário"

    def ready(self) -> None:
        from apps.kernel import triggers

        triggers.registrar(*triggers.somente_acrescimo("prontuario_prontuario"))
