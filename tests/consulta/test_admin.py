"""The agenda at the admin: the clinic's own, moved along by the services, refused in words."""

from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.test import Client
from django.utils import timezone

from apps.consulta.models import Ausencia, Consulta, Expediente, Feriado
from apps.kernel.admin.base import SemTransacao
from apps.kernel.connection import PerguntaDentroDeTransacao
from apps.kernel.models import EventoAuditoria
from tests.conftest import Elenco
from tests.factories import (
    ConsultaFactory,
    ExpedienteFactory,
    PacienteFactory,
    ProfissionalFactory,
    VinculoFactory,
    em_dias,
    proxima_segunda,
)
from tests.navegador import erros_de, navegar, pagina, texto

LISTA = pagina("consulta.consulta")


@pytest.fixture
def recepcao(elenco: Elenco) -> Client:
    return navegar(elenco.recepcao)


@pytest.fixture
def consulta(elenco: Elenco) -> Consulta:
    return ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_profissional=elenco.medica.profissional.pk,
        profissional=elenco.medica.profissional.nome,
        id_paciente=900,
        data_hora=proxima_segunda(10),
    )


def dialogo(cliente: Client, consulta: Consulta, verbo: str, **campos: Any) -> Any:
    """Answer a dialog of the consulta's page, as htmx sends it."""
    endereco = f"/admin/consulta/consulta/{consulta.pk}/{verbo}/"
    return cliente.post(
        endereco, {"_form_submitted": "True"} | campos, headers={"HX-Request": "true"}
    )


def ids(cliente: Client, **parametros: Any) -> list[int]:
    return [c.pk for c in cliente.get(LISTA, parametros).context["cl"].result_list]


# --- what exists ------------------------------------------------------------------------------


def test_a_consulta_de_outra_clinica_nao_existe(elenco: Elenco, consulta: Consulta) -> None:
    endereco = pagina("consulta.consulta", "change", consulta.pk)
    de_fora = navegar(elenco.recepcao2)

    for resposta in (de_fora.get(endereco), de_fora.get(endereco.replace(str(consulta.pk), "99"))):
        assert (resposta.status_code, resposta["Location"]) == (302, "/admin/")
    assert ids(de_fora) == []
    dialogo(de_fora, consulta, "confirmar")
    assert Consulta.objects.get().status == "agendada"


def test_o_profissional_ve_as_suas_e_as_sem_dono(elenco: Elenco, consulta: Consulta) -> None:
    livre = ConsultaFactory(id_clinica=elenco.clinica.pk, id_paciente=2)
    ConsultaFactory(
        id_clinica=elenco.clinica.pk, id_profissional=elenco.medico.profissional.pk, id_paciente=3
    )

    assert sorted(ids(navegar(elenco.medica))) == sorted([consulta.pk, livre.pk])


def test_a_agenda_comeca_hoje_e_a_busca_olha_todas_as_datas(
    elenco: Elenco, recepcao: Client, consulta: Consulta
) -> None:
    maria = PacienteFactory(nome="Maria Conceição")
    antiga = ConsultaFactory(
        id_clinica=elenco.clinica.pk, id_paciente=maria.pk, data_hora=em_dias(-9)
    )

    assert ids(recepcao) == [consulta.pk]
    assert ids(recepcao, quando="hoje") == []
    assert ids(recepcao, quando="todas") == [consulta.pk, antiga.pk]
    assert ids(recepcao, q="conceicao") == [antiga.pk]
    dia = timezone.localtime(antiga.data_hora)
    assert ids(recepcao, data_hora__year=dia.year, data_hora__month=dia.month) == [
        c.pk
        for c in Consulta.objects.order_by("-data_hora")
        if timezone.localtime(c.data_hora).month == dia.month
    ]


def test_filtros_por_estado_e_profissional(
    elenco: Elenco, recepcao: Client, consulta: Consulta
) -> None:
    outra = ConsultaFactory(id_clinica=elenco.clinica.pk, id_paciente=2, status="confirmada")

    assert ids(recepcao, status__exact="confirmada") == [outra.pk]
    assert ids(recepcao, id_profissional=consulta.id_profissional) == [consulta.pk]


def test_quem_trabalha_em_duas_clinicas_ve_de_qual_e_cada_uma(
    elenco: Elenco, consulta: Consulta
) -> None:
    assert elenco.clinica.nome not in texto(navegar(elenco.recepcao).get(LISTA))

    VinculoFactory(usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2)

    assert elenco.clinica.nome in texto(navegar(elenco.recepcao).get(LISTA))


# --- verbs ------------------------------------------------------------------------------------


