"""The life of a consulta: one service a verb of the table."""

from typing import Any

from apps.consulta.interface import ConsultaCancelada, ConsultaRealizada, TransicaoInvalida
from apps.consulta.models import Consulta
from apps.consulta.services.leitura import PROFISSIONAL, e_do_profissional, obter
from apps.consulta.transicoes import TRANSICOES, Status
from apps.kernel import facts
from apps.kernel.access.escopo import Escopo
from apps.kernel.api.etag import SeCoincidir, exigir_versao
from apps.kernel.audit import auditar
from apps.kernel.errors import SemPermissao
from apps.kernel.transactions import transacao


def confirmar(*, escopo: Escopo, id_consulta: int, se_coincidir: SeCoincidir = None) -> Consulta:
    return _transitar("confirmar", id_consulta, escopo, se_coincidir)


def registrar_chegada(
    *, escopo: Escopo, id_consulta: int, se_coincidir: SeCoincidir = None
) -> Consulta:
    return _transitar("chegada", id_consulta, escopo, se_coincidir)


def iniciar(*, escopo: Escopo, id_consulta: int, se_coincidir: SeCoincidir = None) -> Consulta:
    return _transitar("iniciar", id_consulta, escopo, se_coincidir)


def concluir(*, escopo: Escopo, id_consulta: int, se_coincidir: SeCoincidir = None) -> Consulta:
    return _transitar(
        "concluir",
        id_consulta,
        escopo,
        se_coincidir,
        fato=ConsultaRealizada,
    )


def cancelar(
    *,
    escopo: Escopo,
    id_consulta: int,
    motivo: str,
    por: str,
    se_coincidir: SeCoincidir = None,
) -> Consulta:
    return _transitar(
        "cancelar",
        id_consulta,
        escopo,
        se_coincidir,
        fato=ConsultaCancelada,
        motivo_cancelamento=motivo,
        cancelada_por=por,
    )


def registrar_falta(
    *, escopo: Escopo, id_consulta: int, se_coincidir: SeCoincidir = None
) -> Consulta:
    return _transitar("faltou", id_consulta, escopo, se_coincidir, fato=ConsultaCancelada)


def _transitar(
    verbo: str,
    id_consulta: int,
    escopo: Escopo,
    se_coincidir: SeCoincidir,
    *,
    fato: type[ConsultaRealizada] | type[ConsultaCancelada] | None = None,
    **campos: Any,
) -> Consulta:
    """Say a verb of the table.

    Raises ConsultaNaoEncontrada, SemPermissao, TransicaoInvalida, VersaoDesatualizada.
    """
    obter_para(verbo, id_consulta, escopo)

    def gravar() -> Consulta:
        consulta = trancar_para(verbo, id_consulta, se_coincidir)
        consulta.status = TRANSICOES[verbo].para
        for campo, valor in campos.items():
            setattr(consulta, campo, valor)
        consulta.save()
        if fato is not None:
            facts.registrar(fato(id_consulta=consulta.pk, id_clinica=consulta.id_clinica))
        auditar_consulta(f"consulta.{verbo}", consulta, escopo)
        return consulta

    return transacao(gravar)


def obter_para(verbo: str, id_consulta: int, escopo: Escopo) -> Consulta:
    """The consulta, if the caller may say the verb to it."""
    consulta = obter(id_consulta=id_consulta, escopo=escopo)
    papeis = TRANSICOES[verbo].papeis
    da_clinica = consulta.id_clinica in escopo.clinicas(papeis - PROFISSIONAL)
    if da_clinica or (papeis & PROFISSIONAL and e_do_profissional(consulta, escopo)):
        return consulta
    raise SemPermissao


def trancar_para(verbo: str, id_consulta: int, se_coincidir: SeCoincidir) -> Consulta:
    """The row, locked, in a state and a version that admit the verb."""
    consulta = Consulta.objects.select_for_update().get(pk=id_consulta)
    exigir_versao(consulta.etag, se_coincidir)
    if consulta.status not in TRANSICOES[verbo].de:
        raise TransicaoInvalida(_impossivel(verbo, consulta))
    return consulta


def _impossivel(verbo: str, consulta: Consulta) -> str:
    """Why not, in words."""
    estado = f"A consulta está {consulta.get_status_display().lower()}"
    if consulta.status == Status.FALTOU:
        estado = "O paciente faltou à consulta"
    return f"{estado}; não dá para {TRANSICOES[verbo].em_palavras}."


def auditar_consulta(evento: str, consulta: Consulta, escopo: Escopo) -> None:
    auditar(
        evento,
        escopo=escopo,
        objeto=f"consulta.consulta:{consulta.pk}",
        id_clinica=consulta.id_clinica,
    )
