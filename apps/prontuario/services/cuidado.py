"""The care relationship: whose records a professional reads, and those records in pages.

The agenda proves it, or a record that the caller wrote (contract, "Care relationship").
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.consulta.interface import consulta_service
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.api.paging import Marco
from apps.kernel.errors import SemPermissao
from apps.kernel.membership import UmDe, num_valor
from apps.kernel.prepared import em_poucas_formas, preparada
from apps.prontuario.models import Prontuario, ProntuarioQuerySet

PROFISSIONAL = frozenset({Papel.PROFISSIONAL})


def autor(escopo: Escopo) -> int:
    """The professional that the caller is. Raises SemPermissao."""
    if not escopo.tem(PROFISSIONAL):
        raise SemPermissao
    if escopo.id_profissional is None:
        raise SemPermissao("Sua conta não está ligada a um profissional.")
    return escopo.id_profissional


def tem_vinculo(*, escopo: Escopo, id_paciente: int) -> bool:
    """Whether a patient is in the caller's care."""
    id_autor = autor(escopo)
    if consulta_service.em_cuidado(id_paciente=id_paciente, escopo=escopo):
        return True
    return Prontuario.objects.filter(id_paciente=id_paciente, id_autor=id_autor).exists()


def visiveis(escopo: Escopo) -> ProntuarioQuerySet:
    """Records of the patients in the caller's care.

    Who they are is known first: their records are then found by index, however many others there are.
    """
    return Prontuario.objects.com_retificacao().filter(UmDe("id_paciente", _pacientes(escopo)))


def listar(*, escopo: Escopo, id: Sequence[int] | None = None) -> "EmPaginas":
    """Records of the patients in the caller's care, in pages."""
    return EmPaginas(_pacientes(escopo), autor(escopo), em_poucas_formas(id))


def _pacientes(escopo: Escopo) -> str:
    """Ids of the patients in the caller's care, as one value."""
    do_autor = {id for (id,) in _pacientes_do_autor.todas(id_autor=autor(escopo))}
    return num_valor(consulta_service.pacientes_em_cuidado(escopo=escopo) | do_autor)


@dataclass(frozen=True, slots=True)
class EmPaginas:
    """Records of many patients, newest first (`Ordenada`), among which are all of an author's.

    Those of a page are no older than a page of the author's own: so few are looked through, in an
    index, however many the patients have. Only then are they read. (The author may have written of
    somebody new since the patients were listed: a page that comes out short is asked for again.)
    """

    pacientes: str
    id_autor: int
    id: tuple[int, ...] | None
    partes: int = 1

    def marco(self, linha: Prontuario) -> Marco:
        return (linha.pk,)

    def depois(self, marco: Marco | None, quantas: int) -> Sequence[Prontuario]:
        return self._pagina(lambda ids: ids.depois(marco, quantas), "desde", quantas)

    def antes(self, marco: Marco, quantas: int) -> Sequence[Prontuario]:
        return self._pagina(lambda ids: ids.antes(marco, quantas), "ate", quantas)

    def _pagina(
        self, tomar: Callable[[Any], Sequence[tuple[int]]], limite: str, quantas: int
    ) -> list[Prontuario]:
        proprios = tomar(_do_autor(id_autor=self.id_autor, id=self.id))
        fim = proprios[-1][0] if len(proprios) == quantas else None
        achados = tomar(self._de_todos(**{limite: fim}))
        if fim is not None and len(achados) < quantas:
            achados = tomar(self._de_todos())
        return self._ler(achados)

    def _de_todos(self, *, desde: int | None = None, ate: int | None = None) -> Any:
        return _dos_pacientes(pacientes=self.pacientes, id=self.id, desde=desde, ate=ate)

    def _ler(self, achados: Sequence[tuple[int]]) -> list[Prontuario]:
        ids = [id for (id,) in achados]
        lidos = {registro.pk: registro for registro in _por_id.todas(ids=em_poucas_formas(ids))}
        return [lidos[id] for id in ids]


@preparada
def _pacientes_do_autor(*, id_autor: int) -> QuerySet[Any]:
    return Prontuario.objects.filter(id_autor=id_autor).values_list("id_paciente").distinct()


@preparada
def _do_autor(*, id_autor: int, id: tuple[int, ...] | None) -> QuerySet[Any]:
    return _so(id, Prontuario.objects.filter(id_autor=id_autor))


@preparada
def _dos_pacientes(
    *, pacientes: str, id: tuple[int, ...] | None, desde: int | None, ate: int | None
) -> QuerySet[Any]:
    registros = Prontuario.objects.filter(UmDe("id_paciente", pacientes))
    if desde is not None:
        registros = registros.filter(pk__gte=desde)
    if ate is not None:
        registros = registros.filter(pk__lte=ate)
    return _so(id, registros)


def _so(id: tuple[int, ...] | None, registros: ProntuarioQuerySet) -> QuerySet[Any]:
    """Nothing but the ids; with `id`, of those only."""
    return (registros if id is None else registros.filter(pk__in=id)).values_list("pk")


@preparada
def _por_id(*, ids: tuple[int, ...]) -> ProntuarioQuerySet:
    return Prontuario.objects.com_retificacao().filter(pk__in=ids)
