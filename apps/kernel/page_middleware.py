"""Django's middlewares of pages, which a program with a token of its own goes past.

Its requests have no session and no message: looking for them in vain cost a tenth of a short answer.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware as Autenticacao
from django.contrib.messages.middleware import MessageMiddleware as Mensagens
from django.contrib.sessions.middleware import SessionMiddleware as Sessao
from django.http import HttpRequest

PAGINAS = ("/admin", "/entrar")
"""Paths where a token is nothing: people sign in there by session."""


def de_programa(request: HttpRequest) -> bool:
    """The API takes an Authorization header, whatever it says, as the only word on who asks."""
    return "HTTP_AUTHORIZATION" in request.META and not request.path_info.startswith(PAGINAS)


class _DePaginas:
    def __call__(self, request: HttpRequest) -> Any:
        if de_programa(request):
            return self.get_response(request)  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[misc]


class SessionMiddleware(_DePaginas, Sessao):
    pass


class AuthenticationMiddleware(_DePaginas, Autenticacao):
    pass


class MessageMiddleware(_DePaginas, Mensagens):
    pass
