"""The HTTP face of the simulator."""

import logging
import traceback
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from .campos import Campo, conferir, dinheiro, inteiro, texto
from .cobertura import SEMENTE, Pedido, Tabela, validar
from .falhas import Painel
from .json_exato import ler_objeto
from .modos import ENDERECO, Caso, resposta_json
from .problemas import (
    TIPO_PROBLEMA,
    Problema,
    TipoNaoSuportado,
    id_da_requisicao,
    problema_do_status,
)

CORPO_MAXIMO_BYTES = 64 * 1024

_PEDIDO = {
    "procedimento": Campo(texto(maximo=20)),
    "id_paciente": Campo(inteiro(minimo=1, maximo=2**63 - 1)),
    "valor": Campo(dinheiro(), padrao=None),
    "quantidade": Campo(inteiro(minimo=1, maximo=999), padrao=1),
}

registro = logging.getLogger("plano_de_saude")


def criar_app(tabela: Tabela = SEMENTE, *, com_falhas: bool = False) -> Flask:
    app = Flask("plano_de_saude", static_folder=None)
    # One byte more than is allowed: Werkzeug cuts a chunked body at the limit without a word,
    # so a body that reaches past the limit is seen only if the limit is not where it is cut.
    app.config["MAX_CONTENT_LENGTH"] = CORPO_MAXIMO_BYTES + 1
    app.before_request(_identificar)
    app.after_request(_assinar)
    app.register_error_handler(Problema, _responder_problema)
    app.register_error_handler(HTTPException, _responder_http)
    app.register_error_handler(Exception, _responder_inesperado)
    painel = Painel()

    @app.get("/livez")
    def livez() -> Response:
        return resposta_json('{"status": "ok"}')

    @app.post(ENDERECO)
    def validar_procedimento() -> Response:
        pedido = Pedido(**conferir(_ler_corpo(), _PEDIDO))
        return painel.responder(Caso(pedido=pedido, cobertura=validar(tabela, pedido)))

    if com_falhas:
        _expor_falhas(app, painel)
    return app


def _expor_falhas(app: Flask, painel: Painel) -> None:
    @app.get("/_falhas")
    def mostrar_falhas() -> Response:
        return resposta_json(painel.em_json())

    @app.put("/_falhas")
    def ligar_falhas() -> Response:
        painel.ligar(_ler_corpo())
        return resposta_json(painel.em_json())

    @app.delete("/_falhas")
    def desligar_falhas() -> Response:
        painel.desligar()
        return resposta_json(painel.em_json())


def _ler_corpo() -> dict[str, Any]:
    corpo = request.get_data(cache=False)
    if len(corpo) > CORPO_MAXIMO_BYTES:
        raise problema_do_status(413)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise TipoNaoSuportado
    return ler_objeto(corpo)


def _identificar() -> None:
    g.id_requisicao = id_da_requisicao(request.headers.get("X-Request-ID"))


def _assinar(resposta: Response) -> Response:
    """Puts on every answer what every answer has; logs the route, never what came in it."""
    resposta.headers["X-Request-ID"] = g.id_requisicao
    resposta.headers["Cache-Control"] = "no-store"
    rota = f"{request.method} {request.url_rule}" if request.url_rule else "-"
    registro.info("%s %s %s", rota, resposta.status_code, g.id_requisicao)
    return resposta


def _responder_problema(problema: Problema) -> Response:
    return Response(
        problema.corpo(g.id_requisicao),
        problema.status,
        headers=dict(problema.cabecalhos),
        content_type=TIPO_PROBLEMA,
    )


def _responder_http(erro: HTTPException) -> Response:
    cabecalhos = {nome: valor for nome, valor in erro.get_headers() if nome == "Allow"}
    return _responder_problema(problema_do_status(erro.code or 500, cabecalhos))


def _responder_inesperado(erro: Exception) -> Response:
    # The message of an exception may quote the body, so only its kind and its place are logged.
    lugar = "".join(traceback.format_tb(erro.__traceback__))
    registro.error("%s %s\n%s", type(erro).__name__, g.id_requisicao, lugar)
    return _responder_problema(problema_do_status(500))
