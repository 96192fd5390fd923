"""`/auth/eu`: who the caller is."""

from apps.kernel.access.escopo import Papel
from apps.kernel.models import Usuario
from tests.conftest import Elenco
from tests.factories import VinculoFactory


def test_eu_tem_os_campos_do_contrato(elenco: Elenco) -> None:
    recepcao = Usuario.objects.get(username="recepcao")

    resposta = elenco.recepcao.get("/auth/eu")

    assert resposta.status_code == 200
    assert resposta.json() == {
        "id": recepcao.pk,
        "username": "recepcao",
        "nome": recepcao.nome,
        "id_profissional": None,
        "vinculos": [{"id_clinica": elenco.clinica.pk, "papel": "recepcao"}],
    }


def test_eu_de_profissional_diz_qual(elenco: Elenco) -> None:
    profissional = elenco.medica.profissional
    assert profissional is not None

    assert elenco.medica.get("/auth/eu").json()["id_profissional"] == profissional.pk


def test_eu_lista_um_papel_por_clinica_na_ordem_em_que_vieram(elenco: Elenco) -> None:
    recepcao = Usuario.objects.get(username="recepcao")
    VinculoFactory(usuario=recepcao, clinica=elenco.clinica2, papel=Papel.GESTOR)

    assert elenco.recepcao.get("/auth/eu").json()["vinculos"] == [
        {"id_clinica": elenco.clinica.pk, "papel": "recepcao"},
        {"id_clinica": elenco.clinica2.pk, "papel": "gestor"},
    ]


def test_todos_os_que_entraram_sabem_quem_sao(elenco: Elenco) -> None:
    for username, pessoa in elenco.pessoas.items():
        resposta = pessoa.get("/auth/eu")
        assert (resposta.status_code, resposta.json()["username"]) == (200, username)
    assert elenco.admin.get("/auth/eu").json()["vinculos"] == []


def test_ninguem_nao_e_ninguem(elenco: Elenco) -> None:
    resposta = elenco.ninguem.get("/auth/eu")

    assert (resposta.status_code, resposta.json()["codigo"]) == (401, "nao_autenticado")
