"""The table of prices in the admin: what the drafts that the system opens charge."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from apps.faturamento import services
from apps.faturamento.admin.formularios import opcoes_de_procedimentos
from apps.faturamento.models import Preco
from apps.faturamento.serializers import PrecoEntrada
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import (
    AdminDoApp,
    Completar,
    DialogoDoServico,
    FormularioDoServico,
    Lugar,
    dialogo,
    validar,
)
from apps.kernel.admin.completar import ler_codigo
from apps.kernel.money import CampoDeReais, reais


class FormularioDePreco(FormularioDoServico):
    campo_do_codigo = {"preco_repetido": "especialidade"}

    codigo = Completar(
        "Procedimento",
        busca="faturamento_procedimento",
        opcoes_de=opcoes_de_procedimentos,
        tipo=ler_codigo,
    )
    valor = CampoDeReais(
        label="Valor em reais",
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
    )

    class Meta:
        model = Preco
        fields = ("especialidade", "codigo", "valor")

    def gravar(self) -> Preco:
        campos: Sequence[str] = self.Meta.fields
        pedido = validar(PrecoEntrada, {nome: self.cleaned_data[nome] for nome in campos})
        return services.salvar_preco(escopo=self.escopo, id_preco=self.instance.pk, **pedido)


class DialogoDeRemocao(DialogoDoServico):
    feito = "O preço foi removido."

    def executar(self, id: int, **dados: Any) -> None:
        services.remover_preco(escopo=self.escopo, id_preco=id)


@admin.register(Preco)
class PrecoAdmin(AdminDoApp):
    papeis_ver = services.ESCREVER
    papeis_editar = services.ESCREVER
    lugar = Lugar("Financeiro", 41, "sell", "Quanto custa a consulta de cada especialidade.")
    form = FormularioDePreco
    list_display = ("__str__", "codigo", "quanto")
    ordering = ("especialidade_dobrada",)
    fields = FormularioDePreco.Meta.fields
    actions_detail = ("remover",)
    remover = dialogo(
        DialogoDeRemocao,
        titulo="Remover",
        texto="A especialidade passa a ter o preço das demais.",
        icone="delete",
        permissao="change",
        some=True,
    )

    def visiveis(self, escopo: Escopo) -> QuerySet[Preco]:
        return services.listar_precos(escopo=escopo)

    @display(description="valor")
    def quanto(self, preco: Preco) -> str:
        return reais(preco.valor)
