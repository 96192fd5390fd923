"""The token of ours, and the user it names, read at each request."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from tests.bench.pares import entrada
from tests.bench.pares.drf.models import Usuario


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Any) -> tuple[Usuario, dict[str, Any]]:
        try:
            claims = entrada.claims(request.headers.get("Authorization"))
            usuario = Usuario.objects.get(pk=claims["sub"], is_active=True)
        except (entrada.NaoAutenticado, Usuario.DoesNotExist) as erro:
            raise AuthenticationFailed from erro
        return usuario, claims

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"
