"""Free times: when a consulta could be booked, and with whom.

Every question is about all the professionals; what closes their hours is read of the first day that
may have a time for the page, and of all the others at once where that one does not fill it. The times
themselves are worked out one by one, as the page needs them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import chain, islice

from django.utils import timezone

from apps.consulta.agenda import (
    DURACAO_PADRAO,
    Jornada,
    Turno,
    e_feriado,
    momento,
)
from apps.consulta.interface import HorarioLivreData
from apps.consulta.services import jornada
from apps.consulta.services.leitura import LER_A_CLINICA, PROFISSIONAL
from apps.kernel.access.escopo import Escopo
from apps.kernel.api.paging import Marco
from apps.kernel.errors import ErroDeCampo, ParametroInvalido
from apps.kernel.text import dobrar
from apps.kernel.time import intervalo_de_dias
from apps.rede.interface import ClinicaNaoEncontrada, ProfissionalData, rede_service

DIAS_PADRAO, DIAS_NO_MAXIMO = 7, 31


@dataclass(frozen=True, slots=True)
class Atende:
    """A professional, their weekly hours, and the clinics for which they are asked about, in order."""

    profissional: ProfissionalData
    clinicas: Sequence[int]
    turnos: Sequence[Turno]


@dataclass(frozen=True, slots=True, kw_only=True)
class HorariosLivres:
    """Free times, earliest first: a list of the pager that no table holds (`Ordenada`)."""

    dias: Sequence[date]
    atendem: Sequence[Atende]
    feriados: Mapping[date, Collection[int | None]]
    """Local holidays: of which clinics; None is all of them."""
    agora: datetime
    duracao_minutos: int
    partes: int = 3

    def marco(self, linha: HorarioLivreData) -> Marco:
        return int(linha.data_hora.timestamp()), linha.id_profissional, linha.id_clinica

    def depois(self, marco: Marco | None, quantas: int) -> list[HorarioLivreData]:
        """The first `quantas` after a mark; without one, the first of all."""
        depois = marco or (0, 0, 0)
        dias = [dia for dia, (_, ultimo) in self._com_hora().items() if ultimo >= depois[0]]
        horarios = (h for do_dia in self._abrir(dias) for h in do_dia if self.marco(h) > depois)
        return list(islice(horarios, quantas))

    def antes(self, marco: Marco, quantas: int) -> list[HorarioLivreData]:
        """The last `quantas` before a mark, the nearest first."""
        dias = [dia for dia, (primeiro, _) in self._com_hora().items() if primeiro <= marco[0]]
        do_fim = (reversed(list(do_dia)) for do_dia in self._abrir(dias[::-1]))
        horarios = (h for do_dia in do_fim for h in do_dia if self.marco(h) < marco)
        return list(islice(horarios, quantas))

    def _com_hora(self) -> dict[date, tuple[int, int]]:
        """The days on which somebody works, with the seconds between which a time of theirs may begin."""
        turnos: dict[int, list[Turno]] = defaultdict(list)
        for quem in self.atendem:
            for turno in quem.turnos:
                turnos[turno.dia_semana].append(turno)
        clinicas = {id_clinica for quem in self.atendem for id_clinica in quem.clinicas}
        horas = {}
        for dia in self.dias:
            do_dia = turnos[dia.weekday()]
            if not do_dia or not any(self._abre(clinica, dia) for clinica in clinicas):
                continue
            primeiro = momento(dia, min(turno.inicio for turno in do_dia))
            ultimo = momento(dia, max(turno.fim for turno in do_dia)) - self._duracao
            if ultimo > self.agora:
                horas[dia] = int(primeiro.timestamp()), int(ultimo.timestamp())
        return horas

    @property
    def _duracao(self) -> timedelta:
        return timedelta(minutes=self.duracao_minutos)

    def _abrir(self, dias: Sequence[date]) -> Iterator[Iterator[HorarioLivreData]]:
        """Each day's times, in order. No more of a professional's are worked out than are taken."""
        for janela in filter(None, (dias[:1], dias[1:])):
            jornadas = self._jornadas(min(janela), max(janela))
            for dia in janela:
                deles = (
                    self._de_quem(quem, jornadas[quem.profissional.id], dia)
                    for quem in self.atendem
                )
                yield merge(*deles, key=self.marco)

    def _jornadas(self, de: date, ate: date) -> dict[int, Jornada]:
        """Of each professional, with what closes it on those days."""
        turnos = {quem.profissional.id: quem.turnos for quem in self.atendem}
        janela = intervalo_de_dias(de, ate)
        fechados: dict[int, list[tuple[datetime, datetime]]] = {id: [] for id in turnos}
        for id, inicio, fim in chain(
            jornada.ausencias(turnos, janela), jornada.ocupacoes(turnos, janela)
        ):
            fechados[id].append((inicio, fim))
        return {id: Jornada(turnos[id], fechados[id]) for id in turnos}

    def _de_quem(self, quem: Atende, livre: Jornada, dia: date) -> Iterator[HorarioLivreData]:
        abertas = [c for c in quem.clinicas if self._abre(c, dia)]
        if not abertas:
            return
        for data_hora in livre.horarios_livres(dia, self._duracao):
            if data_hora <= self.agora:
                continue
            for id_clinica in abertas:
                yield HorarioLivreData(
                    id_profissional=quem.profissional.id,
                    profissional=quem.profissional.nome,
                    id_clinica=id_clinica,
                    data_hora=data_hora,
                    duracao_minutos=self.duracao_minutos,
                )

    def _abre(self, id_clinica: int, dia: date) -> bool:
        de_quem = self.feriados.get(dia, ())
        locais = (dia,) if None in de_quem or id_clinica in de_quem else ()
        return not e_feriado(dia, locais)


def horarios_livres(
    *,
    escopo: Escopo,
    de: date | None = None,
    ate: date | None = None,
    id_clinica: int | None = None,
    id_profissional: int | None = None,
    especialidade: str | None = None,
    duracao_minutos: int = DURACAO_PADRAO,
) -> HorariosLivres:
    """What may be booked from `de` (today) to `ate` (a week in all), local days, both included.

    Of the active professionals of the caller's clinics who have working hours; to a professional,
    only their own. Raises ClinicaNaoEncontrada, ParametroInvalido (more than 31 days).
    """
    agora = timezone.now()
    dias = _dias(de, ate, hoje=timezone.localdate(agora))
    clinicas = _clinicas_de_cada_um(
        escopo,
        id_clinica=id_clinica,
        id_profissional=id_profissional,
        especialidade=especialidade,
    )
    return HorariosLivres(
        dias=dias,
        atendem=_com_turnos(clinicas) if dias else (),
        feriados=_feriados(dias),
        agora=agora,
        duracao_minutos=duracao_minutos,
    )


def _dias(de: date | None, ate: date | None, *, hoje: date) -> list[date]:
    """The days asked for, those that are over aside."""
    de = hoje if de is None else de
    ate = de + timedelta(days=DIAS_PADRAO - 1) if ate is None else ate
    if (ate - de).days >= DIAS_NO_MAXIMO:
        mensagem = f"São no máximo {DIAS_NO_MAXIMO} dias de cada vez."
        raise ParametroInvalido(erros=[ErroDeCampo("ate", "periodo_longo", mensagem)])
    primeiro = max(de, hoje)
    return [primeiro + timedelta(days=n) for n in range((ate - primeiro).days + 1)]


def _clinicas_de_cada_um(
    escopo: Escopo,
    *,
    id_clinica: int | None,
    id_profissional: int | None,
    especialidade: str | None,
) -> list[tuple[ProfissionalData, list[int]]]:
    """The professionals asked about, each with the clinics where the caller may see their agenda."""
    todas = escopo.clinicas_do_filtro(LER_A_CLINICA, id_clinica)
    suas = escopo.clinicas_do_filtro(PROFISSIONAL, id_clinica)
    ativas = _ativas(escopo, todas | suas)
    if id_clinica in (todas | suas) - ativas:
        raise ClinicaNaoEncontrada
    if not todas:  # whoever is only a professional asks about nobody else
        if not suas or id_profissional not in (None, escopo.id_profissional):
            return []
        id_profissional = escopo.id_profissional
    achados = []
    for profissional in _perguntar(escopo, todas | suas, id_profissional):
        alcance = todas | suas if profissional.id == escopo.id_profissional else todas
        clinicas = sorted((alcance & ativas).intersection(profissional.clinicas))
        if clinicas and profissional.ativo and _pratica(profissional, especialidade):
            achados.append((profissional, clinicas))
    return achados


def _ativas(escopo: Escopo, clinicas: Collection[int]) -> frozenset[int]:
    """Those that see patients; in one that was closed nothing is booked."""
    achadas = rede_service.obter_clinicas(ids=sorted(clinicas), escopo=escopo)
    return frozenset(clinica.id for clinica in achadas.values() if clinica.ativa)


def _perguntar(
    escopo: Escopo, clinicas: Collection[int], id_profissional: int | None
) -> Sequence[ProfissionalData]:
    """A question to Rede: about somebody, or about whoever is in the clinics."""
    if id_profissional is not None:
        ids = [id_profissional]
        return list(rede_service.obter_profissionais(ids=ids, escopo=escopo).values())
    unica = next(iter(clinicas)) if len(clinicas) == 1 else None
    return rede_service.listar_profissionais(escopo=escopo, id_clinica=unica)


def _pratica(profissional: ProfissionalData, especialidade: str | None) -> bool:
    if especialidade is None:
        return True
    return dobrar(especialidade) in map(dobrar, profissional.especialidades)


def _com_turnos(clinicas: Sequence[tuple[ProfissionalData, list[int]]]) -> list[Atende]:
    """Those who have working hours."""
    turnos: dict[int, list[Turno]] = defaultdict(list)
    for id, turno in jornada.turnos(profissional.id for profissional, _ in clinicas):
        turnos[id].append(turno)
    return [
        Atende(profissional, onde, turnos[profissional.id])
        for profissional, onde in clinicas
        if profissional.id in turnos
    ]


def _feriados(dias: Sequence[date]) -> dict[date, set[int | None]]:
    feriados: dict[date, set[int | None]] = defaultdict(set)
    for data, id_clinica in jornada.feriados(dias[0], dias[-1]) if dias else ():
        feriados[data].add(id_clinica)
    return feriados
