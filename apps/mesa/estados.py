"""States of consultas and invoices as a person reads them: the word says what the colour says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estado:
    palavra: str
    cor: str
    """`neutro`, `marca`, `azul`, `verde`, `laranja` or `vermelho` of mesa.css."""


DA_CONSULTA = {
    "agendada": Estado("Agendada", "azul"),
    "confirmada": Estado("Confirmada", "marca"),
    "aguardando": Estado("Aguardando", "laranja"),
    "em_atendimento": Estado("Em atendimento", "laranja"),
    "realizada": Estado("Realizada", "verde"),
    "cancelada": Estado("Cancelada", "vermelho"),
    "faltou": Estado("Faltou", "vermelho"),
}

DA_FATURA = {
    "rascunho": Estado("Rascunho", "neutro"),
    "aguardando_plano": Estado("Aguardando o plano", "laranja"),
    "pendente": Estado("Pendente", "azul"),
    "paga": Estado("Paga", "verde"),
    "cancelada": Estado("Cancelada", "vermelho"),
}

A_CHEGAR = frozenset({"agendada", "confirmada"})
NA_RECEPCAO = frozenset({"aguardando", "em_atendimento"})
COM_REGISTRO = NA_RECEPCAO | {"realizada"}
"""Of these a record is written: the patient is here, or was."""


@dataclass(frozen=True, slots=True)
class Verbo:
    """A step that one click takes, when nothing more need be asked."""

    nome: str
    """As in the URL of the consulta's page."""
    rotulo: str
    icone: str


CONFIRMAR = Verbo("confirmar", "Confirmar", "check")
CHEGADA = Verbo("chegada", "Chegou", "login")
INICIAR = Verbo("iniciar", "Iniciar", "play_arrow")
CONCLUIR = Verbo("concluir", "Concluir", "task_alt")

VERBOS_DA_RECEPCAO = {"agendada": (CONFIRMAR, CHEGADA), "confirmada": (CHEGADA,)}
VERBOS_DE_QUEM_ATENDE = {"aguardando": (INICIAR,), "em_atendimento": (CONCLUIR,)}
"""Shown where they are the next step; whether it may be taken, Consulta says."""
