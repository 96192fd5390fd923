from django.urls import path

from apps.paciente import views

urlpatterns = [
    path("pacientes", views.Pacientes.as_view()),
    path("pacientes/<id:id>", views.Paciente.as_view()),
]
