"""What is there before a journey begins, made through the API by whoever makes it in the clinic."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.processos import Pilha

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


class Clinica:
    """Clinic 1 of the demo, by its people's clients."""

    def __init__(self, pilha: Pilha) -> None:
        self._pilha = pilha
        self._clientes: dict[str, httpx.Client] = {}

    def de(self, username: str) -> httpx.Client:
        if username not in self._clientes:
            self._clientes[username] = self._pilha.cliente(username)
        return self._clientes[username]

    def fechar(self) -> None:
        for cliente in self._clientes.values():
            cliente.close()

    def paciente(self, nome: str) -> dict[str, Any]:
        """Somebody new, whom no other consulta keeps from any time."""
        cadastro = {
            "nome": nome,
            "data_nascimento": "1984-03-12",
            "passaporte": secrets.token_hex(4).upper(),
        }
        return _ok(self.de("recepcao").post("/pacientes", json=cadastro))

    def consulta_de_hoje(self, nome: str) -> dict[str, Any]:
        """Of a new patient who is at the reception, for whoever of the clinic takes it."""
        agora = datetime.now(SAO_PAULO)
        daqui_a_pouco = agora + timedelta(minutes=5)
        if daqui_a_pouco.date() != agora.date():
            pytest.skip("o dia acaba no meio da jornada")
        return self._chegou(nome, daqui_a_pouco)

    def consulta_realizada(self, nome: str) -> dict[str, Any]:
        """Of a new patient, seen by the medica and not charged yet."""
        consulta = self._chegou(nome, datetime.now(SAO_PAULO) + timedelta(days=1))
        for verbo in ("iniciar", "concluir"):
            _ok(self.de("medica").post(f"/consultas/{consulta['id']}/{verbo}"))
        return consulta

    def consultas_da_medica(self, status: str) -> list[dict[str, Any]]:
        """The earliest first."""
        dela = _ok(self.de("medica").get("/consultas", params={"status": status}))
        com_ela = [consulta for consulta in dela if consulta["id_profissional"]]
        return sorted(com_ela, key=lambda consulta: consulta["data_hora"])

    def faturar(self, consulta: dict[str, Any]) -> dict[str, Any]:
        """The consulta and an exam, charged."""
        procedimentos = [
            {"codigo": "CON001", "valor": "150.00"},
            {"codigo": "EXA001", "valor": "80.00"},
        ]
        pedido = {"id_consulta": consulta["id"], "procedimentos": procedimentos}
        return _ok(self.de("faturista").post("/faturas", json=pedido))

    def registro(self) -> dict[str, Any]:
        """A record of the medica's, with its texts."""
        return _ok(self.de("medica").get("/prontuarios", params={"limite": 1}))[0]

    def recusas(self) -> dict[str, str]:
        """What was refused lately: request's id → object, as the auditor reads it."""
        filtros = {"evento": "acesso_negado", "limite": 200}
        eventos = _ok(self.de("auditora").get("/auditoria", params=filtros))
        return {e["id_requisicao"]: e["objeto"] for e in eventos if not e["permitido"]}

    def _chegou(self, nome: str, data_hora: datetime) -> dict[str, Any]:
        pedido = {
            "id_paciente": self.paciente(nome)["id"],
            "data_hora": data_hora.isoformat(),
            "especialidade": "Clínica Médica",
        }
        recepcao = self.de("recepcao")
        consulta = _ok(recepcao.post("/consultas", json=pedido))
        return _ok(recepcao.post(f"/consultas/{consulta['id']}/chegada"))


def _ok(resposta: httpx.Response) -> Any:
    assert resposta.is_success, resposta.text
    return resposta.json()
