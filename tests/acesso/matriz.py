"""Who may call what: contract.md, "Who may call", as a table of its own.

It is written from the contract and never reads what the views declare, so that a view which opens a
door that the contract keeps shut disagrees with it. Each row is one method of one route.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from tests.acesso.cenario import Cenario

ELENCO = ("recepcao", "medica", "faturista", "gestora", "auditora", "admin")
"""One person of each role of the contract, in clinic 1, and the technical administrator.

The sixth role, `servico`, belongs to tokens that services give each other when split.
"""

ABERTA: frozenset[str] = frozenset({"ninguem"})
TODOS = frozenset(ELENCO)


class Alcance(Enum):
    """What another clinic's user of a permitted role finds at the path's object."""

    NENHUM = auto()
    """The path names no object."""
    CLINICA = auto()
    """The object is a clinic's: the same 404 as an id that does not exist."""
    REDE = auto()
    """The object is the network's: as at home."""
    GESTAO = auto()
    """The network reads it, those who manage it change it: 403."""
    CUIDADO = auto()
    """Follows the care relationship: 403 `sem_vinculo`."""
    AUTORIA = auto()
    """Only the author: 403 `nao_e_autor`."""
    VAZIO = auto()
    """A list of what is within reach: the same empty list as for an id that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linha:
    """One method of one route: who of the cast may call it, with which body, on which object."""

    metodo: str
    caminho: str
    quem: frozenset[str]
    alcance: Alcance = Alcance.NENHUM
    alvo: str = ""
    """The attribute of the scenario that fills the path's id."""
    corpo: Callable[[Cenario], Any] | None = None
    status: int = 200
    lista: bool = False

    def __str__(self) -> str:
        return f"{self.metodo} {self.caminho}"

    @property
    def aberta(self) -> bool:
        return self.quem == ABERTA

    def endereco(self, id: int | None) -> str:
        return self.caminho if id is None else self.caminho.replace("{id}", str(id))


def _quem(nomes: str) -> frozenset[str]:
    return {"todos": TODOS, "aberta": ABERTA}.get(nomes) or frozenset(nomes.split())


def _ler(
    caminho: str,
    quem: str,
    alcance: Alcance = Alcance.NENHUM,
    alvo: str = "",
    *,
    lista: bool = False,
) -> Linha:
    return Linha(
        metodo="GET", caminho=caminho, quem=_quem(quem), alcance=alcance, alvo=alvo, lista=lista
    )


def _listar(caminho: str, quem: str, alcance: Alcance = Alcance.NENHUM, alvo: str = "") -> Linha:
    return _ler(caminho, quem, alcance, alvo, lista=True)


def _criar(
    caminho: str,
    quem: str,
    corpo: Callable[[Cenario], Any],
    alcance: Alcance = Alcance.NENHUM,
    alvo: str = "",
    *,
    status: int = 201,
) -> Linha:
    return Linha(
        metodo="POST", caminho=caminho, quem=_quem(quem), alcance=alcance, alvo=alvo, corpo=corpo,
        status=status,
    )  # fmt: skip


def _alterar(
    caminho: str, quem: str, corpo: Callable[[Cenario], Any], alcance: Alcance, alvo: str
) -> Linha:
    return Linha(
        metodo="PATCH", caminho=caminho, quem=_quem(quem), alcance=alcance, alvo=alvo, corpo=corpo
    )


def _verbo(
    caminho: str, quem: str, alvo: str, corpo: Callable[[Cenario], Any] = lambda c: {}
) -> Linha:
    return _criar(caminho, quem, corpo, Alcance.CLINICA, alvo, status=200)


BALCAO = "recepcao gestora"
LEITORES = "recepcao medica faturista gestora"
CAIXA = "faturista gestora"

