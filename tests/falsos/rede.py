"""Rede's `Protocol`, answered from memory."""

from collections.abc import Mapping, Sequence

from apps.kernel.access.escopo import Escopo
from apps.rede.interface import (
    ClinicaData,
    ClinicaNaoEncontrada,
    ProfissionalData,
    ProfissionalNaoEncontrado,
)
from tests.falsos.memoria import Falso


class RedeFalso(Falso):
    def obter_profissional(self, *, id_profissional: int, escopo: Escopo) -> ProfissionalData:
        return self._um(ProfissionalData, id_profissional, ProfissionalNaoEncontrado)

    def obter_profissionais(
        self, *, ids: Sequence[int], escopo: Escopo
    ) -> Mapping[int, ProfissionalData]:
        return self._destes(ProfissionalData, ids)

    def quem_atende(
        self, *, id_clinica: int, id_profissional: int | None, escopo: Escopo
    ) -> str | None:
        if not self.obter_clinica(id_clinica=id_clinica, escopo=escopo).ativa:
            raise ClinicaNaoEncontrada
        if id_profissional is None:
            return None
        profissional = self.obter_profissional(id_profissional=id_profissional, escopo=escopo)
        if not profissional.ativo or id_clinica not in profissional.clinicas:
            raise ProfissionalNaoEncontrado
        return profissional.nome

    def obter_clinica(self, *, id_clinica: int, escopo: Escopo) -> ClinicaData:
        return self._um(ClinicaData, id_clinica, ClinicaNaoEncontrada)

    def obter_clinicas(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ClinicaData]:
        return self._destes(ClinicaData, ids)

    def listar_profissionais(
        self, *, escopo: Escopo, id_clinica: int | None = None
    ) -> Sequence[ProfissionalData]:
        ativos = [
            profissional
            for profissional in self._todos(ProfissionalData)
            if profissional.ativo and (id_clinica is None or id_clinica in profissional.clinicas)
        ]
        return sorted(ativos, key=lambda profissional: profissional.nome)
