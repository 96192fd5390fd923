"""A record on paper: whole, escaped, and with an event of its own."""

import pytest
from django.urls import reverse

from apps.consulta.models import Consulta
from apps.kernel.models import EventoAuditoria
from apps.prontuario.models import Prontuario
from tests.conftest import Elenco
from tests.factories import ProntuarioFactory
from tests.navegador import navegar, texto


@pytest.fixture
def registro(elenco: Elenco, atendida: Consulta) -> Prontuario:
    return ProntuarioFactory(
        id_autor=elenco.medica.profissional.pk,
        autor="Dra. Marina Duarte",
        id_paciente=atendida.id_paciente,
        id_consulta=atendida.pk,
        paciente="Maria <script>alert(1)</script>",
        cpf="52998224725",
        diagnostico="Influenza com <b>febre</b>",
        cid10=["I10"],
        tratamento="Repouso <b>total</b>",
        observacoes="<b>Voltar</b> em 7 dias",
        versao=1,
    )


def imprimir_url(registro: Prontuario) -> str:
    return reverse("admin:prontuario_prontuario_imprimir", args=[registro.pk])


def impressoes() -> list[tuple[str, bool]]:
    linhas = EventoAuditoria.objects.filter(evento="prontuario.impresso")
    return list(linhas.values_list("objeto", "permitido"))


def test_o_papel_traz_paciente_autor_momento_versao_e_hash(
    elenco: Elenco, registro: Prontuario
) -> None:
    """CFM 1.638/2002: who was seen, by whom (with the CRM), when and what was found and done."""
    autora = elenco.medica.profissional
    resposta = navegar(elenco.medica).get(imprimir_url(registro))

    html = texto(resposta)
    for trecho in (
        "529.982.247-25",
        "12/04/1985",
        "Dra. Marina Duarte",
        f"CRM {autora.numero_conselho}/SP",
        "Hipertensão",
        "Repouso",
        "versão 1",
        registro.hash,
        elenco.clinica.nome,
    ):
        assert trecho in html
    assert "no-store" in resposta["Cache-Control"]


def test_o_texto_do_registro_nao_vira_marcacao(elenco: Elenco, registro: Prontuario) -> None:
    html = texto(navegar(elenco.medica).get(imprimir_url(registro)))

    assert "Influenza com &lt;b&gt;febre&lt;/b&gt;" in html
    assert "Repouso &lt;b&gt;total&lt;/b&gt;" in html
    assert "&lt;b&gt;Voltar&lt;/b&gt; em 7 dias" in html
    assert "<b>" not in html
    assert "<script>alert" not in html


def test_cada_impressao_deixa_o_seu_evento(elenco: Elenco, registro: Prontuario) -> None:
    medica = navegar(elenco.medica)
    medica.get(imprimir_url(registro))
    medica.get(imprimir_url(registro))

    assert impressoes() == [(f"prontuario.prontuario:{registro.pk}", True)] * 2


def test_sem_vinculo_nao_se_imprime_e_a_recusa_fica(elenco: Elenco, registro: Prontuario) -> None:
    resposta = navegar(elenco.medico).get(imprimir_url(registro))

    assert resposta.status_code == 403
    assert "Influenza" not in texto(resposta)
    assert impressoes() == [(f"prontuario.prontuario:{registro.pk}", False)]


def test_o_papel_de_uma_versao_vencida_diz_que_ha_outra(
    elenco: Elenco, registro: Prontuario
) -> None:
    nova = ProntuarioFactory(
        retifica=registro, versao=2, id_autor=registro.id_autor, justificativa="Era <i>outro</i>."
    )
    medica = navegar(elenco.medica)

    assert f"Retificado pelo registro nº {nova.pk}" in texto(medica.get(imprimir_url(registro)))
    assert "Era &lt;i&gt;outro&lt;/i&gt;." in texto(medica.get(imprimir_url(nova)))


def test_sem_o_registro_do_autor_o_papel_deixa_onde_escreve_lo(
    elenco: Elenco, registro: Prontuario
) -> None:
    de_antes = ProntuarioFactory(id_autor=987_654, id_paciente=registro.id_paciente)

    html = texto(navegar(elenco.medica).get(imprimir_url(de_antes)))

    assert "Assinatura e número no conselho" in html
    assert "CRM" not in html


def test_o_que_nao_existe_nao_se_imprime(elenco: Elenco) -> None:
    for id in ("999", "abc"):
        endereco = reverse("admin:prontuario_prontuario_imprimir", args=[id])
        assert navegar(elenco.medica).get(endereco).status_code == 404
