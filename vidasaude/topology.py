"""Which apps live in this process, and where the others are: the only switch of the system.

The apps are listed in the order of the patient's path: an app asks only those before it
("perguntas sobem, fatos descem"). Today every app lives here; `connect()` reads TOPOLOGIA at
each call, so moving one out changes this module and nothing in the apps.
"""

APPS = ("rede", "paciente", "consulta", "prontuario", "faturamento")

LOCAL = "local"

TOPOLOGIA: dict[str, str] = dict.fromkeys(APPS, LOCAL)


def installed_apps() -> list[str]:
    """Dotted names of the clinical apps that live in this process."""
    return [f"apps.{nome}" for nome in APPS if TOPOLOGIA[nome] == LOCAL]