def test_a_ficha_oferece_os_verbos_que_o_papel_e_o_estado_admitem(
    elenco: Elenco, consulta: Consulta
) -> None:
    endereco = pagina("consulta.consulta", "change", consulta.pk)

    def verbos(nome: str) -> set[str]:
        html = texto(navegar(getattr(elenco, nome)).get(endereco))
        todos = ("confirmar", "chegada", "iniciar", "concluir", "remarcar", "faltou", "cancelar")
        return {v for v in todos if f"/{consulta.pk}/{v}/" in html}

    assert verbos("recepcao") == {"confirmar", "chegada", "remarcar", "faltou", "cancelar"}
    assert verbos("medica") == {"confirmar", "iniciar", "faltou", "cancelar"}
    assert verbos("faturista") == set()
    Consulta.objects.update(status="aguardando")
    assert verbos("recepcao") == {"cancelar"}


def test_confirmar_pela_ficha_grava_pelo_servico(recepcao: Client, consulta: Consulta) -> None:
    resposta = dialogo(recepcao, consulta, "confirmar")

    assert resposta["HX-Redirect"] == pagina("consulta.consulta", "change", consulta.pk)
    assert Consulta.objects.get().status == "confirmada"
    assert (
        EventoAuditoria.objects.exclude(evento="entrada")
        .filter(evento="consulta.confirmar")
        .count()
        == 1
    )


def test_um_clique_num_endereco_nao_muda_nada(recepcao: Client, consulta: Consulta) -> None:
    """A GET opens the dialog; only the form's POST, with its CSRF token, says the verb."""
    assert recepcao.get(f"/admin/consulta/consulta/{consulta.pk}/confirmar/").status_code == 200
    assert Consulta.objects.get().status == "agendada"


def test_verbo_de_outro_papel_e_recusado(elenco: Elenco, consulta: Consulta) -> None:
    for nome, verbo in (("recepcao", "iniciar"), ("faturista", "confirmar"), ("medica", "chegada")):
        resposta = dialogo(navegar(getattr(elenco, nome)), consulta, verbo)
        assert resposta.status_code == 403, (nome, verbo)
    assert Consulta.objects.get().status == "agendada"


def test_o_que_o_estado_nao_admite_e_dito_no_dialogo(recepcao: Client, consulta: Consulta) -> None:
    Consulta.objects.update(status="realizada")

    resposta = dialogo(recepcao, consulta, "confirmar")

    assert (resposta.status_code, "HX-Redirect" in resposta) == (200, False)
    assert "A consulta está realizada; não dá para confirmar." in texto(resposta)


def test_remarcar_para_horario_ocupado_diz_por_que_e_guarda_o_digitado(
    elenco: Elenco, recepcao: Client, consulta: Consulta
) -> None:
    ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_profissional=consulta.id_profissional,
        id_paciente=2,
        data_hora=proxima_segunda(15),
    )
    novo = {"dia": f"{proxima_segunda(15):%Y-%m-%d}", "hora": "15:00"}

    resposta = dialogo(recepcao, consulta, "remarcar", **novo)

    assert "O profissional já tem consulta nesse horário." in texto(resposta)
    assert f'value="{novo["dia"]}"' in texto(resposta)
    assert dialogo(recepcao, consulta, "remarcar", **novo | {"hora": "16:00"}).status_code == 200
    consulta.refresh_from_db()
    assert consulta.data_hora == proxima_segunda(16)


def test_cancelar_pede_o_motivo(recepcao: Client, consulta: Consulta) -> None:
    assert "campo é obrigatório" in texto(dialogo(recepcao, consulta, "cancelar", por="paciente"))

    dialogo(recepcao, consulta, "cancelar", por="paciente", motivo="Viagem")

    consulta.refresh_from_db()
    assert (consulta.status, consulta.motivo_cancelamento) == ("cancelada", "Viagem")


def test_acao_da_lista_faz_as_que_pode_e_diz_as_que_nao(
    elenco: Elenco, recepcao: Client, consulta: Consulta
) -> None:
    feita = ConsultaFactory(
        id_clinica=elenco.clinica.pk, id_paciente=2, paciente="José", status="realizada"
    )
    alheia = ConsultaFactory(id_clinica=elenco.clinica2.pk, id_paciente=3)
    escolhidas = [consulta.pk, feita.pk, alheia.pk]

    resposta = recepcao.post(
        LISTA, {"action": "confirmar_varias", "_selected_action": escolhidas}, follow=True
    )

    recados = [str(recado) for recado in resposta.context["messages"]]
    assert len(recados) == 2
    assert recados[0].startswith("José, ")
    assert recados[0].endswith("A consulta está realizada; não dá para confirmar.")
    assert recados[1] == "Confirmar: 1."
    assert set(recepcao.cookies) <= {"sessionid", "csrftoken"}  # a name in a cookie can be read
    estados = dict(Consulta.objects.values_list("pk", "status"))
    assert estados == {consulta.pk: "confirmada", feita.pk: "realizada", alheia.pk: "agendada"}


