from django.urls import path

from apps.consulta import views

urlpatterns = [
    path("consultas", views.Consultas.as_view()),
    path("consultas/<id:id>", views.Consulta.as_view()),
    path("consultas/paciente/<id:id_paciente>", views.ConsultasDoPaciente.as_view()),
    path("agenda/horarios-livres", views.HorariosLivres.as_view()),
    *(path(f"consultas/<id:id>/{verbo}", view.as_view()) for verbo, view in views.VERBOS.items()),
]
