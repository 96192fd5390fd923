"""Rede in the admin: clinics and professionals, accounts and their roles."""

from apps.rede.admin import accounts, network

__all__ = ["accounts", "network"]
