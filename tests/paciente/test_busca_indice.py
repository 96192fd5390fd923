"""The index of the search: names as words, a prefix as a range, and a database that uses it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from apps.kernel.search import faixa, palavras
from apps.paciente import services
from apps.paciente.models import Paciente, PalavraDoNome
from tests import documentos
from tests.factories import PacienteFactory
from tests.planos import contar_ao_banco


@pytest.mark.parametrize(
    ("textos", "esperadas"),
    [
        (("José d'Ávila",), ["jose", "d", "avila"]),
        (("Ana Ana ANA",), ["ana"]),
        (("Ana", None), ["ana"]),
        (("Ana", "Bia"), ["ana", "bia"]),
        (("Straße ÆØÅ",), ["strasse", "aeoa"]),
        (("",), []),
        (("--",), []),
        (("3º Andar",), ["3o", "andar"]),
    ],
)
def test_palavras_de_um_nome(textos: tuple[Any, ...], esperadas: list[str]) -> None:
    assert palavras(*textos) == esperadas


def test_faixa_pega_os_comecos_e_so_eles(db: None) -> None:
    paciente = PacienteFactory(nome="-")
    todas = [
        "ana",
        "anab",
        "anaz",
        "anazzz",
        "ana9",
        "anb",
        "an",
        "am",
        "b",
        "zz",
        "z" * 60,
        "a" * 60,
    ]
    PalavraDoNome.objects.bulk_create(
        PalavraDoNome(paciente=paciente, palavra=palavra) for palavra in todas
    )

    for prefixo in ("ana", "an", "a", "z", "zz", "ana9", "a" * 60):
        achadas = PalavraDoNome.objects.filter(palavra__range=faixa(prefixo))
        assert {p.palavra for p in achadas} == {p for p in todas if p.startswith(prefixo)}


@pytest.fixture
def muitos(db: None) -> None:
    """Enough patients for an index to be worth its while."""
    nomes = [f"{a}{b} {c}" for a in ("Ana", "Bia", "Caio") for b in "abcdefgh" for c in range(30)]
    pacientes = Paciente.objects.bulk_create(
        Paciente(nome=nome, cpf=documentos.cpf(n), data_nascimento="1985-04-12")
        for n, nome in enumerate(nomes, start=1)
    )
    PalavraDoNome.objects.bulk_create(
        PalavraDoNome(paciente=paciente, palavra=palavra)
        for paciente in pacientes
        for palavra in palavras(paciente.nome)
    )
    contar_ao_banco()


def plano_de(busca: str) -> str:
    """How the database means to find the first page (a comment keeps it from telling an old plan)."""
    consulta = services.listar(busca=busca).order_by("-pk")[:51]
    sql, parametros = consulta.query.sql_with_params()
    explicar = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explicar} {sql} /* {uuid4()} */", parametros)
        return "\n".join(str(linha[-1]) for linha in cursor.fetchall())


@pytest.mark.parametrize(
    ("busca", "postgres", "sqlite"),
    [
        ("anab", "palavra_busca", "COVERING INDEX palavra_busca (palavra>? AND"),
        ("anab 12", "palavra_busca", "COVERING INDEX palavra_busca (palavra>? AND"),
        (documentos.cpf(7), "Index Scan using paciente_cpf_unico", "(cpf=?)"),
        ("700000000000005", "Index Scan using paciente_cns_unico", "(cns=?)"),
    ],
)
def test_busca_usa_o_indice(muitos: None, busca: str, postgres: str, sqlite: str) -> None:
    plano = plano_de(busca)

    assert (postgres if connection.vendor == "postgresql" else sqlite) in plano
    assert "Seq Scan on paciente_palavradonome" not in plano
    assert "SCAN" not in plano


def test_sem_o_indice_o_plano_e_outro(muitos: None) -> None:
    """The control of the one above."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX palavra_busca")
    plano = plano_de("anab")

    assert "palavra_busca" not in plano
    assert connection.vendor == "postgresql" or "SCAN" in plano
