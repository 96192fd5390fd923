"""The desk with Paciente living elsewhere, and the other apps beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bancos import apagar_banco, banco_vazio, gerenciar
from tests.servicos import Servicos

RESTO = "rede,consulta,prontuario,faturamento"

TRABALHAR = """
from django.test import Client
from apps.kernel.models import Usuario
from apps.rede import models, services
clinica = models.Clinica.objects.create(nome="Central", cidade="São Paulo", uf="SP")
pessoas = {}
for papel in ("recepcao", "profissional", "faturamento"):
    usuario = Usuario.objects.create(username=papel, nome=papel, is_staff=True)
    services.vincular(usuario=usuario, clinica=clinica, papel=papel)
    pessoas[papel] = Client()
    pessoas[papel].force_login(usuario, backend="django.contrib.auth.backends.ModelBackend")
quem_trata = models.Profissional.objects.create(
    nome="Helena", conselho="CRM", numero_conselho="1", uf_conselho="SP",
    usuario=Usuario.objects.get(username="profissional"),
)
quem_trata.clinicas.add(clinica)
for papel, onde in (
    ("recepcao", "consulta/consulta"), ("profissional", "prontuario/prontuario"),
    ("faturamento", "faturamento/fatura"),
):
    pagina = pessoas[papel].get(f"/admin/{onde}/add/")
    busca = pessoas[papel].get("/admin/mesa/pacientes/completar/", {"q": "a"}).json()
    historia = pessoas[papel].get(f"/admin/mesa/pacientes/{busca['opcoes'][0]['valor']}/")
    print("visto:", pagina.status_code, len(busca["opcoes"]), historia.status_code)
"""


@pytest.fixture
def banco(tmp_path: Path) -> Iterator[str]:
    url = banco_vazio(tmp_path, "resto")
    yield url
    apagar_banco(url)


def test_marcar_escrever_e_emitir_acham_o_paciente(servicos: Servicos, banco: str) -> None:
    ambiente = {**servicos["rede"].ambiente, "VIDASAUDE_APPS": RESTO, "DATABASE_URL": banco}
    gerenciar(ambiente, "migrate", "-v0")
    dito = gerenciar(ambiente, "shell", "-v0", "-c", TRABALHAR).splitlines()
    assert [linha for linha in dito if linha.startswith("visto:")] == ["visto: 200 20 200"] * 3
