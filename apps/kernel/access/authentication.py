"""Two ways to be somebody: a Bearer token, or the Django session where Rede lives."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from apps.kernel.access import service_tokens
from apps.kernel.access.credentials import Credencial, credencial_atual
from apps.kernel.access.escopo import Escopo
from apps.kernel.access.tokens import credencial_do_token
from apps.kernel.errors import NaoAutenticado, PaginaExpirada


@dataclass(frozen=True, slots=True)
class Chamador:
    """`request.user` of a signed-in request: what DRF and our views ask of one."""

    credencial: Credencial
    escopo: Escopo
    servico: bool = False
    """Another service, on behalf of whom `escopo` says: it reads what the role `servico` may."""
    is_authenticated = True
    is_anonymous = False
    is_active = True

    @property
    def pk(self) -> int:
        return self.credencial.id_usuario

    @property
    def username(self) -> str:
        return self.credencial.username

    def __str__(self) -> str:
        return self.credencial.username


def _chamador(credencial: Credencial) -> Chamador:
    return Chamador(credencial, credencial.escopo)


def _servico(token: str) -> Chamador:
    """Raises NaoAutenticado for a token that does not ask one of the services that live here."""
    daqui = [app for app, lado in settings.TOPOLOGIA.items() if lado == "local"]
    escopo = service_tokens.ler(token, daqui=daqui)
    quem = Credencial(id_usuario=escopo.id_usuario, username="servico", nome="Serviço", versao=0)
    return Chamador(quem, escopo, servico=True)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access>`."""

    def authenticate(self, request: Request) -> tuple[Chamador, Any] | None:
        partes = request.META.get("HTTP_AUTHORIZATION", "").split()
        if not partes:
            return None
        if len(partes) != 2 or partes[0].lower() != "bearer":
            raise NaoAutenticado("Envie Authorization: Bearer seguido do token.")
        token = partes[1]
        if service_tokens.e_de_servico(token):
            return _servico(token), token
        return _chamador(credencial_do_token(token)), token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessaoAuthentication(SessionAuthentication):
    """The browser's session, with CSRF on every unsafe method."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as recusa:
            raise PaginaExpirada from recusa

    def authenticate(self, request: Request) -> tuple[Chamador, Any] | None:
        autenticado = super().authenticate(request)
        if autenticado is None:
            return None
        credencial = credencial_atual(autenticado[0].pk)
        if credencial is None or not credencial.ativo:
            return None
        return _chamador(credencial), None
