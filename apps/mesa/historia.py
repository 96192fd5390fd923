"""A patient's story: what each app knows of them, in one line of time.

Every app answers for the caller: reception sees no record, a doctor no invoice. What a page does
not show is not asked, so that no read is audited that nobody made.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from apps.consulta.interface import ConsultaData, consulta_service
from apps.faturamento.interface import FaturaData, faturamento_service
from apps.kernel.access.escopo import Escopo, Papel
from apps.mesa.perguntas import tentar
from apps.paciente.interface import PacienteData, paciente_service
from apps.prontuario.interface import ProntuarioData, SemVinculo, prontuario_service

LIMITE = 200
"""Of each kind; the page says so when there is more."""

Dado = ConsultaData | ProntuarioData | FaturaData

QUEM_VE: Mapping[str, frozenset[Papel]] = {
    "consulta": frozenset(
        {Papel.RECEPCAO, Papel.PROFISSIONAL, Papel.FATURAMENTO, Papel.GESTOR},
    ),
    "registro": frozenset({Papel.PROFISSIONAL}),
    "fatura": frozenset({Papel.RECEPCAO, Papel.FATURAMENTO, Papel.GESTOR}),
}
"""Kinds of what happens, and the roles that read them (contract, "Who may call")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acontecimento:
    """A thing that happened to a patient, or will: the page shows each kind in its own way."""

    momento: datetime
    tipo: str
    """`consulta`, `registro` or `fatura`."""
    dado: Dado = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mes:
    """What happened in a local month, latest first."""

    primeiro_dia: date
    acontecimentos: Sequence[Acontecimento]


@dataclass(frozen=True, slots=True, kw_only=True)
class Historia:
    paciente: PacienteData
    por_vir: Sequence[Acontecimento]
    """Consultas that are booked, the nearest first."""
    meses: Sequence[Mes]
    """Latest first."""
    faturadas: frozenset[int]
    """Ids of the consultas that have an invoice, as far as the caller sees invoices."""
    sem_vinculo: bool
    """The caller reads records, but not those of this patient."""
    faltam: Sequence[str]
    """Kinds whose app did not answer."""
    ha_mais: bool

    @property
    def vazia(self) -> bool:
        return not (self.por_vir or self.meses)


def tipos_visiveis(escopo: Escopo) -> list[str]:
    """The kinds that the caller may read at all."""
    return [tipo for tipo, papeis in QUEM_VE.items() if escopo.tem(papeis)]


def contar(*, id_paciente: int, escopo: Escopo, tipos: Collection[str]) -> Historia:
    """The story, of those kinds, that the caller may read. Raises PacienteNaoEncontrado."""
    paciente = paciente_service.obter(id_paciente=id_paciente, escopo=escopo)
    pedidos = [tipo for tipo in tipos_visiveis(escopo) if tipo in tipos]
    respostas: dict[str, Sequence[Dado] | None] = {}
    sem_vinculo = False
    for tipo in pedidos:
        try:
            respostas[tipo] = tentar(lambda tipo=tipo: PERGUNTAS[tipo](id_paciente, escopo))  # type: ignore[misc]
        except SemVinculo:
            sem_vinculo = True
    acontecimentos = [
        _acontecimento(tipo, dado) for tipo, dados in respostas.items() for dado in dados or ()
    ]
    por_vir, passado = _separar(acontecimentos, timezone.now())
    return Historia(
        paciente=paciente,
        por_vir=por_vir,
        meses=_por_mes(passado),
        faturadas=_faturadas(respostas.get("fatura") or ()),
        sem_vinculo=sem_vinculo,
        faltam=[tipo for tipo, dados in respostas.items() if dados is None],
        ha_mais=any(len(dados or ()) == LIMITE for dados in respostas.values()),
    )


def _consultas(id_paciente: int, escopo: Escopo) -> Sequence[Dado]:
    return consulta_service.listar_do_paciente(
        id_paciente=id_paciente, escopo=escopo, limite=LIMITE
    )


def _registros(id_paciente: int, escopo: Escopo) -> Sequence[Dado]:
    return prontuario_service.listar_do_paciente(
        id_paciente=id_paciente, escopo=escopo, limite=LIMITE
    )


def _faturas(id_paciente: int, escopo: Escopo) -> Sequence[Dado]:
    return faturamento_service.listar_do_paciente(
        id_paciente=id_paciente, escopo=escopo, limite=LIMITE
    )


PERGUNTAS: Mapping[str, Callable[[int, Escopo], Sequence[Dado]]] = {
    "consulta": _consultas,
    "registro": _registros,
    "fatura": _faturas,
}


def _acontecimento(tipo: str, dado: Dado) -> Acontecimento:
    momento = dado.data_hora if isinstance(dado, ConsultaData) else dado.data_criacao
    return Acontecimento(momento=momento, tipo=tipo, dado=dado)


def _separar(
    acontecimentos: Sequence[Acontecimento], agora: datetime
) -> tuple[list[Acontecimento], list[Acontecimento]]:
    """What is booked, the nearest first; the rest, latest first. A cancelled one is not to come."""
    por_vir: list[Acontecimento] = []
    passado: list[Acontecimento] = []
    for acontecimento in sorted(acontecimentos, key=lambda a: a.momento, reverse=True):
        dado = acontecimento.dado
        futura = isinstance(dado, ConsultaData) and dado.ativa and acontecimento.momento > agora
        (por_vir if futura else passado).append(acontecimento)
    return por_vir[::-1], passado


def _por_mes(acontecimentos: Sequence[Acontecimento]) -> list[Mes]:
    return [
        Mes(primeiro_dia=mes, acontecimentos=list(deles))
        for mes, deles in groupby(
            acontecimentos, key=lambda a: timezone.localdate(a.momento).replace(day=1)
        )
    ]


def _faturadas(faturas: Sequence[Dado]) -> frozenset[int]:
    return frozenset(
        fatura.id_consulta
        for fatura in faturas
        if isinstance(fatura, FaturaData) and fatura.status not in ("cancelada", "rascunho")
    )
