"""Deny by default, and limit those who show no credentials."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class Ninguem(BasePermission):
    """The default of any view that forgets to say who may call it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class LimiteAnonimo(SimpleRateThrottle):
    """Callers without credentials, by address (LIMITE_ANONIMO; per process)."""

    scope = "anonimo"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
