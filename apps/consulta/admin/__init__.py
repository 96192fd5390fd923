"""Consulta in the admin: the agenda and its verbs, and when professionals work."""

from apps.consulta.admin import agenda, hours

__all__ = ["agenda", "hours"]
