"""The two resources that the benchmark asks."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from tests.bench.pares.drf.models import Consulta, Paciente
from tests.bench.pares.drf.serializers import ConsultaSerializer, PacienteSerializer


class PacienteViewSet(ModelViewSet):
    queryset = Paciente.objects.order_by("-id")
    serializer_class = PacienteSerializer


class ConsultaViewSet(ModelViewSet):
    serializer_class = ConsultaSerializer

    def get_queryset(self) -> QuerySet[Consulta]:
        """The caller's clinics'; whoever writes this knows of N + 1 queries."""
        return (
            Consulta.objects.filter(clinica__vinculos__usuario=self.request.user)
            .select_related("paciente", "profissional")
            .order_by("-id")
        )

    @action(detail=False, url_path=r"paciente/(?P<id_paciente>\d+)")
    def paciente(self, request: Any, id_paciente: str) -> Response:
        pagina = self.paginate_queryset(self.get_queryset().filter(paciente_id=id_paciente))
        return self.get_paginated_response(self.get_serializer(pagina, many=True).data)