# --- hours, absences, holidays ----------------------------------------------------------------


def test_a_gestora_cuida_do_expediente_dos_seus(elenco: Elenco) -> None:
    gestora = navegar(elenco.gestora)
    medica = elenco.medica.profissional.pk
    campos = {"id_profissional": medica, "dia_semana": 0, "inicio": "08:00", "fim": "12:00"}
    novo = pagina("consulta.expediente", "add")

    assert gestora.post(novo, campos).status_code == 302
    assert erros_de(gestora.post(novo, campos)) == {
        "inicio": ["O profissional já tem um expediente que começa nessa hora."]
    }
    assert erros_de(gestora.post(novo, campos | {"inicio": "14:00", "fim": "13:00"})) == {
        "fim": ["O fim vem antes do início."]
    }
    de_fora = campos | {"id_profissional": elenco.medica2.profissional.pk}
    assert set(erros_de(gestora.post(novo, de_fora))) == {"id_profissional"}
    assert Expediente.objects.count() == 1
    assert EventoAuditoria.objects.exclude(evento="entrada").get().evento == "expediente.salvo"


def test_o_expediente_de_outra_clinica_nao_existe(elenco: Elenco) -> None:
    alheio = ExpedienteFactory(id_profissional=elenco.medica2.profissional.pk)
    gestora = navegar(elenco.gestora)

    assert gestora.get(pagina("consulta.expediente", "change", alheio.pk))["Location"] == "/admin/"
    gestora.post(f"/admin/consulta/expediente/{alheio.pk}/remover/", {"_form_submitted": "True"})
    assert Expediente.objects.filter(pk=alheio.pk).exists()


def test_remover_ausencia_pelo_servico(elenco: Elenco) -> None:
    ausencia = Ausencia.objects.create(
        id_profissional=elenco.medica.profissional.pk, inicio=em_dias(1), fim=em_dias(2)
    )
    endereco = f"/admin/consulta/ausencia/{ausencia.pk}/remover/"

    assert navegar(elenco.recepcao).post(endereco, {"_form_submitted": "True"}).status_code == 403
    assert Ausencia.objects.exists()
    resposta = navegar(elenco.gestora).post(endereco, {"_form_submitted": "True"})
    assert resposta["Location"] == pagina("consulta.ausencia")
    assert not Ausencia.objects.exists()
    assert (
        EventoAuditoria.objects.exclude(evento="entrada").filter(evento="ausencia.removido").count()
        == 1
    )


def test_o_feriado_de_toda_a_rede_e_lido_mas_nao_e_de_gestor_algum(elenco: Elenco) -> None:
    da_rede = Feriado.objects.create(data=em_dias(5).date(), nome="Aniversário da rede")
    gestora = navegar(elenco.gestora)
    endereco = pagina("consulta.feriado", "change", da_rede.pk)

    assert 'name="_save"' not in texto(gestora.get(endereco))
    assert gestora.post(endereco, {"nome": "Outro"}).status_code == 403
    campos = {"data": "20/11/2030", "nome": "Da clínica", "id_clinica": elenco.clinica.pk}
    assert gestora.post(pagina("consulta.feriado", "add"), campos).status_code == 302
    campos["id_clinica"] = elenco.clinica2.pk
    assert set(erros_de(gestora.post(pagina("consulta.feriado", "add"), campos))) == {"id_clinica"}


def test_com_a_transacao_do_django_a_pergunta_seria_recusada(
    elenco: Elenco, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of `SemTransacao`: with Django's own view, the form's question is refused."""
    gestora, novo = navegar(elenco.gestora), pagina("consulta.expediente", "add")
    campos = {
        "id_profissional": elenco.medica.profissional.pk,
        "dia_semana": 0,
        "inicio": "08:00",
        "fim": "12:00",
    }
    monkeypatch.setattr(SemTransacao, "changeform_view", ModelAdmin.changeform_view)
    with pytest.raises(PerguntaDentroDeTransacao):
        gestora.post(novo, campos)
    monkeypatch.undo()

    assert gestora.post(novo, campos).status_code == 302


def test_profissional_inativo_continua_com_nome_na_lista(elenco: Elenco) -> None:
    """The names of a page are asked in one question, whoever they are of."""
    profissional = ProfissionalFactory(nome="Dra. Zilda", clinicas=[elenco.clinica])
    ExpedienteFactory(id_profissional=profissional.pk)

    assert "Dra. Zilda" in texto(navegar(elenco.gestora).get(pagina("consulta.expediente")))
