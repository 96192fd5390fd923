"""The project's URLs: those of each app that lives here, then the floor's and the pages'.

No prefix, no slash. What programs ask for comes first, since each request looks down the list.
"""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    *(path("", include(f"{app}.urls")) for app in settings.APPS_DAQUI),
    path("", include("apps.kernel.urls")),
    *([path("", include("vidasaude.paginas"))] if settings.COM_REDE else []),
]

handler400 = "apps.kernel.problem.pagina_400"
handler403 = "apps.kernel.problem.pagina_403"
handler404 = "apps.kernel.problem.pagina_404"
handler500 = "apps.kernel.problem.pagina_500"
