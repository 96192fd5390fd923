"""Clinics: everyone signed in reads them, whoever manages one writes it."""

from typing import Any

import pytest

from apps.rede.models import Clinica
from tests.conftest import Elenco
from tests.factories import ClinicaFactory

NOVA = {"nome": "Vida+ Pinheiros", "cnes": "1234567", "cidade": "São Paulo", "uf": "SP"}


def test_abrir_devolve_a_clinica_e_diz_onde_esta(elenco: Elenco) -> None:
    resposta = elenco.gestora.enviar("/clinicas", NOVA)

    assert resposta.status_code == 201
    id = resposta.json()["id"]
    assert resposta.json() == {"id": id, **NOVA, "ativa": True}
    assert resposta.headers["Location"] == f"/clinicas/{id}"
    lida = elenco.recepcao2.get(resposta.headers["Location"])
    assert (lida.status_code, lida.json()) == (200, resposta.json())
    assert lida.headers["ETag"] == resposta.headers["ETag"]


def test_quem_abre_uma_clinica_a_administra(elenco: Elenco) -> None:
    caminho = elenco.gestora.enviar("/clinicas", NOVA).headers["Location"]

    assert elenco.gestora.alterar(caminho, {"ativa": False}).status_code == 200
    assert elenco.gestora2.alterar(caminho, {"ativa": True}).status_code == 403


@pytest.mark.parametrize("cnes", [None, "ausente"])
def test_clinica_sem_cnes(elenco: Elenco, cnes: Any) -> None:
    """Two without a CNES do not clash: absent is null, not a value."""
    corpo = {nome: valor for nome, valor in NOVA.items() if nome != "cnes"}
    if cnes is None:
        corpo["cnes"] = None  # type: ignore[assignment]

    for _ in range(2):
        resposta = elenco.gestora.enviar("/clinicas", corpo)
        assert (resposta.status_code, resposta.json()["cnes"]) == (201, None)


@pytest.mark.parametrize(
    ("campo", "valor", "codigo"),
    [
        ("nome", "V", "curto_demais"),
        ("nome", "V" * 201, "longo_demais"),
        ("nome", None, "nulo"),
        ("cnes", "123456", "digitos"),
        ("cnes", "12345678", "digitos"),
        ("cnes", "123456a", "digitos"),
        ("cnes", "١٢٣٤٥٦٧", "digitos"),
        ("cnes", 1234567, "invalido"),
        ("cidade", "", "vazio"),
        ("uf", "XX", "opcao_invalida"),
        ("uf", "sp", "opcao_invalida"),
        ("ativa", 1, "invalido"),
        ("ativa", "true", "invalido"),
        ("id", 7, "campo_desconhecido"),
    ],
)
def test_campo_torto_e_recusado(elenco: Elenco, campo: str, valor: Any, codigo: str) -> None:
    caminho = f"/clinicas/{elenco.clinica.pk}"
    for resposta in (
        elenco.gestora.enviar("/clinicas", {**NOVA, campo: valor}),
        elenco.gestora.alterar(caminho, {campo: valor}),
    ):
        assert resposta.status_code == 400
        assert [(e["campo"], e["codigo"]) for e in resposta.json()["erros"]] == [(campo, codigo)]


def test_campos_que_faltam_sao_todos_ditos(elenco: Elenco) -> None:
    resposta = elenco.gestora.enviar("/clinicas", {})

    assert {(e["campo"], e["codigo"]) for e in resposta.json()["erros"]} == {
        ("nome", "obrigatorio"),
        ("cidade", "obrigatorio"),
        ("uf", "obrigatorio"),
    }


def test_cnes_repetido_e_409_ao_abrir_e_ao_alterar(elenco: Elenco) -> None:
    elenco.gestora.enviar("/clinicas", NOVA)

    for resposta in (
        elenco.gestora.enviar("/clinicas", NOVA),
        elenco.gestora.alterar(f"/clinicas/{elenco.clinica.pk}", {"cnes": NOVA["cnes"]}),
    ):
        assert (resposta.status_code, resposta.json()["codigo"]) == (409, "cnes_duplicado")
    assert Clinica.objects.filter(cnes=NOVA["cnes"]).count() == 1


def test_alterar_muda_so_o_que_veio(elenco: Elenco) -> None:
    caminho = f"/clinicas/{elenco.clinica.pk}"
    antes = elenco.gestora.get(caminho).json()

    resposta = elenco.gestora.alterar(caminho, {"cidade": "Santos", "cnes": "7654321"})

    assert resposta.status_code == 200
    assert resposta.json() == {**antes, "cidade": "Santos", "cnes": "7654321"}
    assert elenco.gestora.alterar(caminho, {"cnes": None}).json()["cnes"] is None
    assert elenco.gestora.get(caminho).json() == {**antes, "cidade": "Santos"}


def test_alterar_nada_nao_e_erro(elenco: Elenco) -> None:
    caminho = f"/clinicas/{elenco.clinica.pk}"

    assert elenco.gestora.alterar(caminho, {}).status_code == 200


def test_gestora_de_outra_clinica_nao_altera(elenco: Elenco) -> None:
    caminho = f"/clinicas/{elenco.clinica.pk}"

    resposta = elenco.gestora2.alterar(caminho, {"nome": "Tomada"})

    assert resposta.status_code in (403, 404)
    assert elenco.gestora.get(caminho).json()["nome"] == elenco.clinica.nome


@pytest.mark.parametrize("pessoa", ["recepcao", "medica", "faturista", "auditora"])
def test_quem_nao_administra_nao_escreve(elenco: Elenco, pessoa: str) -> None:
    de_quem = getattr(elenco, pessoa)

    assert de_quem.enviar("/clinicas", NOVA).status_code == 403
    assert de_quem.alterar(f"/clinicas/{elenco.clinica.pk}", {"nome": "Tomada"}).status_code == 403
    assert de_quem.get("/clinicas").status_code == 200


def test_clinica_que_nao_existe_e_404(elenco: Elenco) -> None:
    for resposta in (
        elenco.gestora.get("/clinicas/999999"),
        elenco.gestora.alterar("/clinicas/999999", {"nome": "Nenhuma"}),
    ):
        assert (resposta.status_code, resposta.json()["codigo"]) == (404, "clinica_nao_encontrada")


def test_lista_vem_da_mais_nova(elenco: Elenco) -> None:
    nova = ClinicaFactory()

    ids = [c["id"] for c in elenco.recepcao.get("/clinicas").json()]

    assert ids == sorted(ids, reverse=True)
    assert ids[0] == nova.pk
