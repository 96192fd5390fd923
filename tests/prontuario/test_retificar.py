"""POST /prontuarios/<id>/retificacoes: the author writes the next version, the earlier one stays."""

from collections import Counter
from typing import Any

import pytest

from apps.prontuario.models import Prontuario
from tests.factories import ConsultaFactory, ProntuarioFactory, em_dias
from tests.kernel.paralelo import ao_mesmo_tempo
from tests.respostas import erros, recusa

JUSTIFICATIVA = "Troquei o código do diagnóstico."


@pytest.fixture
def escrito(registrar) -> Any:
    return registrar(
        diagnostico="Influenza", cid10=["J11.1"], tratamento="Repouso", observacoes="Retorno"
    )


@pytest.fixture
def retificar(elenco, escrito):
    """Correct the record (or the one at `caminho`), by medica unless told otherwise."""

    def enviar(quem=None, caminho: str = "", **corpo: Any) -> Any:
        corpo = corpo or {"diagnostico": "Influenza A"}
        caminho = f"{caminho or escrito['Location']}/retificacoes"
        return (quem or elenco.medica).enviar(caminho, {"justificativa": JUSTIFICATIVA} | corpo)

    return enviar


def test_retificar_escreve_a_proxima_versao_com_os_textos_que_nao_mudam(retificar, escrito, elenco):
    antes = escrito.json()
    nova = retificar(cid10=["J10.1"])
    assert nova.status_code == 201, nova.content
    depois = nova.json()
    mudam = {"id", "data_criacao", "hash"}
    assert {k: v for k, v in depois.items() if k not in mudam} == {
        **{k: v for k, v in antes.items() if k not in mudam},
        "cid10": ["J10.1"],
        "versao": 2,
        "retifica": antes["id"],
        "justificativa": JUSTIFICATIVA,
    }
    assert nova["Location"] == f"/prontuarios/{depois['id']}"
    assert elenco.medica.get(nova["Location"]).json() == depois


def test_a_versao_anterior_continua_legivel_e_diz_quem_a_retifica(retificar, escrito, elenco):
    nova = retificar().json()
    anterior = elenco.medica.get(escrito["Location"]).json()
    assert anterior == escrito.json() | {"retificado_por": nova["id"]}
    lista = elenco.medica.get("/prontuarios").json()
    assert [(r["id"], r["versao"], r["retificado_por"]) for r in lista] == [
        (nova["id"], 2, None),
        (anterior["id"], 1, nova["id"]),
    ]


def test_retificar_a_retificacao_continua_a_conta(retificar, escrito):
    segunda = retificar()
    terceira = retificar(caminho=segunda["Location"], diagnostico="Influenza B").json()
    assert (terceira["versao"], terceira["retifica"]) == (3, segunda.json()["id"])


def test_retificar_so_um_texto_e_os_outros_ficam(retificar, escrito):
    nova = retificar(tratamento="Repouso e hidratação").json()
    assert nova["tratamento"] == "Repouso e hidratação"
    assert (nova["diagnostico"], nova["observacoes"]) == ("Influenza", "Retorno")


def test_retificar_pode_apagar_um_texto(retificar):
    nova = retificar(observacoes=None).json()
    assert (nova["observacoes"], nova["tratamento"]) == (None, "Repouso")


def test_retificar_nao_pode_apagar_todos_os_textos(retificar):
    """A record says something: the rule of POST /prontuarios holds for every version."""
    vazio = retificar(diagnostico=None, tratamento=None, observacoes=None, cid10=["J10.1"])
    assert recusa(vazio) == (400, "dados_invalidos")


def test_so_o_autor_retifica(retificar, elenco, paciente):
    ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=paciente.pk,
        id_profissional=elenco.medico.profissional.pk,
        data_hora=em_dias(-3),
    )
    for colega in (elenco.medico, elenco.medica2):
        assert recusa(retificar(colega)) == (403, "nao_e_autor")
    assert Prontuario.objects.count() == 1


