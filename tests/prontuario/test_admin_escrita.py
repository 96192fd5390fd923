"""Writing and correcting at the admin: the author's words reach the record, or stay on the page."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.consulta.models import Consulta
from apps.kernel.models import EventoAuditoria
from apps.paciente.models import Paciente
from apps.prontuario.models import Prontuario
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, PacienteFactory, ProntuarioFactory, em_dias
from tests.navegador import erros_de, navegar, pagina, texto

ESCREVER = pagina("prontuario.prontuario", "add")
ALHEIOS = ("recepcao", "faturista", "gestora", "auditora", "admin")


def retificar_url(registro: Prontuario) -> str:
    return reverse("admin:prontuario_prontuario_retificar", args=[registro.pk])


def eventos(evento: str) -> list[tuple[str, bool]]:
    linhas = EventoAuditoria.objects.filter(evento=evento).order_by("seq")
    return list(linhas.values_list("objeto", "permitido"))


@pytest.fixture
def medica(elenco: Elenco) -> Client:
    return navegar(elenco.medica)


@pytest.fixture
def escrever(medica: Client, atendida: Consulta) -> Any:
    """POST of medica's form about her patient: a diagnosis, unless told otherwise."""

    def enviar(**campos: Any) -> Any:
        endereco = f"{ESCREVER}?id_paciente={atendida.id_paciente}"
        return medica.post(endereco, campos or {"diagnostico": "Influenza"})

    return enviar


@pytest.fixture
def registro(elenco: Elenco, atendida: Consulta) -> Prontuario:
    return ProntuarioFactory(
        id_autor=elenco.medica.profissional.pk,
        id_paciente=atendida.id_paciente,
        paciente="Maria Aparecida da Silva",
        diagnostico="Influenza\nsem gravidade",
        cid10=["J11.1"],
        tratamento="Repouso",
    )


# --- a new record ------------------------------------------------------------------------------


def test_sem_paciente_a_pagina_pergunta_de_quem(medica: Client, atendida: Consulta) -> None:
    html = texto(medica.get(ESCREVER))

    assert "/admin/mesa/pacientes/completar/" in html
    assert 'name="diagnostico"' not in html


def test_escolhido_o_paciente_o_nome_nao_vai_no_endereco(
    medica: Client, atendida: Consulta
) -> None:
    escolha = {"id_paciente": atendida.id_paciente, "id_paciente_digitado": "Maria Aparecida"}

    assert medica.post(ESCREVER, escolha)["Location"] == f"?id_paciente={atendida.id_paciente}"


def test_digitar_sem_escolher_o_paciente_e_dito(medica: Client, atendida: Consulta) -> None:
    html = texto(medica.post(ESCREVER, {"id_paciente": "", "id_paciente_digitado": "Mar"}))

    assert "Escolha uma das opções da busca." in html
    assert 'value="Mar"' in html


def test_escrever_pela_consulta_ja_diz_o_paciente(medica: Client, atendida: Consulta) -> None:
    html = texto(medica.get(ESCREVER, {"id_consulta": atendida.pk}))

    assert "Maria Aparecida da Silva" in html
    assert f'<option value="{atendida.pk}" selected>' in html


def test_escrever_chama_o_servico(escrever: Any, atendida: Consulta) -> None:
    resposta = escrever(
        id_consulta=atendida.pk,
        diagnostico="S: tosse\r\nO: afebril",
        cid10=["J11.1", "I10"],
        tratamento="Repouso",
        observacoes="",
    )

    escrito = Prontuario.objects.get()
    assert resposta["Location"] == pagina("prontuario.prontuario", "change", escrito.pk)
    assert escrito.diagnostico == "S: tosse\nO: afebril"
    assert (escrito.cid10, escrito.id_consulta) == (["J11.1", "I10"], atendida.pk)
    assert escrito.observacoes is None
    assert eventos("prontuario.escrito") == [(f"prontuario.prontuario:{escrito.pk}", True)]


