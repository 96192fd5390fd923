from django.http import JsonResponse
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from tests.bench.pares.drf import views

router = DefaultRouter(trailing_slash=False)
router.register("pacientes", views.PacienteViewSet)
router.register("consultas", views.ConsultaViewSet, basename="consulta")

urlpatterns = [
    path("livez", lambda request: JsonResponse({"status": "ok"})),
    path("", include(router.urls)),
]
