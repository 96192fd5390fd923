"""What the kernel tells of processes: CPU, memory, and how busy the whole machine is (Linux)."""

import os
import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figuras import Memoria

TIQUE = os.sysconf("SC_CLK_TCK")
NUCLEOS = os.cpu_count() or 1
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Processo:
    pid: int
    pai: int
    sessao: int
    cpu: float


def processos() -> dict[int, Processo]:
    """Every process of the machine that this one may see, with its seconds of CPU."""
    achados = (_ler(pasta.name) for pasta in PROC.iterdir() if pasta.name.isdigit())
    return {processo.pid: processo for processo in achados if processo is not None}


def _ler(pid: str) -> Processo | None:
    try:
        campos = (PROC / pid / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None  # it has just ended
    return Processo(int(pid), int(campos[1]), int(campos[3]), sum(map(int, campos[11:13])) / TIQUE)


def ocupado() -> float:
    """Seconds of CPU spent by everybody since the start, interrupts aside (they serve the network)."""
    usuario, gentil, sistema, _, _, _, _, roubado = map(
        int, (PROC / "stat").read_text().split(maxsplit=9)[1:9]
    )
    return (usuario + gentil + sistema + roubado) / TIQUE


@dataclass(frozen=True, slots=True)
class Foto:
    """The counters at one moment."""

    momento: float
    ocupado: float
    processos: dict[int, Processo]
    arnes: float
    """Of this process and of those that it waited for: the load generator is one."""


def fotografar() -> Foto:
    proprio = (
        resource.getrusage(quem) for quem in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Foto(
        momento=time.monotonic(),
        ocupado=ocupado(),
        arnes=sum(uso.ru_utime + uso.ru_stime for uso in proprio),
        processos=processos(),
    )


@dataclass(frozen=True, slots=True)
class Intervalo:
    """What happened between two photographs."""

    antes: Foto
    depois: Foto

    def cpu(self, pids: Iterable[int]) -> float:
        """Seconds of CPU of some processes; one that was not there before began from nothing."""
        return sum(
            processo.cpu - (self.antes.processos[pid].cpu if pid in self.antes.processos else 0)
            for pid in pids
            if (processo := self.depois.processos.get(pid)) is not None
        )

    def das_sessoes(self, sessoes: Iterable[int]) -> float:
        """Seconds of CPU of whole trees, each in a session of its own."""
        alvo = set(sessoes)
        return self.cpu(pid for pid, p in self.depois.processos.items() if p.sessao in alvo)

    def alheia(self, nossa: float) -> float:
        """Others' share of the machine, given the seconds that are ours besides this process's."""
        arnes = self.depois.arnes - self.antes.arnes
        capacidade = NUCLEOS * (self.depois.momento - self.antes.momento)
        return max(0.0, (self.depois.ocupado - self.antes.ocupado - nossa - arnes) / capacidade)


def memoria(sessao: int, trabalhadores: int) -> Memoria:
    """PSS of a tree; its workers are the largest processes of it."""
    usos = sorted((_pss(pid) for pid, p in processos().items() if p.sessao == sessao), reverse=True)
    return Memoria(trabalhador=max(usos[:trabalhadores], default=0.0), total=sum(usos))


def _pss(pid: int) -> float:
    try:
        texto = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(int(linha.split()[1]) for linha in texto.splitlines() if linha[:4] == "Pss:") / 1024


def carga() -> tuple[float, float, float]:
    return os.getloadavg()
