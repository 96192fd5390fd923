"""Verbs of one object as dialogs of its page: asked by POST, with CSRF, and answered in words."""

import uuid
from contextlib import suppress
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from unfold.decorators import action
from unfold.forms import BaseDialogForm

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin.caller import escopo_de
from apps.kernel.admin.forms import MostraProblema
from apps.kernel.errors import Problema
from apps.kernel.idempotency import (
    Chave,
    ChaveRepetida,
    RespostaGuardada,
    conferir,
    resumir,
    usando,
)


class DialogoDoServico(MostraProblema, BaseDialogForm):
    """A dialog that is valid when `executar` has done what it asks, once however often it is sent."""

    feito = "Feito."
    chave = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    """Made when the dialog opens, as the Idempotency-Key of an API's client."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("chave", uuid.uuid4().hex)

    @property
    def escopo(self) -> Escopo:
        return escopo_de(self.request)

    def executar(self, id: int, **dados: Any) -> Any:
        raise NotImplementedError

    def render_before_template(self) -> str:
        """What belongs to no field: Unfold's dialog shows only the fields' own errors."""
        return render_to_string(
            "unfold/helpers/messages/error.html", {"errors": self.non_field_errors()}
        )

    def clean(self) -> dict[str, Any]:
        dados = dict(self.cleaned_data)
        dados.pop("_form_submitted", None)
        chave = dados.pop("chave", "")
        if not str(self.object_id).isdecimal():
            raise Http404
        if not self.errors:
            try:
                self._executar_uma_vez(chave, dados)
            except Problema as problema:
                self.mostrar(problema)
        return dados

    def _executar_uma_vez(self, texto: str, dados: dict[str, Any]) -> None:
        """A second click, or a page sent again, finds it done."""
        if not texto:
            self.executar(int(self.object_id), **dados)
            return
        chave = Chave(
            id_usuario=self.escopo.id_usuario,
            caminho=self.request.path,
            chave=conferir(texto),
            resumo=resumir(b""),
            responder=lambda resultado: RespostaGuardada(200, b"", {}),
        )
        if chave.procurar() is not None:
            return
        with suppress(ChaveRepetida), usando(chave):
            self.executar(int(self.object_id), **dados)


def dialogo(
    formulario: type[DialogoDoServico],
    *,
    titulo: str,
    texto: str,
    botao: str | None = None,
    icone: str,
    permissao: str,
    caminho: str | None = None,
    some: bool = False,
) -> Any:
    """An entry of `actions_detail` that opens the dialog, for whoever has `has_<permissao>_permission`.

    `caminho` is the last part of its URL (else the attribute's name). `some`: the object is gone
    afterwards, so the person goes to the list.
    """

    @action(
        description=botao or titulo,
        icon=icone,
        permissions=[permissao],
        url_path=caminho,
        dialog={
            "title": titulo,
            "description": texto,
            "form_class": formulario,
            "form_submit_text": botao or titulo,
        },
    )
    def abrir(pagina: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        return pagina.concluir(request, form.feito, None if some else object_id)

    return abrir
