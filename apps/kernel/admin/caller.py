"""Who the person in the browser is."""

from django.http import HttpRequest

from apps.kernel.access.credentials import credencial_atual
from apps.kernel.access.escopo import Escopo

NINGUEM = Escopo(id_usuario=0)


def escopo_de(request: HttpRequest) -> Escopo:
    """What the account of this session is now; nobody, when it is closed."""
    credencial = credencial_atual(request.user.pk) if request.user.pk else None
    return credencial.escopo if credencial is not None and credencial.ativo else NINGUEM
