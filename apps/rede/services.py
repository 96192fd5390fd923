"""Use cases of Rede: sign in, say who a user is, keep clinics and professionals."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from apps.kernel import facts
from apps.kernel.access import tokens
from apps.kernel.access.account_facts import contar_alteracao
from apps.kernel.access.accounts import UsuarioNaoEncontrado, exigir_administrador
from apps.kernel.access.credentials import Credencial, credencial_atual
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.access.escopo import Vinculo as VinculoDoEscopo
from apps.kernel.api.etag import SeCoincidir, exigir_versao
from apps.kernel.audit import auditar, registrar_eventos
from apps.kernel.errors import NaoAutenticado, SemPermissao
from apps.kernel.models import Usuario
from apps.kernel.prepared import preparada
from apps.kernel.problem import bloqueio
from apps.kernel.text import dobrar
from apps.kernel.transactions import transacao
from apps.rede.interface import (
    ClinicaNaoEncontrada,
    CnesDuplicado,
    ConselhoDuplicado,
    ProfissionalAtualizado,
    ProfissionalData,
    ProfissionalNaoEncontrado,
)
from apps.rede.models import (
    Clinica,
    Especialidade,
    Profissional,
    Vinculo,
    registro_no_conselho,
)

GERIR = frozenset({Papel.GESTOR})

PROMESSAS = {
    "clinica_cnes_unico": CnesDuplicado,
    "profissional_conselho_unico": ConselhoDuplicado,
}


# --- people ----------------------------------------------------------------------------------


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


def vincular(*, usuario: Usuario, clinica: Clinica, papel: Papel) -> Vinculo:
    """Give a user a role in a clinic; the role replaces the one they had there."""
    return Vinculo.objects.update_or_create(
        usuario=usuario, clinica=clinica, defaults={"papel": papel}
    )[0]


def dar_papel(*, escopo: Escopo, id_usuario: int, id_clinica: int, papel: str) -> Vinculo:
    """The administrator gives a role. Raises SemPermissao, UsuarioNaoEncontrado, ClinicaNaoEncontrada."""
    exigir_administrador(escopo)
    clinica = obter_clinica(id_clinica=id_clinica)
    usuario = Usuario.objects.filter(pk=id_usuario).first()
    if usuario is None:
        raise UsuarioNaoEncontrado

    def gravar() -> Vinculo:
        vinculo = vincular(usuario=usuario, clinica=clinica, papel=Papel(papel))
        contar_alteracao(id_usuario)
        _auditar_vinculo("vinculo.dado", vinculo, escopo)
        return vinculo

    return transacao(gravar)


def tirar_papel(*, escopo: Escopo, id_vinculo: int) -> None:
    """The administrator takes a role back. Raises SemPermissao; one that is gone is quiet."""
    exigir_administrador(escopo)

    def gravar() -> None:
        for vinculo in Vinculo.objects.select_for_update().filter(pk=id_vinculo):
            contar_alteracao(vinculo.usuario_id)
            _auditar_vinculo("vinculo.tirado", vinculo, escopo)
            vinculo.delete()

    transacao(gravar)


def _auditar_vinculo(evento: str, vinculo: Vinculo, escopo: Escopo) -> None:
    auditar(
        evento,
        escopo=escopo,
        objeto=f"kernel.usuario:{vinculo.usuario_id}",
        id_clinica=vinculo.clinica_id,
    )


# --- clinics ---------------------------------------------------------------------------------


def listar_clinicas(*, id: Sequence[int] | None = None) -> QuerySet[Clinica]:
    clinicas = Clinica.objects.all()
    return clinicas if id is None else clinicas.filter(pk__in=id)


def obter_clinica(*, id_clinica: int) -> Clinica:
    """Raises ClinicaNaoEncontrada."""
    clinica = _clinica_por_id.primeira(id=id_clinica)
    if clinica is None:
        raise ClinicaNaoEncontrada
    return clinica


@preparada
def _clinica_por_id(*, id: int) -> QuerySet[Clinica]:
    return Clinica.objects.filter(pk=id)


def criar_clinica(*, escopo: Escopo, **campos: Any) -> Clinica:
    """A new clinic of the network, managed by whoever opens it (unless it is the administrator).

    Raises CnesDuplicado.
    """
    if not escopo.superusuario:
        escopo.escolher_clinica(GERIR)

    def gravar() -> Clinica:
        clinica = Clinica.objects.create(**campos)
        if not escopo.superusuario:
            quem = Usuario.objects.get(pk=escopo.id_usuario)
            vincular(usuario=quem, clinica=clinica, papel=Papel.GESTOR)
            contar_alteracao(quem.pk)
        auditar("clinica.criada", escopo=escopo, objeto=f"rede.clinica:{clinica.pk}")
        return clinica

    return transacao(gravar, promessas=PROMESSAS)


def alterar_clinica(
    *, escopo: Escopo, id_clinica: int, se_coincidir: SeCoincidir = None, **campos: Any
) -> Clinica:
    """Raises ClinicaNaoEncontrada, SemPermissao (a clinic the caller does not manage), CnesDuplicado."""
    obter_clinica(id_clinica=id_clinica)
    if not escopo.superusuario:
        escopo.exigir(GERIR, id_clinica)

    def gravar() -> Clinica:
        clinica = Clinica.objects.select_for_update().get(pk=id_clinica)
        exigir_versao(clinica.etag, se_coincidir)
        for campo, valor in campos.items():
            setattr(clinica, campo, valor)
        clinica.save()
        auditar(
            "clinica.alterada",
            escopo=escopo,
            objeto=f"rede.clinica:{id_clinica}",
            id_clinica=id_clinica,
        )
        return clinica

    return transacao(gravar, promessas=PROMESSAS)


# --- professionals ---------------------------------------------------------------------------


def listar_profissionais(
    *,
    especialidade: str | None = None,
    id_clinica: int | None = None,
    id: Sequence[int] | None = None,
) -> QuerySet[Profissional]:
    return _profissionais(
        especialidade=None if especialidade is None else dobrar(especialidade),
        id_clinica=id_clinica,
        id=None if id is None else tuple(id),
    )


@preparada
def _profissionais(
    *, especialidade: str | None, id_clinica: int | None, id: tuple[int, ...] | None
) -> QuerySet[Profissional]:
    profissionais = Profissional.objects.prefetch_related("especialidades", "clinicas")
    if especialidade is not None:
        com_ela = Especialidade.objects.filter(nome_dobrado=especialidade).values("profissional_id")
        profissionais = profissionais.filter(pk__in=com_ela)
    if id_clinica is not None:
        nela = Profissional.clinicas.through.objects.filter(clinica_id=id_clinica)
        profissionais = profissionais.filter(pk__in=nela.values("profissional_id"))
    return profissionais if id is None else profissionais.filter(pk__in=id)


def obter_profissional(*, id_profissional: int) -> Profissional:
    """Raises ProfissionalNaoEncontrado."""
    profissional = listar_profissionais().filter(pk=id_profissional).first()
    if profissional is None:
        raise ProfissionalNaoEncontrado
    return profissional


def resumir_profissional(*, id_profissional: int) -> ProfissionalData:
    """What other apps know of a professional. Raises ProfissionalNaoEncontrado."""
    resumos = resumir_profissionais(id=[id_profissional])
    if not resumos:
        raise ProfissionalNaoEncontrado
    return resumos[0]


def resumir_profissionais(
    *, id: Sequence[int] | None = None, id_clinica: int | None = None, ativo: bool | None = None
) -> list[ProfissionalData]:
    """What other apps know of professionals, by name, in one query: all, or those that are asked for."""
    linhas = _resumo.todas(id=None if id is None else tuple(id), id_clinica=id_clinica, ativo=ativo)
    return [_juntar(list(dele)) for _, dele in groupby(linhas, key=itemgetter(0))]


def _juntar(linhas: list[Any]) -> ProfissionalData:
    """One professional of the rows that `_resumo` has of them."""
    id, nome, ativo, *registro = linhas[0][:6]
    return ProfissionalData(
        id=id,
        nome=nome,
        ativo=ativo,
        registro=registro_no_conselho(*registro),
        especialidades=tuple(dict.fromkeys(linha[6] for linha in linhas if linha[6])),
        clinicas=tuple(dict.fromkeys(linha[7] for linha in linhas if linha[7])),
    )


@preparada
def _resumo(*, id: tuple[int, ...] | None, id_clinica: int | None, ativo: bool | None) -> QuerySet:
    """A row for each specialty in each clinic."""
    profissionais = _profissionais.montar(especialidade=None, id_clinica=id_clinica, id=id)
    profissionais = profissionais.prefetch_related(None)
    if ativo is not None:
        profissionais = profissionais.filter(ativo=ativo)
    return profissionais.order_by("nome", "pk", "especialidades__id", "clinicas__id").values_list(
        "pk",
        "nome",
        "ativo",
        "conselho",
        "numero_conselho",
        "uf_conselho",
        "especialidades__nome",
        "clinicas__id",
    )


def quem_atende(*, id_clinica: int, id_profissional: int | None) -> str | None:
    """The name of a professional at a clinic that sees patients; None for nobody in particular.

    Raises ClinicaNaoEncontrada, ProfissionalNaoEncontrado.
    """
    linhas = _atendimento.todas(id_clinica=id_clinica, id_profissional=id_profissional)
    if not linhas:
        raise ClinicaNaoEncontrada
    if id_profissional is None:
        return None
    [(nome,)] = linhas
    if nome is None:
        raise ProfissionalNaoEncontrado
    return nome


@preparada
def _atendimento(*, id_clinica: int, id_profissional: int | None) -> QuerySet:
    aberta = Clinica.objects.filter(pk=id_clinica, ativa=True)
    if id_profissional is None:
        return aberta.values_list("pk")
    ativo = Profissional.objects.filter(pk=id_profissional, ativo=True, clinicas=OuterRef("pk"))
    return aberta.values_list(Subquery(ativo.values("nome")))


def criar_profissional(
    *, escopo: Escopo, clinicas: Sequence[int], especialidades: Sequence[str] = (), **campos: Any
) -> Profissional:
    """Raises ClinicaNaoEncontrada for a clinic the caller does not manage, ConselhoDuplicado."""
    _exigir_gestao(escopo, clinicas)

    def gravar() -> Profissional:
        profissional = Profissional.objects.create(**campos)
        profissional.clinicas.set(clinicas)
        _trocar_especialidades(profissional, especialidades)
        auditar("profissional.criado", escopo=escopo, objeto=f"rede.profissional:{profissional.pk}")
        return profissional

    return transacao(gravar, promessas=PROMESSAS)


def alterar_profissional(
    *,
    escopo: Escopo,
    id_profissional: int,
    clinicas: Sequence[int] | None = None,
    especialidades: Sequence[str] | None = None,
    se_coincidir: SeCoincidir = None,
    **campos: Any,
) -> Profissional:
    """Change a professional of the caller's clinics; clinics that are not theirs stay as they were.

    Raises ProfissionalNaoEncontrado, SemPermissao, ClinicaNaoEncontrada, ConselhoDuplicado.
    """
    atuais = {c.pk for c in obter_profissional(id_profissional=id_profissional).clinicas.all()}
    if not escopo.superusuario and not atuais & escopo.clinicas(GERIR):
        raise SemPermissao
    if clinicas is not None:
        _exigir_gestao(escopo, atuais ^ set(clinicas))

    def gravar() -> Profissional:
        profissional = Profissional.objects.select_for_update().get(pk=id_profissional)
        exigir_versao(profissional.etag, se_coincidir)
        for campo, valor in campos.items():
            setattr(profissional, campo, valor)
        profissional.save()
        if clinicas is not None:
            profissional.clinicas.set(clinicas)
        if especialidades is not None:
            _trocar_especialidades(profissional, especialidades)
        facts.registrar(ProfissionalAtualizado(id_profissional=profissional.pk))
        auditar(
            "profissional.alterado", escopo=escopo, objeto=f"rede.profissional:{profissional.pk}"
        )
        return profissional

    return transacao(gravar, promessas=PROMESSAS)


def _exigir_gestao(escopo: Escopo, clinicas: Sequence[int] | set[int]) -> None:
    geridas = escopo.clinicas(GERIR)
    if escopo.superusuario:
        geridas = frozenset(Clinica.objects.filter(pk__in=clinicas).values_list("pk", flat=True))
    if not set(clinicas) <= geridas:
        raise ClinicaNaoEncontrada("Uma das clínicas não existe ou você não a administra.")


def _trocar_especialidades(profissional: Profissional, nomes: Sequence[str]) -> None:
    profissional.especialidades.all().delete()
    Especialidade.objects.bulk_create(
        Especialidade(profissional=profissional, nome=nome) for nome in dict.fromkeys(nomes)
    )
