"""The two people of the benchmark: reception and billing of every clinic of the volume.

    python -m tests.bench.gente

Run once on each template database, after `carregar_volume`.
"""

import os

import django

SENHA = "vidasaude-bench"
RECEPCAO, FATURISTA = "bench_recepcao", "bench_faturista"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidasaude.settings")
    django.setup()
    from apps.kernel.access.escopo import Papel
    from apps.kernel.models import Usuario
    from apps.rede.models import Clinica
    from apps.rede.services import vincular

    for username, papel in ((RECEPCAO, Papel.RECEPCAO), (FATURISTA, Papel.FATURAMENTO)):
        usuario = Usuario.objects.create_user(username, SENHA, nome=username)
        for clinica in Clinica.objects.order_by("pk"):
            vincular(usuario=usuario, clinica=clinica, papel=papel)


if __name__ == "__main__":
    main()
