from django.urls import path

from apps.faturamento import views

urlpatterns = [
    path("faturas", views.Faturas.as_view()),
    path("faturas/<id:id>", views.Fatura.as_view()),
    path("faturas/<id:id>/pagar", views.Pagar.as_view()),
    path("faturas/<id:id>/decidir", views.Decidir.as_view()),
    path("faturas/<id:id>/cancelar", views.Cancelar.as_view()),
]
