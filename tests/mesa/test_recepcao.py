"""Reception's first page: the day of the clinic, who is here, who is to come, what is free."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from apps.consulta.models import Consulta
from apps.mesa import estados
from apps.mesa.inicio import recepcao
from tests.conftest import Elenco
from tests.factories import ExpedienteFactory, ProntuarioFactory
from tests.mesa.conftest import Marcar, as_horas, inicio
from tests.navegador import navegar, texto

VERBO = re.compile(r'action="(/admin/consulta/consulta/(\d+)/(\w+)/)"')


def montar(elenco: Elenco, quem: str = "recepcao") -> recepcao.Recepcao:
    return recepcao.montar(getattr(elenco, quem).escopo)


def agenda(elenco: Elenco, quem: str = "recepcao") -> recepcao.Agenda:
    dia = montar(elenco, quem).agenda
    assert dia is not None
    return dia


def test_a_agenda_de_hoje_vai_por_profissional_e_por_hora(elenco: Elenco, marcar: Marcar) -> None:
    tarde, cedo = marcar(as_horas(15)), marcar(as_horas(8), status="realizada")
    dele = marcar(as_horas(9), de="medico")
    de_ninguem = marcar(as_horas(7), de=None)
    marcar(as_horas(23, 30, dias=-1))
    marcar(as_horas(0, dias=1))
    colunas = [
        (coluna.profissional, [c.id for c in coluna.consultas]) for coluna in agenda(elenco).colunas
    ]
    por_nome = sorted(
        [
            (elenco.medica.profissional.nome, [cedo.pk, tarde.pk]),  # type: ignore[union-attr]
            (elenco.medico.profissional.nome, [dele.pk]),  # type: ignore[union-attr]
        ]
    )
    assert colunas == [*por_nome, (None, [de_ninguem.pk])]


def test_a_outra_clinica_nao_aparece(elenco: Elenco, marcar: Marcar) -> None:
    marcar(as_horas(11), de="medica2", paciente="Da Outra Clínica")
    assert agenda(elenco).colunas == []
    assert "Da Outra Clínica" not in inicio(elenco.recepcao)
    assert "Da Outra Clínica" in inicio(elenco.recepcao2)


def test_quem_esta_na_recepcao_e_quem_vai_chegar(elenco: Elenco, marcar: Marcar) -> None:
    atrasada = marcar(as_horas(9, 48), status="confirmada")
    espera = marcar(as_horas(9), de="medico", status="aguardando")
    atendida = marcar(as_horas(8), status="em_atendimento")
    por_vir = [marcar(as_horas(11 + n)) for n in range(8)]
    marcar(as_horas(10), de="medico", status="cancelada")
    dia = agenda(elenco)
    assert [c.id for c in dia.na_recepcao] == [atendida.pk, espera.pk]
    chegam = [(chegada.consulta.id, chegada.atraso) for chegada in dia.a_chegar]
    assert chegam == [(atrasada.pk, 12), *((c.pk, 0) for c in por_vir[:7])]
    assert dia.faltam_chegar == 9
    assert "12 min de atraso" in inicio(elenco.recepcao)


def test_cancelada_e_falta_aparecem_apagadas_com_a_palavra(elenco: Elenco, marcar: Marcar) -> None:
    marcar(as_horas(9), status="faltou", paciente="Quem Faltou")
    html = inicio(elenco.recepcao)
    (linha,) = re.findall(r'<li class="apagada">(.*?)</li>', html, re.DOTALL)
    assert "Quem Faltou" in linha
    assert '<span class="estado vermelho">Faltou</span>' in linha


def test_todo_estado_tem_palavra() -> None:
    from apps.consulta.transicoes import Status
    from apps.faturamento.models import StatusFatura

    assert set(estados.DA_CONSULTA) == set(Status)
    assert set(estados.DA_FATURA) == set(StatusFatura)


def test_um_horario_livre_leva_ao_formulario_com_tudo_preenchido(elenco: Elenco) -> None:
    profissional = elenco.medica.profissional
    assert profissional is not None
    ExpedienteFactory(id_profissional=profissional.pk, dia_semana=1, inicio="09:00", fim="20:00")
    livres = montar(elenco).livres
    assert livres is not None
    assert len(livres) == recepcao.LIVRES
    assert min(livre.data_hora for livre in livres) > as_horas(10)
    enderecos = re.findall(
        r'href="(/admin/consulta/consulta/add/\?[^"]+)"', inicio(elenco.recepcao)
    )
    pedido = parse_qs(urlsplit(enderecos[0].replace("&amp;", "&")).query)
    assert pedido == {
        "id_profissional": [str(profissional.pk)],
        "id_clinica": [str(elenco.clinica.pk)],
        "data_hora": ["2026-03-10T10:30:00-03:00"],
    }
    formulario = navegar(elenco.recepcao).get(enderecos[0].replace("&amp;", "&"))
    assert "10:30" in texto(formulario)


def test_sem_nada_marcado_a_pagina_diz(elenco: Elenco) -> None:
    html = inicio(elenco.recepcao)
    for vazio in (
        "Ninguém mais para chegar hoje.",
        "Ninguém esperando.",
        "Nenhum horário livre até o fim do dia.",
        "Nenhuma consulta hoje.",
    ):
        assert vazio in html


def test_a_busca_e_os_botoes_levam_aonde_dizem(elenco: Elenco) -> None:
    html = inicio(elenco.recepcao)
    assert 'action="/admin/paciente/paciente/"' in html
    assert 'name="q"' in html
    assert 'href="/admin/consulta/consulta/add/"' in html
    assert 'href="/admin/paciente/paciente/add/"' in html


@pytest.mark.parametrize("status", ["agendada", "confirmada"])
def test_cada_verbo_de_um_clique_e_aceito_pela_consulta(
    status: str, elenco: Elenco, marcar: Marcar
) -> None:
    """What the page offers in a state, Consulta does: the two tables agree."""
    consulta = marcar(as_horas(11), status=status)
    oferecidos = {verbo: onde for onde, _, verbo in VERBO.findall(inicio(elenco.recepcao))}
    assert set(oferecidos) == {v.nome for v in estados.VERBOS_DA_RECEPCAO[status]}
    for onde in oferecidos.values():
        Consulta.objects.filter(pk=consulta.pk).update(status=status)
        resposta = navegar(elenco.recepcao).post(onde, {"_form_submitted": "True"})
        assert resposta.status_code == 302
        assert Consulta.objects.get().status != status


def test_o_verbo_exige_csrf(elenco: Elenco, marcar: Marcar) -> None:
    consulta = marcar(as_horas(11))
    html = inicio(elenco.recepcao)
    assert html.count("csrfmiddlewaretoken") >= len(VERBO.findall(html)) > 0
    navegador = navegar(elenco.recepcao, enforce_csrf_checks=True)
    resposta = navegador.post(
        f"/admin/consulta/consulta/{consulta.pk}/confirmar/", {"_form_submitted": "True"}
    )
    assert resposta.status_code == 403
    assert Consulta.objects.get().status == "agendada"


def test_a_recepcao_nao_ve_texto_de_prontuario(elenco: Elenco, marcar: Marcar) -> None:
    consulta = marcar(as_horas(9), status="realizada")
    ProntuarioFactory(id_paciente=consulta.id_paciente, diagnostico="Segredo clínico")
    html = inicio(elenco.recepcao)
    assert "Segredo" not in html
    assert "prontuario" not in html


def test_o_nome_do_paciente_nao_vira_html(elenco: Elenco, marcar: Marcar) -> None:
    marcar(as_horas(11), paciente='<script>alert("x")</script>')
    html = inicio(elenco.recepcao)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)" in html


def test_quem_recebe_em_duas_clinicas_ve_de_qual_e_cada_uma(
    elenco: Elenco, marcar: Marcar, duas_clinicas: Any
) -> None:
    duas_clinicas("recepcao", "recepcao")
    marcar(as_horas(11))
    marcar(as_horas(12), de="medica2", paciente="Da Outra")
    html = inicio(elenco.recepcao)
    assert "Da Outra" in html
    for clinica in (elenco.clinica, elenco.clinica2):
        assert html.count(clinica.nome) >= 3
