"""Pages of the desk: they belong to the admin, and show what several apps know."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from apps.kernel.access.escopo import Papel
from apps.kernel.admin import escopo_de
from apps.mesa import historia
from apps.paciente.interface import PacienteNaoEncontrado

VER_PACIENTE = frozenset({Papel.RECEPCAO, Papel.PROFISSIONAL, Papel.FATURAMENTO, Papel.GESTOR})


@admin.site.admin_view
def paciente(request: HttpRequest, id: int) -> HttpResponse:
    """A patient's story. 403 without a role that reads patients, 404 for an unknown one."""
    escopo = escopo_de(request)
    if not escopo.tem(VER_PACIENTE):
        raise PermissionDenied
    try:
        contada = historia.contar(id_paciente=id, escopo=escopo)
    except PacienteNaoEncontrado as erro:
        raise Http404 from erro
    nome = contada.paciente.nome_social or contada.paciente.nome
    contexto = admin.site.each_context(request) | {"title": nome, "historia": contada}
    return render(request, "mesa/paciente.html", contexto)
