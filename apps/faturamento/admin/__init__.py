"""Faturamento in the admin: invoices issued, received, decided, cancelled and printed."""

from apps.faturamento.admin import faturas, tabelas

__all__ = ["faturas", "tabelas"]
