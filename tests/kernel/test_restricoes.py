"""The database refuses, on both databases, and the constraint's name reaches the app."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from apps.kernel.access.escopo import SISTEMA
from apps.kernel.audit import auditar
from apps.kernel.errors import Conflito
from apps.kernel.models import EventoAuditoria
from apps.kernel.transactions import nome_da_restricao, transacao
from apps.paciente.models import Paciente
from tests.factories import (
    ClinicaFactory,
    ConsultaFactory,
    ExpedienteFactory,
    FaturaFactory,
    PacienteFactory,
    ProfissionalFactory,
    UsuarioFactory,
    VinculoFactory,
    em_dias,
)


def _duas(fabrica: Any, **campos: Any) -> None:
    for _ in range(2):
        fabrica(**campos)


def _duas_vezes_o_mesmo_vinculo() -> None:
    _duas(VinculoFactory, usuario=UsuarioFactory(), clinica=ClinicaFactory())


def _mexer_na_auditoria() -> None:
    auditar("teste", escopo=SISTEMA, objeto="kernel.teste:1")
    EventoAuditoria.objects.update(evento="outro")


def _sobrepor(**campos: Any) -> None:
    ConsultaFactory(data_hora=em_dias(3), **campos)
    ConsultaFactory(data_hora=em_dias(3) + timedelta(minutes=29), **campos)


def _sobrepor_profissional() -> None:
    ConsultaFactory(id_paciente=1, id_profissional=9, data_hora=em_dias(3))
    ConsultaFactory(id_paciente=2, id_profissional=9, data_hora=em_dias(3))


def _mover_para_cima() -> None:
    ConsultaFactory(data_hora=em_dias(3))
    outra = ConsultaFactory(data_hora=em_dias(4))
    outra.data_hora, outra.fim = em_dias(3), em_dias(3) + timedelta(minutes=30)
    outra.save()


VIOLACOES: dict[str, tuple[Callable[[], object], str]] = {
    "única de uma coluna": (
        lambda: _duas(PacienteFactory, cpf="52998224725"),
        "paciente_cpf_unico",
    ),
    "a outra única da tabela": (
        lambda: _duas(PacienteFactory, cns="700000000000005"),
        "paciente_cns_unico",
    ),
    "única de três colunas": (
        lambda: _duas(ProfissionalFactory, numero_conselho="1"),
        "profissional_conselho_unico",
    ),
    "única de chaves estrangeiras": (_duas_vezes_o_mesmo_vinculo, "vinculo_um_por_clinica"),
    "única parcial": (lambda: _duas(FaturaFactory, id_consulta=7), "fatura_ativa_unica"),
    "condição": (
        lambda: PacienteFactory(cpf=None, cns=None, passaporte=None),
        "paciente_tem_documento",
    ),
    "condição entre colunas": (
        lambda: ExpedienteFactory(id_profissional=1, inicio="18:00", fim="08:00"),
        "expediente_ordem",
    ),
    "gatilho": (_mexer_na_auditoria, "kernel_eventoauditoria_imutavel"),
    "sobreposição do paciente": (_sobrepor, "consulta_paciente_livre"),
    "sobreposição do profissional": (_sobrepor_profissional, "consulta_profissional_livre"),
    "sobreposição ao mudar": (_mover_para_cima, "consulta_paciente_livre"),
}


class Recusada(Conflito):
    codigo = "recusada"


@pytest.mark.parametrize(("violar", "nome"), VIOLACOES.values(), ids=list(VIOLACOES))
def test_restricao_diz_o_seu_nome(db: None, violar: Callable[[], object], nome: str) -> None:
    with pytest.raises(IntegrityError) as recusa, transaction.atomic():
        violar()

    assert nome_da_restricao(recusa.value) == nome


@pytest.mark.parametrize(("violar", "nome"), VIOLACOES.values(), ids=list(VIOLACOES))
def test_transacao_troca_a_restricao_pelo_erro_do_app(
    db: None, violar: Callable[[], object], nome: str
) -> None:
    with pytest.raises(Recusada):
        transacao(violar, promessas={"outra": Conflito, nome: Recusada})


@pytest.mark.parametrize(("violar", "nome"), VIOLACOES.values(), ids=list(VIOLACOES))
def test_restricao_que_ninguem_prometeu_passa(
    db: None, violar: Callable[[], object], nome: str
) -> None:
    for promessas in (None, {}, {"outra": Recusada}):
        with pytest.raises(IntegrityError):
            transacao(violar, promessas=promessas)


def _usuario_repetido() -> None:
    _duas(UsuarioFactory, username="ana")


def _sem_nome() -> None:
    PacienteFactory(nome=None)


@pytest.mark.parametrize("violar", [_usuario_repetido, _sem_nome])
def test_restricao_sem_nome_nosso_nao_se_confunde_com_outra(
    db: None, violar: Callable[[], object]
) -> None:
    declaradas = {nome: Recusada for _, nome in VIOLACOES.values()}

    with pytest.raises(IntegrityError):
        transacao(violar, promessas=declaradas)


def test_o_que_foi_escrito_antes_da_recusa_se_desfaz(db: None) -> None:
    def gravar() -> None:
        PacienteFactory(nome="Ana Souza")
        auditar("teste", escopo=SISTEMA, objeto="kernel.teste:1")
        _duas(PacienteFactory, cpf="52998224725")

    with pytest.raises(Recusada):
        transacao(gravar, promessas={"paciente_cpf_unico": Recusada})

    assert not Paciente.objects.exists()
    assert not EventoAuditoria.objects.exists()
    assert connection.needs_rollback is False
