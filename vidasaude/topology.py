"""Which apps live in this process, and where the others are: the only switch of the system.

VIDASAUDE_APPS names those that live here (default: all of them), URL_<APP> where each of the others
answers. The apps are listed in the order of the patient's path: an app asks only those before it
("perguntas sobem, fatos descem"). `connect()` reads TOPOLOGIA at each call, so nothing in the apps
changes when one of them moves out.
"""

from collections.abc import Mapping

APPS = ("rede", "paciente", "consulta", "prontuario", "faturamento")

LOCAL, REMOTO = "local", "remote"

MAPAS = {
    "1": {
        "rede": 5000,
        "paciente": 5001,
        "prontuario": 5002,
        "consulta": 5003,
        "faturamento": 5004,
    },
    "2": {
        "rede": 5000,
        "paciente": 5001,
        "prontuario": 5003,
        "consulta": 5002,
        "faturamento": 5004,
    },
}
"""The port of each service when split, by MAPA (contract, "The wire contract")."""


class TopologiaInvalida(ValueError):
    """The message says, in pt-BR, which variable to put right."""


def ler_topologia(ambiente: Mapping[str, str]) -> dict[str, str]:
    """App → `local` or `remote`. Raises TopologiaInvalida."""
    pedidos = [nome.strip() for nome in ambiente.get("VIDASAUDE_APPS", "").split(",")]
    aqui = {nome for nome in pedidos if nome} or set(APPS)
    if estranhos := sorted(aqui - set(APPS)):
        raise TopologiaInvalida(
            f"VIDASAUDE_APPS não conhece {', '.join(estranhos)}: os apps são {', '.join(APPS)}."
        )
    return {app: LOCAL if app in aqui else REMOTO for app in APPS}


def apps_daqui(topologia: Mapping[str, str]) -> list[str]:
    """The apps that live in this process, in the order of the path."""
    return [app for app in APPS if topologia[app] == LOCAL]


def ler_portas(ambiente: Mapping[str, str]) -> dict[str, int]:
    """App → its port when split: PORTA_<APP>, or that of the MAPA. Raises TopologiaInvalida."""
    mapa = MAPAS.get(ambiente.get("MAPA") or "1")
    if mapa is None:
        raise TopologiaInvalida(f"MAPA é {' ou '.join(MAPAS)}.")
    return {app: ler_porta(f"PORTA_{app.upper()}", ambiente) or mapa[app] for app in APPS}


def ler_porta(nome: str, ambiente: Mapping[str, str]) -> int:
    """A port of the environment, 0 when it is not said. Raises TopologiaInvalida."""
    porta = ambiente.get(nome) or "0"
    if not (porta.isascii() and porta.isdigit()):
        raise TopologiaInvalida(f"{nome}={porta} não é uma porta: escolha um número de 1 a 65535.")
    return int(porta)


def ler_enderecos(ambiente: Mapping[str, str]) -> dict[str, str]:
    """App → base URL of its REST API: URL_<APP>, or its port on this machine."""
    portas = ler_portas(ambiente)
    return {
        app: (ambiente.get(f"URL_{app.upper()}") or f"http://127.0.0.1:{portas[app]}").rstrip("/")
        for app in APPS
    }
