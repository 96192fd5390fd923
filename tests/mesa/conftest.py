"""A Tuesday at ten in the morning, and what the two clinics have that day."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from apps.consulta.models import Consulta
from apps.kernel.access import credentials
from apps.kernel.access.escopo import Papel
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, FaturaFactory, ProntuarioFactory, VinculoFactory
from tests.navegador import navegar, texto

AGORA = datetime.fromisoformat("2026-03-10T10:00:00-03:00")

Marcar = Callable[..., Consulta]


@pytest.fixture(autouse=True)
def _manha(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(credentials, "MEMORIA_SEGUNDOS", 3600)  # asked at the first call only
    with time_machine.travel(AGORA, tick=False):
        yield


def as_horas(hora: int, minuto: int = 0, *, dias: int = 0) -> datetime:
    """A local time of today, or of another day."""
    return AGORA.replace(hour=hora, minute=minuto) + timedelta(days=dias)


@pytest.fixture
def marcar(elenco: Elenco) -> Marcar:
    """A consulta of medica in clinic 1, unless told otherwise; each patient is another."""
    quantas = iter(range(1000, 9999))

    def criar(quando: datetime, de: str | None = "medica", **campos: Any) -> Consulta:
        dono = None if de is None else getattr(elenco, de).profissional
        clinica = elenco.clinica2 if de == "medica2" else elenco.clinica
        padrao = {
            "id_clinica": clinica.pk,
            "id_paciente": next(quantas),
            "id_profissional": dono and dono.pk,
            "profissional": dono and dono.nome,
            "data_hora": quando,
        }
        return ConsultaFactory(**padrao | campos)

    return criar


def inicio(pessoa: Any) -> str:
    """The first page, as somebody of the cast sees it."""
    return _abrir(pessoa, "/admin/")


def historia(pessoa: Any, id_paciente: int, **parametros: Any) -> str:
    """A patient's page, as somebody of the cast sees it."""
    return _abrir(pessoa, f"/admin/mesa/pacientes/{id_paciente}/", parametros)


def _abrir(pessoa: Any, endereco: str, parametros: Any = None) -> str:
    resposta = navegar(pessoa).get(endereco, parametros)
    assert resposta.status_code == 200, resposta.status_code
    assert "no-store" in resposta["Cache-Control"]
    return texto(resposta)


@pytest.fixture
def duas_clinicas(elenco: Elenco) -> Callable[[str, str], None]:
    """`duas_clinicas("recepcao", "gestor")`: the same person has that role in clinic 2 too."""

    def dar(nome: str, papel: str) -> None:
        VinculoFactory(
            usuario_id=getattr(elenco, nome).id_usuario,
            clinica=elenco.clinica2,
            papel=Papel(papel),
        )
        credentials.esquecer()

    return dar


@pytest.fixture
def de_tudo(elenco: Elenco, marcar: Marcar, paciente: Paciente) -> Paciente:
    """Of a patient: a consulta to come and one that happened, a record, an invoice."""
    dele = {"id_paciente": paciente.pk}
    marcar(as_horas(9, dias=3), **dele, especialidade="Cardiologia")
    realizada = marcar(as_horas(9, dias=-40), **dele, especialidade="Geriatria", status="realizada")
    assert elenco.medica.profissional is not None
    ProntuarioFactory(
        **dele,
        id_autor=elenco.medica.profissional.pk,
        autor="Dra. Ana",
        diagnostico="Segredo clínico",
        data_criacao=as_horas(9, 20, dias=-40),
    )
    FaturaFactory(
        **dele,
        id_clinica=elenco.clinica.pk,
        id_consulta=realizada.pk,
        data_criacao=as_horas(9, 30, dias=-40),
    )
    return paciente
