"""The CID-10 in the admin: read, to find a code; the table comes by import."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import AdminDoApp, Completa, Lugar, Opcao
from apps.prontuario import services
from apps.prontuario.admin.formularios import FORA_DA_TABELA
from apps.prontuario.cid10 import ler_cid10
from apps.prontuario.models import Cid10


@admin.register(Cid10)
class Cid10Admin(Completa, AdminDoApp):
    papeis_ver = services.PROFISSIONAL
    lugar = Lugar("Rede", 56, "menu_book", "Os códigos da CID-10 e o que querem dizer.")
    list_display = ("codigo_com_ponto", "descricao", "classificacao", "restrito_ao_sexo")
    list_filter = (("restrito_ao_sexo", ChoicesDropdownFilter),)
    search_fields = ("palavras",)
    search_help_text = "Código ou começos de palavras da descrição"
    ordering = ("codigo",)
    fields = ("codigo_com_ponto", "descricao", "classificacao", "restrito_ao_sexo")

    def visiveis(self, escopo: Escopo) -> QuerySet[Cid10]:
        return services.procurar_cid10()

    def procurar(self, linhas: QuerySet[Cid10], texto: str, escopo: Escopo) -> QuerySet[Cid10]:
        return linhas & services.procurar_cid10(texto=texto)

    @display(description="código")
    def codigo_com_ponto(self, codigo: Cid10) -> str:
        return codigo.com_ponto

    def opcoes(self, texto: str, escopo: Escopo, limite: int) -> Iterable[Opcao]:
        """What the table finds, and what was typed, where it is a code that the table lacks."""
        achados = services.buscar_cid10(texto=texto, limite=limite)
        yield from (Opcao(c.com_ponto, str(c)) for c in achados)
        livre = ler_cid10(texto)
        if livre and livre.replace(".", "") not in {c.codigo for c in achados}:
            yield Opcao(livre, f"{livre} {FORA_DA_TABELA}")
