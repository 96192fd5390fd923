from typing import Any

from django.apps import AppConfig


class RedeConfig(AppConfig):
    name = "apps.rede"
    verbose_name = "Rede"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from apps.kernel.access import credentials
        from apps.kernel.models import Usuario
        from apps.rede import services
        from apps.rede.models import Profissional, Vinculo

        credentials.ligar_fonte(services.credencial_do_usuario)

        def esquecer(**kwargs: Any) -> None:
            credentials.esquecer()

        # This process forgets at once; the others within the 1.5 s that they remember.
        for modelo in (Usuario, Vinculo, Profissional):
            post_save.connect(
                esquecer, sender=modelo, weak=False, dispatch_uid=f"esquecer {modelo}"
            )
            post_delete.connect(
                esquecer, sender=modelo, weak=False, dispatch_uid=f"apagar {modelo}"
            )
