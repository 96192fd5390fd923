"""CID-10 codes as people and DATASUS write them: `J11.1` or `J111`."""

import re

CODIGO = re.compile(r"[A-Z]\d{2}(\.?\d)?\Z", re.ASCII)


def ler_cid10(texto: str) -> str | None:
    """The code in capitals, as it was written; None when it is not one."""
    codigo = texto.strip().upper()
    return codigo if CODIGO.match(codigo) else None


def com_ponto(codigo: str) -> str:
    """`J111` as people write it: `J11.1`; a category (`J11`) has no dot."""
    return f"{codigo[:3]}.{codigo[3:]}" if len(codigo) > 3 else codigo
