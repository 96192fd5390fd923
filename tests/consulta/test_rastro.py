"""What a consulta leaves behind: versions, keys, facts, audit events."""

import pytest

from apps.consulta.models import Consulta
from apps.kernel import facts
from apps.kernel.models import EventoAuditoria, FatoRegistrado
from tests.factories import proxima_segunda
from tests.respostas import recusa

CANCELAMENTO = {"motivo": "O paciente pediu", "por": "paciente"}


@pytest.fixture
def marcada(agendar):
    return agendar()


@pytest.fixture
def caminho(marcada) -> str:
    return marcada["Location"]


# --- If-Match -------------------------------------------------------------------------------


def test_transicao_com_a_versao_lida_passa_e_da_outra_versao(elenco, marcada, caminho):
    confirmada = elenco.recepcao.enviar(f"{caminho}/confirmar", If_Match=marcada["ETag"])
    assert confirmada.status_code == 200
    assert confirmada["ETag"] != marcada["ETag"]
    assert elenco.recepcao.get(caminho)["ETag"] == confirmada["ETag"]


@pytest.mark.parametrize(
    ("verbo", "corpo"),
    [
        ("chegada", {}),
        ("cancelar", CANCELAMENTO),
        ("faltou", {}),
        ("remarcar", {"data_hora": proxima_segunda(15).isoformat()}),
    ],
)
def test_transicao_com_versao_antiga_e_412(elenco, marcada, caminho, verbo, corpo):
    elenco.recepcao.enviar(f"{caminho}/confirmar")
    perdida = elenco.recepcao.enviar(f"{caminho}/{verbo}", corpo, If_Match=marcada["ETag"])
    assert recusa(perdida) == (412, "versao_desatualizada")
    assert Consulta.objects.get().status == "confirmada"


def test_tag_fraca_nunca_coincide(elenco, marcada, caminho):
    fraca = elenco.recepcao.enviar(f"{caminho}/confirmar", If_Match=f"W/{marcada['ETag']}")
    assert recusa(fraca) == (412, "versao_desatualizada")


@pytest.mark.parametrize("condicao", [{}, {"If_Match": "*"}])
def test_transicao_sem_condicao_passa(elenco, caminho, condicao):
    elenco.recepcao.enviar(f"{caminho}/confirmar")
    assert elenco.recepcao.enviar(f"{caminho}/chegada", **condicao).status_code == 200


def test_uma_de_varias_tags_basta(elenco, marcada, caminho):
    condicao = f'"outra", {marcada["ETag"]}'
    assert elenco.recepcao.enviar(f"{caminho}/confirmar", If_Match=condicao).status_code == 200


# --- Idempotency-Key ------------------------------------------------------------------------


def test_transicao_repetida_com_a_mesma_chave_acontece_uma_vez(elenco, caminho):
    primeira = elenco.recepcao.enviar(f"{caminho}/confirmar", Idempotency_Key="k1")
    eventos = EventoAuditoria.objects.count()
    repetida = elenco.recepcao.enviar(f"{caminho}/confirmar", Idempotency_Key="k1")
    assert (repetida.status_code, repetida.content) == (200, primeira.content)
    assert repetida["Idempotency-Replayed"] == "true"
    assert repetida["ETag"] == primeira["ETag"]
    assert not primeira.has_header("Idempotency-Replayed")
    assert EventoAuditoria.objects.count() == eventos
    assert recusa(elenco.recepcao.enviar(f"{caminho}/confirmar")) == (409, "transicao_invalida")


def test_a_chave_e_de_quem_a_usou_e_do_caminho(elenco, caminho):
    elenco.recepcao.enviar(f"{caminho}/confirmar", Idempotency_Key="k1")
    de_outra = elenco.gestora.enviar(f"{caminho}/confirmar", Idempotency_Key="k1")
    assert recusa(de_outra) == (409, "transicao_invalida")
    outro_verbo = elenco.recepcao.enviar(f"{caminho}/chegada", Idempotency_Key="k1")
    assert outro_verbo.json()["status"] == "aguardando"


def test_a_chave_com_outro_corpo_e_422(elenco, caminho):
    elenco.recepcao.enviar(f"{caminho}/cancelar", CANCELAMENTO, Idempotency_Key="k1")
    outro = CANCELAMENTO | {"por": "clinica"}
    resposta = elenco.recepcao.enviar(f"{caminho}/cancelar", outro, Idempotency_Key="k1")
    assert recusa(resposta) == (422, "chave_reutilizada")


