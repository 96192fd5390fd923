"""Pages of the desk: they belong to the admin, and show what several apps know."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.admin import escopo_de, responder_opcoes
from apps.kernel.audit import auditar
from apps.mesa import estados, historia
from apps.mesa.completar import procurar_pacientes
from apps.mesa.enderecos import para_cadastrar
from apps.paciente.interface import PacienteNaoEncontrado

VER_PACIENTE = frozenset({Papel.RECEPCAO, Papel.PROFISSIONAL, Papel.FATURAMENTO, Papel.GESTOR})

CHIPS = {"consulta": "Consultas", "registro": "Registros", "fatura": "Faturas"}


@require_safe
@admin.site.admin_view
def paciente(request: HttpRequest, id: int) -> HttpResponse:
    """A patient's story; `?tipo=` shows one kind only.

    403 (and an audit event) without a role that reads patients, 404 for an unknown one.
    """
    escopo = _exigir_quem_ve(request, f"paciente.paciente:{id}")
    visiveis = historia.tipos_visiveis(escopo)
    tipo = request.GET.get("tipo")
    tipo = tipo if tipo in visiveis else None
    try:
        contada = historia.contar(
            id_paciente=id, escopo=escopo, tipos=visiveis if tipo is None else [tipo]
        )
    except PacienteNaoEncontrado as erro:
        raise Http404 from erro
    contexto = admin.site.each_context(request) | {
        "title": contada.paciente.nome_social or contada.paciente.nome,
        "historia": contada,
        "paciente": contada.paciente,
        "tipo": tipo,
        "chips": {t: CHIPS[t] for t in visiveis},
        "marcar": para_cadastrar(request, "consulta_consulta", id_paciente=id),
        "com_registro": estados.COM_REGISTRO,
        "escrever": None
        if contada.sem_vinculo
        else para_cadastrar(request, "prontuario_prontuario", id_paciente=id),
        "faturar": "fatura" in visiveis and para_cadastrar(request, "faturamento_fatura"),
    }
    return render(request, "mesa/paciente.html", contexto)


@require_safe
@admin.site.admin_view
def completar(request: HttpRequest) -> HttpResponse:
    """Patients that `?q=` finds; 403 as above."""
    _exigir_quem_ve(request, "paciente.paciente:*")
    return responder_opcoes(request, procurar_pacientes)


def _exigir_quem_ve(request: HttpRequest, objeto: str) -> Escopo:
    escopo = escopo_de(request)
    if not escopo.tem(VER_PACIENTE):
        auditar("acesso_negado", escopo=escopo, objeto=objeto, permitido=False)
        raise PermissionDenied
    return escopo
