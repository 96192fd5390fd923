"""The admin base: what a person sees follows their Escopo, and every change goes through a service."""

from apps.kernel.admin.base import AdminDoApp, InlineDeLeitura
from apps.kernel.admin.caller import escopo_de
from apps.kernel.admin.dialogs import DialogoDoServico, dialogo
from apps.kernel.admin.forms import FormularioDoServico, validar
from apps.kernel.admin.listing import dia_e_hora, endereco_de, etiqueta, ligar, registrar_pagina
from apps.kernel.admin.menu import Lugar

__all__ = [
    "AdminDoApp",
    "DialogoDoServico",
    "FormularioDoServico",
    "InlineDeLeitura",
    "Lugar",
    "dia_e_hora",
    "dialogo",
    "endereco_de",
    "escopo_de",
    "etiqueta",
    "ligar",
    "registrar_pagina",
    "validar",
]

from apps.kernel.admin import system  # noqa: F401 - registers the floor's own entities
