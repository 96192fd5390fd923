"""A form on a page of its own, about what the caller has chosen: with the look of an add form."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from apps.kernel.admin.base import AdminDoApp


class PaginaDeFormulario(AdminDoApp):
    """Made for one request by the page that owns it (`dona`), which has asked for permission.

    `sobre`: what the form is about, as attributes of the form's class of this request, and as
    names of the template. `inicial`: what the fields hold at first.
    """

    feito: ClassVar[str]
    """What is said when the service has done it."""

    def __init__(
        self,
        dona: AdminDoApp,
        *,
        sobre: Mapping[str, Any],
        inicial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(dona.model, dona.admin_site)
        self.sobre, self.inicial = dict(sobre), dict(inicial or {})

    @property
    def media(self) -> forms.Media:
        sua: forms.Media = super().media
        envio: Any = forms.Script("kernel/formulario.js", defer=True)
        return sua + forms.Media(js=[envio])

    def responder(self, request: HttpRequest, titulo: str, **contexto: Any) -> HttpResponse:
        """The form, or what its service did."""
        so_um_botao = {"show_save_and_add_another": False, "show_save_and_continue": False}
        tudo = {"title": titulo, **so_um_botao, **self.sobre, **contexto}
        return self.changeform_view(request, None, "", tudo)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        formulario = super().get_form(request, obj, change=change, **kwargs)
        for nome, valor in self.sobre.items():
            setattr(formulario, nome, valor)  # a class of this request only
        return formulario

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Never from the address: a link does not write for the person who follows it."""
        return self.inicial

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.concluir(request, self.feito, str(obj.pk))
