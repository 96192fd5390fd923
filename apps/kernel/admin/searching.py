"""Search in small tables as people type: any part of a word, without accents or case.

Clinics, professionals and accounts are tens to a few thousand in a network, and only who manages
them searches them here: a pass over their names in memory (about 10 ms for 5,000) costs less than a
folded copy of every column, kept in step, and an index that could not serve parts of words anyway.
Patients, who are many and sought by everybody, have their own index (apps.kernel.search).
"""

from typing import Any

from django.db.models import QuerySet

from apps.kernel.text import dobrar


def procurar_em_memoria(linhas: QuerySet[Any], texto: str, *campos: str) -> QuerySet[Any]:
    """The rows where every word of the text is part of some of the columns, `clinica__nome` too."""
    palavras = dobrar(texto).split()
    achados = [
        pk
        for pk, *valores in linhas.order_by().values_list("pk", *campos)
        if _tem_todas(palavras, valores)
    ]
    return linhas.filter(pk__in=achados)


def _tem_todas(palavras: list[str], valores: list[Any]) -> bool:
    dobrados = " ".join(dobrar(str(valor)) for valor in valores if valor)
    return all(palavra in dobrados for palavra in palavras)
