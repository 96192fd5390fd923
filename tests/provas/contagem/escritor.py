"""The process that changes patients' names, one after the other, and notes each when it is done.

`python -m tests.provas.contagem.escritor DIARIO LIMITE`: DIARIO gets a line `id name` for each
acknowledged change, from which it goes on when it begins again; LIMITE holds how many to do.
"""

import os
import sys
import time
from pathlib import Path

import django

PACIENTES = 20
PASSAPORTE = "PROVA"
VENENO_EM = 5
"""After so many changes, a fact that one follower cannot take."""


def main(diario: Path, limite: Path) -> None:
    django.setup()
    from apps.kernel.access.escopo import SISTEMA
    from apps.paciente import services
    from tests.provas.contagem.marca import marcar

    ids = _pacientes()
    with diario.open("ab", buffering=0) as anotar:
        feitas = len(diario.read_bytes().splitlines())
        while True:
            if feitas >= int(limite.read_text() or 0):
                marcar("à espera")
                time.sleep(0.005)
                continue
            marcar("mudando um nome")
            if feitas == VENENO_EM:
                _envenenar()
            paciente, nome = ids[feitas % PACIENTES], f"Paciente Número {feitas}"
            services.alterar(escopo=SISTEMA, id_paciente=paciente, nome=nome)
            marcar("anotando o que foi feito")
            anotar.write(f"{paciente} {nome}\n".encode())
            feitas += 1


def _pacientes() -> list[int]:
    """The patients of the proof, each with a consulta to come; made the first time."""
    from django.db import transaction

    from apps.paciente.models import Paciente
    from tests.factories import ConsultaFactory, PacienteFactory

    dela = Paciente.objects.filter(passaporte__startswith=PASSAPORTE).order_by("pk")
    with transaction.atomic():
        if not dela.exists():
            for n in range(PACIENTES):
                paciente = PacienteFactory(cpf=None, passaporte=f"{PASSAPORTE}{n}")
                ConsultaFactory(id_paciente=paciente.pk, paciente=paciente.nome, encaixe=True)
    return list(dela.values_list("pk", flat=True))


def _envenenar() -> None:
    from django.db import transaction

    from apps.kernel import facts
    from apps.paciente.interface import PacienteAtualizado
    from tests.provas.contagem.seguidor import VENENO

    with transaction.atomic():
        facts.registrar(PacienteAtualizado(id_paciente=VENENO))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.provas.contagem.settings")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
