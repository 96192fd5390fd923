"""Faturamento in the admin: invoices issued, received, decided, cancelled and printed; prices."""

from apps.faturamento.admin import faturas, precos, tabelas

__all__ = ["faturas", "precos", "tabelas"]
