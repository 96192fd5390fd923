"""The floor's own entities: the audit trail, the facts, the locked sign-ins."""

import axes.admin  # noqa: F401 - registered first, so that it can be taken out below
import django.contrib.auth.admin  # noqa: F401
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from axes.utils import reset
from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import BooleanRadioFilter
from unfold.decorators import action, display

from apps.kernel import facts, services
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin.base import AdminDoApp
from apps.kernel.admin.caller import escopo_de
from apps.kernel.admin.listing import dia_e_hora
from apps.kernel.admin.menu import Lugar
from apps.kernel.audit import auditar
from apps.kernel.models import (
    CursorDeFatos,
    EventoAuditoria,
    FatoRegistrado,
    FatoSeparado,
    Usuario,
)

apps.get_app_config("axes").verbose_name = "Contas"

# Roles are ours, not Django's groups; the locked sign-ins have a page of our own below.
for _modelo in (Group, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(_modelo):
        admin.site.unregister(_modelo)


@admin.register(EventoAuditoria)
class EventoAuditoriaAdmin(AdminDoApp):
    papeis_ver = services.LER_AUDITORIA
    lugar = Lugar("Sistema", 80, "policy", "Quem fez o quê, quando, com que registro.")
    list_display = (
        "quando",
        "evento",
        "quem",
        "papel",
        "objeto",
        "resultado",
        "id_clinica",
        "ip",
    )
    list_filter = (("permitido", BooleanRadioFilter),)
    date_hierarchy = "momento"
    search_fields = ("evento",)
    search_help_text = "Evento, nº do usuário ou objeto (prontuario.prontuario:17)"

    def visiveis(self, escopo: Escopo) -> QuerySet[EventoAuditoria]:
        return services.listar_auditoria(escopo=escopo)

    def procurar(
        self, linhas: QuerySet[EventoAuditoria], texto: str, escopo: Escopo
    ) -> QuerySet[EventoAuditoria]:
        texto = texto.strip()
        if texto.isdecimal():
            return linhas.filter(id_usuario=int(texto))
        return linhas.filter(Q(evento__startswith=texto) | Q(objeto=texto))

    def ao_listar(self, request: HttpRequest, linhas: list[EventoAuditoria]) -> None:
        contas = Usuario.objects.in_bulk({e.id_usuario for e in linhas if e.id_usuario})
        for evento in linhas:
            conta = contas.get(evento.id_usuario or 0)
            setattr(evento, "username", conta.username if conta else None)  # noqa: B010 - not a column

    @display(description="momento")
    def quando(self, evento: EventoAuditoria) -> str | None:
        return dia_e_hora(evento.momento)

    @display(description="usuário")
    def quem(self, evento: EventoAuditoria) -> str | None:
        return getattr(evento, "username", None) or (
            f"nº {evento.id_usuario}" if evento.id_usuario else None
        )

    @display(description="resultado", label={"permitido": "success", "recusado": "danger"})
    def resultado(self, evento: EventoAuditoria) -> str:
        return "permitido" if evento.permitido else "recusado"


class DoAdministrador(AdminDoApp):
    """What only the technical administrator sees: it holds ids, no name and no clinical text."""

    do_administrador = True

    def pode_editar(self, escopo: Escopo, objeto: object = None) -> bool:
        return False

    def visiveis(self, escopo: Escopo) -> QuerySet:
        return self.model.objects.all()


@admin.register(FatoSeparado)
class FatoSeparadoAdmin(DoAdministrador):
    lugar = Lugar("Sistema", 81, "report", "Fatos que falharam cinco vezes para um seguidor.")
    list_display = ("separado", "seguidor", "tipo", "posicao", "erro")
    list_filter = (("tipo", admin.AllValuesFieldListFilter),)
    actions = ("repetir",)

    def has_repetir_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @action(description="Tentar de novo", permissions=["repetir"])
    def repetir(self, request: HttpRequest, separados: QuerySet[FatoSeparado]) -> None:
        escopo = escopo_de(request)
        feitos = [facts.repetir(escopo=escopo, id_separado=fato.pk) for fato in separados]
        if n := sum(feitos):
            messages.success(request, f"Deram certo desta vez: {n}.")
        if n := len(feitos) - sum(feitos):
            messages.error(request, f"Falharam de novo e continuam aqui: {n}.")

    @display(description="separado em")
    def separado(self, fato: FatoSeparado) -> str | None:
        return dia_e_hora(fato.separado_em)


@admin.register(FatoRegistrado)
class FatoRegistradoAdmin(DoAdministrador):
    lugar = Lugar("Sistema", 82, "campaign", "O que cada serviço contou aos seguintes.")
    list_display = ("id", "tipo", "origem", "registrado", "posicao")

    @display(description="registrado em")
    def registrado(self, fato: FatoRegistrado) -> str | None:
        return dia_e_hora(fato.registrado_em)


@admin.register(CursorDeFatos)
class CursorDeFatosAdmin(DoAdministrador):
    lugar = Lugar("Sistema", 83, "step", "Até onde cada seguidor leu.")
    list_display = ("seguidor", "origem", "posicao", "falhas")


@admin.register(AccessAttempt)
class TentativaDeEntradaAdmin(DoAdministrador):
    """Wrong passwords by account and address; ten lock it (SBIS NGS1.02.13: freed by hand)."""

    lugar = Lugar("Contas", 72, "lock_person", "Senhas erradas e contas trancadas.")
    list_display = ("quando", "username", "ip_address", "estado")
    list_display_links = None  # the list says it all; django-axes names a row in English
    search_fields = ("username",)
    search_help_text = "Usuário"
    fields = ("username", "ip_address", "failures_since_start", "attempt_time")
    actions = ("liberar",)

    def procurar(self, linhas: QuerySet, texto: str, escopo: Escopo) -> QuerySet:
        return linhas.filter(username__startswith=texto.strip())

    def has_liberar_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @action(description="Liberar a conta neste endereço", permissions=["liberar"])
    def liberar(self, request: HttpRequest, tentativas: QuerySet[AccessAttempt]) -> None:
        for tentativa in tentativas:
            reset(ip=tentativa.ip_address, username=tentativa.username)
            auditar("entrada_liberada", escopo=escopo_de(request), objeto="kernel.usuario:*")
        messages.success(request, "Liberado: já podem tentar de novo.")

    @display(description="última tentativa")
    def quando(self, tentativa: AccessAttempt) -> str | None:
        return dia_e_hora(tentativa.attempt_time)

    @display(description="estado", label={"trancada": "danger"})
    def estado(self, tentativa: AccessAttempt) -> str:
        if tentativa.failures_since_start >= settings.AXES_FAILURE_LIMIT:
            return "trancada"
        return f"{tentativa.failures_since_start} de {settings.AXES_FAILURE_LIMIT}"
