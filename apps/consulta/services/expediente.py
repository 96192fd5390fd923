"""When professionals work: hours, absences, local holidays, kept by whoever manages the clinic."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from apps.consulta.models import Ausencia, Expediente, Feriado
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.audit import auditar
from apps.kernel.errors import (
    ClinicaNaoEncontrada,
    Conflito,
    DadosInvalidos,
    NaoEncontrado,
    Problema,
)
from apps.kernel.transactions import transacao
from apps.rede.interface import ProfissionalData, ProfissionalNaoEncontrado, rede_service

GERIR = frozenset({Papel.GESTOR})

Linha = TypeVar("Linha", Expediente, Ausencia, Feriado)


class HorarioRepetido(Conflito):
    codigo = "horario_repetido"
    titulo = "Horário repetido"
    detalhe_padrao = "O profissional já tem um expediente que começa nessa hora."


class FeriadoRepetido(Conflito):
    codigo = "feriado_repetido"
    titulo = "Feriado repetido"
    detalhe_padrao = "A clínica já tem um feriado nesse dia."


def _fim_antes_do_inicio() -> Problema:
    return DadosInvalidos.no_campo("fim", "antes_do_inicio", "O fim vem antes do início.")


PROMESSAS: Mapping[str, Callable[[], Problema]] = {
    "expediente_ordem": _fim_antes_do_inicio,
    "ausencia_ordem": _fim_antes_do_inicio,
    "expediente_unico": HorarioRepetido,
    "feriado_unico": FeriadoRepetido,
}


def profissionais_das_clinicas(escopo: Escopo) -> dict[int, ProfissionalData]:
    """Active professionals of the clinics that the caller manages, by id."""
    return {
        profissional.id: profissional
        for clinica in sorted(escopo.clinicas(GERIR))
        for profissional in rede_service.listar_profissionais(escopo=escopo, id_clinica=clinica)
    }


def salvar_expediente(
    *, escopo: Escopo, id_profissional: int, id_expediente: int | None = None, **campos: Any
) -> Expediente:
    """Add or change weekly hours. Raises ProfissionalNaoEncontrado, HorarioRepetido, DadosInvalidos."""
    _exigir_profissional(id_profissional, escopo)
    return _salvar(Expediente, id_expediente, escopo, id_profissional=id_profissional, **campos)


def salvar_ausencia(
    *, escopo: Escopo, id_profissional: int, id_ausencia: int | None = None, **campos: Any
) -> Ausencia:
    """Add or change an absence; consultas already booked stay. Raises as `salvar_expediente`."""
    _exigir_profissional(id_profissional, escopo)
    return _salvar(Ausencia, id_ausencia, escopo, id_profissional=id_profissional, **campos)


def salvar_feriado(
    *, escopo: Escopo, id_clinica: int, id_feriado: int | None = None, **campos: Any
) -> Feriado:
    """Add or change a holiday of a clinic. Raises ClinicaNaoEncontrada, FeriadoRepetido."""
    _exigir_clinica(id_clinica, escopo)
    return _salvar(Feriado, id_feriado, escopo, id_clinica=id_clinica, **campos)


def remover(*, escopo: Escopo, linha: Expediente | Ausencia | Feriado) -> None:
    """Take hours, an absence or a holiday back. Raises as the one that saves it."""
    if isinstance(linha, Feriado):
        _exigir_clinica(linha.id_clinica, escopo)
    else:
        _exigir_profissional(linha.id_profissional, escopo)

    def gravar() -> None:
        _auditar("removido", linha, escopo)
        linha.delete()

    transacao(gravar)


def _salvar(modelo: type[Linha], id: int | None, escopo: Escopo, **campos: Any) -> Linha:
    def gravar() -> Linha:
        linha = modelo() if id is None else modelo.objects.select_for_update().filter(pk=id).first()
        if linha is None:
            raise NaoEncontrado
        for campo, valor in campos.items():
            setattr(linha, campo, valor)
        linha.save()
        _auditar("salvo", linha, escopo)
        return linha

    return transacao(gravar, promessas=PROMESSAS)


def _exigir_profissional(id_profissional: int, escopo: Escopo) -> None:
    profissional = rede_service.obter_profissional(id_profissional=id_profissional, escopo=escopo)
    if not escopo.clinicas(GERIR) & set(profissional.clinicas):
        raise ProfissionalNaoEncontrado


def _exigir_clinica(id_clinica: int | None, escopo: Escopo) -> None:
    if id_clinica not in escopo.clinicas(GERIR):
        raise ClinicaNaoEncontrada


def _auditar(feito: str, linha: Expediente | Ausencia | Feriado, escopo: Escopo) -> None:
    coisa = linha._meta.model_name
    auditar(f"{coisa}.{feito}", escopo=escopo, objeto=f"consulta.{coisa}:{linha.pk}")
