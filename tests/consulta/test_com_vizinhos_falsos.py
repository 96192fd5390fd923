"""Consulta at work with Rede and Paciente that have no table: it asks the doors, and only the doors."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from apps.consulta import followers, services
from apps.consulta.models import Consulta
from apps.kernel.access.escopo import Escopo, Papel, Vinculo
from apps.kernel.errors import ServicoIndisponivel
from apps.kernel.models import EventoAuditoria
from apps.paciente.interface import PacienteAtualizado, PacienteData, PacienteNaoEncontrado
from apps.rede.interface import (
    ClinicaData,
    ClinicaNaoEncontrada,
    ProfissionalData,
    ProfissionalNaoEncontrado,
)
from apps.rede.models import Clinica
from tests.factories import (
    ClinicaFactory,
    ConsultaFactory,
    ExpedienteFactory,
    PacienteFactory,
    ProfissionalFactory,
    proxima_segunda,
)
from tests.falsos.memoria import copiar
from tests.falsos.portas import Falsos
from tests.falsos.tabelas import apps_tocados

CLINICA, CLINICA2, FECHADA = 1, 2, 3
MEDICA, DE_LA, QUEM_SAIU = 11, 12, 13
PACIENTE = 77

RECEPCAO = Escopo(
    id_usuario=5, vinculos=tuple(Vinculo(id, Papel.RECEPCAO) for id in (CLINICA, FECHADA))
)


def clinica(id: int, *, ativa: bool = True) -> ClinicaData:
    return ClinicaData(id=id, nome=f"Clínica {id}", uf="SP", ativa=ativa)


def profissional(id: int, *clinicas: int, ativo: bool = True) -> ProfissionalData:
    return ProfissionalData(
        id=id,
        nome=f"Dra. Profissional {id}",
        especialidades=("Clínica Médica",),
        clinicas=clinicas,
        ativo=ativo,
        registro=f"CRM {id}/SP",
    )


MARIA = PacienteData(
    id=PACIENTE,
    nome="Maria Aparecida",
    cpf=None,
    cpf_mascarado="—",
    data_nascimento=date(1985, 4, 12),
    nome_social=None,
    telefone=None,
    operadora=None,
)


@pytest.fixture
def falsos(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Falsos:
    """Two clinics that see patients and one that was closed, their professionals, one patient."""
    falsos = Falsos()
    falsos.atender(("rede", "paciente"), monkeypatch=monkeypatch, settings=settings)
    falsos.rede.lembrar(clinica(CLINICA), clinica(CLINICA2), clinica(FECHADA, ativa=False))
    falsos.rede.lembrar(
        profissional(MEDICA, CLINICA),
        profissional(DE_LA, CLINICA2),
        profissional(QUEM_SAIU, CLINICA, ativo=False),
    )
    falsos.paciente.lembrar(MARIA)
    return falsos


def agendar(**trocas: Any) -> Consulta:
    pedido = {
        "escopo": RECEPCAO,
        "id_paciente": PACIENTE,
        "id_profissional": MEDICA,
        "data_hora": proxima_segunda(10),
        "especialidade": "Clínica Médica",
    }
    return services.agendar(**pedido | trocas)


def remarcar(**trocas: Any) -> Consulta:
    pedido = {
        "escopo": RECEPCAO,
        "id_consulta": Consulta.objects.get().pk,
        "data_hora": proxima_segunda(14),
        "id_profissional": MEDICA,
    }
    return services.remarcar(**pedido | trocas)


def horarios_livres(**filtros: Any) -> list[Any]:
    segunda = proxima_segunda().date()
    livres = services.horarios_livres(escopo=RECEPCAO, de=segunda, ate=segunda, **filtros)
    return livres.depois(None, 200)


def seguir_a_mudanca() -> None:
    escrita = followers.atualizar_nome(PacienteAtualizado(id_paciente=PACIENTE))
    assert escrita is not None
    escrita()


def escrito() -> list[Any]:
    """All that these use cases write."""
    return [*Consulta.objects.order_by("pk").values(), EventoAuditoria.objects.count()]


@pytest.fixture
def marcada(falsos: Falsos) -> Consulta:
    """A consulta to come, and the professional's Monday around it."""
    ExpedienteFactory(id_profissional=MEDICA, inicio="08:00", fim="18:00")
    return ConsultaFactory(
        id_clinica=CLINICA,
        id_paciente=PACIENTE,
        id_profissional=MEDICA,
        data_hora=proxima_segunda(9),
    )


