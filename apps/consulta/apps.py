from django.apps import AppConfig


class ConsultaConfig(AppConfig):
    name = "apps.consulta"
    verbose_name = "Consulta"

    def ready(self) -> None:
        from apps.consulta import followers, models  # noqa: F401 - followers declare themselves
        from apps.kernel import triggers

        triggers.registrar(*models.GATILHOS)
