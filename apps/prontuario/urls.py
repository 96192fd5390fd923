from django.urls import path

from apps.prontuario import views

urlpatterns = [
    path("prontuarios", views.Prontuarios.as_view()),
    path("prontuarios/<id:id>", views.Prontuario.as_view()),
    path("prontuarios/<id:id>/retificacoes", views.Retificacoes.as_view()),
    path("prontuarios/paciente/<id:id_paciente>", views.ProntuariosDoPaciente.as_view()),
]
