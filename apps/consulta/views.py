"""HTTP face of Consulta: `/consultas`, `/agenda/*`."""

from collections.abc import Callable
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from apps.consulta import serializers as s
from apps.consulta import services
from apps.consulta.interface import ConsultaNaoEncontrada, HorarioOcupado, TransicaoInvalida
from apps.consulta.transicoes import TRANSICOES
from apps.kernel.api.operation import Operacao
from apps.kernel.api.views import Recurso
from apps.kernel.errors import ClinicaNaoEncontrada, ServicoIndisponivel
from apps.paciente.interface import PacienteNaoEncontrado
from apps.rede.interface import ProfissionalNaoEncontrado

NOVA = {
    "id_paciente": 1,
    "id_profissional": 1,
    "data_hora": "2030-03-04T10:00:00-03:00",
    "especialidade": "Clínica Médica",
    "motivo": "Retorno",
}

CONSULTA = {
    "id": 812,
    "id_paciente": 1,
    "paciente": "Maria Aparecida da Silva",
    "id_profissional": 1,
    "profissional": "Marina Duarte",
    "id_clinica": 1,
    "data_hora": "2030-03-04T10:00:00-03:00",
    "duracao_minutos": 30,
    "especialidade": "Clínica Médica",
    "motivo": "Retorno",
    "teleconsulta": False,
    "encaixe": False,
    "status": "agendada",
    "data_criacao": "2030-03-02T09:00:00-03:00",
}


LIVRE = {
    "id_profissional": 1,
    "profissional": "Marina Duarte",
    "id_clinica": 1,
    "data_hora": "2030-03-04T10:00:00-03:00",
    "duracao_minutos": 30,
}

LIVRES = """\
Um horário aparece quando `POST /consultas` com ele seria aceito: cabe no expediente do profissional,
fora de ausências, de feriados (nacionais e da clínica) e das consultas dele em qualquer clínica.
Encaixes, consultas canceladas, faltas e consultas sem profissional não ocupam o horário dele.

Os horários vão de 30 em 30 minutos (ou da duração pedida, se for menor) a partir do início de cada
turno; turnos que se encostam são um só. Os que já passaram não aparecem.

Só aparecem profissionais ativos, nas clínicas em que atendem. Quem não tem expediente cadastrado está
sempre disponível e não aparece, pois não tem grade. O papel `profissional` vê apenas os próprios
horários. Um `id_profissional` desconhecido dá uma lista vazia; uma clínica que não é sua, 404."""


class Consultas(Recurso):
    etiqueta = "Consulta"
    objeto = "consulta.consulta"
    operacoes = {
        "GET": Operacao(
            resumo="Lista as consultas ao seu alcance",
            papeis=services.LER,
            filtros=s.FiltrosDeConsulta,
            saida=s.ConsultaSaida,
            lista=True,
            resposta=CONSULTA,
            erros=[ClinicaNaoEncontrada],
        ),
        "POST": Operacao(
            resumo="Agenda uma consulta",
            papeis=services.AGENDAR,
            entrada=s.ConsultaEntrada,
            saida=s.ConsultaSaida,
            status=201,
            exemplo=NOVA,
            resposta=CONSULTA,
            erros=[
                ClinicaNaoEncontrada,
                PacienteNaoEncontrado,
                ProfissionalNaoEncontrado,
                HorarioOcupado,
                ServicoIndisponivel,
            ],
        ),
    }

    def get(self, request: Request) -> Response:
        return self.pagina(services.listar(escopo=self.escopo, **self.filtros()))

    def post(self, request: Request) -> Response:
        return self.agir(services.agendar)


class Consulta(Recurso):
    etiqueta = "Consulta"
    objeto = "consulta.consulta"
    operacoes = {
        "GET": Operacao(
            resumo="Lê uma consulta",
            papeis=services.LER,
            saida=s.ConsultaSaida,
            resposta=CONSULTA,
            erros=[ConsultaNaoEncontrada],
        )
    }

    def get(self, request: Request, id: int) -> Response:
        return self.um(services.obter(id_consulta=id, escopo=self.escopo))


class ConsultasDoPaciente(Recurso):
    etiqueta = "Consulta"
    objeto = "consulta.paciente"
    operacoes = {
        "GET": Operacao(
            resumo="Lista as consultas de um paciente",
            papeis=services.LER,
            saida=s.ConsultaSaida,
            lista=True,
            resposta=CONSULTA,
        )
    }

    def get(self, request: Request, id_paciente: int) -> Response:
        return self.pagina(
            services.listar(escopo=self.escopo, id_paciente=id_paciente, **self.filtros())
        )


class HorariosLivres(Recurso):
    etiqueta = "Consulta"
    objeto = "consulta.horario"
    operacoes = {
        "GET": Operacao(
            resumo="Lista os horários livres, do mais cedo ao mais tarde",
            descricao=LIVRES,
            papeis=services.LER,
            filtros=s.FiltrosDeHorario,
            saida=s.HorarioLivreSaida,
            lista=True,
            com_ids=False,
            resposta=LIVRE,
            erros=[ClinicaNaoEncontrada, ServicoIndisponivel],
        )
    }

    def get(self, request: Request) -> Response:
        return self.pagina(services.horarios_livres(escopo=self.escopo, **self.filtros()))


class Transicao(Recurso):
    """A verb of the table; one class, a route a verb."""

    etiqueta = "Consulta"
    objeto = "consulta.consulta"
    servico: ClassVar[Callable[..., Any]]

    def post(self, request: Request, id: int) -> Response:
        return self.agir(type(self).servico, id_consulta=id)


def _transicao(
    verbo: str,
    servico: Callable[..., Any],
    resumo: str,
    entrada: type[s.Entrada] = s.SemCorpo,
    exemplo: dict[str, Any] | None = None,
    erros: tuple[Any, ...] = (),
) -> type[Transicao]:
    operacao = Operacao(
        resumo=resumo,
        papeis=TRANSICOES[verbo].papeis,
        entrada=entrada,
        saida=s.ConsultaSaida,
        condicional=True,
        exemplo=exemplo or {},
        resposta=CONSULTA | {"status": TRANSICOES[verbo].para.value},
        erros=[ConsultaNaoEncontrada, TransicaoInvalida, *erros],
    )
    return type(
        verbo.capitalize(),
        (Transicao,),
        {"servico": staticmethod(servico), "operacoes": {"POST": operacao}, "__doc__": resumo},
    )


VERBOS: dict[str, type[Transicao]] = {
    "confirmar": _transicao("confirmar", services.confirmar, "Confirma a consulta"),
    "chegada": _transicao("chegada", services.registrar_chegada, "Registra a chegada do paciente"),
    "iniciar": _transicao("iniciar", services.iniciar, "Inicia o atendimento"),
    "concluir": _transicao("concluir", services.concluir, "Conclui o atendimento"),
    "cancelar": _transicao(
        "cancelar",
        services.cancelar,
        "Cancela a consulta",
        s.ConsultaCancelamento,
        {"motivo": "O paciente pediu", "por": "paciente"},
    ),
    "faltou": _transicao("faltou", services.registrar_falta, "Registra a falta do paciente"),
    "remarcar": _transicao(
        "remarcar",
        services.remarcar,
        "Remarca a consulta",
        s.RemarcacaoEntrada,
        {"data_hora": "2030-03-05T11:00:00-03:00"},
        (ProfissionalNaoEncontrado, HorarioOcupado, ServicoIndisponivel),
    ),
}
