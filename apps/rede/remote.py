"""Rede's `Protocol`, answered by its public REST API."""

from collections.abc import Mapping, Sequence

import msgspec

from apps.kernel.access.escopo import Escopo
from apps.kernel.neighbours import Vizinho
from apps.rede.interface import (
    ClinicaData,
    ClinicaNaoEncontrada,
    ProfissionalData,
    ProfissionalNaoEncontrado,
)

vizinho = Vizinho("rede", ClinicaNaoEncontrada, ProfissionalNaoEncontrado)


class _Profissional(msgspec.Struct):
    id: int
    nome: str
    especialidades: tuple[str, ...]
    clinicas: tuple[int, ...]
    ativo: bool
    conselho: str
    numero_conselho: str
    uf_conselho: str


class RedeRemoto:
    def obter_profissional(self, *, id_profissional: int, escopo: Escopo) -> ProfissionalData:
        return _dados(
            vizinho.do_id(id_profissional, "/profissionais", _Profissional, escopo=escopo)
        )

    def obter_profissionais(
        self, *, ids: Sequence[int], escopo: Escopo
    ) -> Mapping[int, ProfissionalData]:
        achados = vizinho.por_id(ids, "/profissionais", _Profissional, escopo=escopo)
        return {profissional.id: _dados(profissional) for profissional in achados}

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
        return vizinho.do_id(id_clinica, "/clinicas", ClinicaData, escopo=escopo)

    def obter_clinicas(self, *, ids: Sequence[int], escopo: Escopo) -> Mapping[int, ClinicaData]:
        achadas = vizinho.por_id(ids, "/clinicas", ClinicaData, escopo=escopo)
        return {clinica.id: clinica for clinica in achadas}

    def listar_profissionais(
        self, *, escopo: Escopo, id_clinica: int | None = None
    ) -> Sequence[ProfissionalData]:
        todos = vizinho.varios(
            "/profissionais", _Profissional, escopo=escopo, id_clinica=id_clinica
        )
        return sorted((_dados(p) for p in todos if p.ativo), key=lambda p: p.nome)


def _dados(profissional: _Profissional) -> ProfissionalData:
    p = profissional
    return ProfissionalData(
        id=p.id,
        nome=p.nome,
        especialidades=p.especialidades,
        clinicas=p.clinicas,
        ativo=p.ativo,
        registro=f"{p.conselho} {p.numero_conselho}/{p.uf_conselho}",
    )


servico = RedeRemoto()
