"""Facts under kill -9: a writer, publishers and followers die at any moment and begin again, and in
the end each fact has had its effect once.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.processos import Pilha
from tests.provas import clinica
from tests.provas.contagem.marca import CONFIRMANDO
from tests.provas.contagem.seguidor import VENENO
from tests.provas.mortal import Mortal, esperar_por, histograma
from tests.provas.relato import Relato

PAPEIS: dict[str, Collection[str]] = {
    "escritor": ("mudando um nome", "anotando o que foi feito"),
    "publicador": ("publicando",),
    "seguidor": (
        "lendo fatos",
        "perguntando",
        "abrindo a transação",
        "escrevendo o efeito",
        "movendo o cursor",
        CONFIRMANDO,
    ),
}
"""Who is killed, and what it is then most likely doing: the moment itself is drawn."""

SETTINGS = "tests.provas.contagem.settings"
SEGUIDORES = ("contagem", "consulta")
PRAZO_S = 240.0

Entre = Callable[[int], None]


@dataclass
class Oficina:
    """A writer and its workers on a stack's database, without a server."""

    pilha: Pilha
    trabalhadores: int
    ambiente: dict[str, str] = field(default_factory=dict)
    mortes: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        pasta = self.pilha.pasta
        tudo = {
            **self.pilha.ambiente,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            **self.ambiente,
        }
        self._diario, self._limite = pasta / "diario", pasta / "limite"
        self._diario.touch()
        self.permitir(0)
        self.escritor = Mortal(
            "escritor",
            *("-m", "tests.provas.contagem.escritor", str(self._diario), str(self._limite)),
            ambiente=tudo,
            pasta=pasta,
        )
        self.da_equipe = [
            Mortal(f"trabalhador{n}", "manage.py", "trabalhar", ambiente=tudo, pasta=pasta)
            for n in range(1, self.trabalhadores + 1)
        ]

    @property
    def todos(self) -> list[Mortal]:
        return [self.escritor, *self.da_equipe]

    def permitir(self, quantas: int) -> None:
        """How many changes the writer may have made; seen whole, since it is renamed into place."""
        novo = Path(f"{self._limite}.novo")
        novo.write_text(str(quantas))
        novo.replace(self._limite)

    @property
    def confirmadas(self) -> list[tuple[int, str]]:
        """Patient and name of each acknowledged change, in order."""
        linhas = (linha.split(" ", 1) for linha in self._diario.read_text().splitlines())
        return [(int(paciente), nome) for paciente, nome in linhas]

    def matar_um(self, papel: str, fazendo: Collection[str]) -> None:
        """Kill one that plays the part, a moment after it is seen at a drawn step; it begins again."""
        quem = [self.escritor] if papel == "escritor" else self.da_equipe
        passo = random.choice(list(fazendo))
        vitima = esperar_por(random.sample(quem, len(quem)), [passo], segundos=8)
        time.sleep(random.uniform(0, 0.001))
        self.mortes.append((papel, vitima.matar()))
        vitima.iniciar()

    def parar(self) -> None:
        for mortal in self.todos:
            mortal.matar()


