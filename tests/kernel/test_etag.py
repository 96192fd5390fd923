"""ETag and If-Match: a change to what the caller has not seen is refused."""

import re
from typing import Any

import pytest

from apps.kernel.models import EventoAuditoria, FatoRegistrado
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, PacienteFactory, ProfissionalFactory

FORTE = re.compile(r'"[\x21\x23-\x7e]+"\Z')


@pytest.fixture
def caminho(paciente: Any) -> str:
    return f"/pacientes/{paciente.pk}"


def test_todo_recurso_tem_etag_forte(elenco: Elenco, caminho: str) -> None:
    consulta = ConsultaFactory(id_clinica=elenco.clinica.pk)
    profissional = ProfissionalFactory(clinicas=[elenco.clinica])

    for url in (
        caminho,
        f"/clinicas/{elenco.clinica.pk}",
        f"/profissionais/{profissional.pk}",
        f"/consultas/{consulta.pk}",
    ):
        assert FORTE.match(elenco.recepcao.get(url).headers["ETag"]), url


def test_etag_muda_com_o_recurso_e_so_com_ele(elenco: Elenco, caminho: str) -> None:
    primeira = elenco.recepcao.get(caminho).headers["ETag"]
    assert elenco.recepcao.get(caminho).headers["ETag"] == primeira

    alterada = elenco.recepcao.alterar(caminho, {"telefone": "1"}).headers["ETag"]

    assert alterada != primeira
    assert elenco.recepcao.get(caminho).headers["ETag"] == alterada


def test_etag_distingue_recursos(elenco: Elenco) -> None:
    um, outro = (elenco.recepcao.get(f"/pacientes/{PacienteFactory().pk}") for _ in range(2))

    assert um.headers["ETag"] != outro.headers["ETag"]


def test_criacao_responde_com_o_etag_da_leitura(elenco: Elenco) -> None:
    criada = elenco.recepcao.enviar(
        "/pacientes", {"nome": "Ana Souza", "passaporte": "X1", "data_nascimento": "1985-04-12"}
    )

    assert criada.status_code == 201
    assert elenco.recepcao.get(criada.headers["Location"]).headers["ETag"] == criada.headers["ETag"]


@pytest.mark.parametrize(
    ("modelo", "status"),
    [
        ("{etag}", 200),
        ("  {etag}  ", 200),
        ('"outro", {etag}', 200),
        ('{etag} ,"outro"', 200),
        ('W/"fraco", {etag}', 200),
        ("*", 200),
        (" * ", 200),
        ("W/{etag}", 412),
        ('"outro"', 412),
        ('"outro", W/{etag}', 412),
        ("", 412),
        ("{sem_aspas}", 412),
        ("lixo", 412),
    ],
)
def test_if_match_compara_forte(elenco: Elenco, caminho: str, modelo: str, status: int) -> None:
    etag = elenco.recepcao.get(caminho).headers["ETag"]
    condicao = modelo.format(etag=etag, sem_aspas=etag.strip('"'))

    resposta = elenco.recepcao.alterar(caminho, {"telefone": "1234"}, If_Match=condicao)

    assert resposta.status_code == status, resposta.content
    gravado = elenco.recepcao.get(caminho).json()["telefone"]
    assert gravado == ("1234" if status == 200 else None)
    if status == 412:
        assert resposta.headers["Content-Type"] == "application/problem+json"
        assert resposta.json()["codigo"] == "versao_desatualizada"


def test_etag_antigo_perde_a_corrida(elenco: Elenco, caminho: str) -> None:
    etag = elenco.recepcao.get(caminho).headers["ETag"]

    primeira = elenco.recepcao.alterar(caminho, {"telefone": "1"}, If_Match=etag)
    segunda = elenco.gestora2.alterar(caminho, {"telefone": "2"}, If_Match=etag)

    assert (primeira.status_code, segunda.status_code) == (200, 412)
    assert elenco.recepcao.get(caminho).json()["telefone"] == "1"


def test_sem_if_match_altera_sem_condicao(elenco: Elenco, caminho: str) -> None:
    assert elenco.recepcao.alterar(caminho, {"telefone": "1"}).status_code == 200
    assert elenco.recepcao.alterar(caminho, {"telefone": "2"}).status_code == 200


def test_if_match_que_perde_nao_deixa_fato_nem_evento(elenco: Elenco, caminho: str) -> None:
    antes = EventoAuditoria.objects.count(), FatoRegistrado.objects.count()

    elenco.recepcao.alterar(caminho, {"telefone": "1"}, If_Match='"outro"')

    assert (EventoAuditoria.objects.count(), FatoRegistrado.objects.count()) == antes


@pytest.mark.parametrize("status", [200, 412])
def test_clinica_profissional_e_transicao_honram_if_match(elenco: Elenco, status: int) -> None:
    profissional = ProfissionalFactory(clinicas=[elenco.clinica])
    consulta = ConsultaFactory(id_clinica=elenco.clinica.pk)

    def condicao(url: str) -> str:
        etag = elenco.gestora.get(url).headers["ETag"]
        return etag if status == 200 else f"W/{etag}"

    for url, corpo in (
        (f"/clinicas/{elenco.clinica.pk}", {"cidade": "Santos"}),
        (f"/profissionais/{profissional.pk}", {"nome": "Marina Duarte"}),
    ):
        resposta = elenco.gestora.alterar(url, corpo, If_Match=condicao(url))
        assert resposta.status_code == status, url
    url = f"/consultas/{consulta.pk}"
    resposta = elenco.gestora.enviar(f"{url}/confirmar", If_Match=condicao(url))
    assert resposta.status_code == status


def test_if_match_de_quem_nao_existe_e_404(elenco: Elenco) -> None:
    resposta = elenco.recepcao.alterar("/pacientes/999999", {"telefone": "1"}, If_Match='"1-1"')

    assert resposta.status_code == 404
    assert resposta.json()["codigo"] == "paciente_nao_encontrado"