# --- all is well ---------------------------------------------------------------------------------


def test_agendar_grava_o_que_os_vizinhos_dizem(falsos: Falsos) -> None:
    consulta = agendar()
    assert Consulta.objects.get() == consulta
    assert (consulta.id_clinica, consulta.paciente, consulta.profissional) == (
        CLINICA,
        "Maria Aparecida",
        "Dra. Profissional 11",
    )


@pytest.mark.parametrize("caso", [agendar, remarcar, horarios_livres, seguir_a_mudanca])
def test_nenhum_sql_toca_a_tabela_de_outro_app(
    caso: Callable[[], Any], falsos: Falsos, marcada: Consulta
) -> None:
    with apps_tocados() as tocados:
        caso()
    assert "consulta" in tocados
    assert tocados <= {"consulta", "kernel"}


def test_controle_com_as_tabelas_dos_vizinhos_o_sql_as_toca(db: None) -> None:
    """The real Rede and Paciente in this process: the same look sees the tables that they ask."""
    daqui = ClinicaFactory(pk=CLINICA)
    ProfissionalFactory(pk=MEDICA, clinicas=[daqui])
    PacienteFactory(pk=PACIENTE)
    with apps_tocados() as tocados:
        agendar()
    assert {"rede", "paciente"} <= tocados


def test_os_vizinhos_nao_tem_linha_alguma(falsos: Falsos, marcada: Consulta) -> None:
    agendar()
    assert not Clinica.objects.exists()


def test_horarios_livres_sao_os_de_quem_atende_menos_os_ocupados(
    falsos: Falsos, marcada: Consulta
) -> None:
    livres = horarios_livres()
    assert len(livres) == 19
    assert {horario.id_profissional for horario in livres} == {MEDICA}
    assert proxima_segunda(9) not in {horario.data_hora for horario in livres}


def test_a_consulta_por_vir_segue_o_nome_do_paciente(falsos: Falsos, marcada: Consulta) -> None:
    falsos.paciente.lembrar(copiar(PacienteData, MARIA, nome="Maria de Lourdes"))
    seguir_a_mudanca()
    marcada.refresh_from_db()
    assert marcada.paciente == "Maria de Lourdes"


# --- what the neighbours do not know ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("trocas", "erro"),
    [
        ({"id_paciente": PACIENTE + 1}, PacienteNaoEncontrado),
        ({"id_profissional": 99}, ProfissionalNaoEncontrado),
        ({"id_profissional": DE_LA}, ProfissionalNaoEncontrado),
        ({"id_profissional": QUEM_SAIU}, ProfissionalNaoEncontrado),
        ({"id_clinica": CLINICA2}, ClinicaNaoEncontrada),
        ({"id_clinica": FECHADA}, ClinicaNaoEncontrada),
    ],
)
def test_agendar_recusa_o_que_os_vizinhos_nao_conhecem(
    trocas: dict[str, int], erro: type[Exception], falsos: Falsos
) -> None:
    antes = escrito()
    with pytest.raises(erro):
        agendar(**trocas)
    assert escrito() == antes


# --- a neighbour that is away ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("falta", "caso"),
    [
        ("rede", agendar),
        ("paciente", agendar),
        ("rede", remarcar),
        ("rede", horarios_livres),
        ("paciente", seguir_a_mudanca),
    ],
)
def test_sem_o_vizinho_nada_se_grava_e_com_ele_tudo(
    falta: str, caso: Callable[[], Any], falsos: Falsos, marcada: Consulta
) -> None:
    antes = escrito()
    falsos[falta].no_ar = False
    with pytest.raises(ServicoIndisponivel):
        caso()
    assert escrito() == antes
    falsos[falta].no_ar = True
    caso()


@pytest.mark.parametrize("falta", ["rede", "paciente"])
def test_o_que_nao_pergunta_segue_sem_o_vizinho(
    falta: str, falsos: Falsos, marcada: Consulta
) -> None:
    falsos[falta].no_ar = False
    confirmada = services.confirmar(escopo=RECEPCAO, id_consulta=marcada.pk)
    assert services.obter(escopo=RECEPCAO, id_consulta=marcada.pk).status == confirmada.status
    assert services.listar(escopo=RECEPCAO).get() == marcada
