"""HTTP face of Paciente: `/pacientes`."""

from rest_framework.request import Request
from rest_framework.response import Response

from apps.kernel.api.operation import Operacao
from apps.kernel.api.views import Recurso
from apps.paciente import serializers as s
from apps.paciente import services
from apps.paciente.interface import CnsDuplicado, CpfDuplicado, PacienteNaoEncontrado

NOVO = {
    "nome": "Maria Aparecida da Silva",
    "cpf": "529.982.247-25",
    "data_nascimento": "1985-04-12",
    "sexo": "F",
    "telefone": "(11) 98765-4321",
    "endereco": {"cidade": "São Paulo", "uf": "SP", "cep": "01310-100"},
    "plano": {"operadora": "Plano1", "carteirinha": "0001234", "validade": "2030-12-31"},
}

PACIENTE = {
    "id": 301,
    "nome": "Maria Aparecida da Silva",
    "cpf": "52998224725",
    "data_nascimento": "1985-04-12",
    "nome_social": None,
    "nome_mae": None,
    "sexo": "F",
    "cns": None,
    "passaporte": None,
    "telefone": "(11) 98765-4321",
    "email": None,
    "endereco": {
        "logradouro": None,
        "numero": None,
        "complemento": None,
        "bairro": None,
        "cidade": "São Paulo",
        "uf": "SP",
        "cep": "01310100",
    },
    "plano": {
        "operadora": "Plano1",
        "nome": None,
        "carteirinha": "0001234",
        "validade": "2030-12-31",
    },
    "data_criacao": "2026-03-02T09:00:00-03:00",
}


class Pacientes(Recurso):
    etiqueta = "Paciente"
    objeto = "paciente.paciente"
    operacoes = {
        "GET": Operacao(
            resumo="Busca pacientes da rede",
            papeis=services.LER,
            filtros=s.FiltrosDePaciente,
            saida=s.PacienteSaida,
            lista=True,
            resposta=PACIENTE,
        ),
        "POST": Operacao(
            resumo="Cadastra um paciente",
            papeis=services.ESCREVER,
            entrada=s.PacienteEntrada,
            saida=s.PacienteSaida,
            status=201,
            exemplo=NOVO,
            resposta=PACIENTE,
            erros=[CpfDuplicado, CnsDuplicado],
        ),
    }

    def get(self, request: Request) -> Response:
        return self.pagina(services.listar(**self.filtros()))

    def post(self, request: Request) -> Response:
        return self.agir(services.cadastrar)


class Paciente(Recurso):
    etiqueta = "Paciente"
    objeto = "paciente.paciente"
    operacoes = {
        "GET": Operacao(
            resumo="Lê um paciente",
            papeis=services.LER,
            saida=s.PacienteSaida,
            resposta=PACIENTE,
            erros=[PacienteNaoEncontrado],
        ),
        "PATCH": Operacao(
            resumo="Altera um paciente",
            papeis=services.ESCREVER,
            entrada=s.PacienteAlteracao,
            saida=s.PacienteSaida,
            condicional=True,
            exemplo={"telefone": "(11) 91234-5678", "endereco": {"numero": "1578"}},
            resposta=PACIENTE,
            erros=[PacienteNaoEncontrado, CpfDuplicado, CnsDuplicado],
        ),
    }

    def get(self, request: Request, id: int) -> Response:
        return self.um(services.obter(id_paciente=id))

    def patch(self, request: Request, id: int) -> Response:
        return self.um(
            services.alterar(
                escopo=self.escopo, id_paciente=id, se_coincidir=self.se_coincidir, **self.dados()
            )
        )
