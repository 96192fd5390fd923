"""Professionals: read by everyone signed in, written by whoever manages their clinics."""

from typing import Any

import pytest

from apps.rede.models import Profissional
from tests.conftest import Elenco
from tests.factories import ClinicaFactory, ProfissionalFactory


def novo(elenco: Elenco, **campos: Any) -> dict[str, Any]:
    return {
        "nome": "Marina Duarte",
        "conselho": "CRM",
        "numero_conselho": "104233",
        "uf_conselho": "SP",
        "cbo": "225125",
        "especialidades": ["Clínica Médica", "Geriatria"],
        "clinicas": [elenco.clinica.pk],
        **campos,
    }


def ids(resposta: Any) -> list[int]:
    assert resposta.status_code == 200, resposta.content
    return [p["id"] for p in resposta.json()]


def test_cadastrar_devolve_o_profissional_e_diz_onde_esta(elenco: Elenco) -> None:
    corpo = novo(elenco)

    resposta = elenco.gestora.enviar("/profissionais", corpo)

    assert resposta.status_code == 201, resposta.content
    id = resposta.json()["id"]
    assert resposta.json() == {"id": id, **corpo, "ativo": True}
    assert resposta.headers["Location"] == f"/profissionais/{id}"
    lido = elenco.recepcao2.get(resposta.headers["Location"])
    assert (lido.status_code, lido.json()) == (200, resposta.json())
    assert lido.headers["ETag"] == resposta.headers["ETag"]


def test_o_que_e_opcional_pode_faltar(elenco: Elenco) -> None:
    corpo = novo(elenco)
    del corpo["cbo"], corpo["especialidades"]

    criado = elenco.gestora.enviar("/profissionais", corpo).json()

    assert (criado["cbo"], criado["especialidades"], criado["ativo"]) == (None, [], True)


@pytest.mark.parametrize(
    ("campo", "valor", "onde", "codigo"),
    [
        ("nome", "M", "nome", "curto_demais"),
        ("conselho", "XXX", "conselho", "opcao_invalida"),
        ("numero_conselho", "1" * 16, "numero_conselho", "longo_demais"),
        ("numero_conselho", 104233, "numero_conselho", "invalido"),
        ("uf_conselho", "XX", "uf_conselho", "opcao_invalida"),
        ("cbo", "22512", "cbo", "digitos"),
        ("cbo", "2251255", "cbo", "digitos"),
        ("especialidades", "Geriatria", "especialidades", "nao_e_lista"),
        ("especialidades", ["Geriatria", "G"], "especialidades.1", "curto_demais"),
        ("especialidades", [1], "especialidades.0", "invalido"),
        ("especialidades", ["Geriatria"] * 21, "especialidades", "longo_demais"),
        ("clinicas", [], "clinicas", "curto_demais"),
        ("clinicas", 1, "clinicas", "nao_e_lista"),
        ("clinicas", ["1"], "clinicas.0", "invalido"),
        ("clinicas", [0], "clinicas.0", "abaixo_do_minimo"),
        ("ativo", "sim", "ativo", "invalido"),
        ("id_usuario", 1, "id_usuario", "campo_desconhecido"),
    ],
)
def test_campo_torto_e_recusado(
    elenco: Elenco, campo: str, valor: Any, onde: str, codigo: str
) -> None:
    resposta = elenco.gestora.enviar("/profissionais", novo(elenco, **{campo: valor}))

    assert resposta.status_code == 400
    assert [(e["campo"], e["codigo"]) for e in resposta.json()["erros"]] == [(onde, codigo)]


def test_registro_no_conselho_e_unico(elenco: Elenco) -> None:
    elenco.gestora.enviar("/profissionais", novo(elenco))
    outro = ProfissionalFactory(clinicas=[elenco.clinica])

    for resposta in (
        elenco.gestora.enviar("/profissionais", novo(elenco)),
        elenco.gestora2.enviar("/profissionais", novo(elenco, clinicas=[elenco.clinica2.pk])),
        elenco.gestora.alterar(f"/profissionais/{outro.pk}", {"numero_conselho": "104233"}),
    ):
        assert (resposta.status_code, resposta.json()["codigo"]) == (409, "conselho_duplicado")
    for diferente in ({"conselho": "CRO"}, {"uf_conselho": "RJ"}, {"numero_conselho": "1"}):
        resposta = elenco.gestora.enviar("/profissionais", novo(elenco, **diferente))
        assert resposta.status_code == 201, diferente


@pytest.mark.parametrize("quais", [[999_999], "da outra", "uma de cada"])
def test_clinica_que_nao_se_administra_e_404(elenco: Elenco, quais: Any) -> None:
    clinicas = {
        "da outra": [elenco.clinica2.pk],
        "uma de cada": [elenco.clinica.pk, elenco.clinica2.pk],
    }.get(str(quais), quais)

    resposta = elenco.gestora.enviar("/profissionais", novo(elenco, clinicas=clinicas))

    assert (resposta.status_code, resposta.json()["codigo"]) == (404, "clinica_nao_encontrada")
    assert not Profissional.objects.filter(nome="Marina Duarte").exists()


