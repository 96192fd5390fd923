"""The outermost layer: request id, size of the body, no-store, one log line a request."""

import logging
import random
import re
import time
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from apps.kernel import errors
from apps.kernel.context import Pedido, pedido_atual
from apps.kernel.logs import registro
from apps.kernel.problem import erro_do_banco, responder

SEGUNDOS_DE_PERGUNTAS = 3.1
"""For all the questions of a request, so that it is answered within 3.5 s (contract)."""
DE_MAQUINAS = frozenset({"/livez", "/readyz", "/_fatos"})
"""What machines ask every second: when all is well nobody wants to read of it."""
ID_SAO = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


class PedidoMiddleware:
    """Name the request, refuse what is too big, answer, and say so in one log line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        inicio = time.monotonic()
        pedido = Pedido(
            id_requisicao=_id_da_requisicao(request),
            ip=request.META.get("REMOTE_ADDR"),
            ate=inicio + SEGUNDOS_DE_PERGUNTAS,
        )
        marca = pedido_atual.set(pedido)
        try:
            resposta = self._recusar_corpo(request) or self._responder(request)
            resposta["X-Request-ID"] = pedido.id_requisicao
            if not resposta.has_header("Cache-Control"):
                # Everything here may be about a patient; static files set their own.
                resposta["Cache-Control"] = "no-store"
            rota = _rota(request)
            registro.log(
                logging.DEBUG
                if rota in DE_MAQUINAS and resposta.status_code == 200
                else logging.INFO,
                "%s %s %s %.0fms",
                request.method,
                rota,
                resposta.status_code,
                (time.monotonic() - inicio) * 1000,
            )
            return resposta
        finally:
            pedido_atual.reset(marca)

    def _responder(self, request: HttpRequest) -> HttpResponse:
        resposta = self.get_response(request)
        if isinstance(resposta, HttpResponseNotAllowed):  # a page of Django's own, with no body
            permitidos = {"Allow": resposta["Allow"]}
            return responder(errors.MetodoNaoPermitido(cabecalhos=permitidos), request)
        return resposta

    def process_exception(self, request: HttpRequest, erro: Exception) -> HttpResponse | None:
        """A database that does not answer is a 503 in the admin too."""
        if isinstance(erro, errors.Problema):
            return responder(erro, request)
        return responder(errors.BancoIndisponivel(), request) if erro_do_banco(erro) else None

    def _recusar_corpo(self, request: HttpRequest) -> HttpResponse | None:
        """Refuse by the announced size; the server has not read such a body (decisoes/0002)."""
        try:
            tamanho = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return responder(errors.PedidoInvalido(), request)
        if tamanho <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or tamanho):
            return None
        return responder(errors.CorpoGrandeDemais(), request)


class PoliticaMiddleware(CSPMiddleware):
    """What a browser may do: a page has a policy made for it, data has nothing that could be run."""

    PARA_DADOS = "default-src 'none'; frame-ancestors 'none'"

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.get("Content-Type", "").endswith("json"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.PARA_DADOS)
        return response


def _id_da_requisicao(request: HttpRequest) -> str:
    recebido = request.META.get("HTTP_X_REQUEST_ID", "")
    return recebido if ID_SAO.match(recebido) else f"{random.getrandbits(128):032x}"


def _rota(request: HttpRequest) -> str:
    """The route, not the path: whoever types a CPF into the address does not put it in the log."""
    achada = request.resolver_match
    return f"/{achada.route}" if achada else "(rota desconhecida)"
