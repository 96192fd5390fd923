"""A stack that dies many times: eight clients write, all its processes are killed at once, it
begins again, the clients ask again what was not answered, and everything is read back.
"""

import random
import sqlite3
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from signal import SIGKILL
from typing import Any

from tests.processos import Pilha
from tests.provas import clinica
from tests.provas.clinica import Corpo, Equipe
from tests.provas.cluster import Cluster
from tests.provas.diario import Diario, Escrita, Recusada, SemResposta
from tests.provas.relato import Relato

CLIENTES = 8
PRAZO_DE_UMA_VIDA = 600.0

TABELAS = {
    "pacientes": ("paciente_paciente", "passaporte"),
    "consultas": ("consulta_consulta", "id_paciente"),
    "prontuarios": ("prontuario_prontuario", "id_paciente"),
    "faturas": ("faturamento_fatura", "id_consulta"),
    "pagar": ("faturamento_pagamento", "fatura_id"),
}
"""What a POST makes → its table, and the column that says whose it is: of each, one in the proof."""

DO_PLANO = ("procedimentos", "valor_coberto", "valor_paciente", "status")
"""What the worker fills in, when the plan had not answered in time."""


@dataclass
class Historia:
    """What came of the lives of a stack."""

    diarios: list[Diario] = field(default_factory=list)
    sem_resposta: int = 0
    ja_gravadas: int = 0
    recuperacoes: int = 0
    perdidas: list[str] = field(default_factory=list)
    multiplas: list[str] = field(default_factory=list)
    recusadas: list[str] = field(default_factory=list)
    integridade: str = "ok"

    @property
    def confirmadas(self) -> int:
        """Writes acknowledged before the kill, or after it to who asked again."""
        return sum(len(diario.confirmadas) for diario in self.diarios)

    @property
    def ids_de_dois(self) -> list[str]:
        """Things that two POSTs were told they had made: an id given twice."""
        feitos = Counter(
            escrita.objeto
            for diario in self.diarios
            for escrita in diario.confirmadas
            if escrita.tipo not in ("", "pagar")
        )
        return [objeto for objeto, vezes in feitos.items() if vezes > 1]

    def relatar(self, relato: Relato) -> None:
        relato.contar(
            confirmadas=self.confirmadas,
            sem_resposta=self.sem_resposta,
            sem_resposta_mas_gravadas=self.ja_gravadas,
            objetos_lidos_de_volta=sum(len(diario.ultimas) for diario in self.diarios),
            recuperacoes_do_postgres=self.recuperacoes,
            perdidas=len(self.perdidas),
            multiplas=len(self.multiplas),
            recusadas_ao_perguntar_de_novo=len(self.recusadas),
            ids_de_dois=len(self.ids_de_dois),
        )
        for diario in self.diarios:
            relato.contar(**Counter(f"confirmadas_{_nome(e)}" for e in diario.confirmadas))


def exigir_nada_perdido_nem_em_dobro(historia: Historia, *, ao_menos: int) -> None:
    """The proof: what was acknowledged is there as it was, and what was asked twice is there once."""
    assert not historia.recusadas, f"Ao perguntar de novo: {historia.recusadas[:5]}"
    assert not historia.multiplas, f"{len(historia.multiplas)} em dobro: {historia.multiplas[:5]}"
    assert not historia.perdidas, f"{len(historia.perdidas)} perdidas: {historia.perdidas[:5]}"
    assert not historia.ids_de_dois, historia.ids_de_dois[:5]
    assert historia.integridade == "ok"
    assert historia.confirmadas >= ao_menos


def morrer_e_voltar(
    pilha: Pilha, cluster: Cluster | None, *, ciclos: int, por_ciclo: int
) -> Historia:
    """Live, die and come back `ciclos` times, each after `por_ciclo` acknowledged writes and a bit."""
    historia = Historia()
    recuperacoes = cluster.recuperacoes if cluster is not None else 0
    with clinica.equipe_de(pilha) as equipe:
        for _ in range(ciclos):
            diario = _viver(pilha, cluster, equipe, por_ciclo)
            historia.diarios.append(diario)
            voltar(pilha, cluster)
            _perguntar_de_novo(historia, diario, equipe)
            historia.perdidas += _perdidas(diario, equipe)
        for diario in historia.diarios[:-1]:  # the deaths that came later took nothing either
            historia.perdidas += _perdidas(diario, equipe)
    historia.multiplas = _multiplas(pilha, historia.diarios)
    historia.integridade = _integridade(pilha)
    if cluster is not None:
        historia.recuperacoes = cluster.recuperacoes - recuperacoes
    return historia


def matar(pilha: Pilha, cluster: Cluster | None) -> None:
    """SIGKILL to all of it: server and its workers, worker process, simulator, database."""
    processos = [pilha.servidor, pilha.trabalhador, pilha.simulador.processo]
    for processo in processos:
        processo.sinal(SIGKILL)
    if cluster is not None:
        cluster.matar()
    for processo in processos:
        processo.matar()


def voltar(pilha: Pilha, cluster: Cluster | None) -> None:
    if cluster is not None:
        cluster.iniciar()
    pilha.subir()


