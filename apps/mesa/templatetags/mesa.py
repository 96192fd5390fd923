"""Words and addresses that the desk's templates ask for."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html

# The module and not the name: Unfold renders a template, and so loads this, while it is imported.
from apps.kernel import admin as paginas
from apps.kernel.money import reais as em_reais
from apps.kernel.time import formatar
from apps.mesa import enderecos, estados

register = template.Library()

register.filter("reais", em_reais)
register.filter("momento", formatar)


@register.filter
def de_chave(nomes: Mapping[Any, Any], chave: Any) -> Any:
    """The value of a key, or nothing."""
    return nomes.get(chave, "")


@register.filter
def endereco(id: int, rota: str) -> str | None:
    """`{{ consulta.id|endereco:"consulta_consulta" }}`: an object's page, where it is served."""
    return paginas.endereco_de(rota, id)


@register.filter
def idade(nascimento: date) -> str:
    """`41 anos`; of a baby, in months."""
    hoje = timezone.localdate()
    meses = (hoje.year - nascimento.year) * 12 + hoje.month - nascimento.month
    meses -= hoje.day < nascimento.day
    if meses < 24:
        return f"{meses} mês" if meses == 1 else f"{meses} meses"
    return f"{meses // 12} anos"


@register.filter
def ha_dias(momento: datetime) -> str:
    """`hoje`, `há 1 dia`, `há 12 dias`, in local days."""
    dias = (timezone.localdate() - timezone.localdate(momento)).days
    if dias <= 0:
        return "hoje"
    return f"há {dias} dia" if dias == 1 else f"há {dias} dias"


@register.simple_tag
def estado_da_consulta(status: str) -> str:
    return _etiqueta(estados.DA_CONSULTA[status])


@register.simple_tag
def estado_da_fatura(status: str) -> str:
    return _etiqueta(estados.DA_FATURA[status])


def _etiqueta(estado: estados.Estado) -> str:
    return format_html('<span class="estado {}">{}</span>', estado.cor, estado.palavra)


@register.inclusion_tag("mesa/verbos.html", takes_context=True)
def verbos_da_recepcao(context: Any, consulta: Any) -> dict[str, Any]:
    return _verbos(context, consulta, estados.VERBOS_DA_RECEPCAO)


@register.inclusion_tag("mesa/verbos.html", takes_context=True)
def verbos_de_quem_atende(context: Any, consulta: Any) -> dict[str, Any]:
    return _verbos(context, consulta, estados.VERBOS_DE_QUEM_ATENDE)


def _verbos(
    context: Any, consulta: Any, de_cada_estado: Mapping[str, tuple[estados.Verbo, ...]]
) -> dict[str, Any]:
    """The steps that one click takes, with where each is asked."""
    enderecados = [
        (verbo, enderecos.para_fazer("consulta_consulta", verbo.nome, consulta.id))
        for verbo in de_cada_estado.get(consulta.status, ())
    ]
    return {
        "verbos": [(verbo, onde) for verbo, onde in enderecados if onde],
        "consulta": consulta,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def listar(context: Any, rota: str) -> str | None:
    """The list of an entity, where the caller has one."""
    return enderecos.para_listar(context["request"], rota)


@register.simple_tag(takes_context=True)
def cadastrar(context: Any, rota: str) -> str | None:
    """An empty form, where the caller has one."""
    return enderecos.para_cadastrar(context["request"], rota)


@register.simple_tag(takes_context=True)
def alterar(context: Any, rota: str, id: int) -> str | None:
    """An object's form, where the caller may change it."""
    return enderecos.para_alterar(context["request"], rota, id)
