"""OpenAPI from the operations: what a view declares is what the document says (drf-spectacular)."""

from collections import defaultdict
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from apps.kernel import errors
from apps.kernel.api.operation import ABERTA, Operacao
from apps.kernel.errors import Problema
from apps.kernel.fields import ID_MAXIMO
from apps.kernel.money import MAXIMO, ZERO

PROBLEMA = "application/problem+json"

VERBOS = {"GET": "ler", "POST": "criar", "PATCH": "alterar"}


class ErroDeCampoSaida(serializers.Serializer):
    campo = serializers.CharField(help_text="Caminho do campo, como `procedimentos.0.valor`.")
    codigo = serializers.CharField()
    mensagem = serializers.CharField()


class ProblemaSaida(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField(help_text="urn:vidasaude:problema:<codigo>")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Para pessoas, em português.")
    codigo = serializers.CharField(help_text="Estável, para programas.")
    id_requisicao = serializers.CharField()
    erros = ErroDeCampoSaida(many=True, required=False)


class OperacaoSchema(AutoSchema):
    """Reads `Recurso.operacoes`."""

    @property
    def operacao(self) -> Operacao:
        return getattr(self.view, "operacoes")[self.method]  # noqa: B009 - a Recurso, always

    def is_excluded(self) -> bool:
        return self.method not in getattr(self.view, "operacoes", {})

    def get_operation_id(self) -> str:
        verbo = "listar" if self.operacao.lista else VERBOS[self.method]
        caminho = self.path.strip("/").replace("{", "").replace("}", "")
        return f"{verbo}_{caminho.replace('/', '_').replace('-', '_')}"

    def get_summary(self) -> str:
        return self.operacao.resumo

    def get_description(self) -> str:  # type: ignore[override]
        papeis = self.operacao.papeis
        quem = (
            "Não pede credenciais."
            if papeis is ABERTA
            else "Papéis: " + ", ".join(f"`{papel}`" for papel in sorted(papeis or ())) + "."
        )
        return "\n\n".join(filter(None, (self.operacao.descricao, quem)))

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "etiqueta")]  # noqa: B009

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [] if self.operacao.papeis is ABERTA else [{"token": []}, {"sessao": []}]

    def get_request_serializer(self) -> Any:
        return self.operacao.entrada

    def get_examples(self) -> list[OpenApiExample]:
        if not self.operacao.exemplo:
            return []
        return [OpenApiExample("Exemplo", value=self.operacao.exemplo, request_only=True)]

    def get_response_serializers(self) -> Any:
        respostas: dict[Any, Any] = {}
        operacao = self.operacao
        if operacao.saida is not None:
            exemplos = (
                [OpenApiExample("Exemplo", value=operacao.resposta, response_only=True)]
                if operacao.resposta is not None
                else []
            )
            respostas[operacao.status, "application/json"] = OpenApiResponse(
                operacao.saida(many=True) if operacao.lista else operacao.saida,
                description=operacao.resumo,
                examples=exemplos,
            )
        por_status: dict[int, list[type[Problema]]] = defaultdict(list)
        for classe in self._erros():
            if classe not in por_status[classe.status]:
                por_status[classe.status].append(classe)
        for status, classes in sorted(por_status.items()):
            respostas[status, PROBLEMA] = OpenApiResponse(
                ProblemaSaida,
                description="; ".join(f"`{c.codigo}`: {c.titulo}" for c in classes),
                examples=[_exemplo(classe) for classe in classes],
            )
        return respostas

    def _erros(self) -> list[type[Problema]]:
        """The operation's own errors and those that its shape implies."""
        operacao = self.operacao
        implicitos: list[type[Problema]] = [
            errors.PedidoInvalido,
            errors.FormatoNaoAceito,
            errors.LimiteExcedido,
            errors.ErroInterno,
            errors.BancoIndisponivel,
        ]
        if operacao.papeis is not ABERTA:
            implicitos += [errors.NaoAutenticado, errors.SemPermissao]
        if operacao.lista:
            implicitos += [errors.ParametroInvalido]
        if "{" in self.path:
            implicitos += [errors.NaoEncontrado]
        if self.method in ("POST", "PATCH"):
            implicitos += [
                errors.CorpoInvalido,
                errors.DadosInvalidos,
                errors.CampoDesconhecido,
                errors.CorpoGrandeDemais,
                errors.TipoNaoSuportado,
            ]
        if self.method == "POST" and operacao.papeis is not ABERTA:
            implicitos += [errors.EmAndamento, errors.ChaveReutilizada]
        if operacao.condicional:
            implicitos += [errors.VersaoDesatualizada]
        return [*operacao.erros, *implicitos]

    def get_override_parameters(self) -> list[Any]:
        from apps.kernel.api.views import parametros_de

        operacao = self.operacao
        parametros: list[Any] = [*parametros_de(operacao)]
        if self.method == "POST" and operacao.papeis is not ABERTA:
            parametros.append(
                OpenApiParameter(
                    "Idempotency-Key",
                    str,
                    OpenApiParameter.HEADER,
                    description="1 a 255 caracteres: repita o pedido com a mesma chave sem repetir o efeito.",
                )
            )
        if operacao.condicional:
            parametros.append(
                OpenApiParameter(
                    "If-Match", str, OpenApiParameter.HEADER, description="O ETag que você leu."
                )
            )
        return parametros


def _exemplo(classe: type[Problema]) -> OpenApiExample:
    valor: dict[str, Any] = {
        "type": f"urn:vidasaude:problema:{classe.codigo}",
        "title": classe.titulo,
        "status": classe.status,
        "detail": classe.detalhe_padrao,
        "codigo": classe.codigo,
        "id_requisicao": "5f1c9c1e0d7b4d5f8f1f6b0a2c3d4e5f",
    }
    return OpenApiExample(classe.codigo, value=valor, response_only=True)


class DinheiroNoDocumento(OpenApiSerializerFieldExtension):
    """Money: a number or a string with two decimals on input, a number on output."""

    target_class = "apps.kernel.fields.Dinheiro"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        if direction == "response":  # a sum may be more than one item may
            return {"type": "number", "minimum": 0}
        minimo = getattr(self.target, "min_value", None) or ZERO
        numero = {"type": "number", "minimum": float(minimo), "maximum": float(MAXIMO)}
        return {"anyOf": [numero, {"type": "string", "pattern": r"^\d{1,7}(\.\d{1,2})?$"}]}


class IdNoDocumento(OpenApiSerializerFieldExtension):
    target_class = "apps.kernel.fields.IdNoParametro"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "integer", "format": "int64", "minimum": 1, "maximum": ID_MAXIMO}


class IdsNoDocumento(OpenApiSerializerFieldExtension):
    target_class = "apps.kernel.fields.IdsNoParametro"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[1-9]\d{0,17}(,[1-9]\d{0,17}){0,199}$"}


class NumeroNoDocumento(OpenApiSerializerFieldExtension):
    target_class = "apps.kernel.fields.NumeroNoParametro"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.target.minimo, "maximum": self.target.maximo}


class DataNoDocumento(OpenApiSerializerFieldExtension):
    """A day of the years that the contract takes."""

    target_class = "apps.kernel.fields.Data"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        anos = {"pattern": r"^(19\d\d|20\d\d|2100)-\d\d-\d\d$"} if direction == "request" else {}
        return {"type": "string", "format": "date", **anos}


def arrumar_componentes(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A request body takes no field that it does not name; docstrings are for who reads the code."""
    for nome, esquema in result["components"]["schemas"].items():
        esquema.pop("description", None)
        if nome.endswith("Request"):
            esquema["additionalProperties"] = False
    return result
