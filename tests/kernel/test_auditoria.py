"""The audit trail: one event a change, no name and no CPF in it, and nobody changes it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from apps.kernel import audit, triggers
from apps.kernel.access.escopo import SISTEMA
from apps.kernel.audit import auditar, auditar_varios
from apps.kernel.models import EventoAuditoria
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import SENHA, ConsultaFactory, PacienteFactory, ProfissionalFactory

ANA = {"nome": "Ana Canarinho", "cpf": "529.982.247-25", "data_nascimento": "1985-04-12"}
MUDANCAS: dict[str, tuple[str, str, Callable[[Elenco], Any]]] = {
    "cadastrar paciente": (
        "paciente.cadastrado",
        "paciente.paciente",
        lambda elenco: elenco.recepcao.enviar("/pacientes", ANA),
    ),
    "alterar paciente": (
        "paciente.alterado",
        "paciente.paciente",
        lambda elenco: elenco.recepcao.alterar(
            f"/pacientes/{PacienteFactory().pk}", {"nome": "Ana Canarinho"}
        ),
    ),
    "alterar clínica": (
        "clinica.alterada",
        "rede.clinica",
        lambda elenco: elenco.gestora.alterar(
            f"/clinicas/{elenco.clinica.pk}", {"nome": "Vida+ Canarinho"}
        ),
    ),
    "abrir clínica": (
        "clinica.criada",
        "rede.clinica",
        lambda elenco: elenco.gestora.enviar(
            "/clinicas", {"nome": "Vida+ Canarinho", "cidade": "Santos", "uf": "SP"}
        ),
    ),
    "cadastrar profissional": (
        "profissional.criado",
        "rede.profissional",
        lambda elenco: elenco.gestora.enviar(
            "/profissionais",
            {
                "nome": "Marina Canarinho",
                "conselho": "CRM",
                "numero_conselho": "52998224725",
                "uf_conselho": "SP",
                "clinicas": [elenco.clinica.pk],
            },
        ),
    ),
    "alterar profissional": (
        "profissional.alterado",
        "rede.profissional",
        lambda elenco: elenco.gestora.alterar(
            f"/profissionais/{ProfissionalFactory(clinicas=[elenco.clinica]).pk}",
            {"nome": "Marina Canarinho"},
        ),
    ),
    "confirmar consulta": (
        "consulta.confirmar",
        "consulta.consulta",
        lambda elenco: elenco.recepcao.enviar(
            f"/consultas/{ConsultaFactory(id_clinica=elenco.clinica.pk).pk}/confirmar"
        ),
    ),
}


@pytest.mark.parametrize(("evento", "coisa", "mudar"), MUDANCAS.values(), ids=list(MUDANCAS))
def test_cada_mudanca_deixa_um_evento(
    elenco: Elenco, evento: str, coisa: str, mudar: Callable[[Elenco], Any]
) -> None:
    resposta = mudar(elenco)

    assert resposta.status_code in (200, 201), resposta.content
    (gravado,) = EventoAuditoria.objects.all()
    assert (gravado.evento, gravado.objeto) == (evento, f"{coisa}:{resposta.json()['id']}")
    assert gravado.permitido is True
    assert gravado.id_usuario in (elenco.recepcao.id_usuario, elenco.gestora.id_usuario)
    assert gravado.papel in ("recepcao", "gestor")
    assert gravado.id_clinica == elenco.clinica.pk
    assert gravado.ip == "127.0.0.1"
    assert gravado.id_requisicao == resposta.headers["X-Request-ID"]
    sem_canarios()


def sem_canarios() -> None:
    """No text column of the trail holds a name or a CPF."""
    textos = [
        campo.attname
        for campo in EventoAuditoria._meta.get_fields()
        if isinstance(campo, models.CharField | models.TextField | models.GenericIPAddressField)
    ]
    assert len(textos) >= 4
    for linha in EventoAuditoria.objects.values_list(*textos):
        for canario in ("Canarinho", "canarinho", "52998224725", "529.982.247-25", "@"):
            assert canario not in " ".join(str(valor) for valor in linha)


def test_mudanca_recusada_nao_deixa_evento_de_mudanca(elenco: Elenco) -> None:
    elenco.recepcao.enviar("/pacientes", ANA)
    repetida = elenco.recepcao.enviar("/pacientes", ANA)
    torta = elenco.recepcao.enviar("/pacientes", {**ANA, "cpf": "1"})

    assert (repetida.status_code, torta.status_code) == (409, 400)
    assert EventoAuditoria.objects.filter(evento="paciente.cadastrado").count() == 1


def test_sem_evento_nao_ha_mudanca(elenco: Elenco, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event goes in with the change: if the trail cannot be written, nothing is."""

    def quebrar(*args: Any, **kwargs: Any) -> None:
        raise IntegrityError("a trilha não gravou")

    monkeypatch.setattr(audit, "inserir_para_cada", quebrar)
    resposta = elenco.recepcao.enviar("/pacientes", ANA)

    assert resposta.status_code == 500
    assert not Paciente.objects.exists()


