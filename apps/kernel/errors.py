"""Errors as classes: each has a status, a stable `codigo` for programs and a text for people.

Apps subclass these in their `interface`; `apps.kernel.problem` turns any of them, and whatever
Django, DRF or the database raise, into application/problem+json (RFC 9457). Pure Python.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ErroDeCampo:
    """One problem of one field: where (dotted path), which (stable code) and what to tell a person."""

    campo: str
    codigo: str
    mensagem: str


class Problema(Exception):
    """Base of every error that the API answers."""

    status: ClassVar[int] = 500
    codigo: ClassVar[str] = "erro_interno"
    titulo: ClassVar[str] = "Erro interno"
    detalhe_padrao: ClassVar[str] = "Algo falhou do nosso lado. Tente de novo em instantes."
    repetir_em: ClassVar[int | None] = None
    """Seconds for Retry-After, where trying again makes sense."""

    def __init__(
        self,
        detalhe: str = "",
        *,
        erros: Iterable[ErroDeCampo] = (),
        extras: Mapping[str, object] | None = None,
        cabecalhos: Mapping[str, str] | None = None,
    ) -> None:
        self.detalhe = detalhe or self.detalhe_padrao
        self.erros = tuple(erros)
        self.extras = dict(extras or {})
        self.cabecalhos = dict(cabecalhos or {})
        super().__init__(self.codigo)


class ErroInterno(Problema):
    pass


class CorpoInvalido(Problema):
    status = 400
    codigo = "corpo_invalido"
    titulo = "Corpo inválido"
    detalhe_padrao = "O corpo do pedido não é um JSON válido."


class DadosInvalidos(Problema):
    status = 400
    codigo = "dados_invalidos"
    titulo = "Dados inválidos"
    detalhe_padrao = "Corrija os campos indicados e envie de novo."

    @classmethod
    def no_campo(cls, campo: str, codigo: str, mensagem: str) -> "DadosInvalidos":
        """The error of a single field."""
        return cls(erros=[ErroDeCampo(campo, codigo, mensagem)])


class CampoDesconhecido(DadosInvalidos):
    codigo = "campo_desconhecido"
    titulo = "Campo desconhecido"
    detalhe_padrao = "O pedido traz campos que este recurso não recebe."


class ParametroInvalido(DadosInvalidos):
    codigo = "parametro_invalido"
    titulo = "Parâmetro inválido"
    detalhe_padrao = "Corrija os parâmetros indicados."


class PedidoInvalido(Problema):
    status = 400
    codigo = "pedido_invalido"
    titulo = "Pedido inválido"
    detalhe_padrao = "O pedido não pôde ser entendido."


class NaoAutenticado(Problema):
    status = 401
    codigo = "nao_autenticado"
    titulo = "Não autenticado"
    detalhe_padrao = "Entre no sistema para continuar."


class SemPermissao(Problema):
    status = 403
    codigo = "sem_permissao"
    titulo = "Sem permissão"
    detalhe_padrao = "Seu papel não permite esta operação."


class PaginaExpirada(SemPermissao):
    """The form is of another session: signed out and in again since it was opened."""

    detalhe_padrao = "A página expirou. Recarregue e tente de novo."


class NaoEncontrado(Problema):
    status = 404
    codigo = "nao_encontrado"
    titulo = "Não encontrado"
    detalhe_padrao = "O que você procura não existe ou não está ao seu alcance."


class ClinicaNaoEncontrada(NaoEncontrado):
    codigo = "clinica_nao_encontrada"
    titulo = "Clínica não encontrada"
    detalhe_padrao = "A clínica não existe ou não é uma das suas."


class MetodoNaoPermitido(Problema):
    status = 405
    codigo = "metodo_nao_permitido"
    titulo = "Método não permitido"
    detalhe_padrao = "Este recurso não aceita esse método."


class FormatoNaoAceito(Problema):
    status = 406
    codigo = "formato_nao_aceito"
    titulo = "Formato não aceito"
    detalhe_padrao = "A resposta não existe no formato pedido."


class Conflito(Problema):
    status = 409
    codigo = "conflito"
    titulo = "Conflito"
    detalhe_padrao = "A operação entra em conflito com o que já existe."


class EmAndamento(Conflito):
    codigo = "em_andamento"
    titulo = "Pedido em andamento"
    detalhe_padrao = "Um pedido com esta chave ainda está em andamento."
    repetir_em = 1


class VersaoDesatualizada(Problema):
    status = 412
    codigo = "versao_desatualizada"
    titulo = "Versão desatualizada"
    detalhe_padrao = "O registro mudou desde que você o leu. Leia de novo antes de alterar."


class CorpoGrandeDemais(Problema):
    status = 413
    codigo = "corpo_grande_demais"
    titulo = "Corpo grande demais"
    detalhe_padrao = "O corpo do pedido passa de 1 MiB."


class TipoNaoSuportado(Problema):
    status = 415
    codigo = "tipo_nao_suportado"
    titulo = "Tipo não suportado"
    detalhe_padrao = "Envie o corpo em application/json."


class ChaveReutilizada(Problema):
    status = 422
    codigo = "chave_reutilizada"
    titulo = "Chave reutilizada"
    detalhe_padrao = "Esta Idempotency-Key já foi usada com outro corpo."


class LimiteExcedido(Problema):
    status = 429
    codigo = "limite_excedido"
    titulo = "Limite excedido"
    detalhe_padrao = "Tentativas demais. Aguarde para tentar de novo."
    repetir_em = 60


class ServicoIndisponivel(Problema):
    status = 503
    codigo = "servico_indisponivel"
    titulo = "Serviço indisponível"
    detalhe_padrao = "Um serviço necessário não respondeu. Nada foi gravado; tente de novo."
    repetir_em = 5


class BancoIndisponivel(Problema):
    status = 503
    codigo = "banco_indisponivel"
    titulo = "Banco de dados indisponível"
    detalhe_padrao = "O banco de dados não respondeu. Nada foi gravado; tente de novo."
    repetir_em = 5
