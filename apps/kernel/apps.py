from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "apps.kernel"
    verbose_name = "Sistema"

    def ready(self) -> None:
        from django.urls import register_converter

        from apps.kernel import triggers
        from apps.kernel.converters import IdConverter

        register_converter(IdConverter, "id")
        triggers.registrar(*triggers.somente_acrescimo("kernel_eventoauditoria"))
        triggers.ligar(self)
