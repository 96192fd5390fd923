"""A list as CSV: what its columns say, of the selected rows or of all that search and filters show.

Made for Excel in Portuguese: `;` between cells, UTF-8 with its mark. It is streamed in batches, each
told to `ao_listar` as a page of the list is, so that names come in bulk.
"""

import csv
from collections.abc import Iterator
from html import unescape
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.db.models import BooleanField, QuerySet
from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from unfold.decorators import action

from apps.kernel.admin.caller import escopo_de
from apps.kernel.audit import auditar

LIMITE = 10_000
"""Rows of one file; who needs more narrows the search."""
LOTE = 500
PEDIDO = "_exportar"
"""The query parameter that asks for the file in place of the page."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a cell (OWASP, CSV Injection)."""


class ExportaCSV:
    """What lists have in common; the columns are those of `list_display`, in plain text."""

    exporta: ClassVar[bool] = True
    """Off where the content does not leave in a file (clinical text)."""

    opts: Any

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        acoes = super().get_actions(request)  # type: ignore[misc]
        if self.exporta:
            acoes["exportar_selecionados"] = (
                exportar_selecionados,
                "exportar_selecionados",
                "Exportar CSV",
            )
        return acoes

    def exportar(self, request: HttpRequest, linhas: QuerySet[Any]) -> HttpResponseBase:
        """The file, with its event (`<app>.exportado`, on `<app>.<modelo>:*/<how many>`).

        More than `LIMITE` rows: back to the list, with the reason, and nothing leaves.
        """
        quantas = linhas.order_by()[: LIMITE + 1].count()
        if quantas > LIMITE:
            messages.error(
                request, f"São mais de {LIMITE} linhas. Busque ou filtre antes de exportar."
            )
            return HttpResponseRedirect(f"{request.path}?{request.GET.urlencode()}")
        nome = self.opts.model_name
        auditar(
            f"{self.opts.app_label}.exportado",
            escopo=escopo_de(request),
            objeto=f"{self.opts.app_label}.{nome}:*/{quantas}",
        )
        arquivo = f"{nome}-{timezone.localtime():%Y-%m-%d-%H%M}.csv"
        return StreamingHttpResponse(
            self._escrever(request, linhas[:LIMITE]),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{arquivo}"'},
        )

    def _escrever(self, request: HttpRequest, linhas: QuerySet[Any]) -> Iterator[str]:
        colunas = [c for c in self.get_list_display(request) if c != "action_checkbox"]  # type: ignore[attr-defined]
        escritor = csv.writer(_Eco(), delimiter=";")
        pagina: Any = self
        titulos = [label_for_field(c, self.opts.model, pagina) for c in colunas]
        yield "\ufeff" + escritor.writerow([capfirst(str(titulo)) for titulo in titulos])
        for lote in _em_lotes(linhas):
            self.ao_listar(request, lote)  # type: ignore[attr-defined]
            for linha in lote:
                yield escritor.writerow([celula(coluna, linha, self) for coluna in colunas])


@action(description="Exportar CSV")
def exportar_selecionados(
    pagina: Any, request: HttpRequest, linhas: QuerySet[Any]
) -> HttpResponseBase:
    """The action of a list: its selected rows as CSV."""
    return pagina.exportar(request, linhas)


def pede_exportacao(request: HttpRequest) -> bool:
    """Whether the list is asked for as a file; afterwards the query holds its filters alone."""
    if PEDIDO not in request.GET:
        return False
    filtros = request.GET.copy()
    del filtros[PEDIDO]
    request.GET = filtros  # type: ignore[assignment]
    return True


def celula(coluna: Any, linha: Any, pagina: Any) -> str:
    """What the list shows in a cell, as text that a spreadsheet does not run."""
    campo, _, valor = lookup_field(coluna, linha, pagina)
    if campo is not None and not campo.remote_field and not isinstance(campo, BooleanField):
        valor = display_for_field(valor, campo, "")
    texto = " ".join(unescape(strip_tags(_em_palavras(valor))).split())
    return f"'{texto}" if texto.startswith(FORMULA) else texto


def _em_palavras(valor: Any) -> str:
    if isinstance(valor, bool):
        return "Sim" if valor else "Não"
    return "" if valor is None else str(valor)


def _em_lotes(linhas: QuerySet[Any]) -> Iterator[list[Any]]:
    lote: list[Any] = []
    for linha in linhas.iterator(chunk_size=LOTE):
        lote.append(linha)
        if len(lote) == LOTE:
            yield lote
            lote = []
    if lote:
        yield lote


class _Eco:
    """A file that gives back what is written to it: csv's own way to stream."""

    def write(self, texto: str) -> str:
        return texto
