"""Consulta's `Protocol`, answered from memory."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from apps.consulta.agenda import Intervalo, Jornada, Turno, e_feriado
from apps.consulta.interface import (
    ConsultaData,
    ConsultaNaoEncontrada,
    ConsultasDoDia,
    HorarioLivreData,
)
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import ParametroInvalido, SemPermissao
from apps.kernel.text import dobrar
from apps.rede.interface import ClinicaNaoEncontrada, ProfissionalData, RedeService
from tests.falsos.memoria import Falso

PROFISSIONAL = frozenset({Papel.PROFISSIONAL})
LEEM_A_CLINICA = frozenset({Papel.RECEPCAO, Papel.FATURAMENTO, Papel.GESTOR, Papel.SERVICO})
DIAS_NO_MAXIMO = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Expediente:
    id: int
    id_profissional: int
    turno: Turno


@dataclass(frozen=True, slots=True, kw_only=True)
class Ausencia:
    id: int
    id_profissional: int
    intervalo: Intervalo


@dataclass(frozen=True, slots=True, kw_only=True)
class Feriado:
    id: int
    data: date
    id_clinica: int | None


class ConsultaFalso(Falso):
    def __init__(self, rede: RedeService) -> None:
        super().__init__()
        self._rede = rede

    def obter(self, *, id_consulta: int, escopo: Escopo) -> ConsultaData:
        consulta = self._um(ConsultaData, id_consulta, ConsultaNaoEncontrada)
        if _alcanca(escopo, consulta):
            return consulta
        raise SemPermissao if consulta.id_clinica in escopo.clinicas() else ConsultaNaoEncontrada

    def obter_varias(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ConsultaData]:
        return {c.id: c for c in self._visiveis(escopo) if c.id in ids}

    def listar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultaData]:
        return [c for c in self._visiveis(escopo) if de <= _dia(c) <= ate]

    def listar_do_paciente(
        self, *, id_paciente: int, escopo: Escopo, limite: int = 200
    ) -> Sequence[ConsultaData]:
        dele = [c for c in self._visiveis(escopo) if c.id_paciente == id_paciente]
        return dele[::-1][:limite]

    def contar(self, *, de: date, ate: date, escopo: Escopo) -> Sequence[ConsultasDoDia]:
        dos_dias = self.listar(de=de, ate=ate, escopo=escopo)
        contagem = Counter((_dia(consulta), consulta.status) for consulta in dos_dias)
        return [
            ConsultasDoDia(dia=dia, status=status, quantas=quantas)
            for (dia, status), quantas in sorted(contagem.items())
        ]

    def horarios_livres(
        self,
        *,
        de: date,
        ate: date,
        escopo: Escopo,
        id_clinica: int | None = None,
        id_profissional: int | None = None,
        especialidade: str | None = None,
        duracao_minutos: int = 30,
        limite: int = 200,
    ) -> Sequence[HorarioLivreData]:
        if (ate - de).days >= DIAS_NO_MAXIMO:
            raise ParametroInvalido
        dias = [de + timedelta(days=n) for n in range((ate - de).days + 1)]
        livres = [
            HorarioLivreData(
                id_profissional=profissional.id,
                profissional=profissional.nome,
                id_clinica=onde,
                data_hora=data_hora,
                duracao_minutos=duracao_minutos,
            )
            for profissional, clinicas in self._quem_atende(escopo, id_clinica)
            if id_profissional in (None, profissional.id) and _pratica(profissional, especialidade)
            for dia in dias
            for data_hora in self._livres(profissional, dia, timedelta(minutes=duracao_minutos))
            for onde in clinicas
            if not e_feriado(dia, self._feriados(onde))
        ]
        return sorted(livres, key=lambda h: (h.data_hora, h.id_profissional, h.id_clinica))[:limite]

    def em_cuidado(self, *, id_paciente: int, escopo: Escopo) -> bool:
        return id_paciente in self.pacientes_em_cuidado(escopo=escopo)

    def pacientes_em_cuidado(self, *, escopo: Escopo) -> frozenset[int]:
        hoje = timezone.localdate()
        return frozenset(
            consulta.id_paciente
            for consulta in self._todos(ConsultaData)
            if _e_do_profissional(escopo, consulta)
            and consulta.ativa
            and hoje - timedelta(days=365) <= _dia(consulta) <= hoje + timedelta(days=90)
        )

    def _visiveis(self, escopo: Escopo) -> list[ConsultaData]:
        """Those within the caller's reach, earliest first."""
        visiveis = [c for c in self._todos(ConsultaData) if _alcanca(escopo, c)]
        return sorted(visiveis, key=lambda c: (c.data_hora, c.id))

    def _quem_atende(
        self, escopo: Escopo, id_clinica: int | None
    ) -> Iterator[tuple[ProfissionalData, list[int]]]:
        """Active professionals, each with the open clinics where the caller may see their agenda."""
        todas = escopo.clinicas_do_filtro(LEEM_A_CLINICA, id_clinica)
        suas = escopo.clinicas_do_filtro(PROFISSIONAL, id_clinica)
        abertas = {
            id
            for id, clinica in self._rede.obter_clinicas(ids=[*todas, *suas], escopo=escopo).items()
            if clinica.ativa
        }
        if id_clinica in (todas | suas) - abertas:
            raise ClinicaNaoEncontrada
        for profissional in self._rede.listar_profissionais(escopo=escopo):
            alcance = todas | suas if profissional.id == escopo.id_profissional else todas
            if clinicas := sorted((alcance & abertas).intersection(profissional.clinicas)):
                yield profissional, clinicas

    def _livres(
        self, profissional: ProfissionalData, dia: date, duracao: timedelta
    ) -> list[datetime]:
        """Times to come of a day; what is booked in any clinic closes them, an encaixe does not."""
        ausencias = [
            a.intervalo for a in self._todos(Ausencia) if a.id_profissional == profissional.id
        ]
        ocupacoes = [
            Intervalo(c.data_hora, c.data_hora + timedelta(minutes=c.duracao_minutos))
            for c in self._todos(ConsultaData)
            if c.id_profissional == profissional.id and c.ativa and not c.encaixe
        ]
        turnos = [e.turno for e in self._todos(Expediente) if e.id_profissional == profissional.id]
        livres = Jornada(turnos, [*ausencias, *ocupacoes]).horarios_livres(dia, duracao)
        return [data_hora for data_hora in livres if data_hora > timezone.now()]

    def _feriados(self, id_clinica: int) -> set[date]:
        """Local holidays of a clinic, those of the whole network among them."""
        return {f.data for f in self._todos(Feriado) if f.id_clinica in (None, id_clinica)}


def _alcanca(escopo: Escopo, consulta: ConsultaData) -> bool:
    da_clinica = consulta.id_clinica in escopo.clinicas(LEEM_A_CLINICA)
    return da_clinica or _e_do_profissional(escopo, consulta)


def _e_do_profissional(escopo: Escopo, consulta: ConsultaData) -> bool:
    """The caller's own, or nobody's yet, in a clinic where the caller is a professional."""
    return consulta.id_clinica in escopo.clinicas(PROFISSIONAL) and consulta.id_profissional in (
        None,
        escopo.id_profissional,
    )


def _dia(consulta: ConsultaData) -> date:
    return timezone.localdate(consulta.data_hora)


def _pratica(profissional: ProfissionalData, especialidade: str | None) -> bool:
    return especialidade is None or dobrar(especialidade) in map(
        dobrar, profissional.especialidades
    )