def _viver(pilha: Pilha, cluster: Cluster | None, equipe: Equipe, por_ciclo: int) -> Diario:
    diario = Diario()

    def cliente() -> None:
        limite = time.monotonic() + PRAZO_DE_UMA_VIDA
        try:
            while time.monotonic() < limite:
                _atender(equipe, diario)
        except SemResposta:
            return
        raise TimeoutError("A pilha não morreu.")

    with ThreadPoolExecutor(CLIENTES) as clientes:
        futuros = [clientes.submit(cliente) for _ in range(CLIENTES)]
        try:
            while len(diario.confirmadas) < por_ciclo and not _acabaram(futuros):
                time.sleep(0.05)
            time.sleep(random.uniform(0, 0.3))
        finally:
            matar(pilha, cluster)  # whatever happens, or the clients would go on
    for futuro in futuros:
        futuro.result()  # a refusal is no death: it fails the proof
    return diario


def _atender(equipe: Equipe, diario: Diario) -> None:
    """One patient, from registration to the first payment. Raises SemResposta."""

    def pedir(quem: str, metodo: str, caminho: str, corpo: Corpo, **o_que: Any) -> Corpo:
        return diario.pedir(equipe, quem, metodo, caminho, corpo, **o_que)

    novo = clinica.paciente()
    paciente = pedir(
        "recepcao", "POST", "/pacientes", novo, tipo="pacientes", dono=novo["passaporte"]
    )["id"]
    pedir("recepcao", "PATCH", f"/pacientes/{paciente}", {"telefone": "(11) 98765-4321"})
    consulta = pedir(
        "recepcao",
        "POST",
        "/consultas",
        clinica.consulta(paciente),
        tipo="consultas",
        dono=paciente,
    )["id"]
    pedir("recepcao", "POST", f"/consultas/{consulta}/confirmar", {})
    pedir(
        "medica", "POST", "/prontuarios", clinica.prontuario(paciente), tipo="prontuarios",
        dono=paciente,
    )  # fmt: skip
    fatura = pedir(
        "faturista", "POST", "/faturas", clinica.fatura(consulta), tipo="faturas", dono=consulta
    )
    if fatura["status"] == "pendente":
        pagamento = {"forma": "pix", "valor": 10.00}
        caminho = f"/faturas/{fatura['id']}/pagar"
        pedir("faturista", "POST", caminho, pagamento, tipo="pagar", dono=fatura["id"])


def _perguntar_de_novo(historia: Historia, diario: Diario, equipe: Equipe) -> None:
    """With the same key, what was not answered; the answer tells whether it had been done."""
    for escrita in diario.sem_resposta:
        historia.sem_resposta += 1
        try:
            escrita.enviar(equipe)
        except Recusada as recusa:
            historia.recusadas.append(str(recusa))
        historia.ja_gravadas += escrita.repetida


def _perdidas(diario: Diario, equipe: Equipe) -> list[str]:
    """Things that do not read back as their latest acknowledged answer, field by field."""

    def conferir(objeto: str, escrita: Escrita) -> str | None:
        lido = clinica.insistir(lambda: equipe[escrita.quem].get(objeto))
        if lido.is_success and _estavel(lido.json(), escrita) == _estavel(
            escrita.resposta, escrita
        ):
            return None
        return f"{objeto}: {lido.status_code}"

    with ThreadPoolExecutor(CLIENTES) as leitores:
        achados = leitores.map(lambda item: conferir(*item), diario.ultimas.items())
        return [perdida for perdida in achados if perdida]


def _estavel(corpo: Corpo | None, escrita: Escrita) -> Corpo:
    assert corpo is not None
    assert escrita.resposta is not None
    muda = DO_PLANO if escrita.resposta.get("status") == "aguardando_plano" else ()
    return {campo: valor for campo, valor in corpo.items() if campo not in muda}


def _multiplas(pilha: Pilha, diarios: list[Diario]) -> list[str]:
    """POSTs of which the database does not hold exactly one."""
    with clinica.conectar(pilha) as banco:
        quantas = {
            tipo: Counter(de_quem for (de_quem,) in banco.execute(f"SELECT {dono} FROM {tabela}"))  # noqa: S608
            for tipo, (tabela, dono) in TABELAS.items()
        }
    return [
        f"{escrita.tipo} de {escrita.dono}: {quantas[escrita.tipo][escrita.dono]}"
        for diario in diarios
        for escrita in diario.escritas
        if escrita.tipo and quantas[escrita.tipo][escrita.dono] != 1
    ]


def _integridade(pilha: Pilha) -> str:
    """SQLite's own check of the file; PostgreSQL recovers or refuses to begin."""
    with clinica.conectar(pilha) as banco:
        if isinstance(banco, sqlite3.Connection):
            return banco.execute("PRAGMA integrity_check").fetchone()[0]
    return "ok"


def _acabaram(futuros: list[Future[None]]) -> bool:
    """One was refused, or all lost their stack before its time."""
    prontos = [futuro for futuro in futuros if futuro.done()]
    return len(prontos) == len(futuros) or any(futuro.exception() for futuro in prontos)


def _nome(escrita: Escrita) -> str:
    return escrita.tipo or f"{escrita.metodo.lower()}_{escrita.objeto.split('/')[1]}"
