"""Errors as application/problem+json (RFC 9457), in the form that all of Vida+ Saúde uses."""

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

TIPO_PROBLEMA = "application/problem+json"

_ID_SENSATO = re.compile(r"[A-Za-z0-9._-]{1,64}")

_FORMAS = {
    "corpo_invalido": (400, "Corpo inválido"),
    "dados_invalidos": (400, "Dados inválidos"),
    "requisicao_invalida": (400, "Requisição inválida"),
    "nao_encontrado": (404, "Não encontrado"),
    "metodo_nao_permitido": (405, "Método não permitido"),
    "corpo_grande_demais": (413, "Corpo grande demais"),
    "tipo_nao_suportado": (415, "Tipo não suportado"),
    "limite_excedido": (429, "Limite excedido"),
    "erro_interno": (500, "Erro interno"),
}

_POR_STATUS = {
    400: ("corpo_invalido", "O corpo não pôde ser lido."),
    404: ("nao_encontrado", "Não há nada neste endereço."),
    405: ("metodo_nao_permitido", "Este endereço não aceita este método."),
    413: ("corpo_grande_demais", "O corpo passa do tamanho permitido."),
    500: ("erro_interno", "Algo deu errado do nosso lado. Tente de novo mais tarde."),
}


@dataclass(frozen=True, slots=True)
class Erro:
    """One field at fault."""

    campo: str
    codigo: str
    mensagem: str


class Problema(Exception):
    """A request that is refused, and what the caller is told about it."""

    def __init__(
        self,
        codigo: str,
        detalhe: str,
        *,
        status: int | None = None,
        erros: Sequence[Erro] = (),
        cabecalhos: Mapping[str, str] | None = None,
    ):
        super().__init__(codigo)
        self.codigo = codigo
        self.detalhe = detalhe
        self.status = status or _FORMAS[codigo][0]
        self.erros = erros
        self.cabecalhos = cabecalhos or {}

    def corpo(self, id_requisicao: str) -> bytes:
        membros: dict[str, Any] = {
            "type": f"urn:vidasaude:problema:{self.codigo}",
            "title": _FORMAS[self.codigo][1],
            "status": self.status,
            "detail": self.detalhe,
            "codigo": self.codigo,
            "id_requisicao": id_requisicao,
        }
        if self.erros:
            membros["erros"] = [asdict(erro) for erro in self.erros]
        return json.dumps(membros, ensure_ascii=False).encode()


class CorpoInvalido(Problema):
    def __init__(self, detalhe: str):
        super().__init__("corpo_invalido", detalhe)


class DadosInvalidos(Problema):
    def __init__(self, erros: Sequence[Erro]):
        super().__init__("dados_invalidos", "Há campos a corrigir: veja erros.", erros=erros)


class TipoNaoSuportado(Problema):
    def __init__(self) -> None:
        super().__init__("tipo_nao_suportado", "Envie o corpo como application/json em UTF-8.")


def problema_do_status(status: int, cabecalhos: Mapping[str, str] | None = None) -> Problema:
    """The problem for a status that the HTTP layer, and not a rule of ours, decided on."""
    if status not in _POR_STATUS:
        return requisicao_invalida(status)
    codigo, detalhe = _POR_STATUS[status]
    return Problema(codigo, detalhe, status=status, cabecalhos=cabecalhos)


def requisicao_invalida(status: int) -> Problema:
    return Problema("requisicao_invalida", "A requisição não pôde ser entendida.", status=status)


def id_da_requisicao(recebido: str | None) -> str:
    """The caller's X-Request-ID when it is sane, else a new one."""
    if recebido and _ID_SENSATO.fullmatch(recebido):
        return recebido
    return uuid.uuid4().hex