def test_a_chave_de_uma_recusa_nao_fica_guardada(elenco, caminho):
    for _ in range(2):
        recusada = elenco.medica.enviar(f"{caminho}/concluir", Idempotency_Key="k1")
        assert recusa(recusada) == (409, "transicao_invalida")
    elenco.medica.enviar(f"{caminho}/iniciar")
    aceita = elenco.medica.enviar(f"{caminho}/concluir", Idempotency_Key="k1")
    assert aceita.json()["status"] == "realizada"


# --- facts ----------------------------------------------------------------------------------


def fatos() -> list[tuple[str, str, dict[str, int]]]:
    return list(FatoRegistrado.objects.order_by("id").values_list("origem", "tipo", "dados"))


def o_que_se_conta() -> dict[str, int]:
    consulta = Consulta.objects.get()
    return {"id_consulta": consulta.pk, "id_clinica": consulta.id_clinica}


def test_concluir_conta_que_a_consulta_foi_realizada(elenco, caminho):
    elenco.medica.enviar(f"{caminho}/iniciar")
    assert fatos() == []
    elenco.medica.enviar(f"{caminho}/concluir")
    assert fatos() == [("consulta", "ConsultaRealizada", o_que_se_conta())]


@pytest.mark.parametrize(("verbo", "corpo"), [("cancelar", CANCELAMENTO), ("faltou", {})])
def test_cancelar_e_faltar_contam_que_a_consulta_nao_sera(elenco, caminho, verbo, corpo):
    elenco.recepcao.enviar(f"{caminho}/{verbo}", corpo)
    assert fatos() == [("consulta", "ConsultaCancelada", o_que_se_conta())]


def test_transicao_recusada_nao_conta_nada(elenco, caminho):
    elenco.medica.enviar(f"{caminho}/concluir")
    elenco.medica.enviar(f"{caminho}/cancelar", {})
    assert fatos() == []


def test_os_outros_verbos_nao_contam_fatos(elenco, caminho):
    elenco.recepcao.enviar(f"{caminho}/confirmar")
    elenco.recepcao.enviar(f"{caminho}/remarcar", {"data_hora": proxima_segunda(15).isoformat()})
    elenco.recepcao.enviar(f"{caminho}/chegada")
    elenco.medica.enviar(f"{caminho}/iniciar")
    assert fatos() == []


def test_quem_segue_o_paciente_atualiza_o_nome_nas_consultas_por_vir(elenco, caminho, paciente):
    passada = Consulta.objects.get()
    passada.pk, passada.data_hora = None, proxima_segunda(10, semanas=-4)
    passada.fim = proxima_segunda(11, semanas=-4)
    passada._state.adding = True
    passada.save()
    elenco.recepcao.alterar(f"/pacientes/{paciente.pk}", {"nome": "Maria Aparecida Souza"})
    assert elenco.recepcao.get(caminho).json()["paciente"] == "Maria Aparecida da Silva"
    facts.publicar()
    facts.seguir()
    assert elenco.recepcao.get(caminho).json()["paciente"] == "Maria Aparecida Souza"
    antiga = elenco.recepcao.get(f"/consultas/{passada.pk}").json()
    assert antiga["paciente"] == "Maria Aparecida da Silva"


# --- audit ----------------------------------------------------------------------------------


def test_cada_mudanca_deixa_um_evento_com_quem_a_fez(elenco, agendar):
    caminho = agendar()["Location"]
    elenco.recepcao.enviar(f"{caminho}/confirmar")
    elenco.medica.enviar(f"{caminho}/iniciar")
    objeto = f"consulta.consulta:{Consulta.objects.get().pk}"
    eventos = EventoAuditoria.objects.filter(objeto=objeto).order_by("seq")
    assert [(e.id_usuario, e.papel, e.id_clinica, e.permitido) for e in eventos] == [
        (elenco.recepcao.id_usuario, "recepcao", elenco.clinica.pk, True),
        (elenco.recepcao.id_usuario, "recepcao", elenco.clinica.pk, True),
        (elenco.medica.id_usuario, "profissional", elenco.clinica.pk, True),
    ]
    assert len({e.evento for e in eventos}) == 3
    assert all(e.ip and e.id_requisicao != "-" for e in eventos)


def test_o_evento_nasce_e_morre_com_a_mudanca(elenco, caminho, agendar):
    antes = EventoAuditoria.objects.count()
    assert agendar().status_code == 409
    assert elenco.medica.enviar(f"{caminho}/concluir").status_code == 409
    assert EventoAuditoria.objects.count() == antes


def test_papel_errado_deixa_um_evento_recusado(elenco, caminho):
    elenco.medica.enviar(f"{caminho}/chegada")
    evento = EventoAuditoria.objects.latest("seq")
    assert (evento.permitido, evento.id_usuario) == (False, elenco.medica.id_usuario)
    assert evento.objeto == f"consulta.consulta:{Consulta.objects.get().pk}"
