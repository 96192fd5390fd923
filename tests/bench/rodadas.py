"""Who runs against whom, and the running: interleaved rounds, in an order that turns each time."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import httpx

from tests.bench import conferencia, dados, gente, medidas, wrk
from tests.bench.figuras import (
    CONSULTAS,
    CRIAR,
    DRF,
    FASTAPI,
    FATURA,
    FLASK,
    LENTO,
    NOSSO,
    OPERACOES,
    PACIENTE,
    PAGINA_1,
    PAGINA_1000,
    PSYCOPG,
    SEM_ENTRADA,
    Corredor,
    Disputa,
    Resultados,
    Rodada,
)
from tests.bench.metas import (
    BASE,
    CEM_MIL,
    CONTROLE,
    ENTRADA,
    ESCALA,
    PAGINAS,
    Tamanhos,
    erros,
    nome_da_disputa,
    perturbacoes,
)
from tests.bench.palco import Palco, Pilha
from tests.bench.pedidos import LIMITE, PROCEDIMENTOS, Pedidos

AQUECER_SEGUNDOS = 2
VEZES = 3
"""Times that a contest is held at most: again when the machine was not ours alone, or A says so."""
FATURAS, FATURAS_DE_FUMACA = 30, 3
"""Invoices of each peer, one at a time: in a whole run, and in one of a single round."""
Dizer = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Medida:
    """How long everything is measured."""

    rodadas: int
    segundos: int

    @property
    def aquecer(self) -> int:
        return min(AQUECER_SEGUNDOS, self.segundos)

    @property
    def com_portoes(self) -> bool:
        """One round is a smoke test: it shows that all runs, and no figure of it counts."""
        return self.rodadas > 1


def programa(tamanhos: Tamanhos) -> list[Disputa]:
    """All contests: those that only read come before those that fill the tables.

    Ours without sign-in runs before the peers are up: together they would keep more connections
    than PostgreSQL allows by default.
    """
    todos = (FLASK, FASTAPI, DRF, PSYCOPG, NOSSO)
    entrada = tuple(Corredor(par, tamanhos.base, PACIENTE) for par in (NOSSO, SEM_ENTRADA))
    base = [
        Disputa(ENTRADA, OPERACOES[PACIENTE], entrada),
        _disputa(BASE, PACIENTE, [(par, tamanhos.base) for par in todos]),
        _disputa(BASE, CONSULTAS, [(par, tamanhos.base) for par in todos]),
        _disputa(BASE, FATURA, [(par, tamanhos.base) for par in (FLASK, NOSSO)]),
        _disputa(BASE, CRIAR, [(par, tamanhos.base) for par in todos]),
    ]
    return [*base, *_com_cem_mil(tamanhos), *_de_escala(tamanhos)]


def programa_do_controle(tamanhos: Tamanhos) -> list[Disputa]:
    corredores = tuple(Corredor(par, tamanhos.base, PACIENTE) for par in (FLASK, NOSSO, LENTO))
    return [Disputa(CONTROLE, OPERACOES[PACIENTE], corredores)]


def _com_cem_mil(tamanhos: Tamanhos) -> list[Disputa]:
    if tamanhos.medio is None:
        return []
    dois = [(par, tamanhos.medio) for par in (FLASK, NOSSO)]
    return [_disputa(CEM_MIL, operacao, dois) for operacao in (PACIENTE, CONSULTAS, CRIAR)]


def _de_escala(tamanhos: Tamanhos) -> list[Disputa]:
    if tamanhos.grande is None:
        return []
    dois = [(NOSSO, tamanho) for tamanho in (tamanhos.base, tamanhos.grande)]
    paginas = tuple(Corredor(NOSSO, tamanhos.grande, p) for p in (PAGINA_1, PAGINA_1000))
    return [
        _disputa(ESCALA, CONSULTAS, dois),
        Disputa(PAGINAS, "página 1 e página 1.000", paginas),
        _disputa(ESCALA, CRIAR, dois),
    ]


def _disputa(bloco: str, operacao: str, quem: Iterable[tuple[str, int]]) -> Disputa:
    corredores = tuple(Corredor(par, tamanho, operacao) for par, tamanho in quem)
    return Disputa(nome_da_disputa(bloco, operacao), OPERACOES[operacao], corredores)


def filtrar(
    disputas: Sequence[Disputa], *, pares: Sequence[str] = (), operacoes: Sequence[str] = ()
) -> list[Disputa]:
    """Only some peers and operations; a contest in which nobody is left is not held."""
    ficam = [
        Disputa(
            disputa.nome,
            disputa.titulo,
            tuple(
                c
                for c in disputa.corredores
                if (not pares or c.par in pares) and (not operacoes or c.operacao in operacoes)
            ),
        )
        for disputa in disputas
    ]
    return [disputa for disputa in ficam if disputa.corredores]


class Corrida:
    """A run of several contests on one stage."""

    def __init__(self, palco: Palco, medida: Medida, dizer: Dizer) -> None:
        self.palco, self.medida, self.dizer = palco, medida, dizer
        self.resultados = Resultados()
        self.pedidos: dict[int, Pedidos] = {}

    def correr(self, disputas: Sequence[Disputa]) -> Resultados:
        for n, disputa in enumerate(disputas):
            self.dizer(f"{disputa.titulo} ({disputa.nome})")
            self._disputar(disputa)
            depois = {_chave(c) for outra in disputas[n + 1 :] for c in outra.corredores}
            aqui = {_chave(c) for c in disputa.corredores}
            acabaram = set(self.palco.pilhas) if disputa.escreve else aqui - depois
            self.palco.descer(acabaram)
        return self.resultados

    def _disputar(self, disputa: Disputa) -> None:
        pilhas = {c: self._preparar(c) for c in disputa.corredores}
        self._conferir(disputa, pilhas)
        dados.assentar()
        if disputa.corredores[0].operacao == FATURA:
            self._faturar(disputa, pilhas)
        else:
            self._carregar(disputa, pilhas)
        for corredor, pilha in pilhas.items():
            self.resultados.memoria[_chave(corredor)] = pilha.memoria()

    def _preparar(self, corredor: Corredor) -> Pilha:
        if corredor.tamanho not in self.pedidos:
            faixa = dados.faixa(corredor.tamanho, LIMITE, a_faturar=FATURAS + 1)
            self.pedidos[corredor.tamanho] = Pedidos(faixa)
        return self.palco.subir(*_chave(corredor))

    def _conferir(self, disputa: Disputa, pilhas: dict[Corredor, Pilha]) -> None:
        for tamanho in sorted({c.tamanho for c in pilhas}):
            aqui = {c: pilha for c, pilha in pilhas.items() if c.tamanho == tamanho}
            for operacao in sorted({c.operacao for c in aqui}):
                iguais = [pilha for c, pilha in aqui.items() if c.operacao == operacao]
                conferencia.conferir(self.palco, iguais, operacao, self.pedidos[tamanho])
            if disputa.escreve:  # these databases are new: nothing of them has been taken
                self.pedidos[tamanho].proximas.clear()

    def _carregar(self, disputa: Disputa, pilhas: dict[Corredor, Pilha]) -> None:
        for corredor, pilha in pilhas.items():
            self._uma(corredor, pilha, self.medida.aquecer, semente=0)
        self._rodar(disputa, pilhas)
        for _ in range(1, VEZES if self.medida.com_portoes else 1):
            feita = self.resultados.so(disputa.nome)
            if not (motivos := perturbacoes(feita)) or erros(feita):
                return
            self.dizer(f"  de novo: {'; '.join(motivos)}")
            self.resultados.descartar(disputa.nome, motivos)
            self._rodar(disputa, pilhas)

    def _rodar(self, disputa: Disputa, pilhas: dict[Corredor, Pilha]) -> None:
        for n in range(self.medida.rodadas):
            for corredor in em_ordem(disputa.corredores, n):
                rodada = self._uma(corredor, pilhas[corredor], self.medida.segundos, semente=n + 1)
                self.resultados.guardar(disputa.nome, corredor, rodada)
                self.dizer(f"  {n + 1}/{self.medida.rodadas} {corredor.nome}: {rodada.req_s:.0f}/s")

    def _uma(self, corredor: Corredor, pilha: Pilha, segundos: int, *, semente: int) -> Rodada:
        pedidos = self.pedidos[corredor.tamanho]
        caminho = pedidos.caminho(corredor.operacao)
        enviados = pedidos.para_o_wrk(
            corredor.operacao,
            corredor.par,
            self.palco.cabecalhos(corredor.tamanho),
            semente=semente,
        )
        antes = medidas.fotografar()
        saida = wrk.rodar(
            pilha.url(caminho),
            script="criar.lua" if corredor.operacao == CRIAR else "ler.lua",
            dados=enviados,
            segundos=segundos,
            pasta=self.palco.pasta,
        )
        intervalo = medidas.Intervalo(antes, medidas.fotografar())
        if corredor.operacao == CRIAR:
            pedidos.proximas[corredor.par] = saida.proxima
        return _rodada(saida, intervalo, pilha, self.palco)

    def _faturar(self, disputa: Disputa, pilhas: dict[Corredor, Pilha]) -> None:
        """Invoices one at a time, each peer in turn: a round is one invoice of each."""
        quantas = FATURAS if self.medida.com_portoes else FATURAS_DE_FUMACA
        clientes = {c: self._cliente(c, pilha) for c, pilha in pilhas.items()}
        feitas = []
        antes = medidas.fotografar()
        for n in range(quantas):
            for corredor in em_ordem(disputa.corredores, n):
                id_consulta = self.pedidos[corredor.tamanho].faixa.a_faturar[n + 1]
                feitas.append((corredor, emitir(clientes[corredor], id_consulta)))
        alheia = _alheia(medidas.Intervalo(antes, medidas.fotografar()), self.palco)
        for corredor, rodada in feitas:
            self.resultados.guardar(disputa.nome, corredor, replace(rodada, alheia=alheia))

    def _cliente(self, corredor: Corredor, pilha: Pilha) -> httpx.Client:
        cabecalhos = self.palco.cabecalhos(corredor.tamanho, gente.FATURISTA)
        url = pilha.url("/faturas")
        return httpx.Client(base_url=url, headers=cabecalhos, timeout=30, trust_env=False)


def emitir(cliente: httpx.Client, id_consulta: int) -> Rodada:
    """One invoice, timed."""
    inicio = time.perf_counter()
    resposta = cliente.post(
        "/faturas", json={"id_consulta": id_consulta, "procedimentos": PROCEDIMENTOS}
    )
    ms = 1000 * (time.perf_counter() - inicio)
    return Rodada(
        req_s=1000 / ms, p50_ms=ms, p99_ms=ms, pedidos=1, erros=int(resposta.status_code != 201)
    )


def _rodada(saida: wrk.Saida, intervalo: medidas.Intervalo, pilha: Pilha, palco: Palco) -> Rodada:
    feitos = max(saida.pedidos, 1)
    return Rodada(
        req_s=saida.pedidos / saida.segundos,
        p50_ms=saida.p50_ms,
        p99_ms=saida.p99_ms,
        pedidos=saida.pedidos,
        erros=saida.erros,
        cpu_app_us=1e6 * intervalo.das_sessoes(pilha.sessoes) / feitos,
        cpu_pg_us=1e6 * intervalo.cpu(dados.pids_do_servidor()) / feitos,
        alheia=_alheia(intervalo, palco),
    )


def _alheia(intervalo: medidas.Intervalo, palco: Palco) -> float:
    """What is neither ours, nor a peer's, nor PostgreSQL's for us."""
    nossa = intervalo.das_sessoes(palco.sessoes) + intervalo.cpu(dados.pids_do_servidor())
    return intervalo.alheia(nossa)


def em_ordem(corredores: Sequence[Corredor], rodada: int) -> list[Corredor]:
    """Backwards in every second round, so that nobody always follows the same one."""
    return list(corredores) if rodada % 2 == 0 else list(reversed(corredores))


def _chave(corredor: Corredor) -> tuple[str, int]:
    return corredor.par, corredor.tamanho
