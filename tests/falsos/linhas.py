"""What a factory saves, the fakes learn: a suite arranges rows once, and all sides know of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from apps.consulta.agenda import Intervalo, Turno
from apps.consulta.interface import ConsultaData
from apps.consulta.models import Ausencia, Consulta, Expediente, Feriado
from apps.faturamento.interface import FaturaData
from apps.faturamento.models import Fatura
from apps.paciente.documentos import mascarar_cpf
from apps.paciente.interface import PacienteData
from apps.paciente.models import Paciente
from apps.prontuario.interface import ProntuarioData
from apps.prontuario.models import Prontuario
from apps.rede.interface import ClinicaData, ProfissionalData
from apps.rede.models import Clinica, Especialidade, Profissional
from tests.falsos import consulta as da_consulta
from tests.falsos.memoria import copiar
from tests.falsos.paciente import Cns
from tests.falsos.portas import Falsos


@contextmanager
def aprendidas(falsos: Falsos) -> Iterator[None]:
    """While it lasts, what is saved and deleted is known to the fakes, and no longer known.

    Rows that are written in bulk are not (Django sends no signal), nor taken back with a transaction.
    """

    def salva(sender: type[Model], instance: Any, **_: Any) -> None:
        if sender in APRENDER:
            APRENDER[sender](falsos, instance)

    def apagada(sender: type[Model], instance: Any, **_: Any) -> None:
        if sender in ESQUECER:
            app, *formas = ESQUECER[sender]
            for forma in formas:
                falsos[app].esquecer(forma, instance.pk)

    def ligada(instance: Any, action: str, **_: Any) -> None:
        if isinstance(instance, Profissional) and action.startswith("post_"):
            _aprender_profissional(falsos, instance)

    ouvintes = (
        (post_save, salva, None),
        (post_delete, apagada, None),
        (m2m_changed, ligada, Profissional.clinicas.through),
    )
    for sinal, ouvinte, quem in ouvintes:
        sinal.connect(ouvinte, sender=quem)
    try:
        yield
    finally:
        for sinal, ouvinte, quem in ouvintes:
            sinal.disconnect(ouvinte, sender=quem)


def _aprender_clinica(falsos: Falsos, linha: Clinica) -> None:
    falsos.rede.lembrar(copiar(ClinicaData, linha))


def _aprender_profissional(falsos: Falsos, linha: Profissional) -> None:
    especialidades = linha.especialidades.values_list("nome", flat=True)
    clinicas = linha.clinicas.values_list("pk", flat=True)
    falsos.rede.lembrar(
        copiar(
            ProfissionalData,
            linha,
            especialidades=tuple(especialidades),
            clinicas=tuple(clinicas),
        )
    )


def _aprender_paciente(falsos: Falsos, linha: Paciente) -> None:
    falsos.paciente.lembrar(
        copiar(
            PacienteData,
            linha,
            cpf_mascarado=mascarar_cpf(linha.cpf),
            operadora=linha.plano_operadora,
        ),
        Cns(id=linha.pk, numero=linha.cns or ""),
    )


def _aprender_consulta(falsos: Falsos, linha: Consulta) -> None:
    falsos.consulta.lembrar(copiar(ConsultaData, linha))


def _aprender_expediente(falsos: Falsos, linha: Expediente) -> None:
    linha.clean_fields()  # a factory may have said the times as text
    turno = Turno(linha.dia_semana, linha.inicio, linha.fim)
    falsos.consulta.lembrar(copiar(da_consulta.Expediente, linha, turno=turno))


def _aprender_ausencia(falsos: Falsos, linha: Ausencia) -> None:
    intervalo = Intervalo(linha.inicio, linha.fim)
    falsos.consulta.lembrar(copiar(da_consulta.Ausencia, linha, intervalo=intervalo))


def _aprender_feriado(falsos: Falsos, linha: Feriado) -> None:
    falsos.consulta.lembrar(copiar(da_consulta.Feriado, linha))


def _aprender_prontuario(falsos: Falsos, linha: Prontuario) -> None:
    registro = copiar(ProntuarioData, linha, cid10=tuple(linha.cid10))
    falsos.prontuario.lembrar(registro)
    if linha.retifica is not None:
        corrigido = copiar(ProntuarioData, linha.retifica, cid10=tuple(linha.retifica.cid10))
        falsos.prontuario.lembrar(replace(corrigido, retificado_por=linha.pk))


def _aprender_fatura(falsos: Falsos, linha: Fatura) -> None:
    falsos.faturamento.lembrar(copiar(FaturaData, linha))


APRENDER: dict[type[Model], Callable[[Falsos, Any], None]] = {
    Clinica: _aprender_clinica,
    Profissional: _aprender_profissional,
    Especialidade: lambda falsos, linha: _aprender_profissional(falsos, linha.profissional),
    Paciente: _aprender_paciente,
    Consulta: _aprender_consulta,
    Expediente: _aprender_expediente,
    Ausencia: _aprender_ausencia,
    Feriado: _aprender_feriado,
    Prontuario: _aprender_prontuario,
    Fatura: _aprender_fatura,
}

ESQUECER: dict[type[Model], tuple[Any, ...]] = {
    Clinica: ("rede", ClinicaData),
    Profissional: ("rede", ProfissionalData),
    Paciente: ("paciente", PacienteData, Cns),
    Consulta: ("consulta", ConsultaData),
    Expediente: ("consulta", da_consulta.Expediente),
    Ausencia: ("consulta", da_consulta.Ausencia),
    Feriado: ("consulta", da_consulta.Feriado),
    Fatura: ("faturamento", FaturaData),
}
