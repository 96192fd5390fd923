from django.apps import AppConfig
from django.conf import settings


class KernelConfig(AppConfig):
    name = "apps.kernel"
    verbose_name = "Sistema"

    def ready(self) -> None:
        from django.urls import register_converter

        from apps.kernel import triggers
        from apps.kernel.access.account_facts import UsuarioAlterado, anotar_alteracao
        from apps.kernel.converters import IdConverter
        from apps.kernel.facts import seguidor

        register_converter(IdConverter, "id")
        if not settings.COM_REDE:
            seguidor("kernel", UsuarioAlterado)(anotar_alteracao)
        triggers.registrar(*triggers.somente_acrescimo("kernel_eventoauditoria"))
        triggers.ligar(self)