def test_o_que_se_digitou_fica_quando_o_servico_recusa(escrever: Any) -> None:
    resposta = escrever(diagnostico="Influenza & <b>febre</b>", cid10=["J11.1", "GRIPE"])

    assert erros_de(resposta) == {"cid10": ["GRIPE: Não é um código CID-10, como J11.1."]}
    html = texto(resposta)
    assert "Influenza &amp; &lt;b&gt;febre&lt;/b&gt;" in html
    assert 'value="GRIPE"' in html
    assert not Prontuario.objects.exists()


def test_registro_sem_texto_e_recusado_no_campo(escrever: Any) -> None:
    assert "diagnostico" in erros_de(escrever(cid10=["J11.1"]))
    assert not Prontuario.objects.exists()


def test_sem_vinculo_a_recusa_vem_em_palavras_e_fica_na_trilha(
    medica: Client, atendida: Consulta
) -> None:
    estranho = PacienteFactory()
    endereco = f"{ESCREVER}?id_paciente={estranho.pk}"

    assert "será recusado" in texto(medica.get(endereco))
    resposta = medica.post(endereco, {"diagnostico": "Influenza"})

    assert erros_de(resposta)["__all__"] == ["Você não tem vínculo de cuidado com este paciente."]
    assert "Influenza" in texto(resposta)
    assert eventos("prontuario.escrito") == [(f"prontuario.paciente:{estranho.pk}", False)]
    assert not Prontuario.objects.exists()


def test_a_consulta_oferecida_e_do_paciente_e_da_medica(
    elenco: Elenco, medica: Client, atendida: Consulta
) -> None:
    do_medico = ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=atendida.id_paciente,
        id_profissional=elenco.medico.profissional.pk,
        data_hora=em_dias(-3),
    )
    endereco = f"{ESCREVER}?id_paciente={atendida.id_paciente}"

    html = texto(medica.get(endereco))
    assert f'<option value="{atendida.pk}">' in html
    assert f'<option value="{do_medico.pk}">' not in html
    resposta = medica.post(endereco, {"diagnostico": "x", "id_consulta": do_medico.pk})
    assert "id_consulta" in erros_de(resposta)


def test_um_link_nao_escreve_por_quem_o_segue(medica: Client, atendida: Consulta) -> None:
    endereco = f"{ESCREVER}?id_paciente={atendida.id_paciente}&diagnostico=Plantado"

    assert "Plantado</textarea>" not in texto(medica.get(endereco))


def test_paciente_que_nao_existe(medica: Client, atendida: Consulta) -> None:
    assert medica.get(f"{ESCREVER}?id_paciente=999999").status_code == 404


def test_o_formulario_custa_o_mesmo_com_muitas_consultas(
    elenco: Elenco, medica: Client, atendida: Consulta, contar_queries: Any
) -> None:
    endereco = f"{ESCREVER}?id_paciente={atendida.id_paciente}"

    def custo() -> int:
        return contar_queries(lambda: medica.get(endereco))

    com_uma = custo()
    ConsultaFactory.create_batch(20, id_clinica=elenco.clinica.pk, id_paciente=atendida.id_paciente)

    assert custo() == com_uma


@pytest.mark.parametrize("vizinho", ["paciente", "consulta"])
def test_sem_um_vizinho_o_texto_volta_para_ser_enviado_de_novo(
    escrever: Any, atendida: Consulta, derrubar: Callable[[str], None], vizinho: str
) -> None:
    derrubar(vizinho)
    resposta = escrever(diagnostico='Tosse <b>"seca"</b>\nhá dias', cid10=["J11.1", "R05"])
    html = texto(resposta)
    formulario = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', html, re.S)

    assert resposta.status_code == 503
    assert "está guardado nesta página" in html
    assert formulario is not None
    assert formulario[1] == f"{ESCREVER}?id_paciente={atendida.id_paciente}"
    campos = re.findall(r'name="([^"]+)" value="([^"]*)"', formulario[2])
    assert [(nome, unescape(valor)) for nome, valor in campos] == [
        ("diagnostico", 'Tosse <b>"seca"</b>\nhá dias'),
        ("cid10", "J11.1"),
        ("cid10", "R05"),
    ]


