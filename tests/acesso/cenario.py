"""The stage of the access tests: one of each thing in clinic 1, and bodies that are valid there."""

from dataclasses import dataclass
from typing import Any

from apps.consulta.transicoes import Status
from apps.kernel.access import credentials, tokens
from tests import documentos
from tests.conftest import Elenco, Pessoa
from tests.factories import (
    SENHA,
    ConsultaFactory,
    FaturaAguardandoFactory,
    FaturaFactory,
    PacienteFactory,
    ProntuarioFactory,
    proxima_segunda,
)

DESCONHECIDO = 987_654_321
"""An id that nothing has."""

# Hours at which no ConsultaFactory books.
HORA_NOVA, HORA_REMARCADA = 20, 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Cenario:
    """Ids of clinic 1's things; all of them are of `medica` and her patient."""

    elenco: Elenco
    clinica: int
    profissional: int
    paciente: int
    agendada: int
    em_atendimento: int
    a_faturar: int
    prontuario: int
    fatura: int
    aguardando: int

    def pessoa(self, nome: str) -> Pessoa:
        return self.elenco.ninguem if nome == "ninguem" else getattr(self.elenco, nome)

    @property
    def credenciais(self) -> dict[str, Any]:
        return {"username": "recepcao", "password": SENHA}

    @property
    def renovacao(self) -> str:
        credencial = credentials.credencial_atual(self.elenco.recepcao.id_usuario or 0)
        assert credencial is not None
        return tokens.emitir(credencial)[1]

    @property
    def nova_clinica(self) -> dict[str, Any]:
        return {"nome": "Vida+ Nova", "cidade": "São Paulo", "uf": "SP"}

    @property
    def novo_profissional(self) -> dict[str, Any]:
        return {
            "nome": "Dra. Nova",
            "conselho": "CRM",
            "numero_conselho": "987654",
            "uf_conselho": "SP",
            "clinicas": [self.clinica],
        }

    @property
    def novo_paciente(self) -> dict[str, Any]:
        return {
            "nome": "Paciente Novo",
            "cpf": documentos.cpf(987_654_321),
            "data_nascimento": "1990-01-31",
        }

    @property
    def nova_consulta(self) -> dict[str, Any]:
        return {
            "id_paciente": self.paciente,
            "id_profissional": self.profissional,
            "data_hora": proxima_segunda(HORA_NOVA).isoformat(),
            "especialidade": "Clínica Médica",
        }

    @property
    def outro_horario(self) -> dict[str, Any]:
        return {"data_hora": proxima_segunda(HORA_REMARCADA).isoformat()}

    @property
    def novo_prontuario(self) -> dict[str, Any]:
        return {"id_paciente": self.paciente, "diagnostico": "Influenza", "cid10": ["J11.1"]}

    @property
    def nova_fatura(self) -> dict[str, Any]:
        return {
            "id_consulta": self.a_faturar,
            "procedimentos": [{"codigo": "CON001", "valor": "150.00"}],
        }

    @property
    def decisao(self) -> dict[str, Any]:
        return {"codigo": "CON001", "valor_coberto": "7.00", "justificativa": "Por telefone."}


def montar(elenco: Elenco, dona: str = "medica") -> Cenario:
    """The things of one professional and her clinic (`medica2`: of the other one)."""
    profissional = getattr(elenco, dona).profissional
    clinica = elenco.clinica2 if dona.endswith("2") else elenco.clinica
    paciente = PacienteFactory()
    comum = {"id_clinica": clinica.pk, "id_paciente": paciente.pk, "paciente": paciente.nome}
    dela = {**comum, "id_profissional": profissional.pk, "profissional": profissional.nome}
    return Cenario(
        elenco=elenco,
        clinica=clinica.pk,
        profissional=profissional.pk,
        paciente=paciente.pk,
        agendada=ConsultaFactory(**dela).pk,
        em_atendimento=ConsultaFactory(**dela, status=Status.EM_ATENDIMENTO).pk,
        a_faturar=ConsultaFactory(**dela).pk,
        prontuario=ProntuarioFactory(
            id_paciente=paciente.pk, paciente=paciente.nome, id_autor=profissional.pk
        ).pk,
        fatura=FaturaFactory(**comum).pk,
        aguardando=FaturaAguardandoFactory(**comum).pk,
    )
