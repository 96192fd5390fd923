"""The project's URLs: the floor's, then those of each app that lives here. No prefix, no slash."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

from apps.kernel.admin.own_password import trocar_a_propria_senha
from vidasaude import topology

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
    path("admin/password_change/", trocar_a_propria_senha),
    path("admin/", admin.site.urls),
    path("entrar/", include("rest_framework.urls")),
    path("", include("apps.kernel.urls")),
    *(
        path("", include(f"{app}.urls"))
        for app in topology.installed_apps()
        if app in settings.INSTALLED_APPS
    ),
]

handler400 = "apps.kernel.problem.pagina_400"
handler403 = "apps.kernel.problem.pagina_403"
handler404 = "apps.kernel.problem.pagina_404"
handler500 = "apps.kernel.problem.pagina_500"