# --- a correction ------------------------------------------------------------------------------


def test_a_ficha_oferece_retificar_so_ao_autor_da_versao_mais_nova(
    elenco: Elenco, medica: Client, registro: Prontuario, paciente: Paciente
) -> None:
    ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=paciente.pk,
        id_profissional=elenco.medico.profissional.pk,
    )
    ficha = pagina("prontuario.prontuario", "change", registro.pk)

    assert retificar_url(registro) in texto(medica.get(ficha))
    assert retificar_url(registro) not in texto(navegar(elenco.medico).get(ficha))
    ProntuarioFactory(retifica=registro, versao=2, id_autor=registro.id_autor)
    assert retificar_url(registro) not in texto(medica.get(ficha))


def test_retificar_parte_do_texto_anterior_e_envia_so_o_que_mudou(
    medica: Client, registro: Prontuario
) -> None:
    endereco = retificar_url(registro)
    html = texto(medica.get(endereco))
    assert "Influenza\nsem gravidade</textarea>" in html
    assert 'name="cid10" value="J11.1"' in html

    resposta = medica.post(
        endereco,
        {
            "diagnostico": "Influenza\r\nsem gravidade",  # as a browser sends it: unchanged
            "cid10": ["J10.1"],
            "tratamento": "",
            "observacoes": "",
            "justificativa": "Troquei o código.",
        },
    )

    nova = Prontuario.objects.get(retifica=registro)
    assert resposta["Location"] == pagina("prontuario.prontuario", "change", nova.pk)
    assert (nova.diagnostico, nova.cid10) == (registro.diagnostico, ["J10.1"])
    assert nova.tratamento is None
    assert (nova.versao, nova.justificativa) == (2, "Troquei o código.")


def test_retificar_sem_mudar_nada_e_recusado(medica: Client, registro: Prontuario) -> None:
    iguais = {
        "diagnostico": registro.diagnostico,
        "cid10": registro.cid10,
        "tratamento": registro.tratamento,
    }

    resposta = medica.post(retificar_url(registro), iguais | {"justificativa": "Sem motivo algum"})

    assert erros_de(resposta) == {"diagnostico": ["Informe o que muda no registro."]}


def test_justificativa_curta_e_dita_no_campo_e_o_texto_fica(
    medica: Client, registro: Prontuario
) -> None:
    resposta = medica.post(
        retificar_url(registro), {"diagnostico": "Resfriado", "justificativa": "curta"}
    )

    assert "justificativa" in erros_de(resposta)
    assert "Resfriado</textarea>" in texto(resposta)
    assert Prontuario.objects.count() == 1


def test_retificado_em_outra_aba_a_recusa_vem_em_palavras_e_o_texto_fica(
    medica: Client, registro: Prontuario
) -> None:
    ProntuarioFactory(
        retifica=registro,
        versao=2,
        id_autor=registro.id_autor,
        id_paciente=registro.id_paciente,
    )

    resposta = medica.post(
        retificar_url(registro),
        {"diagnostico": "Resfriado", "justificativa": "Foi só um resfriado."},
    )

    assert "já foi retificado" in erros_de(resposta)["__all__"][0]
    assert "Resfriado</textarea>" in texto(resposta)
    assert Prontuario.objects.count() == 2


def test_abrir_a_retificacao_do_ja_retificado_leva_ao_mais_novo(
    medica: Client, registro: Prontuario
) -> None:
    nova = ProntuarioFactory(
        retifica=registro,
        versao=2,
        id_autor=registro.id_autor,
        id_paciente=registro.id_paciente,
    )

    resposta = medica.get(retificar_url(registro), follow=True)

    assert resposta.redirect_chain[0][0] == pagina("prontuario.prontuario", "change", nova.pk)
    assert "já foi retificado" in texto(resposta)


