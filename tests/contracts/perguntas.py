"""Every question that the interfaces offer, and one of each to which there is something to tell."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

from django.utils import timezone

from tests.conftest import Elenco
from tests.contracts.conftest import APPS, id_profissional, porta
from tests.factories import (
    ConsultaFactory,
    ExpedienteFactory,
    FaturaFactory,
    PacienteFactory,
    ProntuarioFactory,
    proxima_segunda,
)

PROTOCOLOS = {
    app: next(
        classe
        for classe in vars(import_module(f"apps.{app}.interface")).values()
        if getattr(classe, "_is_protocol", False) and classe.__module__ == f"apps.{app}.interface"
    )
    for app in APPS
}

METODOS = [
    (app, nome)
    for app, protocolo in PROTOCOLOS.items()
    for nome, metodo in vars(protocolo).items()
    if inspect.isfunction(metodo) and not nome.startswith("_")
]


def perguntas(elenco: Elenco) -> dict[tuple[str, str], Callable[[], Any]]:
    """One of each of METODOS, by somebody who gets an answer, ready to be asked as often as one likes."""
    clinica, dela = elenco.clinica.pk, id_profissional(elenco.medica)
    segunda = proxima_segunda(8)
    paciente = PacienteFactory(nome="Maria Aparecida").pk
    daqui = {"id_clinica": clinica, "id_paciente": paciente}
    consulta = ConsultaFactory(**daqui, id_profissional=dela, data_hora=segunda).pk
    ExpedienteFactory(id_profissional=dela)
    ProntuarioFactory(id_paciente=paciente, id_autor=dela)
    fatura = FaturaFactory(**daqui)
    dias = {"de": segunda.date(), "ate": segunda.date() + timedelta(days=1)}
    emissao = timezone.localdate(fatura.data_criacao)
    argumentos: dict[str, dict[str, dict[str, Any]]] = {
        "rede": {
            "obter_profissional": {"id_profissional": dela},
            "obter_profissionais": {"ids": [dela]},
            "quem_atende": {"id_clinica": clinica, "id_profissional": dela},
            "obter_clinica": {"id_clinica": clinica},
            "obter_clinicas": {"ids": [clinica]},
            "listar_profissionais": {},
        },
        "paciente": {
            "obter": {"id_paciente": paciente},
            "obter_varios": {"ids": [paciente]},
            "buscar": {"texto": "maria"},
        },
        "consulta": {
            "obter": {"id_consulta": consulta},
            "obter_varias": {"ids": [consulta]},
            "listar": dias,
            "listar_do_paciente": {"id_paciente": paciente},
            "contar": dias,
            "horarios_livres": dias,
            "em_cuidado": {"id_paciente": paciente},
            "pacientes_em_cuidado": {},
        },
        "prontuario": {"listar_do_paciente": {"id_paciente": paciente}},
        "faturamento": {
            "obter": {"id_fatura": fatura.pk},
            "listar": {"status": "pendente"},
            "listar_do_paciente": {"id_paciente": paciente},
            "carteira": {},
            "faturado": {"de": emissao, "ate": emissao},
        },
    }
    quem = dict.fromkeys(APPS, elenco.medica.escopo) | {"faturamento": elenco.faturista.escopo}
    return {
        (app, nome): partial(_perguntar, app, nome, escopo=quem[app], **opcoes)
        for app, metodos in argumentos.items()
        for nome, opcoes in metodos.items()
    }


def _perguntar(app: str, nome: str, **opcoes: Any) -> Any:
    return getattr(porta(app), nome)(**opcoes)
