from django.urls import path

from apps.mesa import views

app_name = "mesa"

urlpatterns = [
    path("pacientes/completar/", views.completar, name="completar"),
    path("pacientes/<id:id>/", views.paciente, name="paciente"),
]
