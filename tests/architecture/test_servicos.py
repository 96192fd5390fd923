"""`make services` with stand-ins; and that all that says how the five run says the same."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from honcho.environ import parse_procfile

from tests.architecture.casa import Make, montar
from tests.processos import RAIZ
from vidasaude.topology import APPS, MAPAS

PORTAS = [*(f"PORTA_{app.upper()}" for app in APPS), "PLANO_PORT"]
COMPOSE = RAIZ / "docker/compose.services.yml"


class MakeServices(Make):
    def __init__(self, casa: Path, **variaveis: str) -> None:
        super().__init__("services", casa, PORTAS, **variaveis)


@pytest.mark.parametrize("sinal", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_um_sinal_ao_grupo_acaba_com_os_cinco(tmp_path: Path, sinal: signal.Signals) -> None:
    make = MakeServices(montar(tmp_path))
    try:
        make.no_ar()
        feitos = (tmp_path / "comandos.txt").read_text().split()
        assert sorted(feitos) == sorted(["migrate", "carregar_demo", "trabalhar"] * 5)
        for app in APPS:
            url = f"http://127.0.0.1:{make.portas[f'PORTA_{app.upper()}']}"
            assert httpx.get(f"{url}/readyz").status_code == 200
            assert url in make.dito.read_text()
        os.killpg(make.processo.pid, sinal)
        assert make.acabou() != 0
    finally:
        make.varrer()


@pytest.mark.parametrize("variavel", ["PORTA_REDE", "PORTA_FATURAMENTO", "PLANO_PORT"])
def test_porta_ocupada_e_dita_antes_de_comecar(tmp_path: Path, variavel: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ocupada:
        porta = str(ocupada.getsockname()[1])
        make = MakeServices(montar(tmp_path), **{variavel: porta})
        assert make.processo.wait(20) != 0
    dito = make.dito.read_text()
    assert re.search(rf"A porta {porta} .*{variavel}", dito)
    assert "Traceback" not in dito
    assert not (tmp_path / "comandos.txt").exists()


@pytest.mark.parametrize(
    ("variavel", "valor"), [("MAPA", "3"), ("PORTA_REDE", "cinco mil"), ("PORTA_REDE", "70000")]
)
def test_o_que_nao_se_entende_e_dito_em_palavras(tmp_path: Path, variavel: str, valor: str) -> None:
    make = MakeServices(montar(tmp_path), **{variavel: valor})
    assert make.processo.wait(20) != 0
    dito = make.dito.read_text()
    assert variavel in dito
    assert "Traceback" not in dito


def test_o_procfile_tem_um_servidor_e_um_trabalhador_para_cada_app() -> None:
    comandos = parse_procfile((RAIZ / "Procfile.services").read_text()).processes
    assert set(comandos) == {*APPS, *(f"{app}-fatos" for app in APPS), "plano"}
    for app in APPS:
        do_servico = f"VIDASAUDE_APPS={app} PORT=$PORTA_{app.upper()}"
        banco = f"DATABASE_URL=$DATABASE_URL_{app.upper()}"
        assert comandos[app] == f"{do_servico} {banco} exec python -m vidasaude.servidor"
        assert (
            comandos[f"{app}-fatos"]
            == f"VIDASAUDE_APPS={app} {banco} exec python manage.py trabalhar"
        )


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text())


def test_compose_tem_os_cinco_nas_portas_do_contrato(compose: dict[str, Any]) -> None:
    servicos = compose["services"]
    dos_cinco = {*APPS, *(f"{app}-fatos" for app in APPS)}
    assert set(servicos) == dos_cinco | {"postgres", "rabbitmq", "plano"}
    for app in APPS:
        porta = MAPAS["1"][app]
        ambiente = servicos[app]["environment"]
        assert ambiente["VIDASAUDE_APPS"] == app
        assert ambiente["PORT"] == str(porta)
        assert ambiente[f"URL_{app.upper()}"] == f"http://{app}:{porta}"
        assert servicos[app]["ports"] == [f"127.0.0.1:${{PORTA_{app.upper()}:-{porta}}}:{porta}"]
        assert ambiente["DATABASE_URL"].endswith(f"/{app}")
        assert f"CREATE DATABASE {app};" in compose["configs"]["bancos"]["content"]
        assert servicos[f"{app}-fatos"]["environment"] == ambiente
        assert servicos[f"{app}-fatos"]["command"] == ["python", "manage.py", "trabalhar"]


def test_compose_so_da_variaveis_que_alguem_le(compose: dict[str, Any]) -> None:
    codigo = "".join((RAIZ / "vidasaude" / n).read_text() for n in ("settings.py", "servidor.py"))
    lidas = set(re.findall(r'(?:env(?:\.\w+)?|environ\.get|ler_porta)\(\s*"([A-Z_]+)"', codigo))
    da_topologia = {"VIDASAUDE_APPS", *(f"URL_{app.upper()}" for app in APPS)}
    for app in APPS:
        dadas = set(compose["services"][app]["environment"])
        assert dadas - lidas - da_topologia == set()


def test_compose_documenta_cada_variavel() -> None:
    texto = COMPOSE.read_text()
    cabecalho = texto[: texto.index("\nname:")]
    pedidas = set(re.findall(r"\$\{([A-Z_]+)", texto))
    assert pedidas == set(re.findall(r"\b[A-Z]+_[A-Z_]+\b|\bPROCESSOS\b", cabecalho))


@pytest.mark.parametrize(
    ("comando", "ambiente", "frase"),
    [
        (("manage.py", "check"), {"VIDASAUDE_APPS": "xyz"}, "VIDASAUDE_APPS não conhece xyz"),
        (("manage.py", "check"), {"MAPA": "7"}, "MAPA é 1 ou 2."),
        (("-m", "vidasaude.servidor"), {"MAPA": "7"}, "MAPA é 1 ou 2."),
        (("-m", "vidasaude.servidor"), {"PORT": "abc"}, "PORT=abc não é uma porta"),
        (("-m", "vidasaude.servicos"), {"DADOS_DIR": "/dev/null"}, "DADOS_DIR=/dev/null não é"),
    ],
)
def test_o_que_esta_errado_no_ambiente_se_diz_em_uma_frase(
    comando: tuple[str, ...], ambiente: dict[str, str], frase: str
) -> None:
    feito = subprocess.run(
        [sys.executable, *comando],
        cwd=RAIZ,
        env={**os.environ, "AMBIENTE": "desenvolvimento", **ambiente},
        check=False,
        capture_output=True,
        text=True,
    )
    assert feito.returncode == 1
    assert feito.stderr.startswith(frase)
    assert "Traceback" not in feito.stderr
