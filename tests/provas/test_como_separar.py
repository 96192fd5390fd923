"""The page "Como separar um serviço", run as it stands: Paciente leaves a monolith that has data."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.bancos import POSTGRES, RAIZ
from tests.processos import Pilha, pilha_no_ar, porta_livre
from tests.provas.escala import PASTA
from tests.provas.relato import Relato
from tests.servicos import CHAVE_SERVICO

pytestmark = [
    pytest.mark.skipif(not POSTGRES, reason="a página move bancos do PostgreSQL"),
    pytest.mark.skipif(not PASTA, reason="the page's commands: make provas"),
]

PAGINA = RAIZ / "docs" / "como-separar-um-servico.md"
BLOCO = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOME_ANTES, NOME_DEPOIS = "Joana Antes da Mudança", "Joana Depois da Mudança"
NOME_DE_VOLTA = "Joana de Volta"
PREPARAR, COPIAR, COMPARAR, SUBIR, ESPERAR, APAGAR, VOLTAR = BLOCO.findall(
    PAGINA.read_text(encoding="utf-8")
)


class Mudanca:
    """The page's blocks, each in a shell of its own with the variables that the page asks for."""

    def __init__(self, monolito: Pilha, pasta: Path) -> None:
        banco = monolito.ambiente["DATABASE_URL"]
        servidor, _, nome = banco.rpartition("/")
        self.portas = {"paciente": porta_livre(), "resto": monolito.porta}
        self.banco_do_servico = f"{nome}_paciente"
        self._administrar = f"{servidor}/postgres"
        self._pasta = pasta
        self._no_ar: subprocess.Popen[bytes] | None = None
        self._ambiente = {
            **os.environ,
            **monolito.ambiente,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PROCESSOS": "1",
            "MONOLITO": banco,
            "SERVICO": f"{servidor}/{self.banco_do_servico}",
            "ADMINISTRAR": self._administrar,
            "PORTA_MONOLITO": str(self.portas["resto"]),
            "PORTA_PACIENTE": str(self.portas["paciente"]),
            "CHAVE_SERVICO": CHAVE_SERVICO,
        }

    def rodar(self, bloco: str) -> str:
        feito = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", bloco],
            cwd=RAIZ,
            env=self._ambiente,
            check=False,
            capture_output=True,
            text=True,
        )
        assert feito.returncode == 0, feito.stderr
        return feito.stdout

    def deixar_no_ar(self, bloco: str) -> None:
        """A block that starts servers: they live until `acabar`."""
        with (self._pasta / "separados.log").open("ab") as saida:
            self._no_ar = subprocess.Popen(
                ["bash", "-euo", "pipefail", "-c", f"{bloco}\nwait"],
                cwd=RAIZ,
                env=self._ambiente,
                stdout=saida,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def derrubar(self) -> None:
        """What `deixar_no_ar` started ends."""
        if self._no_ar is not None:
            os.killpg(self._no_ar.pid, signal.SIGKILL)
            self._no_ar.wait(10)
            self._no_ar = None

    def acabar(self) -> None:
        self.derrubar()
        with psycopg.connect(self._administrar, autocommit=True) as banco:
            banco.execute(f'DROP DATABASE IF EXISTS "{self.banco_do_servico}" WITH (FORCE)')


@pytest.fixture
def monolito(tmp_path: Path) -> Iterator[Pilha]:
    with pilha_no_ar(tmp_path, processos=1) as pilha:
        yield pilha


@pytest.fixture
def mudanca(monolito: Pilha, tmp_path: Path) -> Iterator[Mudanca]:
    mudanca = Mudanca(monolito, tmp_path)
    yield mudanca
    mudanca.acabar()


def test_os_comandos_da_pagina_separam_paciente(
    monolito: Pilha, mudanca: Mudanca, relato: Relato
) -> None:
    futura, token = _separar(monolito, mudanca, relato)
    de_quem = f"/pacientes/{futura['id_paciente']}"
    paciente = _cliente(mudanca.portas["paciente"], token)
    resto = _cliente(mudanca.portas["resto"], token)
    with paciente, resto:
        assert paciente.get(de_quem).json()["nome"] == NOME_ANTES
        assert resto.get(de_quem).status_code == 404
        paciente.patch(de_quem, json={"nome": NOME_DEPOIS}).raise_for_status()
        relato.medir(novo_nome_s=round(_ate_que(resto, futura["id"], NOME_DEPOIS), 1))
        mudanca.rodar(APAGAR)
        corpo = {
            "id_paciente": futura["id_paciente"],
            "data_hora": "2031-03-03T10:00:00-03:00",
            "especialidade": "Clínica Médica",
        }
        assert resto.post("/consultas", json=corpo).json()["paciente"] == NOME_DEPOIS


def test_os_comandos_da_pagina_trazem_paciente_de_volta(
    monolito: Pilha, mudanca: Mudanca, relato: Relato
) -> None:
    """What was written meanwhile comes along, and names are followed again."""
    futura, token = _separar(monolito, mudanca, relato)
    de_quem = f"/pacientes/{futura['id_paciente']}"
    with (
        _cliente(mudanca.portas["paciente"], token) as paciente,
        _cliente(mudanca.portas["resto"], token) as resto,
    ):
        for nome in (*(f"Joana {n}" for n in "abc"), NOME_DEPOIS):
            paciente.patch(de_quem, json={"nome": nome}).raise_for_status()
        _ate_que(resto, futura["id"], NOME_DEPOIS)
    mudanca.derrubar()
    mudanca.rodar(VOLTAR)
    monolito.subir_servidor()
    monolito.subir_trabalhador()
    with closing(monolito.cliente("recepcao")) as recepcao:
        assert recepcao.get(de_quem).json()["nome"] == NOME_DEPOIS
        recepcao.patch(de_quem, json={"nome": NOME_DE_VOLTA}).raise_for_status()
        relato.medir(nome_de_volta_s=round(_ate_que(recepcao, futura["id"], NOME_DE_VOLTA), 1))


def test_comparar_diz_o_que_nao_e_igual(monolito: Pilha, mudanca: Mudanca) -> None:
    """Control: one patient that differs stops the move."""
    mudanca.rodar(PREPARAR)
    mudanca.rodar(COPIAR)
    mudanca.rodar(COMPARAR)
    mudanca.rodar('psql -q $SERVICO -c "UPDATE paciente_paciente SET versao = 9 WHERE id = 7"')
    with pytest.raises(AssertionError, match="paciente_paciente não é a mesma"):
        mudanca.rodar(COMPARAR)


def _separar(monolito: Pilha, mudanca: Mudanca, relato: Relato) -> tuple[dict[str, Any], str]:
    """Take the page's steps up to both sides answering; a consulta to come, and a token."""
    with closing(monolito.cliente("recepcao")) as recepcao:
        futura = recepcao.get("/consultas", params={"status": "agendada", "limite": 1}).json()[0]
        de_quem = f"/pacientes/{futura['id_paciente']}"
        recepcao.patch(de_quem, json={"nome": NOME_ANTES}).raise_for_status()
        _ate_que(recepcao, futura["id"], NOME_ANTES)
        token = recepcao.headers["Authorization"]
    mudanca.rodar(PREPARAR)
    monolito.servidor.matar()
    monolito.trabalhador.matar()
    inicio = time.monotonic()
    mudanca.rodar(COPIAR)
    mudanca.rodar(COMPARAR)
    relato.medir(copiar_e_comparar_s=round(time.monotonic() - inicio, 2))
    mudanca.deixar_no_ar(SUBIR)
    mudanca.rodar(ESPERAR)
    return futura, token


def _cliente(porta: int, token: str) -> httpx.Client:
    return httpx.Client(
        base_url=f"http://127.0.0.1:{porta}",
        headers={"Authorization": token},
        timeout=30,
        trust_env=False,
    )


def _ate_que(quem: httpx.Client, id_consulta: int, nome: str) -> float:
    """Seconds until a consulta shows the patient by that name."""
    inicio = time.monotonic()
    while quem.get(f"/consultas/{id_consulta}").json()["paciente"] != nome:
        assert time.monotonic() - inicio < 5, nome
        time.sleep(0.1)
    return time.monotonic() - inicio
