"""Any error → application/problem+json (RFC 9457), on every path and status.

Three ways in, one form out: DRF's exception handler (`tratar`), Django's handlers for what
happens outside a view (`pagina_…`, `falha_csrf`), and the middleware (`responder`).
"""

import sys
from typing import Any

import msgspec
from django.core import exceptions as django_errors
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from rest_framework import exceptions as drf
from rest_framework.response import Response

from apps.kernel import errors
from apps.kernel.context import pedido_atual
from apps.kernel.errors import ErroDeCampo, Problema
from apps.kernel.logs import registrar_falha

TIPO = "application/problem+json"
FORMATOS = ["application/json", TIPO, "text/html"]
"""What an error can be; a caller without preference gets the first."""
SEGREDOS = ("password", "senha")
"""In the names of the fields that no page gives back."""
DO_FORMULARIO = "csrfmiddlewaretoken"
"""What a form sends and nobody typed."""

# DRF names its field errors in English; programs of this system read Portuguese codes.
CODIGOS = {
    "required": "obrigatorio",
    "null": "nulo",
    "blank": "vazio",
    "invalid": "invalido",
    "invalid_choice": "opcao_invalida",
    "max_length": "longo_demais",
    "min_length": "curto_demais",
    "max_value": "acima_do_maximo",
    "min_value": "abaixo_do_minimo",
    "max_string_length": "longo_demais",
    "max_digits": "acima_do_maximo",
    "max_whole_digits": "acima_do_maximo",
    "max_decimal_places": "casas_decimais_demais",
    "not_a_list": "nao_e_lista",
    "not_a_dict": "nao_e_objeto",
    "empty": "lista_vazia",
    "null_characters_not_allowed": "caractere_invalido",
    "overflow": "acima_do_maximo",
}

DRF_PARA_PROBLEMA: dict[type[Exception], type[Problema]] = {
    drf.ParseError: errors.CorpoInvalido,
    drf.NotAuthenticated: errors.NaoAutenticado,
    drf.AuthenticationFailed: errors.NaoAutenticado,
    drf.PermissionDenied: errors.SemPermissao,
    drf.NotFound: errors.NaoEncontrado,
    drf.NotAcceptable: errors.FormatoNaoAceito,
    drf.UnsupportedMediaType: errors.TipoNaoSuportado,
    Http404: errors.NaoEncontrado,
    django_errors.PermissionDenied: errors.SemPermissao,
    django_errors.RequestDataTooBig: errors.CorpoGrandeDemais,
    django_errors.SuspiciousOperation: errors.PedidoInvalido,
    django_errors.BadRequest: errors.PedidoInvalido,
    MultiPartParserError: errors.CorpoInvalido,
    RawPostDataException: errors.CorpoInvalido,
    UnicodeDecodeError: errors.PedidoInvalido,
    DataError: errors.DadosInvalidos,
}


def achatar(detalhe: Any, caminho: str = "") -> list[ErroDeCampo]:
    """Flatten DRF's nested error detail into dotted fields (`procedimentos.0.valor`)."""
    if isinstance(detalhe, dict):
        return [
            erro
            for nome, dentro in detalhe.items()
            for erro in achatar(dentro, _juntar(caminho, nome))
        ]
    if isinstance(detalhe, list):
        if detalhe and isinstance(detalhe[0], dict | list):
            return [
                erro
                for indice, dentro in enumerate(detalhe)
                for erro in achatar(dentro, _juntar(caminho, indice))
            ]
        return [erro for item in detalhe for erro in achatar(item, caminho)]
    codigo = getattr(detalhe, "code", "invalido")
    return [ErroDeCampo(caminho or "corpo", CODIGOS.get(codigo, codigo), str(detalhe))]


def _juntar(caminho: str, nome: object) -> str:
    if nome == "non_field_errors":
        return caminho
    return f"{caminho}.{nome}" if caminho else str(nome)


def problema_de_campos(
    detalhe: Any, classe: type[errors.DadosInvalidos] = errors.DadosInvalidos
) -> Problema:
    """The problem that reports every field at fault."""
    erros = achatar(detalhe)
    if classe is errors.DadosInvalidos and all(e.codigo == "campo_desconhecido" for e in erros):
        classe = errors.CampoDesconhecido
    return classe(erros=erros)


