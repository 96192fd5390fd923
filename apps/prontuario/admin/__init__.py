"""Prontuário in the admin: records read, written, corrected and printed."""

from apps.prontuario.admin import registros, tabelas

__all__ = ["registros", "tabelas"]
