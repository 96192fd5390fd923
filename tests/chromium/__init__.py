"""A real browser for tests: who is at it (`navegador`) and what each page keeps (`conferencia`)."""

from tests.chromium.conferencia import conferir, conferir_teclado
from tests.chromium.navegador import Navegador, chromium_aberto

__all__ = ["Navegador", "chromium_aberto", "conferir", "conferir_teclado"]
