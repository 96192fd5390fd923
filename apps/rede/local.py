"""Rede's `Protocol`, answered from this process."""

from collections.abc import Mapping, Sequence

from apps.kernel.access.escopo import Escopo
from apps.rede import services
from apps.rede.interface import ClinicaData, ProfissionalData
from apps.rede.models import Clinica


class RedeLocal:
    def obter_profissional(self, *, id_profissional: int, escopo: Escopo) -> ProfissionalData:
        return services.resumir_profissional(id_profissional=id_profissional)

    def obter_profissionais(
        self, *, ids: Sequence[int], escopo: Escopo
    ) -> Mapping[int, ProfissionalData]:
        return {p.id: p for p in services.resumir_profissionais(id=ids)}

    def quem_atende(
        self, *, id_clinica: int, id_profissional: int | None, escopo: Escopo
    ) -> str | None:
        return services.quem_atende(id_clinica=id_clinica, id_profissional=id_profissional)

    def obter_clinica(self, *, id_clinica: int, escopo: Escopo) -> ClinicaData:
        return _clinica(services.obter_clinica(id_clinica=id_clinica))

    def obter_clinicas(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ClinicaData]:
        return {c.pk: _clinica(c) for c in services.listar_clinicas(id=ids)}

    def listar_profissionais(
        self, *, escopo: Escopo, id_clinica: int | None = None
    ) -> Sequence[ProfissionalData]:
        return services.resumir_profissionais(id_clinica=id_clinica, ativo=True)


def _clinica(clinica: Clinica) -> ClinicaData:
    return ClinicaData(id=clinica.pk, nome=clinica.nome, uf=clinica.uf, ativa=clinica.ativa)


servico = RedeLocal()
