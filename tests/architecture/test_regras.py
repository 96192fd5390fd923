"""The rules that imports cannot show hold, and each one is seen to catch what it forbids."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture import de_fora, portas, regras
from tests.architecture.arvore import RAIZ, copiar, plantar

Regra = Callable[[Path], list[str]]

REGRAS: list[Regra] = [
    regras.conexoes_so_na_interface,
    regras.mesmo_mapa,
    regras.nomes_que_dizem_algo,
    regras.so_os_servicos_escrevem,
    regras.admin_sobre_a_base_do_kernel,
    regras.importacao_so_as_claras,
    regras.referencia_por_texto,
    regras.simulador_a_parte,
    portas.interface_so_mostra_dado,
    portas.dado_de_paciente_fora_do_repr,
    portas.fato_diz_quem_conta,
    de_fora.relacao_nao_sai_do_app,
    de_fora.rede_so_no_kernel,
]


class Planta(NamedTuple):
    """A violation: where it is planted, and what the rule says of it."""

    regra: Regra
    caminho: str
    codigo: str
    achado: str


CONGELADA = "@dataclass(frozen=True, slots=True, kw_only=True)\n"

PLANTAS = [
    Planta(
        regras.conexoes_so_na_interface,
        "apps/consulta/services/leitura.py",
        "from apps.kernel import connection\npaciente = connection.connect('paciente')",
        "connect() fora da interface de consulta",
    ),
    Planta(
        regras.conexoes_so_na_interface,
        "apps/faturamento/plano_de_saude.py",
        "from apps.kernel.connection import connect as ligar",
        "connect() fora da interface de faturamento",
    ),
    Planta(
        regras.conexoes_so_na_interface,
        "apps/consulta/interface.py",
        "rede = connect('rede')",
        "connect() fora da interface de consulta",
    ),
    Planta(
        regras.conexoes_so_na_interface,
        "apps/consulta/interface.py",
        "def porta():\n    return connect('consulta')",
        "connect() fora da interface de consulta",
    ),
    Planta(regras.mesmo_mapa, "apps/exame/__init__.py", "", "apps/exame não tem interface"),
    Planta(regras.mesmo_mapa, "apps/exame/models.py", "", "apps/exame não tem __init__"),
    Planta(regras.nomes_que_dizem_algo, "apps/rede/utils.py", "", "apps/rede/utils.py"),
    Planta(regras.nomes_que_dizem_algo, "apps/kernel/api/helpers.py", "", "api/helpers.py"),
    Planta(
        regras.so_os_servicos_escrevem,
        "apps/paciente/views.py",
        "def gravar(paciente): paciente.save()",
        "escrita fora dos serviços: save",
    ),
    Planta(
        regras.so_os_servicos_escrevem,
        "apps/paciente/serializers.py",
        "def criar(**campos): return Paciente.objects.create(**campos)",
        "escrita fora dos serviços: create",
    ),
    Planta(
        regras.so_os_servicos_escrevem,
        "apps/faturamento/admin.py",
        "def quitar(self, request, queryset): queryset.update(status='paga')",
        "escrita fora dos serviços: update",
    ),
    Planta(
        regras.so_os_servicos_escrevem,
        "apps/consulta/views.py",
        "def apagar(): Consulta.objects.filter(pk=1).delete()",
        "escrita fora dos serviços: delete",
    ),
    Planta(
        regras.admin_sobre_a_base_do_kernel,
        "apps/prontuario/admin.py",
        "class ProntuarioCru(admin.ModelAdmin):\n    pass",
        "ProntuarioCru escreve por conta do Django",
    ),
    Planta(
        regras.admin_sobre_a_base_do_kernel,
        "apps/paciente/admin.py",
        "class Cru(AdminDoApp):\n    def save_model(self, request, obj, form, change):\n        ...",
        "save_model escreve por conta do Django",
    ),
    Planta(
        regras.importacao_so_as_claras,
        "apps/consulta/services/leitura.py",
        "from importlib import import_module\nm = import_module('apps.paciente.models')",
        "importação por nome: import_module",
    ),
    Planta(
        regras.importacao_so_as_claras,
        "apps/prontuario/services/registros.py",
        "from django.apps import apps\nC = apps.get_model('consulta', 'Consulta')",
        "importação por nome: get_model",
    ),
    Planta(
        regras.referencia_por_texto,
        "apps/prontuario/models.py",
        "ALVO = 'paciente.Paciente'",
        "referência por texto a paciente",
    ),
    Planta(
        regras.referencia_por_texto,
        "apps/faturamento/services/leitura.py",
        "SQL = 'SELECT f.id FROM faturamento_fatura f JOIN consulta_consulta c ON true'",
        "referência por texto a consulta",
    ),
    Planta(
        regras.simulador_a_parte,
        "docker/plano_de_saude/simulador/app.py",
        "from apps.kernel.money import ZERO",
        "código partilhado com o simulador: apps.kernel.money.ZERO",
    ),
    Planta(
        regras.simulador_a_parte,
        "apps/faturamento/plano_de_saude.py",
        "from simulador.cobertura import cobrir",
        "código partilhado com o simulador: simulador.cobertura",
    ),
    Planta(
        portas.interface_so_mostra_dado,
        "apps/rede/interface.py",
        "@dataclass\nclass SalaData:\n    id: int",
        "SalaData não é dado congelado",
    ),
    Planta(
        portas.interface_so_mostra_dado,
        "apps/rede/interface.py",
        "class SalaFechada(Exception):\n    pass",
        "SalaFechada não é dado congelado",
    ),
    Planta(
        portas.interface_so_mostra_dado,
        "apps/rede/interface.py",
        "def clinica_padrao() -> int:\n    return 1",
        "nem tipo nem a porta",
    ),
    Planta(
        portas.interface_so_mostra_dado,
        "apps/rede/interface.py",
        "class OutroService(Protocol):\n    ...",
        "uma interface tem um Protocol e um objeto de serviço",
    ),
    Planta(
        portas.dado_de_paciente_fora_do_repr,
        "apps/paciente/interface.py",
        f"{CONGELADA}class Cartao:\n    cpf: str",
        "Cartao.cpf aparece no repr",
    ),
    Planta(
        portas.fato_diz_quem_conta,
        "apps/paciente/interface.py",
        f"{CONGELADA}class PacienteMudou(Fato):\n    origem: ClassVar[str] = 'rede'\n    id: int",
        "PacienteMudou não diz a sua origem",
    ),
    Planta(
        portas.fato_diz_quem_conta,
        "apps/paciente/interface.py",
        f"{CONGELADA}class PacienteMudou(Fato):\n    origem: ClassVar[str] = 'paciente'\n    nome: str",
        "PacienteMudou leva texto",
    ),
    Planta(
        portas.fato_diz_quem_conta,
        "apps/paciente/services/cadastro.py",
        f"{CONGELADA}class PacienteMudou(facts.Fato):\n    origem: ClassVar[str] = 'paciente'",
        "PacienteMudou não está na interface",
    ),
    Planta(
        de_fora.relacao_nao_sai_do_app,
        "apps/prontuario/models.py",
        "class Anexo(models.Model):\n"
        "    dono = models.ForeignKey('paciente.Paciente', models.PROTECT)\n"
        "    lidos = models.ManyToManyField('rede.Clinica')",
        "a relação prontuario.dono leva a paciente",
    ),
    Planta(
        de_fora.relacao_nao_sai_do_app,
        "apps/prontuario/migrations/0002_depende.py",
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        "    dependencies = [('prontuario', '0001_initial'), ('consulta', '0001_initial')]",
        "a migração prontuario.0002_depende leva a consulta",
    ),
    Planta(
        de_fora.rede_so_no_kernel,
        "apps/faturamento/plano_de_saude.py",
        "import urllib.request",
        "`urllib.request` is banned",
    ),
    Planta(
        de_fora.rede_so_no_kernel,
        "apps/paciente/services/cadastro.py",
        "from http.client import HTTPConnection",
        "`http.client` is banned",
    ),
]


def _nome(planta: Planta) -> str:
    return f"{planta.regra.__name__}-{planta.caminho}"


@cache
def na_arvore(regra: Regra) -> list[str]:
    return regra(RAIZ)


@pytest.mark.parametrize("regra", REGRAS, ids=lambda regra: regra.__name__)
def test_a_regra_vale_na_arvore(regra: Regra) -> None:
    assert na_arvore(regra) == []


@pytest.mark.parametrize("planta", PLANTAS, ids=_nome)
def test_a_regra_apanha_a_violacao(planta: Planta, tmp_path: Path) -> None:
    copia = copiar(tmp_path)
    plantar(copia, planta.caminho, planta.codigo)
    novos = set(planta.regra(copia)) - set(na_arvore(planta.regra))
    assert any(planta.achado in violacao for violacao in novos), novos


def test_o_mapa_sente_falta_de_uma_sala(tmp_path: Path) -> None:
    copia = copiar(tmp_path)
    (copia / "apps/consulta/serializers.py").unlink()
    assert "apps/consulta não tem serializers" in regras.mesmo_mapa(copia)


def test_toda_regra_tem_a_sua_violacao_plantada() -> None:
    assert {planta.regra for planta in PLANTAS} == set(REGRAS)
