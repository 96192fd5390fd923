"""What each operation sends, so that a POST never meets a time that is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.bench import dados
from tests.bench.dados import Faixa
from tests.bench.figuras import CONSULTAS, CRIAR, PACIENTE, PAGINA_1, PAGINA_1000

LIMITE = 50
"""Rows of a page: the default."""
CAMINHOS = {
    PACIENTE: "/pacientes/%d",
    CONSULTAS: "/consultas/paciente/%d",
    PAGINA_1: f"/consultas?limite={LIMITE}",
    CRIAR: "/consultas",
}
PROCEDIMENTOS = [
    {"codigo": "CON001", "valor": 150.0, "quantidade": 1},
    {"codigo": "CON002", "valor": 90.5, "quantidade": 1},
    {"codigo": "EXA001", "valor": 80.0, "quantidade": 2},
]
PRIMEIRO = 1_000
"""Times before this one are the control's, which every peer is asked in turn."""
PASSO = 7_919
"""From one consulta's patient to the next: a prime, so that it shares no factor with their number."""
DIAS = dados.dias_livres()


@dataclass
class Pedidos:
    """Of one size. `proximas`: of each peer's database, the first time that nobody has taken."""

    faixa: Faixa
    proximas: dict[str, int] = field(default_factory=dict)

    def caminho(self, operacao: str) -> str:
        if operacao == PAGINA_1000:
            return f"{CAMINHOS[PAGINA_1]}&cursor={self.faixa.cursor_da_pagina_1000}"
        return CAMINHOS[operacao]

    def para_o_wrk(
        self, operacao: str, par: str, cabecalhos: Mapping[str, str], *, semente: int
    ) -> dict[str, Any]:
        """What the scripts of `wrk/` work with."""
        comuns: dict[str, Any] = {
            "caminho": self.caminho(operacao),
            "cabecalhos": dict(cabecalhos),
            "primeiro": self.faixa.primeiro_paciente,
            "quantos": self.faixa.atendidos if operacao == CONSULTAS else self.faixa.pacientes,
            "semente": semente,
        }
        if operacao != CRIAR:
            return comuns
        return comuns | {
            "passo": PASSO,
            "proxima": self.proximas.get(par, PRIMEIRO),
            "profissionais": self.faixa.profissionais,
            "primeiro_profissional": self.faixa.primeiro_profissional,
            "primeira_clinica": self.faixa.primeira_clinica,
            "por_clinica": dados.POR_CLINICA,
            "dias": DIAS,
        }

    def consulta(self, k: int) -> dict[str, Any]:
        """The k-th consulta, as `criar.lua` writes it."""
        n, vez = k % self.faixa.profissionais, k // self.faixa.profissionais
        dia, hora = date.fromisoformat(DIAS[vez // 20]), vez % 20
        return {
            "id_paciente": self.faixa.primeiro_paciente + k * PASSO % self.faixa.pacientes,
            "id_profissional": self.faixa.primeiro_profissional + n,
            "id_clinica": self.faixa.primeira_clinica + n // dados.POR_CLINICA,
            "data_hora": f"{dia}T{8 + hora // 2:02}:{hora % 2 * 30:02}:00-03:00",
            "duracao_minutos": 30,
            "especialidade": "Clínica Médica",
        }
