"""The page on which somebody changes their own password, by the service of accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.urls import reverse_lazy
from unfold.forms import AdminOwnPasswordChangeForm

from apps.kernel.access import accounts
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin.caller import escopo_de
from apps.kernel.admin.forms import MostraProblema
from apps.kernel.errors import Problema
from apps.kernel.models import Usuario


class FormularioDaPropriaSenha(MostraProblema, AdminOwnPasswordChangeForm):
    """Django's three fields. Whether they will do, the service says, which changes it by then."""

    campo_do_codigo = {"senha_incorreta": "old_password", "senha_fraca": "new_password2"}

    def __init__(self, *args: Any, escopo: Escopo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.escopo = escopo

    def clean_old_password(self) -> str:
        return self.cleaned_data["old_password"]

    def clean(self) -> dict[str, Any]:
        self.validate_passwords("new_password1", "new_password2")
        if not self.errors:
            try:
                self.user = accounts.trocar_a_propria_senha(
                    escopo=self.escopo,
                    atual=self.cleaned_data["old_password"],
                    nova=self.cleaned_data["new_password1"],
                )
            except Problema as problema:
                self.mostrar(problema)
        return self.cleaned_data

    def save(self, commit: bool = True) -> Usuario:
        """The service has saved it."""
        return self.user


class TrocaDaPropriaSenha(PasswordChangeView):
    """In place of the admin's own page; the session in which it is done goes on."""

    form_class = FormularioDaPropriaSenha
    success_url = reverse_lazy("admin:password_change_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"escopo": escopo_de(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return admin.site.each_context(self.request) | super().get_context_data(**kwargs)


trocar_a_propria_senha = admin.site.admin_view(TrocaDaPropriaSenha.as_view(), cacheable=True)
