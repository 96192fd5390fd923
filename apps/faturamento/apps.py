from django.apps import AppConfig


class FaturamentoConfig(AppConfig):
    name = "apps.faturamento"
    verbose_name = "Faturamento"

    def ready(self) -> None:
        from apps.faturamento import services
        from apps.kernel import worker

        worker.registrar_varredura("faturas aguardando o plano", services.resolver_pendentes)
