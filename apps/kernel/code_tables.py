"""Tables of codes: what an official file says of each, found by its beginning or by words.

A table helps to choose a code and to read it; no app refuses a code because its table lacks it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.apps import AppConfig
from django.db import connections, models
from django.db.models.signals import post_migrate

from apps.kernel.search import palavras

PROCURA_MAXIMA = 200
"""Characters of a search that count, as in the API's `busca`."""
PONTUACAO = re.compile(r"(?<=\d)[.-](?=\d)")
"""How people part a code: `J11.1`, `1.01.01.01-2`."""


class CodigosQuerySet(models.QuerySet[Any]):
    def procurar(self, texto: str) -> Self:
        """Codes of which every word of `texto` starts the code or a word of the description."""
        procuradas = _procuradas(texto)
        achados = self if procuradas else self.none()
        for palavra in procuradas:
            achados = achados.filter(palavras__contains=f" {palavra}")
        return achados

    def por_relevancia(self, texto: str) -> Self:
        """Those whose code begins as the text does come first; then in the order of the codes."""
        inicio = " ".join(["", *_procuradas(texto)[:1]])
        pelo_codigo = models.When(palavras__startswith=inicio, then=models.Value(0))
        return self.order_by(models.Case(pelo_codigo, default=models.Value(1)), "codigo")


def _procuradas(texto: str) -> list[str]:
    return palavras(PONTUACAO.sub("", texto[:PROCURA_MAXIMA]))


class CodigoDeTabela(models.Model):
    """A code, as the official file writes it, and its description."""

    codigo = models.CharField("código", max_length=20)
    descricao = models.CharField("descrição", max_length=500)
    palavras = models.TextField(
        editable=False, help_text="Código e descrição como palavras, cada uma depois de um espaço."
    )

    objects: ClassVar[Any] = CodigosQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["codigo"], name="%(class)s_codigo_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.codigo} {self.descricao}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.preparar()
        super().save(*args, **kwargs)

    def preparar(self) -> Self:
        """Fill in what the search reads, as `save` does; `bulk_create` calls no `save`."""
        self.palavras = "".join(f" {palavra}" for palavra in palavras(self.codigo, self.descricao))
        return self


C = TypeVar("C", bound=CodigoDeTabela)


def completar(modelo: type[C], comuns: Iterable[C], *, using: str = "default") -> int:
    """Add the codes that the table lacks; those there stay as they are. Returns how many."""
    codigos = {comum.codigo: comum.preparar() for comum in comuns}
    tabela = modelo.objects.using(using)
    presentes = tabela.filter(codigo__in=codigos).values_list("codigo", flat=True)
    faltam = [codigos[codigo] for codigo in codigos.keys() - set(presentes)]
    tabela.bulk_create(faltam, ignore_conflicts=True)
    return len(faltam)


def ligar(app: AppConfig, modelo: type[C], comuns: Callable[[], Iterable[C]]) -> None:
    """Have the common codes in the table after every migrate, and after a test empties it."""

    def depois_de_migrar(sender: AppConfig, using: str, **kwargs: Any) -> None:
        with connections[using].cursor() as cursor:
            tabelas = connections[using].introspection.table_names(cursor)
        if modelo._meta.db_table in tabelas:
            completar(modelo, comuns(), using=using)

    nome = f"codigos_comuns_{modelo._meta.label_lower}"
    post_migrate.connect(depois_de_migrar, sender=app, weak=False, dispatch_uid=nome)
