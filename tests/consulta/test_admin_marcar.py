"""Booking at the counter: the service's words beside the fields, and what was typed kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.consulta.models import Ausencia, Consulta, Feriado
from apps.kernel.errors import ServicoIndisponivel
from apps.kernel.models import EventoAuditoria
from apps.paciente.models import Paciente
from apps.rede.models import Clinica
from tests.conftest import Elenco
from tests.factories import (
    ClinicaFactory,
    ConsultaFactory,
    ExpedienteFactory,
    PacienteFactory,
    ProfissionalFactory,
    VinculoFactory,
    em_dias,
    proxima_segunda,
)
from tests.navegador import erros_de, navegar, pagina, texto

MARCAR = pagina("consulta.consulta", "add")

OCUPADOS = [
    "O profissional já tem consulta nesse horário.",
    "O paciente já tem consulta nesse horário.",
]


@pytest.fixture
def recepcao(elenco: Elenco) -> Client:
    return navegar(elenco.recepcao)


@pytest.fixture
def campos(elenco: Elenco, paciente: Paciente) -> dict[str, Any]:
    """What the counter fills in: medica, next Monday at 10:00."""
    return {
        "id_paciente": paciente.pk,
        "id_paciente_digitado": paciente.nome,
        "id_profissional": elenco.medica.profissional.pk,
        "especialidade": "Clínica Médica",
        "dia": f"{proxima_segunda():%d/%m/%Y}",
        "hora": "10:00",
        "duracao_minutos": "30",
        "motivo": "",
    }


# --- the booking ------------------------------------------------------------------------------


def test_sem_o_app_dos_pacientes_o_formulario_volta_como_estava(
    recepcao: Client, campos: dict[str, Any], derrubar: Callable[[str], None]
) -> None:
    derrubar("paciente")
    resposta = recepcao.post(MARCAR, campos | {"motivo": "Dor de cabeça há dias"})

    assert not Consulta.objects.exists()
    assert erros_de(resposta) == {"__all__": [ServicoIndisponivel.detalhe_padrao]}
    assert "Dor de cabeça há dias" in texto(resposta)
    assert f'value="{campos["id_paciente"]}"' in texto(resposta)
    assert f"nº {campos['id_paciente']}" in texto(resposta)


def test_marcar_grava_pelo_servico_e_vai_a_consulta(
    elenco: Elenco, recepcao: Client, paciente: Paciente, campos: dict[str, Any]
) -> None:
    resposta = recepcao.post(MARCAR, campos | {"motivo": "Retorno", "teleconsulta": "on"})

    consulta = Consulta.objects.get()
    assert resposta["Location"] == pagina("consulta.consulta", "change", consulta.pk)
    assert (consulta.data_hora, consulta.duracao_minutos) == (proxima_segunda(10), 30)
    assert (consulta.id_paciente, consulta.paciente) == (paciente.pk, paciente.nome)
    assert consulta.profissional == elenco.medica.profissional.nome
    assert (consulta.motivo, consulta.teleconsulta, consulta.encaixe) == ("Retorno", True, False)
    assert EventoAuditoria.objects.filter(evento="consulta.agendada").count() == 1
    recado = f"Consulta marcada para {proxima_segunda():%d/%m/%Y} às 10:00."
    assert recado in texto(recepcao.get(resposta["Location"]))


def test_a_hora_se_escreve_como_se_diz(recepcao: Client, campos: dict[str, Any]) -> None:
    assert recepcao.post(MARCAR, campos | {"hora": "14h30"}).status_code == 302
    assert Consulta.objects.get().data_hora == proxima_segunda(14, 30)


def test_profissional_a_definir(recepcao: Client, campos: dict[str, Any]) -> None:
    recepcao.post(MARCAR, campos | {"id_profissional": ""})

    assert Consulta.objects.get().id_profissional is None


def test_todos_os_conflitos_de_uma_vez_ao_lado_da_hora_e_o_digitado_fica(
    elenco: Elenco, recepcao: Client, paciente: Paciente, campos: dict[str, Any]
) -> None:
    medica = elenco.medica.profissional.pk
    quando = proxima_segunda(10)
    ConsultaFactory(id_profissional=medica, id_paciente=paciente.pk, data_hora=quando)
    ExpedienteFactory(id_profissional=medica, dia_semana=1)
    Feriado.objects.create(data=quando.date(), nome="Da clínica", id_clinica=elenco.clinica.pk)
    Ausencia.objects.create(
        id_profissional=medica, inicio=quando, fim=quando + timedelta(minutes=5)
    )

    resposta = recepcao.post(MARCAR, campos | {"motivo": "Dor de cabeça"})

    assert erros_de(resposta) == {
        "hora": [
            *OCUPADOS,
            "O horário está fora do expediente do profissional.",
            "O dia é feriado.",
            "O profissional estará ausente nesse horário.",
        ]
    }
    html = texto(resposta)
    for guardado in (campos["dia"], "10:00", "Clínica Médica", paciente.nome, str(paciente.pk)):
        assert f'value="{guardado}"' in html
    assert f'value="{medica}" selected' in html
    assert "Dor de cabeça" in html
    assert Consulta.objects.count() == 1


def test_o_encaixe_precisa_de_motivo_e_entra_no_horario_ocupado(
    elenco: Elenco, recepcao: Client, campos: dict[str, Any]
) -> None:
    ConsultaFactory(
        id_profissional=elenco.medica.profissional.pk, id_paciente=0, data_hora=proxima_segunda(10)
    )
    assert erros_de(recepcao.post(MARCAR, campos)) == {"hora": OCUPADOS[:1]}
    encaixe = campos | {"encaixe": "on"}
    assert erros_de(recepcao.post(MARCAR, encaixe)) == {"motivo": ["Um encaixe precisa de motivo."]}

    assert recepcao.post(MARCAR, encaixe | {"motivo": "Febre alta"}).status_code == 302


def test_o_que_nao_existe_ou_passou_e_dito_no_seu_campo(
    elenco: Elenco, recepcao: Client, campos: dict[str, Any]
) -> None:
    def erros(**trocas: Any) -> dict[str, list[str]]:
        return erros_de(recepcao.post(MARCAR, campos | trocas))

    assert erros(id_paciente=999_999) == {"id_paciente": ["Não há paciente com este número."]}
    assert erros(id_paciente="") == {"id_paciente": ["Escolha uma das opções da busca."]}
    assert set(erros(id_profissional=elenco.medica2.profissional.pk)) == {"id_profissional"}
    assert erros(dia=f"{em_dias(-1):%d/%m/%Y}") == {"hora": ["O horário já passou."]}
    assert set(erros(duracao_minutos="3")) == {"duracao_minutos"}
    assert set(erros(dia="31/02/2027", hora="25:00", especialidade="")) == {
        "dia",
        "hora",
        "especialidade",
    }
    assert not Consulta.objects.exists()


@pytest.mark.parametrize("nome", ["medica", "faturista", "auditora", "admin"])
def test_quem_nao_agenda_nao_marca(elenco: Elenco, nome: str, campos: dict[str, Any]) -> None:
    cliente = navegar(getattr(elenco, nome))

    assert cliente.get(MARCAR).status_code == 403
    assert cliente.post(MARCAR, campos).status_code == 403
    assert cliente.get(pagina("consulta.consulta", "horarios")).status_code == 403
    assert not Consulta.objects.exists()


def test_sem_o_segredo_do_formulario_nada_se_marca(elenco: Elenco, campos: dict[str, Any]) -> None:
    cliente = navegar(elenco.recepcao, enforce_csrf_checks=True)

    assert cliente.post(MARCAR, campos).status_code == 403
    assert not Consulta.objects.exists()


def test_quem_trabalha_em_duas_clinicas_diz_em_qual(
    elenco: Elenco, recepcao: Client, campos: dict[str, Any]
) -> None:
    """Whoever works in one is not asked, and cannot say another."""
    aqui, ali = elenco.clinica, elenco.clinica2
    assert recepcao.post(MARCAR, campos | {"id_clinica": ali.pk}).status_code == 302
    assert Consulta.objects.get().id_clinica == aqui.pk
    VinculoFactory(usuario_id=elenco.recepcao.id_usuario, clinica=ali)
    campos["hora"] = "11:00"

    assert set(erros_de(recepcao.post(MARCAR, campos))) == {"id_clinica"}
    de_la = campos | {"id_clinica": ali.pk}
    assert erros_de(recepcao.post(MARCAR, de_la)) == {
        "id_profissional": [
            "O profissional não existe, não está ativo ou não atende nessa clínica."
        ]
    }
    de_la["id_profissional"] = elenco.medica2.profissional.pk
    assert recepcao.post(MARCAR, de_la).status_code == 302
    assert Consulta.objects.latest("pk").id_clinica == ali.pk
    de_fora = ProfissionalFactory(clinicas=[ClinicaFactory()])
    html = texto(recepcao.get(MARCAR))
    assert de_fora.nome not in html
    assert f"{elenco.medica2.profissional.nome} ({ali.nome})" in html
    Clinica.objects.filter(pk=ali.pk).update(ativa=False)
    assert ali.nome not in texto(recepcao.get(MARCAR))
    assert set(erros_de(recepcao.post(MARCAR, de_la))) == {"id_clinica"}


# --- what a link fills in ---------------------------------------------------------------------


def test_o_endereco_preenche_o_formulario(
    elenco: Elenco, recepcao: Client, paciente: Paciente
) -> None:
    cardio = ProfissionalFactory(clinicas=[elenco.clinica], especialidades=["Cardiologia"])

    resposta = recepcao.get(
        MARCAR,
        {
            "id_paciente": paciente.pk,
            "id_profissional": cardio.pk,
            "data_hora": proxima_segunda(10).isoformat(),
        },
    )

    html = texto(resposta)
    assert f'name="id_paciente" value="{paciente.pk}"' in html
    assert f'value="{paciente.nome}"' in html
    assert "12/04/1985" in html
    assert f'value="{cardio.pk}" selected' in html
    assert 'data-especialidades="Cardiologia"' in html
    for preenchido in ("Cardiologia", f"{proxima_segunda():%d/%m/%Y}", "10:00"):
        assert f'value="{preenchido}"' in html


def test_o_que_no_endereco_nao_se_le_fica_em_branco(recepcao: Client) -> None:
    resposta = recepcao.get(
        MARCAR,
        {"id_paciente": "<script>", "id_profissional": "9" * 5000, "data_hora": "2026-99-99T10:00"},
    )

    assert resposta.status_code == 200
    assert "<script>&" not in texto(resposta)
    assert 'name="id_paciente" value=""' in texto(resposta)


def test_vinte_profissionais_custam_as_mesmas_queries_que_um(
    elenco: Elenco,
    recepcao: Client,
    paciente: Paciente,
    contar_queries: Callable[[Callable[[], Any]], int],
) -> None:
    def abrir() -> Any:
        return recepcao.get(MARCAR, {"id_paciente": paciente.pk})

    VinculoFactory(usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2)
    abrir()  # what the caller is, is remembered for two seconds
    com_poucos = contar_queries(abrir)

    for _ in range(20):
        ProfissionalFactory(
            clinicas=[elenco.clinica, elenco.clinica2], especialidades=["Cardiologia"]
        )
    PacienteFactory.create_batch(20)

    abrir()
    assert contar_queries(abrir) == com_poucos


def test_a_lista_convida_a_marcar_so_quem_marca(elenco: Elenco, recepcao: Client) -> None:
    lista = pagina("consulta.consulta")

    assert f'href="{MARCAR}"' in texto(recepcao.get(lista))
    assert "Marcar consulta" in texto(recepcao.get(lista))
    assert MARCAR not in texto(navegar(elenco.medica).get(lista))
