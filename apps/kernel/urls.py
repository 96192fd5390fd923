from django.urls import path

from apps.kernel import views

urlpatterns = [
    path("livez", views.Livez.as_view()),
    path("readyz", views.Readyz.as_view()),
    path("_fatos", views.Fatos.as_view()),
    path("auditoria", views.Auditoria.as_view()),
    path("schema", views.Esquema.as_view(), name="schema"),
    path("docs", views.Docs.as_view(), name="docs"),
    path("redoc", views.Redoc.as_view(), name="redoc"),
]
