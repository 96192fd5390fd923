"""HTTP face of Rede: `/auth/*`, `/clinicas`, `/profissionais`."""

from rest_framework.request import Request
from rest_framework.response import Response

from apps.kernel.access import tokens
from apps.kernel.access.escopo import TODOS
from apps.kernel.api.operation import ABERTA, Operacao
from apps.kernel.api.views import Recurso
from apps.kernel.errors import ClinicaNaoEncontrada, LimiteExcedido, NaoAutenticado
from apps.rede import serializers as s
from apps.rede import services
from apps.rede.interface import CnesDuplicado, ConselhoDuplicado, ProfissionalNaoEncontrado

TOKENS = {"access": "eyJhbGciOiJIUzI1NiIs…", "refresh": "eyJhbGciOiJIUzI1NiIs…"}

EU = {
    "id": 1,
    "username": "recepcao",
    "nome": "Rita Recepção",
    "id_profissional": None,
    "vinculos": [{"id_clinica": 1, "papel": "recepcao"}],
}

CLINICA = {
    "nome": "Vida+ Pinheiros",
    "cnes": "1234567",
    "cidade": "São Paulo",
    "uf": "SP",
    "ativa": True,
}

PROFISSIONAL = {
    "nome": "Marina Duarte",
    "conselho": "CRM",
    "numero_conselho": "104233",
    "uf_conselho": "SP",
    "cbo": "225125",
    "especialidades": ["Clínica Médica"],
    "clinicas": [1],
    "ativo": True,
}


class Token(Recurso):
    """Sign in: user and password for a pair of tokens."""

    etiqueta = "Rede"
    authentication_classes = ()  # a stale token must not stop one from getting a new one
    operacoes = {
        "POST": Operacao(
            resumo="Entra e recebe os tokens",
            papeis=ABERTA,
            entrada=s.CredenciaisEntrada,
            saida=s.TokensSaida,
            exemplo={"username": "recepcao", "password": "vidasaude-demo"},
            resposta=TOKENS,
            erros=[NaoAutenticado, LimiteExcedido],
        )
    }

    def post(self, request: Request) -> Response:
        acesso, renovacao = services.entrar(request=request._request, **self.dados())
        return Response({"access": acesso, "refresh": renovacao})


class TokenRefresh(Recurso):
    """Trade a refresh token for a new access token."""

    etiqueta = "Rede"
    authentication_classes = ()
    operacoes = {
        "POST": Operacao(
            resumo="Renova o token de acesso",
            papeis=ABERTA,
            entrada=s.RenovacaoEntrada,
            saida=s.AcessoSaida,
            exemplo={"refresh": TOKENS["refresh"]},
            resposta={"access": TOKENS["access"]},
            erros=[NaoAutenticado],
        )
    }

    def post(self, request: Request) -> Response:
        return Response({"access": tokens.renovar(self.dados()["refresh"])})


class Eu(Recurso):
    """Who the caller is."""

    etiqueta = "Rede"
    objeto = "kernel.usuario"
    operacoes = {"GET": Operacao(resumo="Diz quem sou", papeis=TODOS, saida=s.EuSaida, resposta=EU)}

    def get(self, request: Request) -> Response:
        return self.um(self.chamador.credencial)


class Clinicas(Recurso):
    etiqueta = "Rede"
    objeto = "rede.clinica"
    operacoes = {
        "GET": Operacao(
            resumo="Lista as clínicas",
            papeis=TODOS,
            saida=s.ClinicaSaida,
            lista=True,
            resposta={"id": 1, **CLINICA},
        ),
        "POST": Operacao(
            resumo="Abre uma clínica",
            papeis=services.GERIR,
            entrada=s.ClinicaEntrada,
            saida=s.ClinicaSaida,
            status=201,
            exemplo=CLINICA,
            resposta={"id": 3, **CLINICA},
            erros=[CnesDuplicado],
        ),
    }

    def get(self, request: Request) -> Response:
        return self.pagina(services.listar_clinicas(**self.filtros()))

    def post(self, request: Request) -> Response:
        return self.agir(services.criar_clinica)


class Clinica(Recurso):
    etiqueta = "Rede"
    objeto = "rede.clinica"
    operacoes = {
        "GET": Operacao(
            resumo="Lê uma clínica",
            papeis=TODOS,
            saida=s.ClinicaSaida,
            resposta={"id": 1, **CLINICA},
            erros=[ClinicaNaoEncontrada],
        ),
        "PATCH": Operacao(
            resumo="Altera uma clínica",
            papeis=services.GERIR,
            entrada=s.ClinicaAlteracao,
            saida=s.ClinicaSaida,
            condicional=True,
            exemplo={"nome": "Vida+ Pinheiros"},
            resposta={"id": 1, **CLINICA},
            erros=[ClinicaNaoEncontrada, CnesDuplicado],
        ),
    }

    def get(self, request: Request, id: int) -> Response:
        return self.um(services.obter_clinica(id_clinica=id))

    def patch(self, request: Request, id: int) -> Response:
        return self.um(
            services.alterar_clinica(
                escopo=self.escopo, id_clinica=id, se_coincidir=self.se_coincidir, **self.dados()
            )
        )


class Profissionais(Recurso):
    etiqueta = "Rede"
    objeto = "rede.profissional"
    operacoes = {
        "GET": Operacao(
            resumo="Lista os profissionais",
            papeis=TODOS,
            filtros=s.FiltrosDeProfissional,
            saida=s.ProfissionalSaida,
            lista=True,
            resposta={"id": 1, **PROFISSIONAL},
        ),
        "POST": Operacao(
            resumo="Cadastra um profissional",
            papeis=services.GERIR,
            entrada=s.ProfissionalEntrada,
            saida=s.ProfissionalSaida,
            status=201,
            exemplo=PROFISSIONAL,
            resposta={"id": 9, **PROFISSIONAL},
            erros=[ClinicaNaoEncontrada, ConselhoDuplicado],
        ),
    }

    def get(self, request: Request) -> Response:
        return self.pagina(services.listar_profissionais(**self.filtros()))

    def post(self, request: Request) -> Response:
        return self.agir(services.criar_profissional)


class Profissional(Recurso):
    etiqueta = "Rede"
    objeto = "rede.profissional"
    operacoes = {
        "GET": Operacao(
            resumo="Lê um profissional",
            papeis=TODOS,
            saida=s.ProfissionalSaida,
            resposta={"id": 1, **PROFISSIONAL},
            erros=[ProfissionalNaoEncontrado],
        ),
        "PATCH": Operacao(
            resumo="Altera um profissional",
            papeis=services.GERIR,
            entrada=s.ProfissionalAlteracao,
            saida=s.ProfissionalSaida,
            condicional=True,
            exemplo={"especialidades": ["Clínica Médica", "Geriatria"]},
            resposta={"id": 1, **PROFISSIONAL},
            erros=[ProfissionalNaoEncontrado, ClinicaNaoEncontrada, ConselhoDuplicado],
        ),
    }

    def get(self, request: Request, id: int) -> Response:
        return self.um(services.obter_profissional(id_profissional=id))

    def patch(self, request: Request, id: int) -> Response:
        return self.um(
            services.alterar_profissional(
                escopo=self.escopo,
                id_profissional=id,
                se_coincidir=self.se_coincidir,
                **self.dados(),
            )
        )
