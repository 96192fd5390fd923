"""Registering many patients at once, from what another system exported.

Whoever is there already stays as they are; no name, document or address reaches the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.kernel.access.escopo import Escopo
from apps.kernel.errors import SemPermissao
from apps.kernel.imports.report import (
    Acompanhar,
    LinhaRecusada,
    Relato,
    em_lotes,
    numeros_das_linhas,
    sem_acompanhar,
)
from apps.kernel.transactions import transacao
from apps.paciente.documentos import ler_cns, ler_cpf
from apps.paciente.interface import CnsDuplicado, CpfDuplicado
from apps.paciente.models import Paciente
from apps.paciente.services.cadastro import ESCREVER, cadastrar_varios

LOTE = 500
"""Patients of a transaction, and documents of a question."""
CAMPO_DO_DUPLICADO = {CpfDuplicado.codigo: "cpf", CnsDuplicado.codigo: "cns"}

Chave = tuple[str, str]
"""What tells a person from another: a document's field and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ficha:
    """A line of the file: what `cadastrar` takes, or None when it is refused; its documents anyway."""

    numero: int
    campos: Mapping[str, Any] | None = field(repr=False)
    cpf: str | None = field(repr=False)
    cns: str | None = field(repr=False)
    passaporte: str | None = field(repr=False)

    def chaves(self) -> list[Chave]:
        """A passport, which no rule makes unique, counts only where there is nothing else."""
        documentos = {"cpf": self.cpf, "cns": self.cns}
        if not any(documentos.values()):
            documentos = {"passaporte": self.passaporte}
        return [(campo, valor) for campo, valor in documentos.items() if valor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dono:
    """A patient who holds one of the file's documents."""

    id: int
    documentos: Mapping[str, str | None] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triagem:
    """Who is to be registered, who is there already, what is wrong."""

    novas: list[Ficha]
    avisos: list[LinhaRecusada]
    recusadas: list[LinhaRecusada]


def ler_documentos(campos: Mapping[str, str]) -> dict[str, str | None]:
    """The documents of a line that are valid, as they are kept."""
    return {
        "cpf": ler_cpf(campos.get("cpf", "")),
        "cns": ler_cns(campos.get("cns", "")),
        "passaporte": campos.get("passaporte") or None,
    }


def importar(
    *,
    escopo: Escopo,
    fichas: Sequence[Ficha],
    recusadas: Sequence[LinhaRecusada] = (),
    simular: bool = False,
    tudo_ou_nada: bool = False,
    acompanhar: Acompanhar = sem_acompanhar,
) -> Relato:
    """Register the people of a file who are not there yet.

    `recusadas` are the problems found so far; those of documents repeated in the file, or that
    belong to different patients, join them. With `simular` nothing is written; with
    `tudo_ou_nada`, nothing when there is any problem. Raises SemPermissao; CpfDuplicado or
    CnsDuplicado when, under `tudo_ou_nada`, somebody registers one of them meanwhile.
    """
    if not escopo.tem(ESCREVER):
        raise SemPermissao
    triagem = _triar(fichas, recusadas)
    relato = Relato(
        novos=len(triagem.novas),
        iguais=len(triagem.avisos),
        recusadas=triagem.recusadas,
        avisos=triagem.avisos,
    )
    if simular:
        relato.gravado = False
    elif not tudo_ou_nada:
        perdidas = _cadastrar_as_boas(escopo, triagem.novas, acompanhar)
        relato.novos -= len(perdidas)
        relato.recusadas = sorted([*triagem.recusadas, *perdidas])
    elif triagem.recusadas:
        relato.novos, relato.gravado = 0, False
    else:
        _cadastrar_todas(escopo, triagem.novas, acompanhar)
    return relato


def _triar(fichas: Sequence[Ficha], recusadas: Sequence[LinhaRecusada]) -> Triagem:
    donos = _donos(fichas)
    todas = sorted([*recusadas, *_repetidas(fichas), *_contraditorias(fichas, donos)])
    ruins = numeros_das_linhas(todas)
    boas = [f for f in fichas if f.campos is not None and f.numero not in ruins]
    return Triagem(
        novas=[f for f in boas if not _achados(f, donos)],
        avisos=[_ja_cadastrada(f, donos) for f in boas if _achados(f, donos)],
        recusadas=todas,
    )


def _cadastrar_todas(escopo: Escopo, novas: Sequence[Ficha], acompanhar: Acompanhar) -> None:
    def gravar() -> None:
        for lote in acompanhar(em_lotes(novas, LOTE), "Cadastrando"):
            _cadastrar(escopo, lote)

    transacao(gravar)


def _cadastrar_as_boas(
    escopo: Escopo, novas: Sequence[Ficha], acompanhar: Acompanhar
) -> list[LinhaRecusada]:
    """A transaction for each batch; the lines whose document somebody registered meanwhile."""
    lotes = acompanhar(em_lotes(novas, LOTE), "Cadastrando")
    return [perdida for lote in lotes for perdida in _tentar(escopo, lote)]


def _cadastrar(escopo: Escopo, lote: Sequence[Ficha]) -> None:
    cadastrar_varios(escopo=escopo, fichas=[f.campos for f in lote if f.campos is not None])


def _tentar(escopo: Escopo, lote: Sequence[Ficha]) -> list[LinhaRecusada]:
    """Register the batch; where somebody was quicker with one of it, each by itself."""
    try:
        _cadastrar(escopo, lote)
    except (CpfDuplicado, CnsDuplicado) as problema:
        if len(lote) > 1:
            return [perdida for ficha in lote for perdida in _tentar(escopo, [ficha])]
        campo = CAMPO_DO_DUPLICADO[problema.codigo]
        return [LinhaRecusada(lote[0].numero, campo, problema.detalhe)]
    return []


def _donos(fichas: Iterable[Ficha]) -> dict[Chave, Dono]:
    """Who of the network holds the documents of the file, a question for each 500."""
    valores: dict[str, list[str]] = defaultdict(list)
    for campo, valor in (chave for ficha in fichas for chave in ficha.chaves()):
        valores[campo].append(valor)
    donos: dict[Chave, Dono] = {}
    for campo, todos in valores.items():
        for lote in em_lotes(todos, LOTE):
            for id, cpf, cns, passaporte in Paciente.objects.filter(
                **{f"{campo}__in": lote}
            ).values_list("pk", "cpf", "cns", "passaporte"):
                documentos = {"cpf": cpf, "cns": cns, "passaporte": passaporte}
                donos[campo, str(documentos[campo])] = Dono(id=id, documentos=documentos)
    return donos


def _achados(ficha: Ficha, donos: Mapping[Chave, Dono]) -> list[tuple[str, Dono]]:
    return [(chave[0], donos[chave]) for chave in ficha.chaves() if chave in donos]


def _ja_cadastrada(ficha: Ficha, donos: Mapping[Chave, Dono]) -> LinhaRecusada:
    campo = _achados(ficha, donos)[0][0]
    return LinhaRecusada(ficha.numero, campo, "Já está cadastrado; nada mudou.")


def _repetidas(fichas: Iterable[Ficha]) -> Iterable[LinhaRecusada]:
    """A document of one line in a later one."""
    linhas: dict[Chave, int] = {}
    for ficha in fichas:
        for chave in ficha.chaves():
            primeira = linhas.setdefault(chave, ficha.numero)
            if primeira != ficha.numero:
                yield LinhaRecusada(ficha.numero, chave[0], f"Repete o da linha {primeira}.")


def _contraditorias(
    fichas: Iterable[Ficha], donos: Mapping[Chave, Dono]
) -> Iterable[LinhaRecusada]:
    """Documents of one line that belong to different patients, or to one who has another number."""
    for ficha in fichas:
        chaves = dict(ficha.chaves())
        achados = _achados(ficha, donos)
        for campo, dono in achados:
            outros = {nome: dono.documentos[nome] or valor for nome, valor in chaves.items()}
            if outros != chaves or dono.id != achados[0][1].id:
                motivo = "É de um paciente que tem outro documento na rede."
                yield LinhaRecusada(ficha.numero, campo, motivo)
