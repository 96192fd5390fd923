from django.apps import AppConfig


class FaturamentoConfig(AppConfig):
    name = "apps.faturamento"
    verbose_name = "Faturamento"

    def ready(self) -> None:
        from apps.faturamento import followers, services  # noqa: F401 - followers declare themselves
        from apps.faturamento.models import Procedimento
        from apps.kernel import code_tables, worker

        worker.registrar_varredura("faturas aguardando o plano", services.resolver_pendentes)
        code_tables.ligar(self, Procedimento, services.procedimentos_comuns)
