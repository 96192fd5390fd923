"""HTTP face of Faturamento: `/faturas`."""

from rest_framework.request import Request
from rest_framework.response import Response

from apps.consulta.interface import ConsultaNaoEncontrada
from apps.faturamento import serializers as s
from apps.faturamento import services
from apps.faturamento.interface import (
    AguardandoPlano,
    ConsultaInativa,
    FaturaCancelada,
    FaturaExistente,
    FaturaNaoEncontrada,
    FaturaPaga,
    FaturaRascunho,
    ItemDecidido,
)
from apps.kernel.api.operation import Operacao
from apps.kernel.api.views import Recurso
from apps.kernel.errors import ClinicaNaoEncontrada, ServicoIndisponivel

NOVA = {
    "id_consulta": 812,
    "procedimentos": [
        {"codigo": "CON001", "valor": 150.00},
        {"codigo": "EXA001", "valor": 80.00, "quantidade": 1},
    ],
}

FATURA = {
    "id": 95,
    "id_consulta": 812,
    "id_paciente": 1,
    "paciente": "Maria Aparecida da Silva",
    "id_clinica": 1,
    "data_consulta": "2030-03-04T10:00:00-03:00",
    "procedimentos": [
        {
            "codigo": "CON001",
            "valor": 150.00,
            "quantidade": 1,
            "situacao": "coberto",
            "coberto": True,
            "valor_coberto": 7.00,
        },
        {
            "codigo": "EXA001",
            "valor": 80.00,
            "quantidade": 1,
            "situacao": "coberto",
            "coberto": True,
            "valor_coberto": 3.00,
        },
    ],
    "valor_total": 230.00,
    "valor_coberto": 10.00,
    "valor_paciente": 220.00,
    "valor_pago": 0.00,
    "status": "pendente",
    "data_criacao": "2030-03-04T11:00:00-03:00",
}


class Faturas(Recurso):
    etiqueta = "Faturamento"
    objeto = "faturamento.fatura"
    operacoes = {
        "GET": Operacao(
            resumo="Lista as faturas",
            papeis=services.LER,
            filtros=s.FiltrosDeFatura,
            saida=s.FaturaSaida,
            lista=True,
            resposta=FATURA,
            erros=[ClinicaNaoEncontrada],
        ),
        "POST": Operacao(
            resumo="Emite a fatura de uma consulta",
            papeis=services.ESCREVER,
            entrada=s.FaturaEntrada,
            saida=s.FaturaSaida,
            status=201,
            exemplo=NOVA,
            resposta=FATURA,
            erros=[ConsultaNaoEncontrada, ConsultaInativa, FaturaExistente, ServicoIndisponivel],
        ),
    }

    def get(self, request: Request) -> Response:
        return self.pagina(services.listar(escopo=self.escopo, **self.filtros()))

    def post(self, request: Request) -> Response:
        return self.agir(services.emitir)


class Fatura(Recurso):
    etiqueta = "Faturamento"
    objeto = "faturamento.fatura"
    operacoes = {
        "GET": Operacao(
            resumo="Lê uma fatura",
            papeis=services.LER,
            saida=s.FaturaSaida,
            resposta=FATURA,
            erros=[FaturaNaoEncontrada],
        )
    }

    def get(self, request: Request, id: int) -> Response:
        return self.um(services.obter(id_fatura=id, escopo=self.escopo))


class Pagar(Recurso):
    etiqueta = "Faturamento"
    objeto = "faturamento.fatura"
    operacoes = {
        "POST": Operacao(
            resumo="Recebe um pagamento",
            papeis=services.ESCREVER,
            entrada=s.PagamentoEntrada,
            saida=s.FaturaSaida,
            condicional=True,
            exemplo={"forma": "pix", "valor": 220.00},
            resposta=FATURA | {"valor_pago": 220.00, "status": "paga"},
            erros=[
                FaturaNaoEncontrada,
                AguardandoPlano,
                FaturaPaga,
                FaturaCancelada,
                FaturaRascunho,
            ],
        )
    }

    def post(self, request: Request, id: int) -> Response:
        return self.agir(services.pagar, id_fatura=id)


class Decidir(Recurso):
    etiqueta = "Faturamento"
    objeto = "faturamento.fatura"
    operacoes = {
        "POST": Operacao(
            resumo="Decide à mão um procedimento pendente",
            papeis=services.ESCREVER,
            entrada=s.DecisaoEntrada,
            saida=s.FaturaSaida,
            condicional=True,
            exemplo={
                "codigo": "CON001",
                "valor_coberto": 7.00,
                "justificativa": "Autorizado por telefone, protocolo 4471.",
            },
            resposta=FATURA,
            erros=[FaturaNaoEncontrada, ItemDecidido, FaturaPaga, FaturaCancelada, FaturaRascunho],
        )
    }

    def post(self, request: Request, id: int) -> Response:
        return self.agir(services.decidir, id_fatura=id)


class Cancelar(Recurso):
    etiqueta = "Faturamento"
    objeto = "faturamento.fatura"
    operacoes = {
        "POST": Operacao(
            resumo="Cancela uma fatura",
            papeis=services.ESCREVER,
            entrada=s.FaturaCancelamento,
            saida=s.FaturaSaida,
            condicional=True,
            exemplo={"motivo": "Cobrança lançada na consulta errada."},
            resposta=FATURA | {"status": "cancelada"},
            erros=[FaturaNaoEncontrada, FaturaPaga, FaturaCancelada],
        )
    }

    def post(self, request: Request, id: int) -> Response:
        return self.agir(services.cancelar, id_fatura=id)
