"""A server with three more operations, each with a defect: the proof finds them by itself and fails."""

from typing import Any, ClassVar

from vidasaude import servidor


def criar() -> Any:
    """What granian loads in each of its workers."""
    from vidasaude import rsgi

    porta = rsgi.criar()

    from django.urls import path

    from vidasaude import urls

    urls.urlpatterns += [path(f"defeitos/{n}", view.as_view()) for n, view in _views().items()]
    return porta


def _views() -> dict[str, Any]:
    from rest_framework.response import Response

    from apps.kernel.api.operation import Operacao
    from apps.kernel.api.views import Recurso
    from apps.kernel.errors import Conflito, Problema
    from apps.kernel.fields import Entrada, Saida, Texto
    from apps.rede.services import GERIR

    class NomeEntrada(Entrada):
        nome = Texto(max_length=200)

    class NomeSaida(Saida):
        nome = Texto()

    class Bule(Problema):
        status, codigo, titulo = 418, "bule", "Sou um bule"

    class ComDefeito(Recurso):
        etiqueta = "Operação"
        operacoes: ClassVar = {
            "POST": Operacao(
                resumo="Falha de propósito",
                papeis=GERIR,
                entrada=NomeEntrada,
                saida=NomeSaida,
                exemplo={"nome": "Maria"},
                resposta={"nome": "Maria"},
                erros=[Conflito],
            )
        }

    class Quebra(ComDefeito):
        def post(self, request: Any) -> Response:
            return Response({"nome": request.data["nome"].strip()})

    class Vaza(ComDefeito):
        def post(self, request: Any) -> Response:
            nome = self.dados()["nome"]
            if nome != "Maria":
                raise Conflito("IntegrityError: duplicate key value violates unique constraint")
            return Response({"nome": nome})

    class ForaDoDocumento(ComDefeito):
        def post(self, request: Any) -> Response:
            if self.dados()["nome"] != "Maria":
                raise Bule
            return Response({"nome": "Maria"})

    return {"quebra": Quebra, "vaza": Vaza, "bule": ForaDoDocumento}


if __name__ == "__main__":
    servidor.APLICACAO = "tests.provas.controles.com_defeitos:criar"
    servidor.main()
