"""The table of procedures: what comes with the product, the official file, finding a code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from apps.faturamento.codigos_comuns import DA_CLINICA, TUSS
from apps.faturamento.models import LUGAR_MAXIMO, Procedimento
from apps.kernel.access.escopo import Papel
from apps.kernel.code_tables import CodigosQuerySet
from apps.kernel.errors import ErroDeCampo
from apps.kernel.imports.report import Acompanhar, Relato, sem_acompanhar
from apps.kernel.imports.tables import (
    TabelaOficial,
    conferir_descricao,
    em_uma_linha,
    exigir,
    importar_tabela,
)

LER_TABELA = frozenset({Papel.FATURAMENTO, Papel.GESTOR})
CODIGO_TUSS = re.compile(r"\d{8}", re.ASCII)
LUGAR = ("subgrupo", "grupo", "capitulo")
AUSENTE = {"", "---"}
"""How the ANS says that a procedure is not in the Rol, or has no place in its chapters."""


def procedimentos_comuns() -> Iterator[Procedimento]:
    """The built-in rows, as the table lacks or has them."""
    for codigo, descricao in TUSS:
        yield Procedimento(
            codigo=codigo, descricao=descricao, no_rol=True, origem=Procedimento.Origem.TUSS
        )
    for codigo, descricao in DA_CLINICA:
        yield Procedimento(codigo=codigo, descricao=descricao, origem=Procedimento.Origem.CLINICA)


def procurar_procedimentos(*, texto: str = "") -> CodigosQuerySet:
    """The whole table, or the procedures that `texto` finds (see `kernel.code_tables`)."""
    todos: CodigosQuerySet = Procedimento.objects.all()
    return todos.procurar(texto) if texto.strip() else todos


def buscar_procedimentos(*, texto: str, limite: int = 20) -> list[Procedimento]:
    """The first procedures whose code or words of the description begin as `texto` does."""
    return list(Procedimento.objects.procurar(texto).por_relevancia(texto)[:limite])


def descrever_procedimentos(codigos: Iterable[str]) -> dict[str, str]:
    """What each of some codes means; one that the table lacks is absent."""
    linhas = Procedimento.objects.filter(codigo__in=set(codigos))
    return dict(linhas.values_list("codigo", "descricao"))


def importar_tuss(
    *, arquivo: Path, tudo_ou_nada: bool = False, acompanhar: Acompanhar = sem_acompanhar
) -> Relato:
    """Import the ANS's correlation TUSS × Rol (RN 465/2021), a line for each item of the Rol.

    A procedure is in the Rol when any of its lines names an item. Raises ArquivoInvalido.
    """
    return importar_tabela(
        tabela=TABELA_TUSS, arquivo=arquivo, tudo_ou_nada=tudo_ou_nada, acompanhar=acompanhar
    )


def _ler_linha(campos: Mapping[str, str]) -> Procedimento:
    codigo, descricao = campos["cod_tuss"], em_uma_linha(campos["desc_procediemento"])
    exigir(
        None
        if CODIGO_TUSS.fullmatch(codigo)
        else ErroDeCampo("cod_tuss", "invalido", "O código TUSS tem oito dígitos."),
        conferir_descricao(descricao, "desc_procediemento"),
        *(_conferir_lugar(nivel, campos[nivel]) for nivel in LUGAR),
    )
    return Procedimento(
        codigo=codigo,
        descricao=descricao,
        no_rol=campos["rol_ans"] not in AUSENTE,
        origem=Procedimento.Origem.TUSS,
        **{nivel: _lugar(campos[nivel]) for nivel in LUGAR},
    )


def _lugar(texto: str) -> str | None:
    return None if texto in AUSENTE else em_uma_linha(texto)


def _conferir_lugar(nivel: str, texto: str) -> ErroDeCampo | None:
    """A chapter, group or subgroup has the length of its column at most."""
    if len(texto) <= LUGAR_MAXIMO:
        return None
    return ErroDeCampo(nivel, "longo_demais", f"Passa de {LUGAR_MAXIMO} caracteres.")


def _somar_linha(primeiro: Procedimento, outro: Procedimento) -> None:
    primeiro.no_rol = primeiro.no_rol or outro.no_rol


TABELA_TUSS = TabelaOficial(
    modelo=Procedimento,
    colunas=("cod_tuss", "desc_procediemento", "rol_ans", *LUGAR),
    ler=_ler_linha,
    juntar=_somar_linha,
    evento="tuss.importada",
)
"""The file's own names of columns, its misspelling included."""
