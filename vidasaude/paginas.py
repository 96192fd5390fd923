"""URLs of the pages for people, where Rede lives: they sign in by session."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

from apps.kernel.admin.menu import pesquisa
from apps.kernel.admin.own_password import trocar_a_propria_senha

urlpatterns = [
    path(
        "",
        TemplateView.as_view(
            template_name="inicio.html",
            extra_context={"desenvolvimento": settings.DESENVOLVIMENTO},
        ),
        name="inicio",
    ),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/mesa/", include("apps.mesa.urls")),
    path("admin/search/", pesquisa),
    path("admin/password_change/", trocar_a_propria_senha),
    path("admin/", admin.site.urls),
    path("entrar/", include("rest_framework.urls")),
]
