"""Reading a CSV file as it comes: its encoding, separator and header are recognised or named wrong.

Official files quote as they please: a quoted text may go on in the next line (ANS), a quote may be
part of the text (DATASUS). Each record is tried as both, so that a stray quote spoils its own line
and no other.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from apps.kernel.errors import Problema
from apps.kernel.imports.report import LinhaRecusada

SEPARADORES = ";,\t"
TAMANHO_MAXIMO = 64 * 2**20
"""Bytes of a file, which is read whole."""
LINHAS_DO_TEXTO = 5
"""A quoted text goes over this many lines at most."""


class ArquivoInvalido(Problema):
    status = 400
    codigo = "arquivo_invalido"
    titulo = "Arquivo inválido"
    detalhe_padrao = "O arquivo não pôde ser lido."


@dataclass(frozen=True, slots=True)
class Linha:
    """A line as column (in small letters) → text without spaces around it."""

    numero: int
    campos: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Planilha:
    """The lines that could be read, and the problems of those that could not."""

    linhas: list[Linha]
    recusadas: list[LinhaRecusada]


def ler_planilha(
    arquivo: Path, *, obrigatorias: Collection[str], opcionais: Collection[str] | None = None
) -> Planilha:
    """Read a CSV in UTF-8 or Windows-1252 (ISO-8859-1 is part of it), separated by `;`, `,` or tab.

    Column names are compared in small letters. With `opcionais`, a column that is neither is
    refused; without, it is left aside. Raises ArquivoInvalido, which says what is wrong.
    """
    brutas = _linhas_do_arquivo(arquivo)
    codificacao = _codificacao(brutas)
    separador, colunas = _cabecalho(brutas[0], codificacao, obrigatorias)
    _conferir_colunas(colunas, opcionais and {*obrigatorias, *opcionais})
    textos = [_decodificar(bruta, codificacao) for bruta in brutas]
    planilha = Planilha([], [])
    numero = 2
    while numero <= len(textos):
        numero += _ler_registro(planilha, textos, numero, colunas, separador)
    if not planilha.linhas and not planilha.recusadas:
        raise ArquivoInvalido("O arquivo só tem o cabeçalho.")
    return planilha


def _ler_registro(
    planilha: Planilha, textos: list[str | None], numero: int, colunas: list[str], separador: str
) -> int:
    """Add the record that begins at a line, or what is wrong with it; how many lines it took."""
    texto = textos[numero - 1]
    if texto is None:
        motivo = "Não está na codificação do resto do arquivo."
        planilha.recusadas.append(LinhaRecusada(numero, "", motivo))
        return 1
    if not texto.strip():
        return 1
    for tomadas, valores in _leituras(textos[numero - 1 : numero - 1 + LINHAS_DO_TEXTO], separador):
        ajustados = _sem_sobra(valores, len(colunas))
        if len(ajustados) == len(colunas):
            campos = dict(zip(colunas, map(str.strip, ajustados), strict=True))
            planilha.linhas.append(Linha(numero, campos))
            return tomadas
    quantas = len(_sem_sobra(texto.split(separador), len(colunas)))
    motivo = f"Tem {quantas} colunas, e o cabeçalho {len(colunas)}; confira também as aspas."
    planilha.recusadas.append(LinhaRecusada(numero, "", motivo))
    return 1


def _leituras(textos: list[str | None], separador: str) -> Iterator[tuple[int, list[str]]]:
    """The ways to read a record: quoted, quoted over the next lines, as it stands."""
    juntos = ""
    for tomadas, texto in enumerate(textos, start=1):
        if texto is None:
            break
        juntos += f"{texto}\n"
        with suppress(csv.Error):
            yield tomadas, _partir(juntos, separador)
    yield 1, (textos[0] or "").split(separador)


def _sem_sobra(valores: list[str], colunas: int) -> list[str]:
    """Without the empty values too many that a separator at the end of the line makes."""
    fim = len(valores)
    while fim > colunas and not valores[fim - 1].strip():
        fim -= 1
    return valores[:fim]


def _linhas_do_arquivo(arquivo: Path) -> list[bytes]:
    try:
        if arquivo.is_dir():
            raise ArquivoInvalido(f"{arquivo} é uma pasta, não um arquivo.")
        if arquivo.stat().st_size > TAMANHO_MAXIMO:
            raise ArquivoInvalido(f"O arquivo passa de {TAMANHO_MAXIMO // 2**20} MiB.")
        bruto = arquivo.read_bytes()
    except FileNotFoundError as erro:
        raise ArquivoInvalido(f"O arquivo {arquivo} não existe.") from erro
    except OSError as erro:
        raise ArquivoInvalido(f"O arquivo {arquivo} não pôde ser lido: {erro.strerror}.") from erro
    if bruto.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArquivoInvalido("O arquivo está em UTF-16. Salve-o como CSV em UTF-8.")
    if b"\0" in bruto:
        raise ArquivoInvalido("O arquivo não é um texto CSV.")
    linhas = bruto.removeprefix(b"\xef\xbb\xbf").splitlines()
    if not any(linha.strip() for linha in linhas):
        raise ArquivoInvalido("O arquivo está vazio.")
    return linhas


def _codificacao(brutas: list[bytes]) -> str:
    """UTF-8 when most of the lines with accents are: one spoilt line must not turn all to Ã©."""
    com_acento = [bruta for bruta in brutas if not bruta.isascii()]
    em_utf8 = sum(_decodificar(bruta, "utf-8") is not None for bruta in com_acento)
    return "utf-8" if em_utf8 * 2 >= len(com_acento) else "cp1252"


def _decodificar(bruta: bytes, codificacao: str) -> str | None:
    """None when the line is not in that encoding."""
    try:
        return bruta.decode(codificacao)
    except UnicodeDecodeError:
        return None


def _partir(texto: str, separador: str) -> list[str]:
    return next(csv.reader(StringIO(texto, newline=""), delimiter=separador, strict=True))


def _cabecalho(
    bruta: bytes, codificacao: str, obrigatorias: Collection[str]
) -> tuple[str, list[str]]:
    """The separator under which the first line has most of the columns wanted, and all columns."""
    texto = bruta.decode(codificacao, errors="replace")
    tentativas = [(separador, _nomes(texto, separador)) for separador in SEPARADORES]
    separador, colunas = max(tentativas, key=lambda t: len(set(obrigatorias) & set(t[1])))
    faltam = [coluna for coluna in obrigatorias if coluna not in colunas]
    if faltam:
        raise ArquivoInvalido(
            f"A primeira linha deve ser o cabeçalho, com as colunas separadas por ; ou , — "
            f"não tem: {', '.join(faltam)}."
        )
    return separador, colunas


def _nomes(texto: str, separador: str) -> list[str]:
    try:
        nomes = [nome.strip().lower() for nome in _partir(texto, separador)]
    except (csv.Error, StopIteration):
        return []
    while nomes and not nomes[-1]:
        nomes.pop()
    return nomes


def _conferir_colunas(colunas: list[str], conhecidas: Collection[str] | None) -> None:
    repetidas = {coluna for coluna in colunas if colunas.count(coluna) > 1}
    if repetidas:
        raise ArquivoInvalido(f"O cabeçalho repete: {', '.join(sorted(repetidas))}.")
    estranhas = [c for c in colunas if conhecidas is not None and c not in conhecidas]
    if estranhas:
        raise ArquivoInvalido(f"O cabeçalho tem colunas desconhecidas: {', '.join(estranhas)}.")
