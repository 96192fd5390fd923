"""The screenshots of docs/telas, made again by ``python -m tests.chromium.telas``.

They are of the demo's clinic on one Wednesday morning, whenever they are made: each process of the
stack starts with its clock set (`relogio`).
"""

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bancos import RAIZ
from tests.chromium import Navegador, chromium_aberto
from tests.chromium.navegador import LARGA
from tests.chromium.posto import Posto
from tests.journeys.navegador.preparo import Clinica
from tests.processos import pilha_no_ar

PASTA = RAIZ / "docs" / "telas"
QUANDO = datetime(2026, 3, 11, 10, 15, tzinfo=ZoneInfo("America/Sao_Paulo"))
HELENA = "Dra. Helena Duarte Nogueira"
DIAGNOSTICO = (
    "S: febre e tosse há três dias, com dor no corpo.\n"
    "O: 38,2 °C, orofaringe hiperemiada, ausculta limpa.\n"
    "A: síndrome gripal."
)


def inicio(posto: Posto, clinica: Clinica) -> None:
    posto.abrir("/admin/")


def historia(posto: Posto, clinica: Clinica) -> None:
    posto.abrir(f"/admin/mesa/pacientes/{clinica.registro()['id_paciente']}/")
    posto.pagina.get_by_text("Ler o registro").first.click()


def marcar_com_conflito(posto: Posto, clinica: Clinica) -> None:
    """A time of the medica's that is taken, asked for another patient."""
    paciente = clinica.paciente("Zoé Conceição Távora")
    ocupada = clinica.consultas_da_medica("agendada")[0]
    quando = datetime.fromisoformat(ocupada["data_hora"])
    posto.abrir(f"/admin/consulta/consulta/add/?id_paciente={paciente['id']}")
    posto.escolher("Profissional", HELENA)
    posto.escrever("Motivo", "Retorno com exames")
    posto.escrever("Dia", f"{quando:%d/%m/%Y}")
    posto.escrever("Hora", f"{quando:%H:%M}")
    posto.enviar("Marcar consulta")
    posto.pagina.locator(".horarios button").first.wait_for()


def escrever_registro(posto: Posto, clinica: Clinica) -> None:
    consulta = clinica.consultas_da_medica("realizada")[-1]
    posto.abrir(f"/admin/prontuario/prontuario/add/?id_consulta={consulta['id']}")
    posto.escrever("Diagnóstico", DIAGNOSTICO)
    posto.completar("CID-10", "influenza", "J11")
    posto.pagina.get_by_role("combobox", name="CID-10").press_sequentially("febre")
    posto.pagina.locator("[role=option]").first.wait_for()


def ver_fatura(posto: Posto, clinica: Clinica) -> None:
    """Issued, with what the plan covers and what is left to receive."""
    fatura = clinica.faturar(clinica.consultas_da_medica("realizada")[-1])
    posto.abrir(f"/admin/faturamento/fatura/{fatura['id']}/change/")


TELAS: dict[str, tuple[str, Callable[[Posto, Clinica], None]]] = {
    "recepcao": ("recepcao", inicio),
    "medica": ("medica", inicio),
    "faturista": ("faturista", inicio),
    "gestora": ("gestora", inicio),
    "paciente": ("medica", historia),
    "marcar-conflito": ("recepcao", marcar_com_conflito),
    "registro": ("medica", escrever_registro),
    "fatura": ("faturista", ver_fatura),
}
"""File → who looks, and at what. In this order: what a later one does, an earlier one lacks."""


def fotografar(navegador: Navegador, clinica: Clinica) -> None:
    for nome, (username, chegar) in TELAS.items():
        posto = Posto(navegador.entrar(username))
        chegar(posto, clinica)
        posto.pagina.set_viewport_size(LARGA)
        posto.pagina.evaluate("document.fonts.ready")
        posto.pagina.screenshot(path=PASTA / f"{nome}.png", animations="disabled")
        posto.pagina.close()


def main() -> None:
    diferenca = QUANDO - datetime.now(QUANDO.tzinfo)
    os.environ["RELOGIO_DIFERENCA"] = str(diferenca.total_seconds())
    os.environ["PYTHONPATH"] = str(Path(__file__).parent / "relogio")
    PASTA.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as pasta,
        pilha_no_ar(Path(pasta)) as pilha,
        chromium_aberto() as chromium,
    ):
        navegador, clinica = Navegador(chromium, pilha.url), Clinica(pilha)
        fotografar(navegador, clinica)
        clinica.fechar()
        navegador.fechar()
        assert navegador.falhas == []


if __name__ == "__main__":
    main()
