"""Many patients who do not exist, to see the system big."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from random import Random

from apps.kernel.search import palavras
from apps.paciente.demo import TOTAL, cns_da_base, cpf_da_base, paciente_ficticio
from apps.paciente.models import Paciente, PalavraDoNome

SEMENTE = "volume"
PRIMEIRA_BASE = 10_000_000
"""Below the bases of the demo's CPFs, so that both may be in one database."""
LOTE = 2_000


def encher(quantos: int, *, agora: datetime) -> Iterator[list[int]]:
    """Make that many patients, in lots; yields the ids of each lot."""
    novos = _pacientes(quantos, agora)
    while lote := Paciente.objects.bulk_create(islice(novos, LOTE)):
        PalavraDoNome.objects.bulk_create(
            PalavraDoNome(paciente=paciente, palavra=palavra)
            for paciente in lote
            for palavra in palavras(paciente.nome, paciente.nome_social)
        )
        yield [paciente.pk for paciente in lote]


def _pacientes(quantos: int, agora: datetime) -> Iterator[Paciente]:
    """People like the demo's, each with a CPF and a CNS of their own."""
    sorteio = Random(SEMENTE)
    for n in range(quantos):
        cpf = cpf_da_base(PRIMEIRA_BASE + n)
        paciente = paciente_ficticio(1 + n % TOTAL, cpf, sorteio, agora)
        paciente.cpf, paciente.cns = cpf, cns_da_base(f"2{n:010d}")
        yield paciente
