"""The table of procedures in the admin: read, to find a code; a new one comes by import."""

import re
from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter

from apps.faturamento import services
from apps.faturamento.admin.formularios import FORA_DA_TABELA
from apps.faturamento.models import Procedimento
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import AdminDoApp, Completa, Lugar, Opcao

PARECE_CODIGO = re.compile(r"(?=\S*\d)\S{1,20}")
"""What may be a code that the table lacks, and not a word of a description."""


@admin.register(Procedimento)
class ProcedimentoAdmin(Completa, AdminDoApp):
    papeis_ver = services.LER_TABELA
    lugar = Lugar("Rede", 55, "list_alt", "Os códigos TUSS e os próprios da clínica.")
    list_display = ("codigo", "descricao", "no_rol", "origem")
    list_filter = (("no_rol", BooleanRadioFilter), ("origem", ChoicesDropdownFilter))
    search_fields = ("palavras",)
    search_help_text = "Código ou começos de palavras da descrição"
    ordering = ("codigo",)
    fields = ("codigo", "descricao", "no_rol", "capitulo", "grupo", "subgrupo", "origem")

    def visiveis(self, escopo: Escopo) -> QuerySet[Procedimento]:
        return services.procurar_procedimentos()

    def procurar(
        self, linhas: QuerySet[Procedimento], texto: str, escopo: Escopo
    ) -> QuerySet[Procedimento]:
        return linhas & services.procurar_procedimentos(texto=texto)

    def opcoes(self, texto: str, escopo: Escopo, limite: int) -> Iterable[Opcao]:
        """What the table finds, and what was typed, where it may be a code that the table lacks."""
        achados = services.buscar_procedimentos(texto=texto, limite=limite)
        yield from (Opcao(p.codigo, str(p)) for p in achados)
        if PARECE_CODIGO.fullmatch(texto) and texto not in {p.codigo for p in achados}:
            yield Opcao(texto, f"{texto} {FORA_DA_TABELA}")
