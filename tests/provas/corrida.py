"""The race for one slot: fifty patients, one professional, one moment, through real HTTP."""

import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier

import httpx

from apps.consulta.models import GATILHOS
from tests.factories import em_dias
from tests.processos import Pilha
from tests.provas import clinica
from tests.provas.relato import Relato

SIMULTANEOS = 50
Resposta = tuple[int, str, int]
"""Status, `codigo`, and milliseconds from the start."""

UM_VENCEDOR = {(201, ""): 1, (409, "horario_ocupado"): SIMULTANEOS - 1}


@dataclass(frozen=True, slots=True)
class Rodada:
    """What came of a slot: the answers, and the active consultas that the database holds."""

    respostas: Counter[tuple[int, str]]
    no_banco: int
    mais_lenta_ms: int

    @property
    def vencedores(self) -> int:
        return self.respostas[201, ""]


def relatar(relato: Relato, rodadas: list[Rodada]) -> None:
    """Say what came of the race, whoever won."""
    relato.pedir(rodadas=len(rodadas), simultaneos=SIMULTANEOS, processos=2)
    for rodada in rodadas:
        relato.contar(
            pedidos=rodada.respostas.total(),
            vencedores=rodada.vencedores,
            no_banco=rodada.no_banco,
            horario_ocupado=rodada.respostas[409, "horario_ocupado"],
        )
    relato.medir(mais_lenta_ms=max(rodada.mais_lenta_ms for rodada in rodadas))


def exigir_um_vencedor(rodadas: list[Rodada]) -> None:
    """The proof: each slot went to one patient, and everybody else was told why not."""
    erradas = [r for r in rodadas if r.respostas != UM_VENCEDOR or r.no_banco != 1]
    assert not erradas, f"{len(erradas)} de {len(rodadas)} rodadas: {erradas[:3]}"


def correr(pilha: Pilha, *, ciclos: int) -> list[Rodada]:
    """As many rounds as `ciclos`, each for another half hour of a professional of their own.

    The professional has no working hours and each booking has a patient of its own, so nothing
    but the promise about the professional's time decides.
    """
    with clinica.equipe_de(pilha) as equipe:
        da_clinica = clinica.profissional(clinica.clinica_de(equipe, "gestora"))
        profissional = equipe.criar("gestora", "/profissionais", da_clinica)["id"]
        pacientes = [
            equipe.criar("recepcao", "/pacientes", clinica.paciente())["id"]
            for _ in range(SIMULTANEOS)
        ]
        credencial = equipe["recepcao"].headers["Authorization"]
    horarios = [em_dias(100, 8) + n * timedelta(minutes=30) for n in range(ciclos)]
    largada = Barrier(SIMULTANEOS, timeout=60)

    def competir(paciente: int) -> list[Resposta]:
        with httpx.Client(
            base_url=pilha.url,
            headers={"Authorization": credencial},
            timeout=30,
            trust_env=False,
        ) as cliente:
            cliente.get("/livez")  # the connection is open before the start
            return [_pedir(cliente, largada, paciente, profissional, h) for h in horarios]

    with ThreadPoolExecutor(SIMULTANEOS) as corredores:
        por_paciente = list(corredores.map(competir, pacientes))
    no_banco = _ativas_por_horario(pilha, profissional)
    assert set(no_banco) <= set(horarios)
    return [
        _rodada(respostas, no_banco[horario])
        for horario, *respostas in zip(horarios, *por_paciente, strict=True)
    ]


def _rodada(respostas: list[Resposta], no_banco: int) -> Rodada:
    return Rodada(
        Counter((status, codigo) for status, codigo, _ in respostas),
        no_banco,
        mais_lenta_ms=max(ms for *_, ms in respostas),
    )


def derrubar_a_promessa(pilha: Pilha) -> None:
    """Take away what keeps a professional's consultas apart: the constraint, or its triggers."""
    with clinica.conectar(pilha) as banco:
        if isinstance(banco, sqlite3.Connection):
            for gatilho in GATILHOS:
                banco.execute(f"DROP TRIGGER {gatilho.nome}")
        else:
            banco.execute(
                "ALTER TABLE consulta_consulta DROP CONSTRAINT consulta_profissional_livre"
            )
        banco.commit()


def _pedir(
    cliente: httpx.Client, largada: Barrier, paciente: int, profissional: int, horario: datetime
) -> Resposta:
    corpo = clinica.consulta(paciente) | {
        "id_profissional": profissional,
        "data_hora": horario.isoformat(),
    }
    largada.wait()
    inicio = time.monotonic()
    resposta = cliente.post("/consultas", json=corpo)
    ms = round(1000 * (time.monotonic() - inicio))
    return resposta.status_code, resposta.json().get("codigo", ""), ms


def _ativas_por_horario(pilha: Pilha, profissional: int) -> Counter[datetime]:
    """Time → active consultas of the professional then, read from the database itself."""
    with clinica.conectar(pilha) as banco:
        linhas = banco.execute(
            "SELECT id_profissional, data_hora FROM consulta_consulta "
            "WHERE status NOT IN ('cancelada', 'faltou')"
        ).fetchall()
    return Counter(_momento(data_hora) for de_quem, data_hora in linhas if de_quem == profissional)


def _momento(valor: str | datetime) -> datetime:
    """SQLite keeps times as text, in UTC."""
    return valor if isinstance(valor, datetime) else datetime.fromisoformat(f"{valor}+00:00")
