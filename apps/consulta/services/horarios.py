"""Free times: when a consulta could be booked, and with whom.

Every question is asked and every row read at once, whatever the number of professionals and days;
the times themselves are worked out a day at a time, as a page needs them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from apps.consulta.agenda import (
    DURACAO_MAXIMA,
    DURACAO_PADRAO,
    Intervalo,
    Jornada,
    Turno,
    e_feriado,
)
from apps.consulta.interface import HorarioLivreData
from apps.consulta.models import Ausencia, Consulta, Expediente, Feriado
from apps.consulta.services.leitura import LER_A_CLINICA, PROFISSIONAL
from apps.consulta.transicoes import INATIVOS
from apps.kernel.access.escopo import Escopo
from apps.kernel.api.paging import Marco
from apps.kernel.errors import ErroDeCampo, ParametroInvalido
from apps.kernel.text import dobrar
from apps.kernel.time import inicio_do_dia, intervalo_de_dias
from apps.rede.interface import ClinicaNaoEncontrada, ProfissionalData, rede_service

DIAS_PADRAO, DIAS_NO_MAXIMO = 7, 31


@dataclass(frozen=True, slots=True)
class Atende:
    """A professional, their week, and the clinics for which they are asked about."""

    profissional: ProfissionalData
    clinicas: Collection[int]
    jornada: Jornada


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
        dias = [dia for dia in self.dias if _segundos(dia + timedelta(days=1)) > depois[0]]
        horarios = (h for dia in dias for h in self._do_dia(dia) if self.marco(h) > depois)
        return list(islice(horarios, quantas))

    def antes(self, marco: Marco, quantas: int) -> list[HorarioLivreData]:
        """The last `quantas` before a mark, the nearest first."""
        dias = [dia for dia in reversed(self.dias) if _segundos(dia) <= marco[0]]
        horarios = (h for dia in dias for h in self._do_dia(dia)[::-1] if self.marco(h) < marco)
        return list(islice(horarios, quantas))

    def _do_dia(self, dia: date) -> list[HorarioLivreData]:
        return sorted(self._calcular(dia), key=self.marco)

    def _calcular(self, dia: date) -> Iterator[HorarioLivreData]:
        duracao = timedelta(minutes=self.duracao_minutos)
        for quem in self.atendem:
            abertas = [c for c in quem.clinicas if self._abre(c, dia)]
            if not abertas:
                continue
            for data_hora in quem.jornada.horarios_livres(dia, duracao):
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
        atendem=_com_jornada(clinicas, dias) if dias else (),
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


def _com_jornada(
    clinicas: Sequence[tuple[ProfissionalData, list[int]]], dias: Sequence[date]
) -> list[Atende]:
    """Those who have working hours, each with what closes them on those days."""
    ids = [profissional.id for profissional, _ in clinicas]
    turnos: dict[int, list[Turno]] = defaultdict(list)
    semana = Expediente.objects.filter(id_profissional__in=ids)
    for linha in semana.values_list("id_profissional", "dia_semana", "inicio", "fim"):
        turnos[linha[0]].append(Turno(*linha[1:]))
    ids = list(turnos)
    fechados: dict[int, list[Intervalo]] = defaultdict(list)
    for id, inicio, fim in (*_ausencias(ids, dias), *ocupacoes(ids, dias)):
        fechados[id].append(Intervalo(inicio, fim))
    return [
        Atende(profissional, onde, Jornada(turnos[profissional.id], fechados[profissional.id]))
        for profissional, onde in clinicas
        if profissional.id in turnos
    ]


def _ausencias(ids: Collection[int], dias: Sequence[date]) -> QuerySet:
    desde, antes = intervalo_de_dias(dias[0], dias[-1])
    return Ausencia.objects.filter(
        id_profissional__in=ids, inicio__lt=antes, fim__gt=desde
    ).values_list("id_profissional", "inicio", "fim")


def ocupacoes(ids: Collection[int], dias: Sequence[date]) -> QuerySet:
    """What the professionals have booked, in whatever clinic: id, start, end.

    One that runs into the first day began at most the longest consulta before it; so the index by
    professional and time bounds the search on both sides.
    """
    desde, antes = intervalo_de_dias(dias[0], dias[-1])
    return (
        Consulta.objects.filter(
            id_profissional__in=ids,
            data_hora__gt=inicio_do_dia(dias[0]) - timedelta(minutes=DURACAO_MAXIMA),
            data_hora__lt=antes,
            fim__gt=desde,
            encaixe=False,
        )
        .exclude(status__in=INATIVOS)
        .values_list("id_profissional", "data_hora", "fim")
    )


def _feriados(dias: Sequence[date]) -> dict[date, set[int | None]]:
    feriados: dict[date, set[int | None]] = defaultdict(set)
    for data, id_clinica in Feriado.objects.filter(data__in=dias).values_list("data", "id_clinica"):
        feriados[data].add(id_clinica)
    return feriados


def _segundos(dia: date) -> int:
    return int(inicio_do_dia(dia).timestamp())
