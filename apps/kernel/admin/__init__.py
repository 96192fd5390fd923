"""The admin base: what a person sees follows their Escopo, and every change goes through a service."""

from apps.kernel.admin.base import AdminDoApp, InlineDeLeitura
from apps.kernel.admin.caller import escopo_de
from apps.kernel.admin.completar import (
    Completa,
    Completar,
    Opcao,
    registrar_busca,
    responder_opcoes,
)
from apps.kernel.admin.dialogs import DialogoDoServico, dialogo
from apps.kernel.admin.forms import FormularioDoServico, validar
from apps.kernel.admin.listing import dia_e_hora, endereco_de, etiqueta, ligar, registrar_pagina
from apps.kernel.admin.menu import Lugar
from apps.kernel.admin.printing import imprimir
from apps.kernel.admin.searching import procurar_em_memoria

__all__ = [
    "AdminDoApp",
    "Completa",
    "Completar",
    "DialogoDoServico",
    "FormularioDoServico",
    "InlineDeLeitura",
    "Lugar",
    "Opcao",
    "dia_e_hora",
    "dialogo",
    "endereco_de",
    "escopo_de",
    "etiqueta",
    "imprimir",
    "ligar",
    "procurar_em_memoria",
    "registrar_busca",
    "registrar_pagina",
    "responder_opcoes",
    "validar",
]

from apps.kernel.admin import system  # noqa: F401 - registers the floor's own entities
