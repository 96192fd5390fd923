"""Two changes at once to what both have read: who wins, who is told, and what is left."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from tests.factories import em_dias
from tests.kernel.paralelo import ao_mesmo_tempo
from tests.provas import clinica
from tests.provas.clinica import Corpo, Equipe

UM_MUDA_E_O_OUTRO_SABE = {(200, ""): 1, (412, "versao_desatualizada"): 1}
OS_DOIS_MUDAM = {(200, ""): 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alvo:
    """A thing that two people change at once; `mudanca(n)` differs for each n in `campo`."""

    quem: str
    objeto: str
    campo: str
    mudanca: Callable[[int], Corpo]
    metodo: str = "PATCH"
    verbo: str = ""


def paciente(equipe: Equipe) -> Alvo:
    novo = equipe.criar("recepcao", "/pacientes", clinica.paciente())
    return Alvo(
        quem="recepcao",
        objeto=f"/pacientes/{novo['id']}",
        campo="telefone",
        mudanca=lambda n: {"telefone": f"(11) 9{n:04d}-4321"},
    )


def da_clinica(equipe: Equipe) -> Alvo:
    return Alvo(
        quem="gestora",
        objeto=f"/clinicas/{clinica.clinica_de(equipe, 'gestora')}",
        campo="cidade",
        mudanca=lambda n: {"cidade": f"Cidade {n}"},
    )


def profissional(equipe: Equipe) -> Alvo:
    corpo = clinica.profissional(clinica.clinica_de(equipe, "gestora"))
    novo = equipe.criar("gestora", "/profissionais", corpo)
    return Alvo(
        quem="gestora",
        objeto=f"/profissionais/{novo['id']}",
        campo="nome",
        mudanca=lambda n: {"nome": f"Marina Duarte {n}"},
    )


def transicao(equipe: Equipe) -> Alvo:
    """`remarcar` leaves the consulta `agendada`, so that two in a row are both in order."""
    id_paciente = equipe.criar("recepcao", "/pacientes", clinica.paciente())["id"]
    nova = equipe.criar("recepcao", "/consultas", clinica.consulta(id_paciente))
    return Alvo(
        quem="recepcao",
        objeto=f"/consultas/{nova['id']}",
        campo="data_hora",
        mudanca=lambda n: {"data_hora": em_dias(40 + n % 40, 8 + n // 40).isoformat()},
        metodo="POST",
        verbo="/remarcar",
    )


ALVOS: dict[str, Callable[[Equipe], Alvo]] = {
    "pacientes": paciente,
    "clinicas": da_clinica,
    "profissionais": profissional,
    "remarcar": transicao,
}


@dataclass(frozen=True, slots=True)
class Rodada:
    """The two answers, what they asked for, and what the thing says afterwards."""

    respostas: list[httpx.Response]
    ficou: Any

    @property
    def codigos(self) -> Counter[tuple[int, str]]:
        return Counter((r.status_code, r.json().get("codigo", "")) for r in self.respostas)

    def mudancas(self, campo: str) -> list[Any]:
        """What those who were told 200 have in their hands."""
        return [r.json()[campo] for r in self.respostas if r.is_success]


def disputar(equipe: Equipe, alvo: Alvo, *, ciclos: int, com_if_match: bool = True) -> list[Rodada]:
    """Each round: read once, then both change at the same moment what was read."""
    cliente = equipe[alvo.quem]

    def rodada(n: int) -> Rodada:
        lido = cliente.get(alvo.objeto).raise_for_status()
        condicao = {"If-Match": lido.headers["ETag"]} if com_if_match else {}
        respostas = ao_mesmo_tempo(
            2,
            lambda lado: cliente.request(
                alvo.metodo,
                alvo.objeto + alvo.verbo,
                json=alvo.mudanca(2 * n + lado),
                headers=condicao,
            ),
        )
        return Rodada(respostas, cliente.get(alvo.objeto).raise_for_status().json()[alvo.campo])

    return [rodada(n) for n in range(ciclos)]


def exigir_que_nada_se_perca(rodadas: list[Rodada], campo: str) -> None:
    """The proof: one changed it, the other was told, and what the first was told is what stands."""
    erradas = [
        (dict(rodada.codigos), rodada.mudancas(campo), rodada.ficou)
        for rodada in rodadas
        if rodada.codigos != UM_MUDA_E_O_OUTRO_SABE or rodada.mudancas(campo) != [rodada.ficou]
    ]
    assert not erradas, f"{len(erradas)} de {len(rodadas)} rodadas: {erradas[:3]}"