def test_alterar_muda_so_o_que_veio(elenco: Elenco) -> None:
    caminho = elenco.gestora.enviar("/profissionais", novo(elenco)).headers["Location"]
    antes = elenco.gestora.get(caminho).json()

    alterado = elenco.gestora.alterar(caminho, {"especialidades": ["Pediatria"], "cbo": None})

    assert alterado.status_code == 200
    assert alterado.json() == {**antes, "especialidades": ["Pediatria"], "cbo": None}
    assert elenco.gestora.get(caminho).json() == alterado.json()
    assert elenco.gestora.alterar(caminho, {"ativo": False}).json()["ativo"] is False


def test_especialidade_repetida_conta_uma_vez(elenco: Elenco) -> None:
    corpo = novo(elenco, especialidades=["Geriatria", "Pediatria", "Geriatria"])

    criado = elenco.gestora.enviar("/profissionais", corpo).json()

    assert criado["especialidades"] == ["Geriatria", "Pediatria"]


def test_gestora_de_outra_clinica_nao_altera(elenco: Elenco) -> None:
    caminho = elenco.gestora.enviar("/profissionais", novo(elenco)).headers["Location"]

    resposta = elenco.gestora2.alterar(caminho, {"nome": "Tomada"})

    assert resposta.status_code in (403, 404)
    assert elenco.gestora.get(caminho).json()["nome"] == "Marina Duarte"


def test_cada_gestora_poe_e_tira_a_sua_clinica(elenco: Elenco) -> None:
    das_duas = ProfissionalFactory(clinicas=[elenco.clinica, elenco.clinica2])
    caminho = f"/profissionais/{das_duas.pk}"
    um, dois = elenco.clinica.pk, elenco.clinica2.pk

    assert elenco.gestora.alterar(caminho, {"clinicas": [dois]}).json()["clinicas"] == [dois]
    assert elenco.gestora.alterar(caminho, {"clinicas": [um, dois]}).status_code in (403, 404)
    assert elenco.gestora2.alterar(caminho, {"clinicas": [um, dois]}).status_code == 404
    assert elenco.gestora.get(caminho).json()["clinicas"] == [dois]


def test_gestora_nao_tira_a_clinica_dos_outros(elenco: Elenco) -> None:
    das_duas = ProfissionalFactory(clinicas=[elenco.clinica, elenco.clinica2])
    caminho = f"/profissionais/{das_duas.pk}"

    resposta = elenco.gestora.alterar(caminho, {"clinicas": [elenco.clinica.pk]})

    assert resposta.status_code == 404
    assert elenco.gestora.get(caminho).json()["clinicas"] == [
        elenco.clinica.pk,
        elenco.clinica2.pk,
    ]


@pytest.mark.parametrize("pessoa", ["recepcao", "medica", "faturista", "auditora"])
def test_quem_nao_administra_nao_escreve(elenco: Elenco, pessoa: str) -> None:
    de_quem = getattr(elenco, pessoa)
    existente = ProfissionalFactory(clinicas=[elenco.clinica])

    assert de_quem.enviar("/profissionais", novo(elenco)).status_code == 403
    caminho = f"/profissionais/{existente.pk}"
    assert de_quem.alterar(caminho, {"nome": "Tomada"}).status_code == 403
    assert de_quem.get(caminho).status_code == 200


def test_profissional_que_nao_existe_e_404(elenco: Elenco) -> None:
    for resposta in (
        elenco.gestora.get("/profissionais/999999"),
        elenco.gestora.alterar("/profissionais/999999", {"nome": "Nenhum"}),
    ):
        assert resposta.status_code == 404
        assert resposta.json()["codigo"] == "profissional_nao_encontrado"


def test_filtros_escolhem(elenco: Elenco) -> None:
    terceira = ClinicaFactory()
    geriatra = ProfissionalFactory(clinicas=[terceira], especialidades=["Geriatria"]).pk
    pediatra = ProfissionalFactory(
        clinicas=[terceira, elenco.clinica], especialidades=["Pediatria", "Geriatria"]
    ).pk
    fora = ProfissionalFactory(clinicas=[elenco.clinica], especialidades=["Geriatria"]).pk

    def filtrar(**filtros: Any) -> list[int]:
        return ids(elenco.recepcao.get("/profissionais", filtros))

    assert filtrar(especialidade="Geriatria") == [fora, pediatra, geriatra]
    assert filtrar(especialidade="Pediatria") == [pediatra]
    assert filtrar(especialidade="geriatria") == filtrar(especialidade="Geriátria") != []
    assert filtrar(especialidade="Geri") == []
    assert filtrar(especialidade="Geriatria", id=f"{fora},{geriatra}") == [fora, geriatra]


def test_filtro_por_clinica(elenco: Elenco) -> None:
    da_clinica = ProfissionalFactory(clinicas=[elenco.clinica]).pk
    da_outra = ProfissionalFactory(clinicas=[elenco.clinica2]).pk

    lidos = ids(elenco.recepcao.get("/profissionais", {"id_clinica": elenco.clinica.pk}))

    assert da_clinica in lidos
    assert da_outra not in lidos
    assert da_outra in ids(elenco.recepcao.get("/profissionais"))


@pytest.mark.parametrize(
    ("filtro", "campo"),
    [("id_clinica=x", "id_clinica"), ("especialidade=", "especialidade"), ("nome=x", "nome")],
)
def test_filtro_torto_e_400(elenco: Elenco, filtro: str, campo: str) -> None:
    resposta = elenco.recepcao.get(f"/profissionais?{filtro}")

    assert (resposta.status_code, resposta.json()["codigo"]) == (400, "parametro_invalido")
    assert [e["campo"] for e in resposta.json()["erros"]] == [campo]
