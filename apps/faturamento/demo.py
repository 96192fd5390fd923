"""The demo's invoices: of two in three consultas that happened in two weeks, in every status.

Another run bills those of the days that have passed since, and leaves alone what people touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random
from typing import Any

from django.utils import timezone

from apps.consulta.interface import ConsultaData, consulta_service
from apps.faturamento.models import Fatura, Forma, Item, Pagamento, Preco, StatusFatura
from apps.faturamento.services.emissao import apurar
from apps.kernel.access.escopo import SISTEMA, Escopo, Papel, Vinculo
from apps.kernel.models import EventoAuditoria
from apps.kernel.money import CENTAVO, ZERO
from apps.kernel.transactions import transacao
from apps.rede.interface import rede_service

SEMENTE = "faturas"
DIAS = 14
DEMORA = timedelta(hours=1)

# what is charged: code, unit price, quantity
COBRANCAS = (
    (("CON001", "150.00", 1),),
    (("CON001", "150.00", 1), ("EXA001", "80.00", 1)),
    (("CON002", "250.00", 1),),
    (("CON001", "180.00", 1), ("EXA001", "45.50", 2)),
    (("EXA001", "3.00", 1),),
    (("CON001", "150.00", 1), ("PRC001", "320.00", 1)),
)
PRECOS: tuple[dict[str, Any], ...] = (
    {"especialidade": "", "codigo": "CON001", "valor": Decimal("150.00")},
    {"especialidade": "Cardiologia", "codigo": "CON002", "valor": Decimal("250.00")},
    {"especialidade": "Psicologia", "codigo": "CON001", "valor": Decimal("180.00")},
)
PLANOS = (
    {"CON001": Decimal("5.60")},
    {"CON001": Decimal("7.00"), "CON002": Decimal("50.00"), "EXA001": Decimal("3.00")},
)
"""Cover of one unit, by the parity of the patient's number (contract, "Plano de Saúde")."""

PAGA, METADE, PENDENTE = "paga", "metade", "pendente"
CANCELADA, AGUARDANDO, RASCUNHO = "cancelada", "aguardando", "rascunho"
# What became of the invoices, in turn; those of the last day are fresh.
DESTINOS = (PAGA, PENDENTE, PAGA, METADE, PAGA, PAGA, CANCELADA, PENDENTE, PAGA, METADE, PAGA)
DO_ULTIMO_DIA = (
    AGUARDANDO, PAGA, PENDENTE, METADE, RASCUNHO, PAGA, AGUARDANDO, PENDENTE, CANCELADA,
)  # fmt: skip
MOTIVO = "Cobrança em duplicidade com o pacote do paciente."


@dataclass
class Cobranca:
    """An invoice and what hangs on it."""

    fatura: Fatura
    itens: list[Item] = field(default_factory=list)
    pagamentos: list[Pagamento] = field(default_factory=list)


def carregar(*, agora: datetime) -> dict[str, int]:
    """Make what is not there yet; how many of each. `agora` is when the demo is loaded."""
    cobrancas = _cobrancas(_por_cobrar(agora))

    def gravar() -> dict[str, int]:
        if not Preco.objects.exists():
            Preco.objects.bulk_create(Preco(**preco) for preco in PRECOS)
        Fatura.objects.bulk_create(c.fatura for c in cobrancas)
        Item.objects.bulk_create(item for c in cobrancas for item in c.itens)
        pagamentos = [pagamento for c in cobrancas for pagamento in c.pagamentos]
        Pagamento.objects.bulk_create(pagamentos)
        return {"faturas": len(cobrancas), "pagamentos": len(pagamentos)}

    return transacao(gravar)