MATRIZ: list[Linha] = [
    # --- open to nobody in particular
    _ler("/", "aberta"),
    _ler("/livez", "aberta"),
    _ler("/readyz", "aberta"),
    _ler("/schema", "aberta"),
    _ler("/docs", "aberta"),
    _ler("/redoc", "aberta"),
    _criar("/auth/token", "aberta", lambda c: c.credenciais, status=200),
    _criar("/auth/token/refresh", "aberta", lambda c: {"refresh": c.renovacao}, status=200),
    # --- Rede
    _ler("/auth/eu", "todos"),
    _listar("/clinicas", "todos"),
    _criar("/clinicas", "gestora", lambda c: c.nova_clinica),
    _ler("/clinicas/{id}", "todos", Alcance.REDE, "clinica"),
    _alterar("/clinicas/{id}", "gestora", lambda c: {"nome": "Nova"}, Alcance.GESTAO, "clinica"),
    _listar("/profissionais", "todos"),
    _criar("/profissionais", "gestora", lambda c: c.novo_profissional),
    _ler("/profissionais/{id}", "todos", Alcance.REDE, "profissional"),
    _alterar(
        "/profissionais/{id}", "gestora", lambda c: {"nome": "Novo"}, Alcance.GESTAO, "profissional"
    ),
    # --- Paciente
    _listar("/pacientes", LEITORES),
    _criar("/pacientes", BALCAO, lambda c: c.novo_paciente),
    _ler("/pacientes/{id}", LEITORES, Alcance.REDE, "paciente"),
    _alterar(
        "/pacientes/{id}", BALCAO, lambda c: {"telefone": "11 5555"}, Alcance.REDE, "paciente"
    ),
    # --- Consulta
    _listar("/consultas", LEITORES),
    _criar("/consultas", BALCAO, lambda c: c.nova_consulta),
    _ler("/consultas/{id}", LEITORES, Alcance.CLINICA, "agendada"),
    _listar("/consultas/paciente/{id}", LEITORES, Alcance.VAZIO, "paciente"),
    _listar("/agenda/horarios-livres", LEITORES),
    _verbo("/consultas/{id}/confirmar", f"{BALCAO} medica", "agendada"),
    _verbo("/consultas/{id}/chegada", BALCAO, "agendada"),
    _verbo("/consultas/{id}/iniciar", "medica", "agendada"),
    _verbo("/consultas/{id}/concluir", "medica", "em_atendimento"),
    _verbo(
        "/consultas/{id}/cancelar",
        f"{BALCAO} medica",
        "agendada",
        lambda c: {"motivo": "O paciente pediu", "por": "paciente"},
    ),
    _verbo("/consultas/{id}/faltou", f"{BALCAO} medica", "agendada"),
    _verbo("/consultas/{id}/remarcar", BALCAO, "agendada", lambda c: c.outro_horario),
    # --- Prontuário
    _listar("/prontuarios", "medica"),
    _criar("/prontuarios", "medica", lambda c: c.novo_prontuario),
    _ler("/prontuarios/{id}", "medica", Alcance.CUIDADO, "prontuario"),
    _listar("/prontuarios/paciente/{id}", "medica", Alcance.CUIDADO, "paciente"),
    _criar(
        "/prontuarios/{id}/retificacoes",
        "medica",
        lambda c: {"justificativa": "Troquei o diagnóstico.", "diagnostico": "Resfriado"},
        Alcance.AUTORIA,
        "prontuario",
    ),
    # --- Faturamento
    _listar("/faturas", f"recepcao {CAIXA}"),
    _criar("/faturas", CAIXA, lambda c: c.nova_fatura),
    _ler("/faturas/{id}", f"recepcao {CAIXA}", Alcance.CLINICA, "fatura"),
    _verbo("/faturas/{id}/pagar", CAIXA, "fatura", lambda c: {"forma": "pix", "valor": "220.00"}),
    _verbo("/faturas/{id}/decidir", CAIXA, "aguardando", lambda c: c.decisao),
    _verbo("/faturas/{id}/cancelar", CAIXA, "fatura", lambda c: {"motivo": "Consulta errada"}),
    # --- the floor
    _listar("/auditoria", "auditora"),
]

ISENTAS = {
    "/admin": "HTML of Django's admin: its own sign-in, and its own tests (tests/kernel/test_admin.py)",
    "/_fatos": "services among themselves, nobody of the cast: tests/separado",
    "/entrar/": "the browser's sign-in and sign-out pages of the browsable API",
}
"""Prefixes of routes that are not of the API, and why the table does not speak of them."""
