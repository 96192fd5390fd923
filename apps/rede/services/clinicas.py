"""Keep the clinics of the network, and who has which role in them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from apps.kernel.access.account_facts import contar_alteracao
from apps.kernel.access.accounts import UsuarioNaoEncontrado, exigir_administrador
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.api.etag import SeCoincidir, exigir_versao
from apps.kernel.audit import auditar
from apps.kernel.models import Usuario
from apps.kernel.prepared import preparada
from apps.kernel.transactions import transacao
from apps.rede.interface import ClinicaNaoEncontrada, CnesDuplicado
from apps.rede.models import Clinica, Vinculo

GERIR = frozenset({Papel.GESTOR})
PROMESSAS = {"clinica_cnes_unico": CnesDuplicado}


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
