"""`Recurso`: the base of every view. A view names its operations; here they are enforced.

A view's method does four things: read the input, call the service, write the output, give the
status. Everything that is the same for all is here: sign-in, role, strict input, paging, ETag and
If-Match, Idempotency-Key, problem+json.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar, cast

from django.http import HttpRequest
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.kernel import audit, errors, idempotency
from apps.kernel.access.authentication import Chamador
from apps.kernel.access.escopo import TODOS, Escopo, Papel
from apps.kernel.access.permission import LimiteAnonimo
from apps.kernel.api.browsable import NavegavelRenderer
from apps.kernel.api.etag import SeCoincidir, ler_if_match
from apps.kernel.api.json import ProblemaRenderer, escrever_json, ler_json
from apps.kernel.api.operation import ABERTA, Operacao
from apps.kernel.api.paging import link, paginar
from apps.kernel.fields import IdsNoParametro, LimiteNoParametro, Parametros
from apps.kernel.problem import problema_de_campos

LIMITE_PADRAO = 50


class ParametrosDePagina(Parametros):
    """What every list accepts."""

    from rest_framework.serializers import CharField as _Texto

    cursor = _Texto(required=False, max_length=96)
    limite = LimiteNoParametro(
        required=False, help_text="Itens por página, de 1 a 200 (padrão 50)."
    )


class ParametrosDeIds(Parametros):
    """What a list of things that have an id accepts."""

    id = IdsNoParametro(required=False, help_text="Vários ids separados por vírgula.")


def parametros_de(operacao: Operacao) -> list[type[Parametros]]:
    """Readers of the query string of an operation: those that its shape implies and its own."""
    da_lista = operacao.lista and operacao.paginada
    return [
        *([ParametrosDePagina] if da_lista else []),
        *([ParametrosDeIds] if da_lista and operacao.com_ids else []),
        *([operacao.filtros] if operacao.filtros is not None else []),
    ]


class RespostaComProblema:
    """Errors leave as application/problem+json, unless a browser asked for a page."""

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if getattr(response, "exception", False) and not isinstance(
            response.accepted_renderer, NavegavelRenderer
        ):
            response.accepted_renderer = ProblemaRenderer()
            response.accepted_media_type = ProblemaRenderer.media_type
            response.content_type = ProblemaRenderer.media_type
        return response


class Recurso(RespostaComProblema, APIView):
    """A resource of the API: `operacoes` says what each method is, `objeto` how audit names it."""

    operacoes: ClassVar[Mapping[str, Operacao]] = {}
    objeto: ClassVar[str] = ""
    etiqueta: ClassVar[str] = ""
    limitada: ClassVar[bool] = True
    """Whether those without credentials may ask only so often."""
    permission_classes = (AllowAny,)  # `initial` decides, by the operation's roles

    # --- before the method ------------------------------------------------------------------

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse in the order of docs/decisoes/0003: nobody, method, role."""
        super().initial(request, *args, **kwargs)
        operacao = self.operacoes.get(self._verbo(request))
        if not request.user.is_authenticated:
            self._limitar(request)
            if not self._admite_ninguem(operacao):
                raise errors.NaoAutenticado
        if operacao is None:
            if request.method != "OPTIONS":
                self.http_method_not_allowed(request)
            return
        if operacao.papeis is ABERTA or self._admite(operacao):
            return
        if operacao.interna:
            raise errors.NaoAutenticado("Só os serviços perguntam isto uns aos outros.")
        self._auditar_recusa(request)
        raise errors.SemPermissao

    def _admite(self, operacao: Operacao) -> bool:
        """By the caller's roles; another service reads what its own role admits, and never writes."""
        papeis = operacao.papeis or frozenset()
        if self.chamador.servico:
            return Papel.SERVICO in papeis and self._verbo(self.request) == "GET"
        return not operacao.interna and (papeis == TODOS or self.escopo.tem(papeis))

    def _admite_ninguem(self, operacao: Operacao | None) -> bool:
        """An open operation; or a method that an entirely open resource does not have."""
        if operacao is not None:
            return operacao.papeis is ABERTA
        return all(o.papeis is ABERTA for o in self.operacoes.values())

    @property
    def allowed_methods(self) -> list[str]:
        return sorted(
            {*self.operacoes, *({"HEAD"} if "GET" in self.operacoes else set()), "OPTIONS"}
        )

    @property
    def escopo(self) -> Escopo:
        return self.chamador.escopo

    @property
    def chamador(self) -> Chamador:
        """Who is asking; `initial` has refused whoever is nobody."""
        return cast(Chamador, self.request.user)

    @cached_property
    def operacao(self) -> Operacao:
        return self.operacoes[self._verbo(self.request)]

    @staticmethod
    def _verbo(request: HttpRequest | Request) -> str:
        return "GET" if request.method == "HEAD" else str(request.method)

    def _limitar(self, request: Request) -> None:
        limite = LimiteAnonimo()
        if self.limitada and not limite.allow_request(request, self):
            self.throttled(request, limite.wait() or 60)

    def _auditar_recusa(self, request: Request) -> None:
        alvo = self.kwargs.get("id", self.kwargs.get("id_paciente", "*"))
        audit.auditar(
            "acesso_negado", escopo=self.escopo, objeto=f"{self.objeto}:{alvo}", permitido=False
        )

    # --- in -----------------------------------------------------------------------------------

    def dados(self) -> dict[str, Any]:
        """The validated body. Raises DadosInvalidos with every problem of every field."""
        assert self.operacao.entrada is not None  # noqa: S101 - a mistake of ours, not of the caller
        if not isinstance(self.request.data, dict):
            raise errors.DadosInvalidos.no_campo("corpo", "invalido", "Deve ser um objeto JSON.")
        try:
            return self.operacao.entrada.ler(self.request.data)
        except ValidationError as erro:
            raise problema_de_campos(erro.detail) from erro

    def filtros(self) -> dict[str, Any]:
        """The validated query, paging aside. Raises ParametroInvalido."""
        return {n: v for n, v in self._parametros().items() if n not in ("cursor", "limite")}

    def _parametros(self) -> dict[str, Any]:
        if not hasattr(self, "_lidos"):
            self._lidos = self._ler_parametros()
        return self._lidos

    def _ler_parametros(self) -> dict[str, Any]:
        recebidos = self.request.query_params
        lidos: dict[str, Any] = {}
        problemas: list[errors.ErroDeCampo] = []
        conhecidos = {"format"}
        for base in parametros_de(self.operacao):
            conhecidos |= set(base.unica().fields)
            try:
                lidos |= base.ler(recebidos.dict())
            except ValidationError as erro:
                problemas += problema_de_campos(erro.detail).erros
        avulsos = [
            errors.ErroDeCampo(nome, "parametro_desconhecido", "Parâmetro desconhecido.")
            for nome in recebidos
            if nome not in conhecidos
        ]
        repetidos = [
            errors.ErroDeCampo(nome, "parametro_repetido", "Envie o parâmetro uma só vez.")
            for nome, valores in recebidos.lists()
            if len(valores) > 1
        ]
        if problemas or avulsos or repetidos:
            raise errors.ParametroInvalido(erros=[*problemas, *avulsos, *repetidos])
        return lidos

    @property
    def se_coincidir(self) -> SeCoincidir:
        return ler_if_match(self.request.META.get("HTTP_IF_MATCH"))

    # --- out ----------------------------------------------------------------------------------

    def pagina(self, consulta: Any, ao_ler: Callable[[list[Any]], None] | None = None) -> Response:
        """A page of a queryset or an `Ordenada`, as a JSON array with its neighbours in `Link`.

        `ao_ler` is told which rows will be shown (to audit them) before they are.
        """
        parametros = self._parametros()
        pagina = paginar(
            consulta,
            cursor=parametros.get("cursor"),
            limite=parametros.get("limite", LIMITE_PADRAO),
        )
        if ao_ler is not None:
            ao_ler(pagina.linhas)
        return self.lista(pagina.linhas, link(self.request, pagina))

    def lista(self, linhas: list[Any], vizinhas: str = "") -> Response:
        assert self.operacao.saida is not None  # noqa: S101
        resposta = Response(self.operacao.saida.escrever_varios(linhas))
        if vizinhas:
            resposta["Link"] = vizinhas
        return resposta

    def um(self, objeto: Any, *, status: int = 200) -> Response:
        """One resource, with its strong ETag; 201 says where it is."""
        assert self.operacao.saida is not None  # noqa: S101
        return Response(
            self.operacao.saida.escrever(objeto),
            status=status,
            headers=self._cabecalhos(objeto, status),
        )

    def agir(self, servico: Callable[..., Any], **alvo: Any) -> Response:
        """A POST: the caller's scope, the validated body and, where it counts, If-Match, to the service."""

        def chamar() -> Any:
            argumentos = {"escopo": self.escopo, **alvo, **self.dados()}
            if self.operacao.condicional:
                argumentos["se_coincidir"] = self.se_coincidir
            return servico(**argumentos)

        return self.executar(chamar)

    def executar(self, servico: Callable[[], Any]) -> Response:
        """Run the service of a POST, once for each Idempotency-Key, and answer with what it returns."""
        status = self.operacao.status
        chave = self._chave(status)
        if chave is None:
            return self.um(servico(), status=status)
        if guardada := chave.procurar():
            return self._repetir(guardada)
        try:
            with idempotency.usando(chave):
                objeto = servico()
        except idempotency.ChaveRepetida:
            guardada = chave.procurar()
            if guardada is None:
                raise errors.EmAndamento from None
            return self._repetir(guardada)
        except errors.Problema:
            # A rule looked before the transaction and saw what the first with this key had made.
            if guardada := chave.procurar():
                return self._repetir(guardada)
            raise
        return self.um(objeto, status=status)

    def _chave(self, status: int) -> idempotency.Chave | None:
        recebida = self.request.META.get("HTTP_IDEMPOTENCY_KEY")
        if recebida is None:
            return None

        def responder(objeto: Any) -> idempotency.RespostaGuardada:
            assert self.operacao.saida is not None  # noqa: S101
            return idempotency.RespostaGuardada(
                status,
                escrever_json(self.operacao.saida.escrever(objeto)),
                self._cabecalhos(objeto, status),
            )

        return idempotency.Chave(
            id_usuario=self.escopo.id_usuario,
            caminho=self.request.path,
            chave=idempotency.conferir(recebida),
            resumo=idempotency.resumir(self._corpo_bruto()),
            responder=responder,
        )

    def _corpo_bruto(self) -> bytes:
        """The bytes of the body, which reading it leaves behind."""
        _ = self.request.data
        return getattr(self.request, "corpo_bruto", b"")

    def _repetir(self, guardada: idempotency.RespostaGuardada) -> Response:
        return Response(
            ler_json(guardada.corpo),
            status=guardada.status,
            headers={**guardada.cabecalhos, "Idempotency-Replayed": "true"},
        )

    def _cabecalhos(self, objeto: Any, status: int) -> dict[str, str]:
        cabecalhos = {"ETag": objeto.etag} if hasattr(objeto, "etag") else {}
        if status == 201:
            cabecalhos["Location"] = objeto.get_absolute_url()
        return cabecalhos
