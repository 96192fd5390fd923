from typing import Any

from django.apps import AppConfig


class RedeConfig(AppConfig):
    name = "apps.rede"
    verbose_name = "Rede"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_login_failed
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
            for sinal in (post_save, post_delete):
                sinal.connect(esquecer, sender=modelo, weak=False)

        def entrou(user: Any, **kwargs: Any) -> None:
            services.auditar_entrada(id_usuario=user.pk)

        def nao_entrou(request: Any = None, **kwargs: Any) -> None:
            services.auditar_entrada_recusada(bloqueada=getattr(request, "axes_locked_out", False))

        user_logged_in.connect(entrou, weak=False)
        user_login_failed.connect(nao_entrou, weak=False)
