"""Search by words: every word asked for starts a word of the text, without accents or case.

A text is kept as its words, in ASCII small letters and digits, so that a prefix is a range of an
ordinary index on either database, whatever its collation.
"""

import re

from anyascii import anyascii

PALAVRA = re.compile(r"[a-z0-9]+")
TAMANHO = 60
"""Characters kept of a word."""


def palavras(*textos: str | None) -> list[str]:
    """The distinct words of some texts: `José d'Ávila` → `jose`, `d`, `avila`."""
    junto = " ".join(texto for texto in textos if texto)
    return list(dict.fromkeys(p[:TAMANHO] for p in PALAVRA.findall(anyascii(junto).lower())))


def faixa(prefixo: str) -> tuple[str, str]:
    """The range of an index that holds the words starting with `prefixo` (z sorts last)."""
    return prefixo, prefixo + "z" * (TAMANHO - len(prefixo))
