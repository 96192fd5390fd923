"""Whoever does not treat reaches no record: no link leads there, and no address typed opens one."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.chromium import Navegador
from tests.chromium.posto import Posto
from tests.journeys.navegador.preparo import Clinica

PESSOAS = ("recepcao", "faturista", "gestora", "auditora", "admin")


def enderecos(app: str, objeto: dict[str, Any]) -> list[str]:
    """Every address that the app's pages of the admin serve, of that object where they are of one."""
    paginas = [p for modelo, p in admin.site._registry.items() if modelo._meta.app_label == app]
    rotas = [rota for pagina in paginas for rota in pagina.get_urls() if rota.name]
    return [
        reverse(f"admin:{rota.name}", args=[objeto["id"]] if rota.pattern.converters else [])
        for rota in rotas
    ]


def do_prontuario(registro: dict[str, Any]) -> list[str]:
    lista, novo = (reverse(f"admin:prontuario_prontuario_{p}") for p in ("changelist", "add"))
    return [
        *enderecos("prontuario", registro),
        f"{lista}?_exportar=csv",
        f"{lista}?q={registro['paciente']}",
        f"{novo}?id_paciente={registro['id_paciente']}",
        f"{novo}?id_consulta={registro['id_consulta']}",
        f"{reverse('admin:prontuario_cid10_completar')}?q=influenza",
    ]


def textos(registro: dict[str, Any]) -> list[str]:
    clinicos = ("diagnostico", "tratamento", "observacoes")
    return [registro[c].splitlines()[0] for c in clinicos if registro[c]]


@pytest.mark.parametrize("username", PESSOAS)
def test_nenhum_endereco_do_prontuario_se_abre_e_cada_recusa_fica_na_trilha(
    navegador: Navegador, clinica: Clinica, username: str
) -> None:
    registro = clinica.registro()
    digitar = navegador.contexto(username).request.get
    respostas = {endereco: digitar(endereco) for endereco in do_prontuario(registro)}
    recusas = clinica.recusas()

    assert len(respostas) > 15
    assert {endereco: r.status for endereco, r in respostas.items() if r.status != 403} == {}
    for endereco, resposta in respostas.items():
        assert not [t for t in textos(registro) if t in resposta.text()], endereco
        pedido = resposta.headers["x-request-id"]
        assert recusas.get(pedido, "").startswith("prontuario."), endereco


@pytest.mark.parametrize("username", PESSOAS)
def test_a_historia_do_paciente_nao_mostra_registro(
    navegador: Navegador, clinica: Clinica, username: str
) -> None:
    registro = clinica.registro()
    resposta = navegador.contexto(username).request.get(
        f"/admin/mesa/pacientes/{registro['id_paciente']}/?tipo=registro"
    )

    assert resposta.status == (403 if username in ("auditora", "admin") else 200)
    assert not [t for t in textos(registro) if t in resposta.text()]
    if resposta.status == 403:
        objeto = f"paciente.paciente:{registro['id_paciente']}"
        assert clinica.recusas()[resposta.headers["x-request-id"]] == objeto


def test_a_medica_abre_o_que_os_outros_nao_abrem(navegador: Navegador, clinica: Clinica) -> None:
    """The control: the texts looked for above are there for whoever treats."""
    registro = clinica.registro()
    digitar = navegador.contexto("medica").request.get
    pagina = digitar(reverse("admin:prontuario_prontuario_change", args=[registro["id"]])).text()
    historia = digitar(f"/admin/mesa/pacientes/{registro['id_paciente']}/?tipo=registro").text()

    assert textos(registro)
    assert all(texto in pagina and texto in historia for texto in textos(registro))


def test_nenhuma_pagina_da_recepcao_leva_ao_prontuario(
    navegador: Navegador, clinica: Clinica
) -> None:
    """The whole walk is in `test_telas`; here, the pages about a patient who has a record."""
    registro = clinica.registro()
    recepcao = Posto(navegador.entrar("recepcao"))
    for endereco in (
        "/admin/",
        f"/admin/mesa/pacientes/{registro['id_paciente']}/",
        f"/admin/paciente/paciente/{registro['id_paciente']}/change/",
        f"/admin/consulta/consulta/{registro['id_consulta']}/change/",
    ):
        assert recepcao.abrir(endereco).status == 200
        assert not [saida for saida in recepcao.saidas() if "prontuario" in saida], endereco

    assert recepcao.abrir("/admin/prontuario/prontuario/").status == 403
