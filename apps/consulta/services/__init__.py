"""Use cases of Consulta: find a time, book, move along, read, prove care."""

from apps.consulta.services.agendamento import AGENDAR, agendar, remarcar
from apps.consulta.services.atendimento import (
    cancelar,
    concluir,
    confirmar,
    iniciar,
    registrar_chegada,
    registrar_falta,
)
from apps.consulta.services.cadastro import atualizar_nome
from apps.consulta.services.horarios import horarios_livres
from apps.consulta.services.leitura import (
    LER,
    contar,
    em_cuidado,
    listar,
    obter,
    pacientes_em_cuidado,
    visiveis,
)

__all__ = [
    "AGENDAR",
    "LER",
    "agendar",
    "atualizar_nome",
    "cancelar",
    "concluir",
    "confirmar",
    "contar",
    "em_cuidado",
    "horarios_livres",
    "iniciar",
    "listar",
    "obter",
    "pacientes_em_cuidado",
    "registrar_chegada",
    "registrar_falta",
    "remarcar",
    "visiveis",
]
