"""`make run` in a checkout whose applications are stand-ins: what starts, what is said, what ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from tests.architecture.casa import Make, montar
from tests.processos import RAIZ
from vidasaude.processos import PORTAS


class MakeRun(Make):
    def __init__(self, casa: Path, **variaveis: str) -> None:
        super().__init__("run", casa, PORTAS, **variaveis)


@pytest.fixture
def casa(tmp_path: Path) -> Path:
    return montar(tmp_path)


@pytest.fixture
def make_run(casa: Path) -> Iterator[MakeRun]:
    em_curso = MakeRun(casa).no_ar()
    yield em_curso
    em_curso.varrer()


def test_run_prepara_o_banco_e_so_anuncia_quando_tudo_responde(make_run: MakeRun) -> None:
    feitos = (make_run.casa / "comandos.txt").read_text().split()
    assert feitos == ["migrate", "carregar_demo", "trabalhar"]
    site, plano = (f"http://127.0.0.1:{porta}" for porta in make_run.portas.values())
    assert httpx.get(f"{site}/readyz").status_code == 200
    assert httpx.get(f"{plano}/livez").status_code == 200
    dito = make_run.dito.read_text()
    for esperado in (f"{site}/docs", f"{site}/admin/", plano, "vidasaude-demo", "gestora2", "curl"):
        assert esperado in dito


@pytest.mark.parametrize("sinal", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_um_sinal_ao_grupo_acaba_com_tudo(make_run: MakeRun, sinal: signal.Signals) -> None:
    assert len(make_run.pids("vidasaude.servidor")) == 3  # the master and its two workers
    os.killpg(make_run.processo.pid, sinal)
    assert make_run.acabou() != 0


PREPARAR = """
import os
from vidasaude.processos import gerenciar, sair_ao_sigterm
sair_ao_sigterm()
espera = "import time; print('pronto', flush=True); time.sleep(60)"
gerenciar({**os.environ, "AMBIENTE": "desenvolvimento"}, "shell", "-v0", "-c", espera).wait()
"""


def test_um_sigterm_durante_a_preparacao_acaba_com_o_comando_em_curso() -> None:
    processo = subprocess.Popen(
        [sys.executable, "-c", PREPARAR], cwd=RAIZ, stdout=subprocess.PIPE, text=True
    )
    assert processo.stdout is not None
    assert processo.stdout.readline() == "pronto\n"
    processo.terminate()

    # It comes to an end only when the last one that could write there has ended.
    assert processo.communicate(timeout=10) == ("", None)
    assert processo.returncode == 128 + signal.SIGTERM


def test_ctrl_c_em_um_comando_acaba_sem_explicacoes() -> None:
    espera = "import time; print('pronto', flush=True); time.sleep(60)"
    comando = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", espera],
        cwd=RAIZ,
        env={**os.environ, "AMBIENTE": "desenvolvimento"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert comando.stdout is not None
    while "pronto" not in comando.stdout.readline():
        assert comando.poll() is None
    comando.send_signal(signal.SIGINT)

    _, erro = comando.communicate(timeout=20)
    assert (comando.returncode, erro) == (130, "")


def test_um_sigterm_so_ao_make_acaba_com_tudo(make_run: MakeRun) -> None:
    make_run.processo.terminate()
    assert make_run.acabou() != 0


@pytest.mark.parametrize("quem", ["vidasaude.processos", "vidasaude.servidor", "trabalhar"])
def test_quem_morre_leva_os_outros(make_run: MakeRun, quem: str) -> None:
    os.kill(make_run.pids(quem)[0], signal.SIGKILL)
    assert make_run.acabou() != 0


def test_o_plano_que_morre_nao_leva_ninguem(make_run: MakeRun) -> None:
    os.kill(make_run.pids("servir.py")[0], signal.SIGKILL)
    limite = time.monotonic() + 10
    while "plano terminou" not in make_run.dito.read_text():
        assert time.monotonic() < limite, make_run.dito.read_text()
        time.sleep(0.05)
    assert httpx.get(f"http://127.0.0.1:{make_run.portas['PORT']}/").status_code == 200
    os.killpg(make_run.processo.pid, signal.SIGTERM)
    make_run.acabou()


def test_um_trabalhador_do_servidor_que_morre_e_reposto(make_run: MakeRun) -> None:
    time.sleep(4)  # a worker that dies sooner is taken for one that cannot start
    morto = make_run.pids("vidasaude.servidor")[-1]
    os.kill(morto, signal.SIGKILL)
    limite = time.monotonic() + 10
    while morto in (vivos := make_run.pids("vidasaude.servidor")) or len(vivos) < 3:
        assert time.monotonic() < limite, make_run.dito.read_text()
        time.sleep(0.1)


def test_um_cliente_parado_nao_atrasa_o_fim(make_run: MakeRun) -> None:
    with socket.create_connection(("127.0.0.1", int(make_run.portas["PORT"]))) as s:
        s.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        os.killpg(make_run.processo.pid, signal.SIGTERM)
        make_run.acabou()


@pytest.mark.parametrize("variavel", ["PORT", "PLANO_PORT"])
def test_porta_ocupada_e_dita_antes_de_comecar(casa: Path, variavel: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ocupada:
        porta = str(ocupada.getsockname()[1])
        make_run = MakeRun(casa, **{variavel: porta})
        assert make_run.processo.wait(20) != 0
    dito = make_run.dito.read_text()
    assert re.search(rf"A porta {porta} .*{variavel}", dito)
    assert "Traceback" not in dito
    assert not (casa / "comandos.txt").exists()


def test_duas_vezes_ao_mesmo_tempo_em_outras_portas(make_run: MakeRun) -> None:
    segundo = MakeRun(make_run.casa)
    try:
        segundo.no_ar()
        os.killpg(segundo.processo.pid, signal.SIGTERM)
        segundo.acabou()
        assert httpx.get(f"http://127.0.0.1:{make_run.portas['PORT']}/readyz").status_code == 200
    finally:
        segundo.varrer()


def test_make_sozinho_explica_cada_comando() -> None:
    dito = subprocess.run(["make"], cwd=RAIZ, capture_output=True, text=True, check=True).stdout
    for comando in ("run", "services", "test", "lint", "setup", "format", "travar"):
        assert re.search(rf"^ +make {comando} +\S", dito, re.M)


def test_compose_se_le_e_documenta_cada_variavel() -> None:
    texto = (RAIZ / "docker/compose.yml").read_text()
    servicos = yaml.safe_load(texto)["services"]
    assert {"web", "trabalhador", "migrar", "postgres", "plano"} <= set(servicos)
    documentadas = set(re.findall(r"^# +([A-Z_]+) ", texto, re.M))
    assert set(re.findall(r"\$\{([A-Z_]+)", texto)) == documentadas
