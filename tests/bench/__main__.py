"""`make bench`: ours and its peers, measured side by side on the same machine and data."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console

from tests.bancos import RAIZ
from tests.bench import dados, listas, medidas, metas, relato
from tests.bench.conferencia import RespostasDiferentes
from tests.bench.figuras import OPERACOES, PARES, Disputa, Resultados, milhares
from tests.bench.metas import Tamanhos, Veredito
from tests.bench.palco import PYTHON_DOS_PARES, Palco, montado
from tests.bench.rodadas import Corrida, Medida, filtrar, programa, programa_do_controle
from tests.bench.wrk import WrkFalhou

TAMANHOS = (10_000, 100_000, 1_000_000)
RODADAS, SEGUNDOS = 7, 5
RODADAS_DAS_LISTAS, SEGUNDOS_DAS_LISTAS = 3, 1
LARGURA = 140
"""Columns that the tables take, also where nobody looks."""
UMA_RODADA = "uma rodada só mostra que tudo anda; os portões pedem mais"


def main(argumentos: Sequence[str]) -> int:
    """0 when every gate that was measured holds and the run counts; 1 otherwise."""
    opcoes = ler(argumentos)
    console = Console(width=max(Console().width, LARGURA))
    if falta := o_que_falta():
        console.print(falta, style="red", highlight=False)
        return 1
    # However it ends, whoever was started ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with dados.a_sos():
            dados.limpar(modelos=opcoes.limpar)
            if opcoes.limpar:
                return 0
            fazer = medir_listas if opcoes.listas else medir
            return fazer(opcoes, argumentos, console)
    except dados.OutraCorrida:
        console.print("Outro make bench está medindo neste PostgreSQL.", style="red")
    except RespostasDiferentes as diferenca:
        console.print(f"Os pares não respondem o mesmo: {diferenca}", style="red", markup=False)
    except WrkFalhou as falha:
        console.print(f"O wrk falhou: {falha}", style="red", markup=False)
    except subprocess.CalledProcessError as falha:
        console.print(f"Falhou {falha.cmd}: {falha.stderr or ''}", style="red", markup=False)
    return 1


def ler(argumentos: Sequence[str]) -> Namespace:
    leitor = ArgumentParser(prog="make bench", description=__doc__)
    leitor.add_argument("--so", type=_lista(PARES), default=[], help="só estes pares, por vírgula")
    leitor.add_argument(
        "--operacoes", type=_lista(OPERACOES), default=[], help="só estas operações"
    )
    leitor.add_argument(
        "--tamanhos", type=_tamanhos, default=TAMANHOS, help="consultas, por vírgula"
    )
    leitor.add_argument("--sem-gravar", action="store_true", help="não escreve docs/bench")
    leitor.add_argument("--controle", action="store_true", help="um servidor lento, que reprova")
    leitor.add_argument(
        "--listas", action="store_true", help="só as listas e páginas com 1.000.000 de consultas"
    )
    leitor.add_argument("--limpar", action="store_true", help="apaga os bancos guardados")
    return leitor.parse_args(argumentos)


def _lista(conhecidos: Collection[str]) -> Callable[[str], list[str]]:
    def lista(texto: str) -> list[str]:
        nomes = texto.split(",")
        if estranhos := set(nomes) - set(conhecidos):
            raise ValueError(f"não há {estranhos}; há {sorted(conhecidos)}")
        return nomes

    return lista


def _tamanhos(texto: str) -> tuple[int, ...]:
    tamanhos = tuple(int(numero) for numero in texto.split(","))
    if not 1 <= len(tamanhos) <= 3 or min(tamanhos) < 200:
        raise ValueError("de um a três tamanhos, de 200 consultas para cima")
    return tamanhos


def o_que_falta() -> str:
    """What this machine lacks and how to get it; empty when nothing."""
    if shutil.which("wrk") is None:
        return "Falta o wrk: apt-get install wrk"
    if not dados.responde():
        return (
            f"Nenhum PostgreSQL respondeu em {dados.servidor().rsplit('@', 1)[-1]}: "
            "apt-get install postgresql. Outro: make bench BENCH_POSTGRES=postgres://usuario:senha@maquina"
        )
    if (livres := dados.conexoes_livres()) < dados.CONEXOES:
        return f"O PostgreSQL tem {livres} conexões livres; o bench usa até {dados.CONEXOES}."
    if not PYTHON_DOS_PARES.exists():
        return "Faltam as bibliotecas dos pares: make .venv-bench/pronto"
    return ""


def pedida(rodadas: int, segundos: int) -> Medida:
    """These, unless the environment asks for others."""
    return Medida(
        rodadas=int(os.environ.get("RODADAS") or rodadas),
        segundos=int(os.environ.get("SEGUNDOS") or segundos),
    )


def medir(opcoes: Namespace, argumentos: Sequence[str], console: Console) -> int:
    medida = pedida(RODADAS, SEGUNDOS)
    tamanhos = Tamanhos(*opcoes.tamanhos)
    inicio, antes = datetime.now().astimezone(), medidas.carga()
    resultados = correr(_disputas(opcoes, tamanhos), medida, console)
    vereditos = metas.julgar(resultados, tamanhos)
    defeitos = metas.erros(resultados)
    defeitos += metas.perturbacoes(resultados) if medida.com_portoes else [UMA_RODADA]
    relato.mostrar(console, resultados, vereditos)
    for defeito in defeitos:
        console.print(f"A corrida não vale: {defeito}", style="red", markup=False)
    if opcoes.controle:
        return do_controle(metas.controlar(resultados, tamanhos), console)
    if not opcoes.sem_gravar:
        circunstancias = relato.Circunstancias(
            comando=comando(argumentos),
            inicio=inicio,
            tamanhos=opcoes.tamanhos,
            rodadas=medida.rodadas,
            segundos=medida.segundos,
            banco=dados.versao(),
            carga_antes=antes,
            carga_depois=medidas.carga(),
            defeitos=defeitos,
        )
        arquivo = relato.gravar(circunstancias, resultados, vereditos)
        console.print(f"Gravado em {arquivo.relative_to(RAIZ)}", highlight=False)
    return sair(vereditos, defeitos) if medida.com_portoes else int(defeitos != [UMA_RODADA])


def medir_listas(opcoes: Namespace, argumentos: Sequence[str], console: Console) -> int:
    """0 when each list and page is under its limit."""
    medida = pedida(RODADAS_DAS_LISTAS, SEGUNDOS_DAS_LISTAS)
    inicio, antes = datetime.now().astimezone(), medidas.carga()
    with _no_palco(console, [listas.TAMANHO]) as (palco, dizer):
        respostas = listas.responder(palco, medida, dizer)
    console.print(listas.tabela(respostas))
    if not opcoes.sem_gravar:
        arquivo = listas.gravar(respostas, medida, comando(argumentos), inicio, antes)
        console.print(f"Gravado em {arquivo.relative_to(RAIZ)}", highlight=False)
    return int(not all(resposta.passou for resposta in respostas))


def _disputas(opcoes: Namespace, tamanhos: Tamanhos) -> list[Disputa]:
    if opcoes.controle:
        return programa_do_controle(tamanhos)
    return filtrar(programa(tamanhos), pares=opcoes.so, operacoes=opcoes.operacoes)


def correr(disputas: Sequence[Disputa], medida: Medida, console: Console) -> Resultados:
    """Hold the contests, with everybody up for as long as they are needed and nobody after."""

    tamanhos = {c.tamanho for disputa in disputas for c in disputa.corredores}
    with _no_palco(console, tamanhos) as (palco, dizer):
        return Corrida(palco, medida, dizer).correr(disputas)


@contextmanager
def _no_palco(
    console: Console, tamanhos: Collection[int]
) -> Iterator[tuple[Palco, Callable[[str], None]]]:
    """An empty stage once the databases of some sizes are made, and who tells how it goes."""

    def dizer(texto: str) -> None:
        console.print(texto, highlight=False, markup=False)

    for tamanho in sorted(tamanhos):
        dizer(f"Banco de {milhares(tamanho)} consultas (a primeira vez demora)")
        dados.modelo(tamanho)
    with (
        tempfile.TemporaryDirectory(prefix="vidasaude-bench-") as pasta,
        montado(Path(pasta)) as palco,
    ):
        yield palco, dizer


def do_controle(controle: metas.Controle, console: Console) -> int:
    """0 when the slowed build was seen to be slow."""
    visto = f"÷ A {controle.veredito.valor:.2f}, {controle.a_mais_us:.0f} µs a mais por pedido"
    if controle.visto:
        console.print(f"O servidor lento reprovou, como devia: {visto}.", style="green")
        return 0
    console.print(f"Esta medição não vê o servidor lento: {visto}.", style="red")
    return 1


def sair(vereditos: Sequence[Veredito], defeitos: Sequence[str]) -> int:
    """A gate that was not measured neither passes nor fails: only part of it was asked for."""
    return int(bool(defeitos) or any(veredito.passou is False for veredito in vereditos))


def comando(argumentos: Sequence[str]) -> str:
    """What to type to have the same again."""
    do_ambiente = [f"{n}={v}" for n in ("RODADAS", "SEGUNDOS") if (v := os.environ.get(n))]
    opcoes = [f"ARGS={subprocess.list2cmdline(argumentos)!r}"] if argumentos else []
    return " ".join(["make bench", *do_ambiente, *opcoes])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
