"""From a consulta to what others do about it: the patient's story, a record, an invoice."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from apps.consulta.models import Consulta
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.admin import endereco_de


@dataclass(frozen=True, slots=True)
class Caminho:
    rotulo: str
    icone: str
    endereco: str


def caminhos(consulta: Consulta, escopo: Escopo) -> list[Caminho]:
    """The pages to go to next, by role in the consulta's clinic; those that are served."""
    historia = endereco_de("paciente_paciente", consulta.id_paciente)
    de_quem = {"id_paciente": consulta.id_paciente, "id_consulta": consulta.pk}
    registro = _novo("prontuario_prontuario", consulta, de_quem)
    fatura = _novo("faturamento_fatura", consulta, {"id_consulta": consulta.pk})
    possiveis = [
        (Papel.PROFISSIONAL, "Prontuário do paciente", "clinical_notes", historia),
        (Papel.PROFISSIONAL, "Escrever registro", "edit_note", registro),
        (Papel.FATURAMENTO, "Faturar", "receipt_long", fatura),
    ]
    return [
        Caminho(rotulo, icone, endereco)
        for papel, rotulo, icone, endereco in possiveis
        if endereco and consulta.id_clinica in escopo.clinicas({papel})
    ]


def _novo(rota: str, consulta: Consulta, parametros: dict[str, int]) -> str | None:
    """The form of another app's page, filled in: None where it is not served, or not called for."""
    if not consulta.ativa:
        return None
    try:
        return f"{reverse(f'admin:{rota}_add')}?{urlencode(parametros)}"
    except NoReverseMatch:
        return None
