"""The project's URLs: the floor's, then those of each app that lives here. No prefix, no slash."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    *([path("", include("vidasaude.paginas"))] if settings.COM_REDE else []),
    path("", include("apps.kernel.urls")),
    *(path("", include(f"{app}.urls")) for app in settings.APPS_DAQUI),
]

handler400 = "apps.kernel.problem.pagina_400"
handler403 = "apps.kernel.problem.pagina_403"
handler404 = "apps.kernel.problem.pagina_404"
handler500 = "apps.kernel.problem.pagina_500"
