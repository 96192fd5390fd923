"""The browsable API: the same answers as pages, with a form pre-filled from the operation's example."""

import re
from typing import Any

from django import forms
from rest_framework.renderers import BrowsableAPIRenderer
from rest_framework.request import override_method

from apps.kernel.api.json import JSONRenderer
from apps.kernel.api.operation import ABERTA, Operacao

VIZINHA = re.compile(r'<([^>]*)>; rel="(next|prev)"')
CORPO_MAXIMO = 65_536
"""Bytes of a refused body that its form shows again; beyond, the example."""


class FormularioCru(forms.Form):
    """A JSON body, sent as it is written."""

    _content_type = forms.CharField(
        initial="application/json",
        widget=forms.HiddenInput(attrs={"data-override": "content-type"}),
    )
    _content = forms.CharField(
        label="Corpo, em JSON",
        widget=forms.Textarea(
            attrs={"data-override": "content", "spellcheck": "false", "autocapitalize": "off"}
        ),
        required=False,
    )


class NavegavelRenderer(BrowsableAPIRenderer):
    """DRF's renderer; the words and the raw form are ours, from the view's operations."""

    renderer_context: dict[str, Any]

    def get_default_renderer(self, view: Any) -> JSONRenderer:
        return JSONRenderer()

    def get_rendered_html_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        return None

    def get_breadcrumbs(self, request: Any) -> list[Any]:
        return []

    def get_name(self, view: Any) -> str:
        """What the resource does, in the words of its first operation."""
        operacoes = _operacoes(view)
        pedida = operacoes.get(view.request.method) or next(iter(operacoes.values()), None)
        return pedida.resumo if pedida is not None else "API"

    def get_description(self, view: Any, status_code: int) -> str:
        return ""

    def get_context(self, data: Any, accepted_media_type: Any, renderer_context: Any) -> Any:
        contexto = super().get_context(data, accepted_media_type, renderer_context)
        view, resposta = renderer_context["view"], renderer_context["response"]
        vizinhas = {rel: endereco for endereco, rel in VIZINHA.findall(resposta.get("Link", ""))}
        return contexto | {
            "operacoes": _operacoes(view),
            "problema": data if getattr(resposta, "exception", False) else None,
            "proxima": vizinhas.get("next"),
            "anterior": vizinhas.get("prev"),
        }

    def show_form_for_method(self, view: Any, method: str, request: Any, obj: Any) -> bool:
        operacao = _operacoes(view).get(method)
        if operacao is None or operacao.entrada is None:
            return False
        if operacao.papeis is ABERTA:
            return True
        return request.user.is_authenticated and request.user.escopo.tem(operacao.papeis)

    def get_raw_data_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        with override_method(view, request, method) as pedido:
            if not self.show_form_for_method(view, method, pedido, None):
                return None
        corpo = self._corpo(view, method, request)
        return FormularioCru(initial={"_content": corpo}, auto_id=f"{method}_%s")

    def _corpo(self, view: Any, method: str, request: Any) -> str:
        """What was sent and refused, so that it can be corrected; else the operation's example."""
        enviado = getattr(request, "corpo_bruto", b"")
        recusado = self.renderer_context["response"].status_code >= 400
        if recusado and request.method == method and 0 < len(enviado) <= CORPO_MAXIMO:
            return enviado.decode("utf-8", "replace")
        exemplo = dict(_operacoes(view)[method].exemplo)
        return JSONRenderer().render(exemplo, renderer_context={"indent": 4}).decode()


def _operacoes(view: Any) -> dict[str, Operacao]:
    return dict(getattr(view, "operacoes", {}))
