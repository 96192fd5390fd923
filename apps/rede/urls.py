from django.urls import path

from apps.rede import views

urlpatterns = [
    path("auth/token", views.Token.as_view()),
    path("auth/token/refresh", views.TokenRefresh.as_view()),
    path("auth/eu", views.Eu.as_view()),
    path("clinicas", views.Clinicas.as_view()),
    path("clinicas/<id:id>", views.Clinica.as_view()),
    path("profissionais", views.Profissionais.as_view()),
    path("profissionais/<id:id>", views.Profissional.as_view()),
]
