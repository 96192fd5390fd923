"""The same code as five services: ``python -m vidasaude.servicos`` (``make services``).

Each has its own server, worker and database, and asks the others over HTTP. The Procfile says what
runs; here stands where each listens and keeps its data, unless the environment says otherwise.
"""

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from vidasaude.processos import (
    RAIZ,
    NaoComeca,
    Processos,
    ambiente_de_demonstracao,
    conferir_portas,
    esperar_todos,
    gerenciar,
    rodar,
    sair_ao_sigterm,
)
from vidasaude.topology import APPS, TopologiaInvalida, ler_portas


def padroes(ambiente: Mapping[str, str]) -> dict[str, str]:
    """Ports and databases of the services. Raises TopologiaInvalida, NaoComeca."""
    dados = Path(ambiente.get("DADOS_DIR") or RAIZ / "var" / "servicos").resolve()
    try:
        dados.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise NaoComeca(f"DADOS_DIR={dados} não é uma pasta em que se possa gravar.") from None
    portas = {f"PORTA_{app.upper()}": str(porta) for app, porta in ler_portas(ambiente).items()}
    bancos = {f"DATABASE_URL_{app.upper()}": f"sqlite:///{dados / app}.sqlite3" for app in APPS}
    return {**portas, **bancos, "PLANO_PORT": "5005", "PROCESSOS": "1"}


def do_servico(app: str, ambiente: Mapping[str, str]) -> dict[str, str]:
    """The environment of a service's own commands."""
    banco = ambiente[f"DATABASE_URL_{app.upper()}"]
    return {**ambiente, "VIDASAUDE_APPS": app, "DATABASE_URL": banco}


def migrar(ambiente: Mapping[str, str]) -> None:
    """Bring the five databases up to date, all at once. Raises NaoComeca."""
    print("Preparando os bancos de dados…", flush=True)  # noqa: T201
    comandos = {app: gerenciar(do_servico(app, ambiente), "migrate", "-v0") for app in APPS}
    falharam = [app for app, comando in comandos.items() if comando.wait()]
    if falharam:
        raise NaoComeca(f"O comando manage.py migrate falhou em: {', '.join(falharam)}.")


def carregar_e_anunciar(processos: Processos, ambiente: Mapping[str, str]) -> None:
    """When all answer, load the demo in the order of the questions, then say where they are."""
    enderecos = {app: f"http://127.0.0.1:{ambiente[f'PORTA_{app.upper()}']}" for app in APPS}
    plano = f"http://127.0.0.1:{ambiente['PLANO_PORT']}"
    if not esperar_todos(
        processos, *(f"{url}/readyz" for url in enderecos.values()), f"{plano}/livez"
    ):
        return
    for app in APPS:
        falhou = gerenciar(do_servico(app, ambiente), "carregar_demo").wait()
        if processos.encerrando:
            return
        if falhou:
            processos.dizer(f"Os dados de demonstração de {app} não puderam ser carregados.")
            processos.encerrar(1)
            return
    processos.dizer(BOAS_VINDAS.format(**enderecos, plano=plano))


def main() -> int:
    sair_ao_sigterm()
    try:
        ambiente = ambiente_de_demonstracao(os.environ, padroes(os.environ))
        portas = [f"PORTA_{app.upper()}" for app in APPS]
        conferir_portas(ambiente, [*portas, "PLANO_PORT"], "make services")
        migrar(ambiente)
    except (NaoComeca, TopologiaInvalida) as motivo:
        print(motivo, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return rodar(
        "Procfile.services", ambiente, lambda processos: carregar_e_anunciar(processos, ambiente)
    )


BOAS_VINDAS = """
Vida+ Saúde está no ar, em cinco serviços.

  Rede           {rede}  (entrada, clínicas, profissionais, administração em /admin/)
  Paciente       {paciente}
  Prontuário     {prontuario}
  Consulta       {consulta}
  Faturamento    {faturamento}
  Plano de Saúde {plano}  (simulador)

Usuários, todos com a senha vidasaude-demo:

  clínica 1      recepcao  medica  medico  faturista  gestora  auditora
  clínica 2      recepcao2  medica2  gestora2

Para experimentar, em outro terminal:

  TOKEN=$(curl -s {rede}/auth/token -H 'Content-Type: application/json' \\
    -d '{{"username": "recepcao", "password": "vidasaude-demo"}}' | cut -d'"' -f4)
  curl "{paciente}/pacientes?busca=silva&limite=2" -H "Authorization: Bearer $TOKEN"
  curl "{consulta}/consultas?limite=2" -H "Authorization: Bearer $TOKEN"

Ctrl-C encerra tudo.
"""

if __name__ == "__main__":
    sys.exit(main())
