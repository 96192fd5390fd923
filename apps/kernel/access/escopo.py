"""On whose behalf: user, role in each clinic, professional. Every question carries one. Pure Python."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from apps.kernel.errors import ClinicaNaoEncontrada, SemPermissao


class Papel(StrEnum):
    """The roles of the contract."""

    RECEPCAO = "recepcao"
    PROFISSIONAL = "profissional"
    FATURAMENTO = "faturamento"
    GESTOR = "gestor"
    AUDITOR = "auditor"
    SERVICO = "servico"


TODOS = frozenset(Papel)
"""Anyone signed in, the technical administrator included."""


@dataclass(frozen=True, slots=True)
class Vinculo:
    """One user's role in one clinic."""

    id_clinica: int
    papel: Papel


@dataclass(frozen=True, slots=True, kw_only=True)
class Escopo:
    """What the caller is, and therefore what exists for them."""

    id_usuario: int
    vinculos: tuple[Vinculo, ...] = ()
    id_profissional: int | None = None
    superusuario: bool = False

    @property
    def papeis(self) -> frozenset[Papel]:
        return frozenset(v.papel for v in self.vinculos)

    def tem(self, papeis: Collection[Papel]) -> bool:
        """True when any vínculo has one of these roles."""
        return any(v.papel in papeis for v in self.vinculos)

    def clinicas(self, papeis: Collection[Papel] = TODOS) -> frozenset[int]:
        """Clinics in which the caller has one of these roles."""
        return frozenset(v.id_clinica for v in self.vinculos if v.papel in papeis)

    def escolher_clinica(self, papeis: Collection[Papel], id_clinica: int | None = None) -> int:
        """The clinic to act in: the one asked for, or the caller's first that admits the role.

        Raises ClinicaNaoEncontrada when it is not one of the caller's, SemPermissao when the
        caller has another role there.
        """
        if id_clinica is not None and id_clinica not in self.clinicas():
            raise ClinicaNaoEncontrada
        for vinculo in self.vinculos:
            if vinculo.papel in papeis and id_clinica in (None, vinculo.id_clinica):
                return vinculo.id_clinica
        raise SemPermissao

    def exigir(self, papeis: Collection[Papel], id_clinica: int) -> None:
        """Raises SemPermissao unless the caller has one of the roles in that clinic."""
        if id_clinica not in self.clinicas(papeis):
            raise SemPermissao

    def clinicas_do_filtro(
        self, papeis: Collection[Papel], id_clinica: int | None
    ) -> frozenset[int]:
        """Clinics to list: all that the roles open, or the one asked for (404 for another's)."""
        if id_clinica is None:
            return self.clinicas(papeis)
        if id_clinica not in self.clinicas():
            raise ClinicaNaoEncontrada
        return self.clinicas(papeis) & {id_clinica}

    def papel_em(self, id_clinica: int | None) -> Papel | None:
        """The role in a clinic; without one, the first."""
        for vinculo in self.vinculos:
            if id_clinica in (None, vinculo.id_clinica):
                return vinculo.papel
        return None

    def primeira_clinica(self) -> int | None:
        return self.vinculos[0].id_clinica if self.vinculos else None


SISTEMA = Escopo(id_usuario=0)
"""The system itself, when it follows facts: nobody's clinics, nobody's roles."""
