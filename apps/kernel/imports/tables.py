"""Import of an official table of codes: every line read, then all that is new or changed written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from django.db.models import Field

from apps.kernel.access.escopo import SISTEMA
from apps.kernel.audit import auditar
from apps.kernel.code_tables import CodigoDeTabela
from apps.kernel.errors import DadosInvalidos, ErroDeCampo
from apps.kernel.imports.report import (
    Acompanhar,
    LinhaRecusada,
    Relato,
    em_lotes,
    sem_acompanhar,
)
from apps.kernel.imports.sheet import Planilha, ler_planilha
from apps.kernel.transactions import transacao

C = TypeVar("C", bound=CodigoDeTabela)
LOTE = 500
"""Rows of a statement's worth of progress."""


def _ficar_com_o_primeiro(primeiro: C, outro: C) -> None:
    """Lines of the same code and description say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabelaOficial(Generic[C]):
    """The form of a file: its columns, what a line means, what several lines of a code mean."""

    modelo: type[C]
    colunas: Sequence[str]
    ler: Callable[[Mapping[str, str]], C]
    """Raises DadosInvalidos with every problem of the line."""
    juntar: Callable[[C, C], None] = _ficar_com_o_primeiro
    """Changes the first of two lines of the same code by what the other adds."""
    evento: str


def importar_tabela(
    *,
    tabela: TabelaOficial[C],
    arquivo: Path,
    tudo_ou_nada: bool = False,
    acompanhar: Acompanhar = sem_acompanhar,
) -> Relato:
    """Bring the table to what the file says; codes that the file lacks stay as they are.

    With `tudo_ou_nada`, one bad line keeps the whole file out. Raises ArquivoInvalido.
    """
    planilha = ler_planilha(arquivo, obrigatorias=tabela.colunas)
    codigos, recusadas = _ler_codigos(tabela, planilha, acompanhar)
    if recusadas and tudo_ou_nada:
        return Relato(recusadas=recusadas, gravado=False)
    relato = transacao(lambda: _gravar(tabela, codigos, acompanhar))
    relato.recusadas = recusadas
    return relato


def exigir(*problemas: ErroDeCampo | None) -> None:
    """Raises DadosInvalidos with the problems that there are."""
    erros = [problema for problema in problemas if problema is not None]
    if erros:
        raise DadosInvalidos(erros=erros)


def conferir_descricao(descricao: str, campo: str) -> ErroDeCampo | None:
    """Nothing, or what is wrong with a description."""
    if not descricao:
        return ErroDeCampo(campo, "vazio", "A descrição está vazia.")
    maximo = CodigoDeTabela._meta.get_field("descricao").max_length
    if maximo is not None and len(descricao) > maximo:
        return ErroDeCampo(campo, "longo_demais", f"A descrição passa de {maximo} caracteres.")
    if not descricao.isprintable():
        return ErroDeCampo(campo, "caractere_invalido", "Contém caracteres de controle.")
    return None


def em_uma_linha(texto: str) -> str:
    """Without the doubled, trailing and unbreakable spaces of official files."""
    return " ".join(texto.split())


def _ler_codigos(
    tabela: TabelaOficial[C], planilha: Planilha, acompanhar: Acompanhar
) -> tuple[list[C], list[LinhaRecusada]]:
    """The codes of the file, each once, and the problems in the order of the lines."""
    codigos: dict[str, C] = {}
    linhas: dict[str, int] = {}
    recusadas = list(planilha.recusadas)
    for linha in acompanhar(planilha.linhas, "Lendo"):
        try:
            lido = tabela.ler(linha.campos)
        except DadosInvalidos as problema:
            recusadas += [LinhaRecusada(linha.numero, e.campo, e.mensagem) for e in problema.erros]
            continue
        primeiro = codigos.setdefault(lido.codigo, lido)
        numero = linhas.setdefault(lido.codigo, linha.numero)
        if primeiro.descricao != lido.descricao:
            motivo = f"O código {lido.codigo} já está na linha {numero} com outra descrição."
            recusadas.append(LinhaRecusada(linha.numero, tabela.colunas[0], motivo))
        elif primeiro is not lido:
            tabela.juntar(primeiro, lido)
    return [codigo.preparar() for codigo in codigos.values()], sorted(recusadas)


def _gravar(tabela: TabelaOficial[C], codigos: Sequence[C], acompanhar: Acompanhar) -> Relato:
    campos = _campos(tabela.modelo)
    atuais = {atual.codigo: atual for atual in tabela.modelo.objects.all()}
    novos = [lido for lido in codigos if lido.codigo not in atuais]
    mudados = [
        lido
        for lido in codigos
        if (atual := atuais.get(lido.codigo)) is not None
        and any(getattr(lido, campo) != getattr(atual, campo) for campo in campos)
    ]
    for lote in acompanhar(em_lotes([*novos, *mudados], LOTE), "Gravando"):
        tabela.modelo.objects.bulk_create(
            lote, update_conflicts=True, unique_fields=["codigo"], update_fields=campos
        )
    if novos or mudados:
        opcoes = tabela.modelo._meta
        auditar(tabela.evento, escopo=SISTEMA, objeto=f"{opcoes.app_label}.{opcoes.model_name}:*")
    iguais = len(codigos) - len(novos) - len(mudados)
    return Relato(novos=len(novos), mudados=len(mudados), iguais=iguais)


def _campos(modelo: type[C]) -> list[str]:
    """What a file may change of a row."""
    return [
        campo.name
        for campo in modelo._meta.concrete_fields
        if isinstance(campo, Field) and not campo.primary_key and campo.name != "codigo"
    ]
