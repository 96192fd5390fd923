"""Sign in, and say who a user is and what they may do."""

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from apps.kernel.access import tokens
from apps.kernel.access.credentials import Credencial, credencial_atual
from apps.kernel.access.escopo import Papel
from apps.kernel.access.escopo import Vinculo as VinculoDoEscopo
from apps.kernel.audit import auditar, registrar_eventos
from apps.kernel.errors import NaoAutenticado
from apps.kernel.models import Usuario
from apps.kernel.problem import bloqueio


def entrar(*, request: HttpRequest, username: str, password: str) -> tuple[str, str]:
    """Access and refresh tokens for a right password.

    Raises NaoAutenticado (the same for an unknown user and a wrong password) and, after ten
    failures, LimiteExcedido. Django's signals tell of it (audit, the count of failures), as they
    do of the sign-in of a page.
    """
    usuario = authenticate(request, username=username, password=password)
    if getattr(request, "axes_locked_out", False):
        raise bloqueio()
    credencial = credencial_atual(usuario.pk) if isinstance(usuario, Usuario) else None
    if credencial is None or not credencial.ativo:
        raise NaoAutenticado("Usuário ou senha não conferem.")
    user_logged_in.send(sender=Usuario, request=request, user=usuario)
    return tokens.emitir(credencial)


def auditar_entrada(*, id_usuario: int) -> None:
    """Somebody showed the right password, at whatever door."""
    credencial = credencial_atual(id_usuario)
    if credencial is not None:
        auditar("entrada", escopo=credencial.escopo, objeto=f"kernel.usuario:{id_usuario}")


def auditar_entrada_recusada(*, bloqueada: bool) -> None:
    """Somebody did not; what they typed is not recorded, since it may be a password."""
    evento = "entrada_bloqueada" if bloqueada else "entrada_recusada"
    registrar_eventos(evento, objetos=["kernel.usuario:*"], id_usuario=None, permitido=False)


def credencial_do_usuario(id_usuario: int) -> Credencial | None:
    """Who a user is right now: account, roles, professional."""
    usuario = (
        Usuario.objects.filter(pk=id_usuario)
        .select_related("profissional")
        .prefetch_related("vinculos")
        .first()
    )
    if usuario is None:
        return None
    profissional = getattr(usuario, "profissional", None)
    return Credencial(
        id_usuario=usuario.pk,
        username=usuario.username,
        nome=usuario.nome,
        versao=usuario.versao_credencial,
        ativo=usuario.is_active,
        superusuario=usuario.is_superuser,
        # The technical administrator sees no clinical content, whatever roles somebody gave them.
        vinculos=()
        if usuario.is_superuser
        else tuple(VinculoDoEscopo(v.clinica_id, Papel(v.papel)) for v in usuario.vinculos.all()),
        id_profissional=profissional.pk if profissional else None,
    )
