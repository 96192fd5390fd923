"""Synthetic documents that pass their check digits (no real person's)."""

import random


def cpf(base: int) -> str:
    """The CPF whose first nine digits are `base` (Receita Federal: weights 10..2 and 11..2, mod 11)."""
    digitos = [int(d) for d in f"{base % 10**9:09d}"]
    for _ in range(2):
        resto = (
            sum(d * p for d, p in zip(digitos, range(len(digitos) + 1, 1, -1), strict=True)) % 11
        )
        digitos.append(0 if resto < 2 else 11 - resto)
    return "".join(map(str, digitos))


def cpf_ao_acaso() -> str:
    return cpf(random.randrange(1, 999_999_998))


def cns(base: int) -> str:
    """A provisional CNS (7…) whose weighted sum, 15..1, is a multiple of 11."""
    for final in range(base * 11 % 10**8, 10**8):
        numero = f"7{0:06d}{final:08d}"
        if sum(int(d) * p for d, p in zip(numero, range(15, 0, -1), strict=True)) % 11 == 0:
            return numero
    raise ValueError(base)
