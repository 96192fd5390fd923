"""The project's URLs, and views that fail in every way a view can."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from apps.kernel import errors
from apps.kernel.api.operation import ABERTA, Operacao
from apps.kernel.api.views import Recurso
from vidasaude.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

CANARIO = "Maria Canario 529.982.247-25"


class FalhaDaCasa(RuntimeError):
    pass


FALHAS: dict[str, tuple[Exception, int, str]] = {
    "inesperada": (FalhaDaCasa(CANARIO), 500, "erro_interno"),
    "chave": (KeyError(CANARIO), 500, "erro_interno"),
    "recursao": (RecursionError(CANARIO), 500, "erro_interno"),
    "restricao": (IntegrityError(CANARIO), 500, "erro_interno"),
    "banco": (OperationalError(CANARIO), 503, "banco_indisponivel"),
    "conexao": (InterfaceError(CANARIO), 503, "banco_indisponivel"),
    "servico": (errors.ServicoIndisponivel(), 503, "servico_indisponivel"),
    "dado": (DataError(CANARIO), 400, "dados_invalidos"),
    "suspeita": (SuspiciousOperation(CANARIO), 400, "pedido_invalido"),
    "grande": (RequestDataTooBig(CANARIO), 413, "corpo_grande_demais"),
    "proibida": (PermissionDenied(CANARIO), 403, "sem_permissao"),
    "ausente": (Http404(CANARIO), 404, "nao_encontrado"),
}
"""What is raised → the status and the codigo that the caller sees."""


class Recurso_(Recurso):  # noqa: N801 - only routes see it
    operacoes = {"GET": Operacao(resumo="Falha", papeis=ABERTA)}

    def get(self, request: Request, falha: str) -> Response:
        raise FALHAS[falha][0]


def pagina(request: HttpRequest, falha: str) -> HttpResponse:
    raise FALHAS[falha][0]


urlpatterns: list[Any] = [
    path("falha/api/<str:falha>", Recurso_.as_view()),
    path("falha/pagina/<str:falha>", pagina),
    *urlpatterns,
]