def test_papel_recusado_deixa_evento(elenco: Elenco) -> None:
    elenco.recepcao.get("/prontuarios/7")

    (evento,) = EventoAuditoria.objects.all()
    assert (evento.evento, evento.objeto) == ("acesso_negado", "prontuario.prontuario:7")
    assert evento.permitido is False


def entrar(elenco: Elenco, username: str, password: str) -> int:
    corpo = {"username": username, "password": password}
    return elenco.ninguem.enviar("/auth/token", corpo).status_code


def test_entrada_aceita_recusada_e_bloqueada_deixam_evento(elenco: Elenco) -> None:
    assert entrar(elenco, "recepcao", SENHA) == 200
    for _ in range(10):
        entrar(elenco, "medica", "Canarinho")
    assert entrar(elenco, "medica", SENHA) == 429
    assert entrar(elenco, "52998224725", "Canarinho") == 401

    eventos = list(EventoAuditoria.objects.order_by("seq").values_list("evento", "permitido"))
    assert eventos[0] == ("entrada", True)
    assert ("entrada_bloqueada", False) in eventos
    assert eventos.count(("entrada_recusada", False)) >= 10
    aceita = EventoAuditoria.objects.get(evento="entrada")
    assert aceita.objeto == f"kernel.usuario:{elenco.recepcao.id_usuario}"
    assert aceita.id_usuario == elenco.recepcao.id_usuario
    sem_canarios()


def _mudar() -> None:
    EventoAuditoria.objects.update(evento="outro")


def _apagar() -> None:
    EventoAuditoria.objects.all().delete()


def _apagar_por_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_eventoauditoria")


def _esvaziar() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE: emptying is a DELETE")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_eventoauditoria")


ATAQUES = [_mudar, _apagar, _apagar_por_sql, _esvaziar]


@pytest.mark.parametrize("atacar", ATAQUES)
def test_o_banco_recusa_mexer_na_trilha(db: None, atacar: Callable[[], None]) -> None:
    auditar_varios("teste", escopo=SISTEMA, objetos=["kernel.teste:1", "kernel.teste:2"])

    with pytest.raises(IntegrityError), transaction.atomic():
        atacar()

    assert list(EventoAuditoria.objects.values_list("evento", flat=True)) == ["teste", "teste"]


@pytest.mark.parametrize("atacar", ATAQUES)
def test_sem_o_gatilho_o_ataque_passa(db: None, atacar: Callable[[], None]) -> None:
    """The control of the one above: it is the trigger that refuses."""
    auditar("teste", escopo=SISTEMA, objeto="kernel.teste:1")
    triggers.remover()
    try:
        atacar()
    finally:
        triggers.instalar()

    assert not EventoAuditoria.objects.filter(evento="teste").exists()


def test_gatilhos_voltam_a_cada_migracao(db: None) -> None:
    """Django alters a SQLite table by making it anew, and a new table has no triggers."""
    triggers.remover()
    call_command("migrate", verbosity=0)
    auditar("teste", escopo=SISTEMA, objeto="kernel.teste:1")

    with pytest.raises(IntegrityError), transaction.atomic():
        _mudar()
