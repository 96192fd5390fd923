"""Invoices that wait for the plan, due now.

`python -m tests.provas.contagem.pendentes N M`: so many, the first of them the M-th of the proof.
"""

import os
import sys

import django

PRIMEIRA = 5_000_000
"""Consultas of theirs are numbered from here."""


def main(quantas: int, a_partir_de: int) -> None:
    django.setup()
    from django.db import transaction

    from tests.factories import FaturaAguardandoFactory

    with transaction.atomic():
        for n in range(a_partir_de, a_partir_de + quantas):
            FaturaAguardandoFactory(id_consulta=PRIMEIRA + n)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.provas.contagem.settings")
    main(int(sys.argv[1]), int(sys.argv[2]))
