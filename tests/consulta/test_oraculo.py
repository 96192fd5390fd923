"""Random schedules against an oracle that knows only intervals: the answers are the same."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.consulta import services
from apps.consulta.interface import HorarioOcupado
from apps.consulta.models import Consulta
from tests.factories import PacienteFactory, em_dias

AGENDAS = int(os.environ.get("AGENDAS", "200"))
"""How many schedules; `make provas` may ask for more."""

QUARTO = timedelta(minutes=15)
POSICOES, PACIENTES = 6, 3  # few of each, so that half of the bookings clash


@dataclass(slots=True)
class Marcada:
    """What the oracle remembers of a booking: quarters of an hour from the start of the day."""

    profissional: int | None
    paciente: int
    inicio: int
    duracao: int
    encaixe: bool

    def cruza(self, outra: "Marcada") -> bool:
        return (
            self.inicio < outra.inicio + outra.duracao and outra.inicio < self.inicio + self.duracao
        )

    def conflitos(self, ativas: list["Marcada"]) -> set[str]:
        cruzam = [outra for outra in ativas if outra is not self and self.cruza(outra)]
        achados = set()
        if self.profissional is not None and any(
            outra.profissional == self.profissional and not (self.encaixe or outra.encaixe)
            for outra in cruzam
        ):
            achados.add("profissional_ocupado")
        if any(outra.paciente == self.paciente for outra in cruzam):
            achados.add("paciente_ocupado")
        return achados


horario = {"inicio": st.integers(0, POSICOES - 1), "duracao": st.integers(1, 4)}
agendamento = st.fixed_dictionaries(
    {
        "acao": st.just("agendar"),
        "profissional": st.sampled_from([0, 0, 1, 1, None]),
        "paciente": st.integers(0, PACIENTES - 1),
        "encaixe": st.sampled_from([False, False, False, True]),
        **horario,
    }
)
remarcacao = st.fixed_dictionaries(
    {"acao": st.just("remarcar"), "qual": st.integers(0, 9), **horario}
)
liberacao = st.fixed_dictionaries(
    {"acao": st.sampled_from(["cancelar", "faltou"]), "qual": st.integers(0, 9)}
)
passos = st.lists(
    st.one_of(agendamento, agendamento, agendamento, remarcacao, liberacao),
    min_size=8,
    max_size=16,
)


@dataclass(slots=True)
class Dia:
    """A day of its own for a schedule: the system's agenda and the oracle's, side by side."""

    recepcao: Any
    profissionais: list[int]
    pacientes: list[int]
    manha: datetime
    ativas: dict[int, Marcada]
    recusas: int = 0

    def executar(self, passo: dict[str, Any]) -> None:
        if passo["acao"] == "agendar":
            self._agendar(passo)
        elif self.ativas:
            ids = sorted(self.ativas)
            getattr(self, f"_{passo['acao']}")(ids[passo["qual"] % len(ids)], passo)

    def _agendar(self, passo: dict[str, Any]) -> None:
        pedida = Marcada(**{nome: passo[nome] for nome in Marcada.__slots__})
        profissional = pedida.profissional
        feita = self._comparar(
            pedida,
            services.agendar,
            id_paciente=self.pacientes[pedida.paciente],
            id_profissional=None if profissional is None else self.profissionais[profissional],
            especialidade="Clínica Médica",
            motivo="encaixe" if pedida.encaixe else None,
            encaixe=pedida.encaixe,
        )
        if feita is not None:
            self.ativas[feita.pk] = pedida

    def _remarcar(self, qual: int, passo: dict[str, Any]) -> None:
        antes = self.ativas.pop(qual)
        pedida = Marcada(
            antes.profissional, antes.paciente, passo["inicio"], passo["duracao"], antes.encaixe
        )
        feita = self._comparar(pedida, services.remarcar, id_consulta=qual)
        self.ativas[qual] = antes if feita is None else pedida

    def _cancelar(self, qual: int, passo: dict[str, Any]) -> None:
        services.cancelar(
            escopo=self.recepcao.escopo, id_consulta=qual, motivo="mudou", por="paciente"
        )
        del self.ativas[qual]

    def _faltou(self, qual: int, passo: dict[str, Any]) -> None:
        services.registrar_falta(escopo=self.recepcao.escopo, id_consulta=qual)
        del self.ativas[qual]

    def _comparar(self, pedida: Marcada, servico: Any, **campos: Any) -> Consulta | None:
        """Ask the system; it says what the oracle says, with every conflict."""
        esperado = pedida.conflitos(list(self.ativas.values()))
        dito: set[str] = set()
        feita = None
        try:
            feita = servico(
                escopo=self.recepcao.escopo,
                data_hora=self.manha + pedida.inicio * QUARTO,
                duracao_minutos=15 * pedida.duracao,
                **campos,
            )
        except HorarioOcupado as recusa:
            dito = {erro.codigo for erro in recusa.erros}
            self.recusas += 1
        assert dito == esperado
        return feita


def test_agendas_ao_acaso_sao_iguais_as_do_oraculo(elenco):
    pessoas = [elenco.medica.profissional.pk, elenco.medico.profissional.pk]
    pacientes = [PacienteFactory().pk for _ in range(PACIENTES)]
    dias, recusas = count(1), 0

    @settings(
        max_examples=AGENDAS,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(passos)
    def comparar(passos_do_dia: list[dict[str, Any]]) -> None:
        nonlocal recusas
        dia = Dia(elenco.recepcao, pessoas, pacientes, em_dias(next(dias), 8), {})
        for passo in passos_do_dia:
            dia.executar(passo)
        recusas += dia.recusas

    comparar()
    assert min(Consulta.objects.count(), recusas) > AGENDAS // 2, "agendas vazias não provam nada"
