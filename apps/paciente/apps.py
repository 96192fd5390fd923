from django.apps import AppConfig


class PacienteConfig(AppConfig):
    name = "apps.paciente"
    verbose_name = "Paciente"
