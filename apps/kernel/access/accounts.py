"""Use cases of accounts: open, change, give a new password. A user is deactivated, never deleted.

Only the technical administrator does it, but for one's own password; roles in clinics are Rede's.
"""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from apps.kernel.access.account_facts import contar_alteracao
from apps.kernel.access.credentials import credencial_atual
from apps.kernel.access.escopo import Escopo
from apps.kernel.audit import auditar
from apps.kernel.errors import (
    Conflito,
    DadosInvalidos,
    ErroDeCampo,
    NaoEncontrado,
    SemPermissao,
)
from apps.kernel.models import Usuario
from apps.kernel.transactions import transacao


class UsuarioNaoEncontrado(NaoEncontrado):
    codigo = "usuario_nao_encontrado"
    titulo = "Usuário não encontrado"
    detalhe_padrao = "Não há usuário com este número."


class UsernameDuplicado(Conflito):
    codigo = "username_duplicado"
    titulo = "Usuário duplicado"
    detalhe_padrao = "Já existe um usuário com este nome de entrada."


def exigir_administrador(escopo: Escopo) -> None:
    """Raises SemPermissao unless the caller is the technical administrator."""
    if not escopo.superusuario:
        raise SemPermissao


def escopo_do_usuario(*, username: str) -> Escopo:
    """What an account may do now, for a command run on its behalf.

    Raises UsuarioNaoEncontrado, also when the account is closed.
    """
    usuario = Usuario.objects.filter(username=username).first()
    credencial = credencial_atual(usuario.pk) if usuario else None
    if credencial is None or not credencial.ativo:
        raise UsuarioNaoEncontrado("Não há usuário ativo com este nome de entrada.")
    return credencial.escopo


def abrir_conta(*, escopo: Escopo, username: str, senha: str, **campos: Any) -> Usuario:
    """A new account. Raises SemPermissao, UsernameDuplicado."""
    exigir_administrador(escopo)

    def gravar() -> Usuario:
        usuario = Usuario.objects.create_user(username, senha, **campos)
        _auditar("usuario.criado", usuario, escopo)
        return usuario

    try:
        return transacao(gravar)
    except IntegrityError as erro:  # the only unique column of an account
        raise UsernameDuplicado from erro


def alterar_conta(*, escopo: Escopo, id_usuario: int, **campos: Any) -> Usuario:
    """Change name, access to the admin, activity.

    Raises SemPermissao, UsuarioNaoEncontrado, DadosInvalidos (the last administrator would be
    shut out: SBIS NGS1.03.10).
    """
    exigir_administrador(escopo)

    def gravar() -> Usuario:
        usuario = _trancar(id_usuario)
        for campo, valor in campos.items():
            setattr(usuario, campo, valor)
        _exigir_um_administrador(usuario)
        usuario.save()
        contar_alteracao(usuario.pk)
        _auditar("usuario.alterado", usuario, escopo)
        return usuario

    return transacao(gravar)


def trocar_senha(*, escopo: Escopo, id_usuario: int, senha: str) -> Usuario:
    """A new password; every token given before stops being accepted.

    Raises SemPermissao, UsuarioNaoEncontrado.
    """
    exigir_administrador(escopo)
    return _gravar_senha(id_usuario, senha, escopo)


def trocar_a_propria_senha(*, escopo: Escopo, atual: str, nova: str) -> Usuario:
    """A new password of the caller's; their tokens and other sessions stop being accepted.

    Raises UsuarioNaoEncontrado, DadosInvalidos (`senha_incorreta` in `atual`; `senha_fraca` in
    `nova`, by AUTH_PASSWORD_VALIDATORS).
    """
    usuario = Usuario.objects.filter(pk=escopo.id_usuario, is_active=True).first()
    if usuario is None:
        raise UsuarioNaoEncontrado
    if not usuario.check_password(atual):
        raise DadosInvalidos.no_campo("atual", "senha_incorreta", "Não é a sua senha atual.")
    try:
        validate_password(nova, usuario)
    except ValidationError as erro:
        fraca = [ErroDeCampo("nova", "senha_fraca", mensagem) for mensagem in erro.messages]
        raise DadosInvalidos(erros=fraca) from erro
    return _gravar_senha(usuario.pk, nova, escopo)


def _gravar_senha(id_usuario: int, senha: str, escopo: Escopo) -> Usuario:
    def gravar() -> Usuario:
        usuario = _trancar(id_usuario)
        usuario.set_password(senha)
        usuario.save()
        contar_alteracao(usuario.pk)
        _auditar("usuario.senha_trocada", usuario, escopo)
        return usuario

    return transacao(gravar)


def _trancar(id_usuario: int) -> Usuario:
    usuario = Usuario.objects.select_for_update().filter(pk=id_usuario).first()
    if usuario is None:
        raise UsuarioNaoEncontrado
    return usuario


def _exigir_um_administrador(usuario: Usuario) -> None:
    if not usuario.is_superuser or (usuario.is_active and usuario.is_staff):
        return
    outros = Usuario.objects.filter(is_superuser=True, is_active=True, is_staff=True)
    if not outros.exclude(pk=usuario.pk).exists():
        raise DadosInvalidos.no_campo(
            "is_active", "ultimo_administrador", "É o último administrador ativo."
        )


def _auditar(evento: str, usuario: Usuario, escopo: Escopo) -> None:
    auditar(evento, escopo=escopo, objeto=f"kernel.usuario:{usuario.pk}")
