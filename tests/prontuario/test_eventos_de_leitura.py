"""Every read, allowed or refused, leaves an audit event, and no event holds what was read."""

import pytest

from apps.kernel import audit
from apps.kernel.models import EventoAuditoria
from tests.factories import PacienteFactory, ProntuarioFactory
from tests.respostas import recusa


@pytest.fixture
def registros(elenco, paciente, atendida) -> list[int]:
    """Three records of the patient in medica's care, oldest first."""
    return [ProntuarioFactory(id_paciente=paciente.pk).pk for _ in range(3)]


def objetos() -> list[str]:
    return list(EventoAuditoria.objects.order_by("seq").values_list("objeto", flat=True))


def do_registro(pk: int) -> str:
    return f"prontuario.prontuario:{pk}"


def test_duzentas_leituras_deixam_duzentos_eventos(elenco, registros):
    for n in range(200):
        assert elenco.medica.get(f"/prontuarios/{registros[n % 3]}").status_code == 200
    assert objetos() == [do_registro(registros[n % 3]) for n in range(200)]


def test_o_evento_diz_quem_quando_de_onde_e_o_que(elenco, registros):
    lido = elenco.medica.get(f"/prontuarios/{registros[0]}", headers={"X-Request-ID": "pedido-1"})
    assert lido.status_code == 200
    evento = EventoAuditoria.objects.get()
    assert evento.objeto == do_registro(registros[0])
    assert (evento.id_usuario, evento.papel) == (elenco.medica.id_usuario, "profissional")
    assert (evento.id_clinica, evento.permitido) == (elenco.clinica.pk, True)
    assert (evento.ip, evento.id_requisicao) == ("127.0.0.1", "pedido-1")
    assert evento.momento is not None


@pytest.mark.parametrize("do_paciente", [True, False])
def test_a_lista_deixa_um_evento_para_cada_registro_mostrado(
    elenco, paciente, registros, do_paciente
):
    lista = f"/prontuarios/paciente/{paciente.pk}" if do_paciente else "/prontuarios"
    elenco.medica.get(f"{lista}?limite=2")
    assert sorted(objetos()) == sorted(map(do_registro, registros[1:]))
    elenco.medica.get(lista)
    assert len(objetos()) == 5


def test_a_lista_deixa_os_eventos_em_uma_so_query(elenco, registros, contar_queries):
    """As many statements for three records as for one."""
    elenco.medica.get("/prontuarios")
    de_tres = contar_queries(lambda: elenco.medica.get("/prontuarios"))
    assert contar_queries(lambda: elenco.medica.get("/prontuarios?limite=1")) == de_tres


def test_a_leitura_recusada_por_papel_deixa_um_evento(elenco, paciente, registros):
    caminhos = [f"/prontuarios/{registros[0]}", f"/prontuarios/paciente/{paciente.pk}"]
    for caminho in caminhos:
        assert recusa(elenco.recepcao.get(caminho)) == (403, "sem_permissao")
    eventos = EventoAuditoria.objects.order_by("seq")
    assert [(e.objeto, e.permitido, e.papel) for e in eventos] == [
        (do_registro(registros[0]), False, "recepcao"),
        (f"prontuario.paciente:{paciente.pk}", False, "recepcao"),
    ]


def test_escrever_e_retificar_deixam_eventos_e_o_nao_autor_tambem(elenco, registrar):
    escrito = registrar()
    corpo = {"justificativa": "Troquei o diagnóstico.", "diagnostico": "Outro"}
    elenco.medico.enviar(f"{escrito['Location']}/retificacoes", corpo)
    nova = elenco.medica.enviar(f"{escrito['Location']}/retificacoes", corpo)
    eventos = EventoAuditoria.objects.order_by("seq")
    ids = escrito.json()["id"], nova.json()["id"]
    assert [(e.objeto, e.permitido, e.id_usuario) for e in eventos] == [
        (do_registro(ids[0]), True, elenco.medica.id_usuario),
        (do_registro(ids[0]), False, elenco.medico.id_usuario),
        (do_registro(ids[1]), True, elenco.medica.id_usuario),
    ]


def test_sem_o_evento_nao_ha_resposta(elenco, registros, monkeypatch):
    """Fail closed: when the trail cannot be written, the record is not shown."""

    def quebrar(*args, **kwargs):
        raise RuntimeError("a trilha não responde")

    monkeypatch.setattr(EventoAuditoria.objects, "bulk_create", quebrar)
    monkeypatch.setattr(audit, "inserir_para_cada", quebrar)
    elenco.medica.raise_request_exception = False
    for caminho in (f"/prontuarios/{registros[0]}", "/prontuarios"):
        resposta = elenco.medica.get(caminho)
        assert recusa(resposta) == (500, "erro_interno")
        assert "Influenza" not in resposta.content.decode()


def test_os_eventos_nao_guardam_nome_cpf_nem_texto_clinico(elenco, paciente, registrar):
    escrito = registrar(diagnostico="Tuberculose pulmonar", tratamento="Rifampicina")
    elenco.medica.get(escrito["Location"])
    elenco.recepcao.get(f"/prontuarios/paciente/{paciente.pk}")
    elenco.medica.get(f"/prontuarios/paciente/{PacienteFactory().pk}")
    guardado = str(list(EventoAuditoria.objects.values()))
    assert len(objetos()) == 4
    for segredo in ("Maria", "Aparecida", paciente.cpf, "Tuberculose", "Rifampicina"):
        assert segredo not in guardado


def test_ler_um_paciente_sem_registros_tambem_deixa_evento(elenco, paciente, atendida):
    assert elenco.medica.get(f"/prontuarios/paciente/{paciente.pk}").json() == []
    assert objetos() == [f"prontuario.paciente:{paciente.pk}"]
