"""The process: one thread per connection, so that a hung request holds up no other."""

import logging
import os
import signal
import sys
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .app import criar_app, registro
from .configuracao import ConfiguracaoInvalida, ler_configuracao
from .problemas import TIPO_PROBLEMA, id_da_requisicao, requisicao_invalida


class Atendente(WSGIRequestHandler):
    """Werkzeug's handler, with nothing of the request in a log and no HTML in an error."""

    timeout = 30  # seconds that a silent client keeps its thread
    disable_nagle_algorithm = True
    default_request_version = "HTTP/1.0"  # else a bad request line is answered without headers

    def version_string(self) -> str:
        return "plano-de-saude"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The application logs its own requests, without their query string."""

    def handle_expect_100(self) -> bool:
        return True  # run_wsgi sends the 100 Continue

    def run_wsgi(self) -> None:
        try:
            super().run_wsgi()
        except ValueError:  # a request target that cannot be parsed
            self.send_error(400)

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        self.close_connection = True  # by soquete.py, or by the client: there is no next request

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """For what is refused before it reaches the application, such as a bad request line."""
        id_requisicao = id_da_requisicao(None)
        corpo = requisicao_invalida(code).corpo(id_requisicao)
        self.send_response(code)
        self.send_header("Content-Type", TIPO_PROBLEMA)
        self.send_header("Content-Length", str(len(corpo)))
        self.send_header("X-Request-ID", id_requisicao)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(corpo)


def criar_servidor(host: str, porta: int, app: Flask) -> BaseWSGIServer:
    return make_server(host, porta, app, threaded=True, request_handler=Atendente)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        configuracao = ler_configuracao(os.environ)
    except ConfiguracaoInvalida as invalida:
        sys.exit(str(invalida))
    app = criar_app(configuracao.tabela, com_falhas=configuracao.com_falhas)
    servidor = criar_servidor(configuracao.host, configuracao.porta, app)
    for sinal in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sinal, _encerrar)
    registro.info(
        "Plano de Saúde em http://%s:%s, %s procedimentos, falhas %s",
        configuracao.host,
        servidor.port,
        len(configuracao.tabela),
        "ligadas" if configuracao.com_falhas else "desligadas",
    )
    servidor.serve_forever()


def _encerrar(*_: Any) -> None:
    # Nothing here is worth waiting for. A normal exit would wait for the lock of a log stream
    # that one of the hung threads may hold.
    os._exit(0)