def contar_e_morrer(
    oficina: Oficina,
    *,
    fatos: int,
    mortes: int,
    papeis: dict[str, Collection[str]] = PAPEIS,
    entre: Entre = lambda n: None,
) -> "Desfecho":
    """Change so many names while so many are killed, in turn of each part; then wait for the end.

    `entre` is called before each death, with its number.
    """
    try:
        for mortal in oficina.todos:
            mortal.iniciar()
        for n in range(mortes):
            oficina.permitir(fatos * (n + 1) // (mortes + 1))
            entre(n)
            papel = list(papeis)[n % len(papeis)]
            oficina.matar_um(papel, papeis[papel])
        oficina.permitir(fatos)
        _ate(lambda: len(oficina.confirmadas) >= fatos)
        with clinica.conectar(oficina.pilha) as banco:
            _ate(lambda: _tudo_lido(banco))
            return _desfecho(banco, oficina)
    finally:
        oficina.parar()


@dataclass
class Desfecho:
    """What the database says when all has been read."""

    fatos: int
    perdidos: list[str]
    dobrados: list[str]
    nomes_errados: list[int]
    separados: list[tuple[str, str]]
    mortes: list[tuple[str, str]]

    def relatar(self, relato: Relato) -> None:
        relato.contar(
            fatos=self.fatos,
            mortes=len(self.mortes),
            perdidos=len(self.perdidos),
            dobrados=len(self.dobrados),
            nomes_errados=len(self.nomes_errados),
            separados=len(self.separados),
        )
        relato.medir(onde_morreram=histograma(self.mortes))


def exigir_um_efeito_por_fato(desfecho: Desfecho) -> None:
    """The proof: nothing lost, nothing twice, and the poisoned fact alone set aside."""
    assert not desfecho.dobrados, f"{len(desfecho.dobrados)} em dobro: {desfecho.dobrados[:5]}"
    assert not desfecho.perdidos, f"{len(desfecho.perdidos)} perdidos: {desfecho.perdidos[:5]}"
    assert not desfecho.nomes_errados, desfecho.nomes_errados
    assert set(desfecho.separados) == {("contagem", "ValueError")}


def _tudo_lido(banco: Any) -> bool:
    """All is published, and both followers are at the end."""
    (por_publicar,) = banco.execute(
        "SELECT count(*) FROM kernel_fatoregistrado WHERE posicao IS NULL"
    ).fetchone()
    (fim,) = banco.execute(
        "SELECT max(posicao) FROM kernel_fatoregistrado WHERE origem = 'paciente'"
    ).fetchone()
    onde = dict(
        banco.execute(
            "SELECT seguidor, posicao FROM kernel_cursordefatos WHERE origem = 'paciente'"
        ).fetchall()
    )
    banco.rollback()
    return not por_publicar and all(onde.get(seguidor) == fim for seguidor in SEGUIDORES)


def _desfecho(banco: Any, oficina: Oficina) -> Desfecho:
    fatos = banco.execute(
        "SELECT posicao, dados FROM kernel_fatoregistrado WHERE origem = 'paciente' ORDER BY posicao"
    ).fetchall()
    antes = [0, *(posicao for posicao, _ in fatos)]
    esperados = Counter(
        f"prova.depois:{onde}"
        for onde, (_, dados) in zip(antes, fatos, strict=False)
        if f'"id_paciente": {VENENO}' not in str(dados).replace("'", '"')
    )
    efeitos = Counter(
        objeto
        for (objeto,) in banco.execute(
            "SELECT objeto FROM kernel_eventoauditoria WHERE evento = 'prova.efeito'"
        )
    )
    return Desfecho(
        fatos=len(fatos),
        perdidos=sorted((esperados - efeitos).elements()),
        dobrados=sorted((efeitos - esperados).elements()),
        nomes_errados=_nomes_errados(banco, dict(oficina.confirmadas)),
        separados=banco.execute("SELECT seguidor, erro FROM kernel_fatoseparado").fetchall(),
        mortes=oficina.mortes,
    )


def _nomes_errados(banco: Any, ultimos: dict[int, str]) -> list[int]:
    """Patients whose consulta to come does not show the name that was acknowledged last."""
    mostrados = banco.execute("SELECT id_paciente, paciente FROM consulta_consulta").fetchall()
    return [paciente for paciente, nome in ultimos.items() if (paciente, nome) not in mostrados]


def _ate(pronto: Callable[[], bool]) -> None:
    limite = time.monotonic() + PRAZO_S
    while not pronto():
        if time.monotonic() > limite:
            raise TimeoutError("Os fatos não chegaram ao fim.")
        time.sleep(0.1)
