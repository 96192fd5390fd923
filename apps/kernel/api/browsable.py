"""The browsable API: the same answers as pages, with a form pre-filled from the operation's example."""

from typing import Any

from django import forms
from rest_framework.renderers import BrowsableAPIRenderer
from rest_framework.request import override_method

from apps.kernel.api.json import JSONRenderer


class NavegavelRenderer(BrowsableAPIRenderer):
    """DRF's renderer; only the raw form is ours, since our views have no ModelSerializer."""

    def get_default_renderer(self, view: Any) -> JSONRenderer:
        return JSONRenderer()

    def get_rendered_html_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        if method in ("DELETE", "OPTIONS"):
            return super().get_rendered_html_form(data, view, method, request)
        return None

    def show_form_for_method(self, view: Any, method: str, request: Any, obj: Any) -> bool:
        if method == "OPTIONS":
            return False
        operacao = getattr(view, "operacoes", {}).get(method)
        if operacao is None or not request.user.is_authenticated:
            return operacao is not None and operacao.papeis is None
        return operacao.papeis is None or request.user.escopo.tem(operacao.papeis)

    def get_raw_data_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        with override_method(view, request, method) as pedido:
            if not self.show_form_for_method(view, method, pedido, None):
                return None
            exemplo = dict(view.operacoes[method].exemplo)
        conteudo = JSONRenderer().render(exemplo, renderer_context={"indent": 4}).decode()

        class Formulario(forms.Form):
            _content_type = forms.ChoiceField(
                label="Formato",
                choices=[("application/json", "application/json")],
                widget=forms.Select(attrs={"data-override": "content-type"}),
            )
            _content = forms.CharField(
                label="Conteúdo",
                widget=forms.Textarea(attrs={"data-override": "content"}),
                initial=conteudo,
                required=False,
            )

        return Formulario()
