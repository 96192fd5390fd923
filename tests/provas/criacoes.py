"""Every POST that makes something, ready to be sent: by whom, and how to count what it made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.provas import clinica
from tests.provas.clinica import Corpo, Equipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Criacao:
    """A POST of `quem`, which `outra` may make too; `contar` says how many things it has made."""

    quem: str
    outra: str
    caminho: str
    corpo: Corpo
    outro_corpo: Corpo
    contar: Callable[[], int]
    status: int = 201


def paciente(equipe: Equipe) -> Criacao:
    corpo = clinica.paciente()
    # A name of its own, for the search by name to find it and nothing else.
    corpo["nome"] = f"Chave {corpo['passaporte']}"
    return Criacao(
        quem="recepcao",
        outra="gestora",
        caminho="/pacientes",
        corpo=corpo,
        outro_corpo=corpo | {"telefone": "(11) 98765-4321"},
        contar=lambda: len(_ler(equipe, "recepcao", "/pacientes", busca=corpo["passaporte"])),
    )


def consulta(equipe: Equipe) -> Criacao:
    id_paciente = equipe.criar("recepcao", "/pacientes", clinica.paciente())["id"]
    corpo = clinica.consulta(id_paciente)
    return Criacao(
        quem="recepcao",
        outra="gestora",
        caminho="/consultas",
        corpo=corpo,
        outro_corpo=corpo | {"motivo": "Retorno"},
        contar=lambda: len(_ler(equipe, "recepcao", f"/consultas/paciente/{id_paciente}")),
    )


def prontuario(equipe: Equipe) -> Criacao:
    id_paciente = _com_consulta(equipe)["id_paciente"]
    corpo = clinica.prontuario(id_paciente)
    return Criacao(
        quem="medica",
        outra="medico",
        caminho="/prontuarios",
        corpo=corpo,
        outro_corpo=corpo | {"tratamento": "Repouso"},
        contar=lambda: len(_ler(equipe, "medica", f"/prontuarios/paciente/{id_paciente}")),
    )


def retificacao(equipe: Equipe) -> Criacao:
    id_paciente = _com_consulta(equipe)["id_paciente"]
    original = equipe.criar("medica", "/prontuarios", clinica.prontuario(id_paciente))["id"]
    corpo = {"justificativa": "Troquei o código do diagnóstico.", "cid10": ["J10.1"]}
    return Criacao(
        quem="medica",
        outra="medico",
        caminho=f"/prontuarios/{original}/retificacoes",
        corpo=corpo,
        outro_corpo=corpo | {"cid10": ["J10.8"]},
        contar=lambda: (
            len(_ler(equipe, "medica", f"/prontuarios/paciente/{id_paciente}")) - 1  # the original
        ),
    )


def fatura(equipe: Equipe) -> Criacao:
    id_consulta = _com_consulta(equipe)["id"]
    corpo = clinica.fatura(id_consulta)
    return Criacao(
        quem="faturista",
        outra="gestora",
        caminho="/faturas",
        corpo=corpo,
        outro_corpo=corpo | {"procedimentos": corpo["procedimentos"][:1]},
        contar=lambda: len(_ler(equipe, "faturista", "/faturas", id_consulta=id_consulta)),
    )


def pagamento(equipe: Equipe) -> Criacao:
    """One real of an invoice of 230: nothing but the key limits how many are taken."""
    id_consulta = _com_consulta(equipe)["id"]
    caminho = f"/faturas/{equipe.criar('faturista', '/faturas', clinica.fatura(id_consulta))['id']}"
    corpo = {"forma": "pix", "valor": 1.00}
    return Criacao(
        quem="faturista",
        outra="gestora",
        caminho=f"{caminho}/pagar",
        corpo=corpo,
        outro_corpo=corpo | {"forma": "dinheiro"},
        contar=lambda: round(_ler(equipe, "faturista", caminho)["valor_pago"]),
        status=200,
    )


CRIACOES: dict[str, Callable[[Equipe], Criacao]] = {
    "pacientes": paciente,
    "consultas": consulta,
    "prontuarios": prontuario,
    "retificacoes": retificacao,
    "faturas": fatura,
    "pagar": pagamento,
}


def _com_consulta(equipe: Equipe) -> Corpo:
    """The consulta of a new patient, whom all the clinic's professionals then have in care."""
    id_paciente = equipe.criar("recepcao", "/pacientes", clinica.paciente())["id"]
    return equipe.criar("recepcao", "/consultas", clinica.consulta(id_paciente))


def _ler(equipe: Equipe, quem: str, caminho: str, **filtros: Any) -> Any:
    lido = clinica.insistir(lambda: equipe[quem].get(caminho, params=filtros))
    return lido.raise_for_status().json()