def test_o_autor_retifica_mesmo_sem_consulta(elenco, paciente):
    antigo = ProntuarioFactory(id_paciente=paciente.pk, id_autor=elenco.medica.profissional.pk)
    resposta = elenco.medica.enviar(
        f"/prontuarios/{antigo.pk}/retificacoes",
        {"justificativa": JUSTIFICATIVA, "diagnostico": "Outro"},
    )
    assert resposta.status_code == 201


def test_retificar_o_ja_retificado_diz_qual_e_o_mais_recente(retificar):
    segunda = retificar()
    terceira = retificar(caminho=segunda["Location"])
    for _ in range(2):
        resposta = retificar()
        assert recusa(resposta) == (409, "ja_retificado")
        assert resposta.json()["id_mais_recente"] == terceira.json()["id"]
    assert Prontuario.objects.count() == 3


def test_retificar_registro_que_nao_existe(retificar):
    resposta = retificar(caminho="/prontuarios/987654321")
    assert recusa(resposta) == (404, "prontuario_nao_encontrado")


@pytest.mark.parametrize(
    ("corpo", "campo"),
    [
        ({"diagnostico": "Outro"}, "justificativa"),
        ({"justificativa": None, "diagnostico": "Outro"}, "justificativa"),
        ({"justificativa": "curta", "diagnostico": "Outro"}, "justificativa"),
        ({"justificativa": "nove char", "diagnostico": "Outro"}, "justificativa"),
        ({"justificativa": "         x        ", "diagnostico": "Outro"}, "justificativa"),
        ({"justificativa": JUSTIFICATIVA}, "diagnostico"),
        ({"justificativa": JUSTIFICATIVA, "cid10": ["gripe"]}, "cid10.0"),
        ({"justificativa": JUSTIFICATIVA, "tratamento": "x" * 20_001}, "tratamento"),
        ({"justificativa": JUSTIFICATIVA, "diagnostico": "Outro", "id_paciente": 2}, "id_paciente"),
        ({"justificativa": JUSTIFICATIVA, "diagnostico": "Outro", "versao": 9}, "versao"),
    ],
)
def test_retificar_recusa_o_corpo_que_nao_serve(elenco, escrito, corpo, campo):
    resposta = elenco.medica.enviar(f"{escrito['Location']}/retificacoes", corpo)
    assert resposta.status_code == 400
    assert {c for c, _ in erros(resposta)} == {campo}
    assert Prontuario.objects.count() == 1


def test_justificativa_de_dez_caracteres_basta(retificar):
    assert retificar(justificativa="dez letras", diagnostico="Outro").status_code == 201


def test_retificar_com_a_versao_lida(retificar, escrito, elenco):
    caminho = f"{escrito['Location']}/retificacoes"
    corpo = {"justificativa": JUSTIFICATIVA, "diagnostico": "Outro"}
    errada = elenco.medica.enviar(caminho, corpo, If_Match='"outra"')
    assert recusa(errada) == (412, "versao_desatualizada")
    certa = elenco.medica.enviar(caminho, corpo, If_Match=escrito["ETag"])
    assert certa.status_code == 201
    perdida = elenco.medica.enviar(caminho, corpo, If_Match=escrito["ETag"])
    assert recusa(perdida) == (412, "versao_desatualizada")


def test_muitas_retificacoes_ao_mesmo_tempo_deixam_uma(banco_em_arquivo, elenco):
    registro = ProntuarioFactory(id_autor=elenco.medica.profissional.pk)
    respostas = ao_mesmo_tempo(
        8,
        lambda n: elenco.medica.enviar(
            f"/prontuarios/{registro.pk}/retificacoes",
            {"justificativa": JUSTIFICATIVA, "diagnostico": f"Hipótese {n}"},
        ),
    )
    nova = Prontuario.objects.exclude(pk=registro.pk).get()
    assert Counter(r.status_code for r in respostas) == {201: 1, 409: 7}
    for perdida in (r for r in respostas if r.status_code == 409):
        assert recusa(perdida) == (409, "ja_retificado")
        assert perdida.json()["id_mais_recente"] == nova.pk
