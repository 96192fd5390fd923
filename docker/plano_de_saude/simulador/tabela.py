"""The table file: CSV in UTF-8 with the columns codigo, valor and planos."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path

from .campos import ValorInvalido, decimal, dinheiro, texto
from .cobertura import PLANOS, Procedimento

COLUNAS = ["codigo", "valor", "planos"]

_ler_codigo = texto(maximo=20)
_ler_valor = dinheiro()
_ler_percentual = decimal(maximo="100", casas=2, aceita_texto=True)


class TabelaInvalida(Exception):
    """The file cannot be used; ``problemas`` says why, line by line, in pt-BR."""

    def __init__(self, problemas: list[str]):
        super().__init__("\n".join(problemas))
        self.problemas = problemas


def ler_tabela(caminho: Path) -> dict[str, Procedimento]:
    """The procedimentos by codigo. Raises TabelaInvalida with all the bad lines."""
    linhas = _linhas(_conteudo(caminho))
    _, cabecalho = next(linhas, (1, []))
    if cabecalho != COLUNAS:
        raise TabelaInvalida([f"linha 1: as colunas precisam ser {','.join(COLUNAS)}"])
    tabela: dict[str, Procedimento] = {}
    problemas = []
    for numero, linha in linhas:
        try:
            codigo, procedimento = _ler_linha(linha)
            if codigo in tabela:
                raise ValorInvalido("repetido", f"o código {codigo} já apareceu")
            tabela[codigo] = procedimento
        except ValorInvalido as invalido:
            problemas.append(f"linha {numero}: {invalido.mensagem}")
    if problemas:
        raise TabelaInvalida(problemas)
    return tabela


def _conteudo(caminho: Path) -> str:
    try:
        dados = caminho.read_bytes()
    except OSError as erro:
        raise TabelaInvalida([f"o arquivo não pôde ser lido ({erro.strerror})"]) from erro
    try:
        return dados.decode("utf-8-sig")  # spreadsheets like to put a BOM in front
    except UnicodeDecodeError as erro:
        numero = dados.count(b"\n", 0, erro.start) + 1
        raise TabelaInvalida([f"linha {numero}: o texto não está em UTF-8"]) from erro


def _linhas(conteudo: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank, with its number in the file."""
    leitor = csv.reader(StringIO(conteudo, newline=""), strict=True)
    while True:
        try:
            linha = next(leitor)
        except StopIteration:
            return
        except csv.Error as erro:
            raise TabelaInvalida([f"linha {leitor.line_num}: não é CSV ({erro})"]) from erro
        if linha:
            yield leitor.line_num, [celula.strip() for celula in linha]


def _ler_linha(linha: list[str]) -> tuple[str, Procedimento]:
    if len(linha) != len(COLUNAS):
        raise ValorInvalido("colunas", f"são {len(COLUNAS)} colunas, e há {len(linha)}")
    codigo, valor, planos = linha
    return (
        _ler_celula("codigo", codigo, _ler_codigo),
        Procedimento(valor=_ler_celula("valor", valor, _ler_valor), planos=_ler_planos(planos)),
    )


def _ler_planos(celula: str) -> dict[str, Decimal]:
    """``Plano1:100;Plano2:80`` as percentages; an empty cell means that no plano covers it."""
    planos: dict[str, Decimal] = {}
    for parte in filter(None, celula.split(";")):
        nome, separador, percentual = (pedaco.strip() for pedaco in parte.partition(":"))
        if not separador or nome not in PLANOS:
            raise ValorInvalido("planos", f"planos: use {' e '.join(PLANOS)}, como em Plano1:100")
        if nome in planos:
            raise ValorInvalido("planos", f"planos: o {nome} já apareceu")
        planos[nome] = _ler_celula("planos", percentual, _ler_percentual)
    return planos


def _ler_celula(coluna, celula, verificar):
    try:
        return verificar(celula)
    except ValorInvalido as invalido:
        raise ValorInvalido(invalido.codigo, f"{coluna}: {invalido.mensagem}") from None
