"""HTTP face of Prontuário: `/prontuarios`. It has no PUT, PATCH or DELETE, for anybody."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apps.consulta.interface import ConsultaNaoEncontrada
from apps.kernel.api.operation import Operacao
from apps.kernel.api.views import Recurso
from apps.kernel.errors import ServicoIndisponivel
from apps.paciente.interface import PacienteNaoEncontrado
from apps.prontuario import serializers as s
from apps.prontuario import services
from apps.prontuario.interface import (
    JaRetificado,
    NaoEAutor,
    ProntuarioNaoEncontrado,
    SemVinculo,
)

NOVO = {
    "id_paciente": 1,
    "diagnostico": "Influenza com manifestações respiratórias",
    "cid10": ["J11.1"],
    "tratamento": "Repouso, hidratação e antitérmico se febre.",
}

PRONTUARIO = {
    "id": 121,
    "id_paciente": 1,
    "paciente": "Maria Aparecida da Silva",
    "cpf": "52998224725",
    "data_nascimento": "1985-04-12",
    "id_consulta": None,
    "diagnostico": "Influenza com manifestações respiratórias",
    "cid10": ["J11.1"],
    "tratamento": "Repouso, hidratação e antitérmico se febre.",
    "observacoes": None,
    "id_autor": 1,
    "autor": "Marina Duarte",
    "versao": 1,
    "retifica": None,
    "retificado_por": None,
    "justificativa": None,
    "data_criacao": "2026-03-02T10:40:00-03:00",
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class Registros(Recurso):
    """What the record's views share."""

    etiqueta = "Prontuário"
    objeto = "prontuario.prontuario"

    def pagina_auditada(self, registros: Any, id_paciente: int | None = None) -> Response:
        """A page; each record it shows leaves an event, before the answer."""
        return self.pagina(
            registros,
            ao_ler=lambda lidos: services.auditar_leitura(
                escopo=self.escopo, lidos=lidos, id_paciente=id_paciente
            ),
        )


class Prontuarios(Registros):
    operacoes = {
        "GET": Operacao(
            resumo="Lista os registros dos seus pacientes",
            papeis=services.PROFISSIONAL,
            saida=s.ProntuarioSaida,
            lista=True,
            resposta=PRONTUARIO,
            erros=[ServicoIndisponivel],
        ),
        "POST": Operacao(
            resumo="Registra no prontuário",
            papeis=services.PROFISSIONAL,
            entrada=s.ProntuarioEntrada,
            saida=s.ProntuarioSaida,
            status=201,
            exemplo=NOVO,
            resposta=PRONTUARIO,
            erros=[PacienteNaoEncontrado, ConsultaNaoEncontrada, SemVinculo, ServicoIndisponivel],
        ),
    }

    def get(self, request: Request) -> Response:
        return self.pagina_auditada(services.listar(escopo=self.escopo, **self.filtros()))

    def post(self, request: Request) -> Response:
        return self.agir(services.registrar)


class Prontuario(Registros):
    operacoes = {
        "GET": Operacao(
            resumo="Lê um registro",
            papeis=services.PROFISSIONAL,
            saida=s.ProntuarioSaida,
            resposta=PRONTUARIO,
            erros=[ProntuarioNaoEncontrado, SemVinculo, ServicoIndisponivel],
        )
    }

    def get(self, request: Request, id: int) -> Response:
        return self.um(services.obter(escopo=self.escopo, id_prontuario=id))


class ProntuariosDoPaciente(Registros):
    objeto = "prontuario.paciente"
    operacoes = {
        "GET": Operacao(
            resumo="Lista os registros de um paciente",
            papeis=services.PROFISSIONAL,
            saida=s.ProntuarioSaida,
            lista=True,
            resposta=PRONTUARIO,
            erros=[PacienteNaoEncontrado, SemVinculo, ServicoIndisponivel],
        )
    }

    def get(self, request: Request, id_paciente: int) -> Response:
        return self.pagina_auditada(
            services.listar_do_paciente(
                escopo=self.escopo, id_paciente=id_paciente, **self.filtros()
            ),
            id_paciente,
        )


class Retificacoes(Registros):
    operacoes = {
        "POST": Operacao(
            resumo="Retifica um registro seu",
            papeis=services.PROFISSIONAL,
            entrada=s.RetificacaoEntrada,
            saida=s.ProntuarioSaida,
            status=201,
            condicional=True,
            exemplo={
                "justificativa": "Troquei o código do diagnóstico.",
                "cid10": ["J10.1"],
            },
            resposta=PRONTUARIO
            | {"id": 122, "versao": 2, "retifica": 121, "cid10": ["J10.1"]}
            | {"justificativa": "Troquei o código do diagnóstico."},
            erros=[ProntuarioNaoEncontrado, NaoEAutor, JaRetificado],
        )
    }

    def post(self, request: Request, id: int) -> Response:
        return self.agir(services.retificar, id_prontuario=id)
