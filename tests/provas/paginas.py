"""The desk at the size of a network: how long its pages take over HTTP, and what they show."""

import time
from contextlib import closing
from datetime import timedelta
from statistics import median

import httpx

from tests.factories import em_dias
from tests.processos import Pilha, assinar
from tests.provas import clinica
from tests.provas.clinica import equipe_de
from tests.provas.relato import Relato

VEZES = 5
LISTAS = {
    "recepcao": (
        "/admin/",
        "/admin/paciente/paciente/",
        "/admin/paciente/paciente/?q=conceic",
        "/admin/paciente/paciente/?q=jose+silva",
        "/admin/paciente/paciente/?plano=nao",
        "/admin/paciente/paciente/?p=1000",
        "/admin/consulta/consulta/",
        "/admin/consulta/consulta/?quando=todas",
        "/admin/consulta/consulta/?q=maria",
    ),
    "medica": ("/admin/", "/admin/prontuario/prontuario/"),
    "faturista": ("/admin/", "/admin/faturamento/fatura/"),
    "gestora": ("/admin/",),
}


def entrar(pilha: Pilha, username: str) -> httpx.Client:
    """Somebody at a browser, signed in by the form."""
    cliente = httpx.Client(base_url=pilha.url, follow_redirects=True, timeout=60, trust_env=False)
    assinar(cliente, username, "vidasaude-demo")
    return cliente


def medir(pilha: Pilha, relato: Relato, username: str, *caminhos: str) -> None:
    """Open each page some times, the first aside; notes the median, in ms."""
    with closing(entrar(pilha, username)) as cliente:
        for caminho in caminhos:
            tempos = [_abrir(cliente, caminho) for _ in range(VEZES + 1)][1:]
            relato.medir(**{f"{username} {caminho} ms": round(median(tempos))})


def _abrir(cliente: httpx.Client, caminho: str) -> float:
    inicio = time.perf_counter()
    resposta = cliente.get(caminho)
    assert resposta.status_code == 200, (caminho, resposta.status_code)
    return 1000 * (time.perf_counter() - inicio)


def paciente_com_historia(pilha: Pilha, acontecimentos: int) -> int:
    """A patient with that many events: half consultas, a third records, the others invoices."""
    n_consultas, n_faturas = acontecimentos // 2, acontecimentos // 6
    with equipe_de(pilha) as equipe:
        paciente = equipe.criar("recepcao", "/pacientes", clinica.paciente())["id"]
        consultas = [
            equipe.criar("recepcao", "/consultas", clinica.consulta(paciente) | _horario(n))["id"]
            for n in range(n_consultas)
        ]
        for _ in range(acontecimentos - n_consultas - n_faturas):
            equipe.criar("medica", "/prontuarios", clinica.prontuario(paciente))
        for consulta in consultas[:n_faturas]:
            equipe.criar("faturista", "/faturas", clinica.fatura(consulta))
    return paciente


def _horario(n: int) -> dict[str, str]:
    return {"data_hora": (em_dias(20, 9) + n * timedelta(minutes=30)).isoformat()}
