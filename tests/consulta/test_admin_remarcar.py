"""Moving a consulta by its dialog, and the pages that its own leads to."""

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch

from apps.consulta.admin import links
from apps.consulta.models import Consulta
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, proxima_segunda
from tests.navegador import navegar, pagina, texto


@pytest.fixture
def consulta(elenco: Elenco) -> Consulta:
    return ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_profissional=elenco.medica.profissional.pk,
        profissional=elenco.medica.profissional.nome,
        id_paciente=900,
        data_hora=proxima_segunda(10),
        duracao_minutos=45,
    )


def endereco(consulta: Consulta | str) -> str:
    id = consulta if isinstance(consulta, str) else consulta.pk
    return f"/admin/consulta/consulta/{id}/remarcar/"


def remarcar(cliente: Client, consulta: Consulta, **campos: Any) -> Any:
    dados = {"_form_submitted": "True", "dia": f"{proxima_segunda():%d/%m/%Y}", "hora": "15:00"}
    return cliente.post(endereco(consulta), dados | campos, headers={"HX-Request": "true"})


def test_remarcar_para_outro_profissional(elenco: Elenco, consulta: Consulta) -> None:
    medico = elenco.medico.profissional

    resposta = remarcar(navegar(elenco.recepcao), consulta, id_profissional=medico.pk)

    assert "HX-Redirect" in resposta
    consulta.refresh_from_db()
    assert (consulta.id_profissional, consulta.profissional) == (medico.pk, medico.nome)
    assert (consulta.data_hora, consulta.duracao_minutos) == (proxima_segunda(15), 45)


def test_sem_dizer_quem_fica_com_quem_estava(elenco: Elenco, consulta: Consulta) -> None:
    remarcar(navegar(elenco.recepcao), consulta)

    consulta.refresh_from_db()
    assert consulta.id_profissional == elenco.medica.profissional.pk


def test_o_dialogo_comeca_pelo_que_ela_e(elenco: Elenco, consulta: Consulta) -> None:
    html = texto(navegar(elenco.recepcao).get(endereco(consulta)))

    assert f'value="{consulta.id_profissional}" selected' in html
    assert 'name="duracao_minutos" value="45"' in html
    assert elenco.medico.profissional.nome in html
    assert elenco.medica2.profissional.nome not in html
    assert pagina("consulta.consulta", "horarios") in html


def test_profissional_de_outra_clinica_e_recusado(elenco: Elenco, consulta: Consulta) -> None:
    recepcao = navegar(elenco.recepcao)

    resposta = remarcar(recepcao, consulta, id_profissional=elenco.medica2.profissional.pk)

    assert "HX-Redirect" not in resposta
    assert "Faça uma escolha válida" in texto(resposta)
    consulta.refresh_from_db()
    assert consulta.data_hora == proxima_segunda(10)


def test_os_conflitos_do_novo_profissional_sao_ditos(elenco: Elenco, consulta: Consulta) -> None:
    medico = elenco.medico.profissional.pk
    ConsultaFactory(id_profissional=medico, id_paciente=900, data_hora=proxima_segunda(15))

    html = texto(remarcar(navegar(elenco.recepcao), consulta, id_profissional=medico))

    assert "O profissional já tem consulta nesse horário." in html
    assert "O paciente já tem consulta nesse horário." in html
    assert 'value="15:00"' in html
    assert f'value="{medico}" selected' in html


@pytest.mark.parametrize("id", ["abc", "9" * 30, "0"])
def test_o_dialogo_do_que_nao_existe_nao_muda_nada(elenco: Elenco, id: str) -> None:
    recepcao = navegar(elenco.recepcao)

    assert recepcao.get(endereco(id)).status_code == 200
    resposta = recepcao.post(endereco(id), {"_form_submitted": "True", "dia": "01/01/2030"})
    assert "HX-Redirect" not in resposta


# --- where it leads ---------------------------------------------------------------------------


def caminhos(elenco: Elenco, nome: str, consulta: Consulta) -> dict[str, str]:
    ficha = navegar(getattr(elenco, nome)).get(pagina("consulta.consulta", "change", consulta.pk))
    return {caminho.rotulo: caminho.endereco for caminho in ficha.context["caminhos"]}


@pytest.fixture
def servidas(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The forms of other apps that are served here."""
    nomes = {"admin:prontuario_prontuario_add", "admin:faturamento_fatura_add"}

    def reverse(nome: str) -> str:
        if nome not in nomes:
            raise NoReverseMatch
        return f"/{nome.split(':')[1]}/"

    monkeypatch.setattr(links, "reverse", reverse)
    return nomes


def test_cada_papel_segue_para_o_que_faz(
    elenco: Elenco, consulta: Consulta, servidas: set[str]
) -> None:
    assert caminhos(elenco, "medica", consulta) == {
        "Prontuário do paciente": "/admin/mesa/pacientes/900/",
        "Escrever registro": (
            f"/prontuario_prontuario_add/?id_paciente=900&id_consulta={consulta.pk}"
        ),
    }
    assert caminhos(elenco, "faturista", consulta) == {
        "Faturar": f"/faturamento_fatura_add/?id_consulta={consulta.pk}"
    }
    assert caminhos(elenco, "recepcao", consulta) == {}


def test_nao_leva_ao_que_nao_e_servido_nem_ao_que_nao_cabe(
    elenco: Elenco, consulta: Consulta, servidas: set[str]
) -> None:
    Consulta.objects.update(status="faltou")
    assert set(caminhos(elenco, "medica", consulta)) == {"Prontuário do paciente"}
    assert caminhos(elenco, "faturista", consulta) == {}
    Consulta.objects.update(status="realizada")
    servidas.clear()
    assert set(caminhos(elenco, "medica", consulta)) == {"Prontuário do paciente"}
    assert caminhos(elenco, "faturista", consulta) == {}
