"""Rede's `Protocol`, answered from this process."""

from collections.abc import Mapping, Sequence

from apps.kernel.access.escopo import Escopo
from apps.rede import services
from apps.rede.interface import ClinicaData, ProfissionalData
from apps.rede.models import Clinica, Profissional


class RedeLocal:
    def obter_profissional(self, *, id_profissional: int, escopo: Escopo) -> ProfissionalData:
        return services.resumir_profissional(id_profissional=id_profissional)

    def obter_profissionais(
        self, *, ids: Sequence[int], escopo: Escopo
    ) -> Mapping[int, ProfissionalData]:
        return {p.pk: _profissional(p) for p in services.listar_profissionais(id=ids)}

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
        ativos = services.listar_profissionais(id_clinica=id_clinica).filter(ativo=True)
        return [_profissional(p) for p in ativos.order_by("nome")]


def _clinica(clinica: Clinica) -> ClinicaData:
    return ClinicaData(id=clinica.pk, nome=clinica.nome, uf=clinica.uf, ativa=clinica.ativa)


def _profissional(profissional: Profissional) -> ProfissionalData:
    return ProfissionalData(
        id=profissional.pk,
        nome=profissional.nome,
        especialidades=tuple(e.nome for e in profissional.especialidades.all()),
        clinicas=tuple(c.pk for c in profissional.clinicas.all()),
        ativo=profissional.ativo,
        registro=profissional.registro,
    )


servico = RedeLocal()