def _por_cobrar(agora: datetime) -> list[ConsultaData]:
    """Two in three of the consultas that happened, without an invoice, that nobody touched."""
    escolhidas = [c for c in _ultimas_consultas(agora) if c.status == "realizada" and c.id % 3]
    faturas = Fatura.objects.filter(id_consulta__in=[c.id for c in escolhidas])
    com_fatura = set(faturas.values_list("id_consulta", flat=True))
    # What the audit trail names, people have touched: it is theirs to bill.
    objetos = {f"consulta.consulta:{c.id}": c.id for c in escolhidas}
    eventos = EventoAuditoria.objects.filter(objeto__in=objetos)
    tocadas = {objetos[objeto] for objeto in eventos.values_list("objeto", flat=True)}
    return [c for c in escolhidas if c.id not in com_fatura | tocadas]


def _ultimas_consultas(agora: datetime) -> Sequence[ConsultaData]:
    hoje = timezone.localdate(agora)
    profissionais = rede_service.listar_profissionais(escopo=SISTEMA)
    clinicas = sorted({c for p in profissionais for c in p.clinicas})
    escopo = Escopo(
        id_usuario=SISTEMA.id_usuario, vinculos=tuple(Vinculo(c, Papel.SERVICO) for c in clinicas)
    )
    return consulta_service.listar(
        de=hoje - timedelta(days=DIAS), ate=hoje - timedelta(days=1), escopo=escopo
    )


def _dia(consulta: ConsultaData) -> date:
    return timezone.localdate(consulta.data_hora)


def _cobrancas(consultas: Sequence[ConsultaData]) -> list[Cobranca]:
    """The invoices of the last day are fresh, the others have run their course."""
    ultimo = max(map(_dia, consultas), default=None)
    turnos = {True: cycle(DO_ULTIMO_DIA), False: cycle(DESTINOS)}
    return [_cobrar(c, next(turnos[_dia(c) == ultimo])) for c in consultas]


def _cobrar(consulta: ConsultaData, destino: str) -> Cobranca:
    """The invoice as the services would have left it."""
    sorteio = Random(f"{SEMENTE} {consulta.id}")
    cobranca = Cobranca(
        Fatura(
            id_consulta=consulta.id,
            id_paciente=consulta.id_paciente,
            paciente=consulta.paciente,
            id_clinica=consulta.id_clinica,
            data_consulta=consulta.data_hora,
            valor_total=ZERO,
            status=StatusFatura.RASCUNHO,
            data_criacao=consulta.data_hora + DEMORA,
        )
    )
    if destino != RASCUNHO:
        _emitir(cobranca, sorteio.choice(COBRANCAS), respondida=destino != AGUARDANDO)
    if destino == CANCELADA:
        cobranca.fatura.status = StatusFatura.CANCELADA
        cobranca.fatura.motivo_cancelamento = MOTIVO
    if destino in (PAGA, METADE):
        _receber(cobranca, sorteio.choice(Forma.values), tudo=destino == PAGA)
    return cobranca


def _emitir(
    cobranca: Cobranca, procedimentos: Sequence[tuple[str, str, int]], *, respondida: bool
) -> None:
    fatura = cobranca.fatura
    for codigo, valor, quantidade in procedimentos:
        item = Item(fatura=fatura, codigo=codigo, valor=Decimal(valor), quantidade=quantidade)
        if respondida:
            por_unidade = PLANOS[fatura.id_paciente % 2].get(codigo, ZERO)
            item.decidir(min(por_unidade * quantidade, item.cobranca))
        cobranca.itens.append(item)
    fatura.valor_total = sum((item.cobranca for item in cobranca.itens), start=ZERO)
    apurar(fatura, cobranca.itens)


def _receber(cobranca: Cobranca, forma: str, *, tudo: bool) -> None:
    """All that is left, or half of it; nothing where the plan covers everything."""
    fatura = cobranca.fatura
    valor = fatura.falta_pagar if tudo else (fatura.falta_pagar / 2).quantize(CENTAVO)
    if valor == 0:
        return
    cobranca.pagamentos.append(
        Pagamento(
            fatura=fatura,
            forma=forma,
            valor=valor,
            momento=fatura.data_criacao + timedelta(minutes=5),
            id_usuario=SISTEMA.id_usuario,
        )
    )
    fatura.valor_pago = valor
    if fatura.falta_pagar == 0:
        fatura.status = StatusFatura.PAGA
