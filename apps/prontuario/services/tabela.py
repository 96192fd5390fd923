"""The table of the CID-10: what comes with the product, the official file, finding a code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

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
from apps.prontuario.codigos_comuns import CID10, SO_DE_MULHER
from apps.prontuario.models import Cid10

CODIGO = re.compile(r"[A-Z]\d{2}\d?", re.ASCII)


def cid10_comuns() -> Iterator[Cid10]:
    """The built-in rows of the table."""
    for codigo, descricao in CID10:
        sexo = Cid10.Sexo.FEMININO if codigo in SO_DE_MULHER else None
        yield Cid10(codigo=codigo, descricao=descricao, restrito_ao_sexo=sexo)


def procurar_cid10(*, texto: str = "") -> CodigosQuerySet:
    """The whole table, or the codes that `texto` finds (see `kernel.code_tables`)."""
    todos: CodigosQuerySet = Cid10.objects.all()
    return todos.procurar(texto) if texto.strip() else todos


def buscar_cid10(*, texto: str, limite: int = 20) -> list[Cid10]:
    """The first codes that begin as `texto` does (`J11.1`, `j11`), or whose words do."""
    return list(Cid10.objects.procurar(texto).por_relevancia(texto)[:limite])


def descrever_cid10(codigos: Iterable[str]) -> dict[str, str]:
    """What each of some codes, with or without the dot, means; a free code is absent."""
    sem_ponto = {codigo: codigo.replace(".", "") for codigo in codigos}
    linhas = Cid10.objects.filter(codigo__in=sem_ponto.values()).values_list("codigo", "descricao")
    descricoes = dict(linhas)
    return {c: descricoes[curto] for c, curto in sem_ponto.items() if curto in descricoes}


def importar_cid10(
    *, arquivo: Path, tudo_ou_nada: bool = False, acompanhar: Acompanhar = sem_acompanhar
) -> Relato:
    """Import the subcategories of the CID-10 as DATASUS publishes them. Raises ArquivoInvalido."""
    return importar_tabela(
        tabela=TABELA_CID10, arquivo=arquivo, tudo_ou_nada=tudo_ou_nada, acompanhar=acompanhar
    )


def _ler_linha(campos: Mapping[str, str]) -> Cid10:
    codigo, descricao = campos["subcat"], em_uma_linha(campos["descricao"])
    classificacao, sexo = campos["classif"], campos["restrsexo"]
    exigir(
        None
        if CODIGO.fullmatch(codigo)
        else ErroDeCampo("subcat", "invalido", "O código é uma letra e dois ou três dígitos."),
        conferir_descricao(descricao, "descricao"),
        _conferir_opcao("classif", classificacao, Cid10.Classificacao.values),
        _conferir_opcao("restrsexo", sexo, Cid10.Sexo.values),
    )
    return Cid10(
        codigo=codigo,
        descricao=descricao,
        classificacao=classificacao or None,
        restrito_ao_sexo=sexo or None,
    )


def _conferir_opcao(campo: str, valor: str, opcoes: list[str]) -> ErroDeCampo | None:
    if valor in ("", *opcoes):
        return None
    mensagem = f"Deve ser {' ou '.join(opcoes)}, ou ficar vazio."
    return ErroDeCampo(campo, "opcao_invalida", mensagem)


TABELA_CID10 = TabelaOficial(
    modelo=Cid10,
    colunas=("subcat", "classif", "restrsexo", "descricao"),
    ler=_ler_linha,
    evento="cid10.importada",
)
