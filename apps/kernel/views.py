"""What every process serves: health, audit, documentation."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)
from rest_framework.request import Request
from rest_framework.response import Response

from apps.kernel import facts, services
from apps.kernel.access.escopo import Papel
from apps.kernel.api.operation import ABERTA, Operacao
from apps.kernel.api.views import Recurso, RespostaComProblema
from apps.kernel.errors import BancoIndisponivel
from apps.kernel.serializers import (
    EventoSaida,
    FatoSaida,
    FiltrosDeAuditoria,
    FiltrosDeFatos,
    SaudeSaida,
)

OK = {"status": "ok"}
SERVICO = frozenset({Papel.SERVICO})


class Saude(Recurso):
    """Probes: nobody signs in to ask for them."""

    etiqueta = "Operação"
    authentication_classes = ()


class Livez(Saude):
    limitada = False  # probes and the other services' breakers ask it, and it costs nothing
    operacoes = {
        "GET": Operacao(resumo="O processo está vivo", papeis=ABERTA, saida=SaudeSaida, resposta=OK)
    }

    def get(self, request: Request) -> Response:
        return Response(OK)


class Readyz(Saude):
    operacoes = {
        "GET": Operacao(
            resumo="O processo pode servir: banco e migrações",
            papeis=ABERTA,
            saida=SaudeSaida,
            resposta=OK,
            erros=[BancoIndisponivel],
        )
    }

    def get(self, request: Request) -> Response:
        services.conferir_prontidao()
        return Response(OK)


class Fatos(Recurso):
    """What the apps that live here tell: read by the followers that live elsewhere."""

    schema = None  # of services among themselves: no client's business
    objeto = "kernel.fato"
    etiqueta = "Operação"
    operacoes = {
        "GET": Operacao(
            resumo="Lê os fatos publicados (só para outro serviço)",
            papeis=SERVICO,
            interna=True,
            filtros=FiltrosDeFatos,
            saida=FatoSaida,
            lista=True,
            paginada=False,
            resposta={
                "posicao": 42,
                "tipo": "PacienteAtualizado",
                "dados": {"id_paciente": 7},
            },
        )
    }

    def get(self, request: Request) -> Response:
        return self.lista(list(facts.lidos_depois(**self.filtros())))


class Auditoria(Recurso):
    objeto = "kernel.auditoria"
    etiqueta = "Operação"
    operacoes = {
        "GET": Operacao(
            resumo="Lê a trilha de auditoria",
            papeis=services.LER_AUDITORIA,
            filtros=FiltrosDeAuditoria,
            saida=EventoSaida,
            lista=True,
            resposta={
                "seq": 1042,
                "momento": "2026-03-02T14:31:07-03:00",
                "evento": "prontuario.lido",
                "id_usuario": 2,
                "papel": "profissional",
                "id_clinica": 1,
                "ip": "127.0.0.1",
                "objeto": "prontuario.prontuario:17",
                "permitido": True,
                "id_requisicao": "5f1c9c1e0d7b4d5f8f1f6b0a2c3d4e5f",
            },
        )
    }

    def get(self, request: Request) -> Response:
        return self.pagina(services.listar_auditoria(escopo=self.escopo, **self.filtros()))


class Esquema(RespostaComProblema, SpectacularAPIView):
    """`/schema`: JSON unless YAML is asked for."""

    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]


class Pagina(RespostaComProblema):
    """A page of documentation: OPTIONS says what it takes, without rendering it."""

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(headers={"Allow": "GET, HEAD, OPTIONS"})


class Docs(Pagina, SpectacularSwaggerSplitView):  # type: ignore[misc]
    """`/docs`: Swagger UI from this machine."""

    url_name = "schema"
    url_self: Any = None


class Redoc(Pagina, SpectacularRedocView):  # type: ignore[misc]
    """`/redoc`: Redoc from this machine."""

    url_name = "schema"
    template_name = "kernel/redoc.html"
