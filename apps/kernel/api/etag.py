"""If-Match: refuse a change to what the caller has not seen (RFC 9110: strong comparison)."""

import re

from apps.kernel.errors import VersaoDesatualizada

ETAG = re.compile(r'(?:W/)?"[^"]*"')

SeCoincidir = frozenset[str] | None
"""Strong tags that the caller accepts; None for no condition."""


def ler_if_match(cabecalho: str | None) -> SeCoincidir:
    """`*` and no header are no condition; weak and malformed tags never match."""
    if cabecalho is None or cabecalho.strip() == "*":
        return None
    return frozenset(t for t in ETAG.findall(cabecalho) if not t.startswith("W/"))


def exigir_versao(etag: str, se_coincidir: SeCoincidir) -> None:
    """Called with the row locked. Raises VersaoDesatualizada."""
    if se_coincidir is not None and etag not in se_coincidir:
        raise VersaoDesatualizada(cabecalhos={"ETag": etag})
