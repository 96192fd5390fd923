"""A browser in the hands of somebody of the cast: signed in by session, following the admin's URLs."""

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.conftest import Pessoa

BACKEND = "django.contrib.auth.backends.ModelBackend"


def navegar(pessoa: Pessoa, **opcoes: Any) -> Client:
    """The same person at a browser, in English as many browsers are."""
    cliente = Client(headers={"Accept": "text/html", "Accept-Language": "en-US"}, **opcoes)
    usuario = get_user_model().objects.get(pk=pessoa.id_usuario)
    cliente.force_login(usuario, backend=BACKEND)
    return cliente


def pagina(modelo: str, acao: str = "changelist", *args: Any) -> str:
    """`pagina("paciente.paciente", "change", 7)`: an address of the admin."""
    return reverse(f"admin:{modelo.replace('.', '_')}_{acao}", args=args)


def texto(resposta: Any) -> str:
    return resposta.content.decode()


def erros_de(resposta: Any) -> dict[str, list[str]]:
    """What the form of a page told, by field (`__all__` for none)."""
    formulario = resposta.context["adminform"].form
    return {campo: list(erros) for campo, erros in formulario.errors.items()}