def traduzir(erro: BaseException) -> Problema:
    """Name what happened: one of our errors, whatever the library that raised it."""
    if isinstance(erro, Problema):
        return erro
    if isinstance(erro, drf.ValidationError):
        return problema_de_campos(erro.detail)
    if isinstance(erro, drf.MethodNotAllowed):
        return errors.MetodoNaoPermitido()
    if isinstance(erro, drf.Throttled):
        return errors.LimiteExcedido(
            cabecalhos={"Retry-After": str(int(getattr(erro, "wait", 0) or 60) + 1)}
        )
    if erro_do_banco(erro):
        return errors.BancoIndisponivel()
    for classe in type(erro).__mro__:
        if classe in DRF_PARA_PROBLEMA:
            return DRF_PARA_PROBLEMA[classe]()
    registrar_falha(erro)
    return errors.ErroInterno()


def corpo(problema: Problema) -> dict[str, Any]:
    """The members of RFC 9457 and ours, in the order a person reads them."""
    membros: dict[str, Any] = {
        "type": f"urn:vidasaude:problema:{problema.codigo}",
        "title": problema.titulo,
        "status": problema.status,
        "detail": problema.detalhe,
        "codigo": problema.codigo,
        "id_requisicao": pedido_atual.get().id_requisicao,
    }
    if problema.erros:
        membros["erros"] = [
            {"campo": e.campo, "codigo": e.codigo, "mensagem": e.mensagem} for e in problema.erros
        ]
    return membros | problema.extras


def cabecalhos(problema: Problema) -> dict[str, str]:
    proprios = dict(problema.cabecalhos)
    if problema.repetir_em is not None:
        proprios.setdefault("Retry-After", str(problema.repetir_em))
    if problema.status == 401:
        proprios.setdefault("WWW-Authenticate", "Bearer")
    return proprios


def tratar(erro: Exception, contexto: dict[str, Any]) -> Response:
    """DRF's exception handler; `Recurso` gives the response its problem+json type."""
    problema = traduzir(erro)
    view = contexto["view"]
    if problema.status == 405:
        problema.cabecalhos["Allow"] = ", ".join(view.allowed_methods)
    resposta = Response(corpo(problema), status=problema.status, headers=cabecalhos(problema))
    resposta.exception = True
    return resposta


def responder(problema: Problema, request: HttpRequest | None = None) -> HttpResponse:
    """The same answer outside DRF; HTML where a browser asked for it."""
    if request is not None and request.get_preferred_type(FORMATOS) == "text/html":
        digitado = _digitado(request) if problema.status == 503 else []
        guardado = [(nome, valor) for nome, valor in digitado if not _e_segredo(nome)]
        contexto = {
            "problema": problema,
            "endereco": request.get_full_path(),
            "digitado": guardado if {nome for nome, _ in guardado} - {DO_FORMULARIO} else [],
            "sem_a_senha": len(guardado) < len(digitado),
        }
        conteudo: str | bytes = render_to_string("kernel/problema.html", contexto)
        tipo = "text/html; charset=utf-8"
    else:
        conteudo, tipo = msgspec.json.encode(corpo(problema)), TIPO
    return HttpResponse(
        conteudo, status=problema.status, content_type=tipo, headers=cabecalhos(problema)
    )


def _digitado(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form of a page sent, for the person to send it again: (field, value)."""
    try:
        listas = request.POST.lists()
    except (django_errors.SuspiciousOperation, MultiPartParserError, OSError):
        return []  # it did not come whole
    return [(nome, valor) for nome, valores in listas for valor in valores]


def _e_segredo(nome: str) -> bool:
    return any(segredo in nome for segredo in SEGREDOS)


def erro_do_banco(erro: BaseException) -> bool:
    """True for what means "the database does not answer", not for data it refuses or SQL of ours."""
    return isinstance(erro, OperationalError | InterfaceError) or type(erro) is DatabaseError


def pagina_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return responder(traduzir(exception or errors.PedidoInvalido()), request)


def pagina_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return responder(errors.SemPermissao(), request)


def pagina_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return responder(errors.NaoEncontrado("Este endereço não existe."), request)


def pagina_500(request: HttpRequest) -> HttpResponse:
    erro = sys.exc_info()[1]
    return responder(traduzir(erro) if erro else errors.ErroInterno(), request)


def falha_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return responder(errors.PaginaExpirada(), request)


def responder_bloqueio(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """What a locked account gets at the HTML sign-in (django-axes)."""
    return responder(bloqueio(), request)


def bloqueio() -> Problema:
    """Too many wrong passwords: wait out the cool-off (SBIS NGS1.02.13)."""
    return errors.LimiteExcedido(cabecalhos={"Retry-After": "900"})