def test_quem_nao_e_o_autor_nao_retifica_e_a_tentativa_fica(
    elenco: Elenco, registro: Prontuario, paciente: Paciente
) -> None:
    ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=paciente.pk,
        id_profissional=elenco.medico.profissional.pk,
    )
    medico = navegar(elenco.medico)

    aberta = medico.get(retificar_url(registro))
    enviada = medico.post(
        retificar_url(registro), {"diagnostico": "Outro", "justificativa": "Discordo do colega."}
    )

    assert aberta.status_code == 403
    assert "Só o autor retifica" in texto(aberta)
    assert "Só o autor retifica" in erros_de(enviada)["__all__"][0]
    objeto = f"prontuario.prontuario:{registro.pk}"
    assert eventos("prontuario.retificado") == [(objeto, False), (objeto, False)]
    assert Prontuario.objects.count() == 1


def test_a_ficha_liga_as_versoes(medica: Client, registro: Prontuario) -> None:
    nova = ProntuarioFactory(
        retifica=registro,
        versao=2,
        id_autor=registro.id_autor,
        id_paciente=registro.id_paciente,
        justificativa="Troquei o código.",
    )
    antiga_url, nova_url = (
        pagina("prontuario.prontuario", "change", r.pk) for r in (registro, nova)
    )

    assert f'href="{nova_url}"' in texto(medica.get(antiga_url))
    html = texto(medica.get(nova_url))
    assert f'href="{antiga_url}"' in html
    assert "Troquei o código." in html


def test_a_ficha_diz_o_que_os_codigos_querem_dizer(
    medica: Client, registro: Prontuario, atendida: Consulta
) -> None:
    livre = ProntuarioFactory(
        id_autor=registro.id_autor, id_paciente=registro.id_paciente, cid10=["I10", "Z99.8"]
    )

    html = texto(medica.get(pagina("prontuario.prontuario", "change", livre.pk)))

    assert "Hipertensão" in html
    assert "Z99.8" in html


# --- codes -------------------------------------------------------------------------------------


def test_os_codigos_se_acham_por_palavras_e_um_livre_se_oferece(medica: Client) -> None:
    def oferecidos(procura: str) -> list[str]:
        corpo = medica.get("/admin/prontuario/cid10/completar/", {"q": procura}).json()
        return [opcao["valor"] for opcao in corpo["opcoes"]]

    assert "I10" in oferecidos("hipertensao essen")
    assert oferecidos("z99.8")[-1] == "Z99.8"
    assert oferecidos("palavra qualquer") == []


# --- nobody else -------------------------------------------------------------------------------


def test_ninguem_mais_alcanca_pagina_alguma_e_cada_recusa_fica(
    elenco: Elenco, registro: Prontuario
) -> None:
    enderecos = [
        pagina("prontuario.prontuario"),
        ESCREVER,
        f"{ESCREVER}?id_paciente={registro.id_paciente}",
        *(pagina("prontuario.prontuario", v, registro.pk) for v in ("change", "history", "delete")),
        retificar_url(registro),
        reverse("admin:prontuario_prontuario_imprimir", args=[registro.pk]),
    ]
    for nome in ALHEIOS:
        cliente = navegar(getattr(elenco, nome))
        for endereco in enderecos:
            antes = EventoAuditoria.objects.filter(permitido=False).count()
            aberta, enviada = cliente.get(endereco), cliente.post(endereco, {"diagnostico": "x"})
            assert (aberta.status_code, enviada.status_code) == (403, 403), (nome, endereco)
            assert "Influenza" not in texto(aberta)
            depois = EventoAuditoria.objects.filter(permitido=False).count()
            assert depois == antes + 2, (nome, endereco)
    assert Prontuario.objects.count() == 1
