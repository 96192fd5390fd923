"""Identity documents: CPF (Receita Federal) and CNS (Ministério da Saúde), by their check digits."""

import re

from validate_docbr import CNS, CPF


def so_digitos(texto: str) -> str:
    return re.sub(r"\D", "", texto, flags=re.ASCII)


def ler_cpf(texto: str) -> str | None:
    """Eleven digits, with or without punctuation, check digits verified; None when it is not one."""
    if not re.fullmatch(r"\d{11}|\d{3}\.\d{3}\.\d{3}-\d{2}", texto.strip(), re.ASCII):
        return None
    digitos = so_digitos(texto)
    return digitos if CPF().validate(digitos) else None


def ler_cns(texto: str) -> str | None:
    """Fifteen digits, with or without spaces, verified (definitive 1, 2; provisional 7, 8, 9)."""
    digitos = texto.strip().replace(" ", "")
    if not re.fullmatch(r"\d{15}", digitos, re.ASCII):
        return None
    return digitos if CNS().validate(digitos) else None


def mascarar_cpf(cpf: str | None) -> str:
    """`***.456.789-**`: enough to tell two namesakes apart on a screen (LGPD art. 6, III)."""
    return f"***.{cpf[3:6]}.{cpf[6:9]}-**" if cpf else "—"
