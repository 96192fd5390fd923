"""Keep the professionals, and say who attends where."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from apps.kernel import facts
from apps.kernel.access.escopo import Escopo
from apps.kernel.api.etag import SeCoincidir, exigir_versao
from apps.kernel.audit import auditar
from apps.kernel.errors import SemPermissao
from apps.kernel.prepared import em_poucas_formas, preparada
from apps.kernel.text import dobrar
from apps.kernel.transactions import transacao
from apps.rede.interface import (
    ClinicaNaoEncontrada,
    ConselhoDuplicado,
    ProfissionalAtualizado,
    ProfissionalData,
    ProfissionalNaoEncontrado,
)
from apps.rede.models import (
    Clinica,
    Especialidade,
    Profissional,
    registro_no_conselho,
)
from apps.rede.services.clinicas import GERIR

PROMESSAS = {"profissional_conselho_unico": ConselhoDuplicado}


def listar_profissionais(
    *,
    especialidade: str | None = None,
    id_clinica: int | None = None,
    id: Sequence[int] | None = None,
) -> QuerySet[Profissional]:
    return _profissionais(
        especialidade=None if especialidade is None else dobrar(especialidade),
        id_clinica=id_clinica,
        id=em_poucas_formas(id),
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
    linhas = _resumo.todas(id=em_poucas_formas(id), id_clinica=id_clinica, ativo=ativo)
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
