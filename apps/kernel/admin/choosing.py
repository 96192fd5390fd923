"""A form about somebody: who it is about is chosen first, on a page of its own."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin.caller import escopo_de
from apps.kernel.admin.completar import Completar, ler_id


def escolher_antes(
    pagina: ModelAdmin, request: HttpRequest, *, titulo: str, nome: str, campo: Completar
) -> HttpResponse:
    """Ask for `campo`; the same address, with `?<nome>=`, is then the form.

    By POST, so that what was typed (a person's name) is in no address. Typed and not chosen, it
    is kept and told.
    """
    classe = type("Escolha", (_Escolha,), {nome: campo, "escopo": escopo_de(request)})
    formulario: forms.Form = classe(request.POST if request.method == "POST" else None)
    if formulario.is_valid():
        return HttpResponseRedirect(f"?{urlencode({nome: formulario.cleaned_data[nome]})}")
    contexto = {
        **pagina.admin_site.each_context(request),
        "opts": pagina.opts,
        "title": titulo,
        "form": formulario,
    }
    return TemplateResponse(request, "kernel/admin/escolher.html", contexto)


def escolhido(request: HttpRequest, nome: str) -> int | None:
    """The id that the address says; None when it says none, or nothing that may be one."""
    try:
        return ler_id(request.GET.get(nome, ""))
    except ValueError:
        return None


class _Escolha(forms.Form):
    escopo: ClassVar[Escopo]

    def __init__(self, dados: Any = None) -> None:
        super().__init__(dados, label_suffix="")
