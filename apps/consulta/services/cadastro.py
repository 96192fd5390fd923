"""Keeping the copies of a patient's name current."""

from django.utils import timezone

from apps.consulta.models import Consulta


def atualizar_nome(*, id_paciente: int, nome: str) -> int:
    """Give a patient's current name to their consultas to come. Returns how many changed."""
    por_vir = Consulta.objects.filter(id_paciente=id_paciente, data_hora__gt=timezone.now())
    mudaram = list(por_vir.exclude(paciente=nome).select_for_update())
    for consulta in mudaram:
        consulta.paciente = nome
        consulta.save(update_fields=["paciente"])
    return len(mudaram)
