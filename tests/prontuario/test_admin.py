"""The record at the admin: each look at it is an event, and nobody changes it."""

import pytest
from django.utils import timezone

from apps.consulta.models import Consulta
from apps.kernel.models import EventoAuditoria
from apps.prontuario.models import Prontuario
from tests.conftest import Elenco
from tests.factories import ProntuarioFactory
from tests.navegador import navegar, pagina, texto

LISTA = pagina("prontuario.prontuario")


@pytest.fixture
def registro(elenco: Elenco, atendida: Consulta) -> Prontuario:
    """A record of medica's patient, which medica wrote."""
    return ProntuarioFactory(
        id_autor=elenco.medica.profissional.pk,
        id_paciente=atendida.id_paciente,
        paciente="Maria Aparecida da Silva",
        diagnostico="Influenza com <b>febre</b>",
        cpf="52998224725",
    )


def eventos() -> list[tuple[str, str, bool]]:
    linhas = EventoAuditoria.objects.exclude(evento="entrada").order_by("seq")
    return list(linhas.values_list("evento", "objeto", "permitido"))


def test_abrir_um_registro_fica_na_trilha(elenco: Elenco, registro: Prontuario) -> None:
    html = texto(navegar(elenco.medica).get(pagina("prontuario.prontuario", "change", registro.pk)))

    assert "Influenza com &lt;b&gt;febre&lt;/b&gt;" in html
    assert "529.982.247-25" in html
    assert eventos() == [("prontuario.lido", f"prontuario.prontuario:{registro.pk}", True)]


def test_a_lista_deixa_um_evento_por_registro_que_mostra(
    elenco: Elenco, registro: Prontuario
) -> None:
    outro = ProntuarioFactory(
        id_autor=elenco.medica.profissional.pk, id_paciente=registro.id_paciente
    )
    ProntuarioFactory(id_autor=elenco.medica2.profissional.pk, id_paciente=9999)

    navegar(elenco.medica).get(LISTA)

    assert sorted(objeto for _, objeto, _ in eventos()) == sorted(
        f"prontuario.prontuario:{r.pk}" for r in (registro, outro)
    )


def test_a_busca_deixa_evento_so_do_que_achou(elenco: Elenco, registro: Prontuario) -> None:
    medica = navegar(elenco.medica)

    medica.get(LISTA, {"q": "Joaquim"})
    assert eventos() == []
    medica.get(LISTA, {"q": "aparecida"})
    assert len(eventos()) == 1


def test_a_lista_nao_sai_em_csv(elenco: Elenco, registro: Prontuario) -> None:
    """What a record says leaves by its print, one record and one event at a time."""
    medica = navegar(elenco.medica)

    pedida = medica.get(LISTA, {"_exportar": "1"})
    acao = {"action": "exportar_selecionados", "_selected_action": [registro.pk]}

    for resposta in (pedida, medica.post(LISTA, acao)):
        assert "text/csv" not in resposta.headers.get("Content-Type", "")


def test_a_lista_se_percorre_por_data(elenco: Elenco, registro: Prontuario) -> None:
    hoje = timezone.localdate()
    medica = navegar(elenco.medica)

    def do_ano(ano: int) -> list[Prontuario]:
        return medica.get(LISTA, {"data_criacao__year": ano}).context["cl"].result_list

    assert do_ano(hoje.year) == [registro]
    assert do_ano(hoje.year - 1) == []


def test_sem_vinculo_a_ficha_e_recusada_e_a_recusa_fica(
    elenco: Elenco, registro: Prontuario
) -> None:
    resposta = navegar(elenco.medico).get(pagina("prontuario.prontuario", "change", registro.pk))

    assert resposta.status_code == 403
    assert "vínculo de cuidado" in texto(resposta)
    assert "Influenza" not in texto(resposta)
    assert eventos() == [("prontuario.lido", f"prontuario.prontuario:{registro.pk}", False)]


def test_outro_papel_e_recusado_e_a_recusa_fica(elenco: Elenco, registro: Prontuario) -> None:
    for nome in ("recepcao", "faturista", "gestora", "auditora", "admin"):
        resposta = navegar(getattr(elenco, nome)).get(
            pagina("prontuario.prontuario", "change", registro.pk)
        )
        assert resposta.status_code == 403
        assert "Influenza" not in texto(resposta)
    assert {permitido for _, _, permitido in eventos()} == {False}
    assert len(eventos()) == 5


def test_registro_que_nao_existe(elenco: Elenco) -> None:
    for id in (999, "abc"):
        resposta = navegar(elenco.medica).get(pagina("prontuario.prontuario", "change", id))
        assert resposta["Location"] == "/admin/"


def test_nem_o_autor_altera_ou_apaga(elenco: Elenco, registro: Prontuario) -> None:
    medica = navegar(elenco.medica)
    ficha = pagina("prontuario.prontuario", "change", registro.pk)

    assert 'name="_save"' not in texto(medica.get(ficha))
    assert medica.post(ficha, {"diagnostico": "Outro"}).status_code == 403
    assert medica.post(ficha.replace("change", "delete"), {"post": "yes"}).status_code == 403
    medica.post(LISTA, {"action": "delete_selected", "_selected_action": [registro.pk]})
    assert Prontuario.objects.get().diagnostico == registro.diagnostico


def test_o_historico_do_django_tambem_e_uma_leitura_do_vinculo(
    elenco: Elenco, registro: Prontuario
) -> None:
    """Django's own extra pages go through the same door."""
    endereco = pagina("prontuario.prontuario", "history", registro.pk)

    assert navegar(elenco.medico).get(endereco).status_code == 403
    assert navegar(elenco.recepcao).get(endereco).status_code == 403
    objeto = f"prontuario.prontuario:{registro.pk}"
    assert eventos() == [("prontuario.lido", objeto, False), ("acesso_negado", objeto, False)]
