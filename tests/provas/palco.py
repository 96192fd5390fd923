"""Where the corpus is played: the operations of the document, somebody who may call each, real ids."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest

from apps.kernel.access.escopo import Papel
from tests import documentos
from tests.acesso.documento import Documento
from tests.bancos import RAIZ
from tests.processos import Pilha, pilha_no_ar
from tests.provas.juiz import Juiz
from tests.provas.malformados.caso import Caso

QUEM = {
    Papel.PROFISSIONAL: "medica",
    Papel.FATURAMENTO: "faturista",
    Papel.RECEPCAO: "recepcao",
    Papel.GESTOR: "gestora",
    Papel.AUDITOR: "auditora",
}
"""Role → who of the demo has it; the first that an operation admits calls it."""

OPENAPI = {"Accept": "application/vnd.oai.openapi+json"}
LINHAS_DE_UMA_VEZ = 4
INEXISTENTE = 987_654_321
_numeros = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operacao:
    """One operation of the document."""

    metodo: str
    caminho: str
    bruta: dict[str, Any]
    quem: str

    def __str__(self) -> str:
        return f"{self.metodo} {re.sub(r'{[^}]+}', '{id}', self.caminho)}"

    @property
    def parametros(self) -> dict[str, dict[str, Any]]:
        """Query parameter → its schema."""
        todos = self.bruta.get("parameters", ())
        return {p["name"]: p["schema"] for p in todos if p["in"] == "query"}

    @property
    def escreve(self) -> bool:
        return self.metodo in ("POST", "PATCH")

    @property
    def procura(self) -> bool:
        """A list, or whatever else a query string narrows."""
        return self.metodo == "GET" and bool(self.parametros)


class Palco:
    """A server under attack, and what an attacker that may sign in knows about it."""

    def __init__(self, url: str, *segredos: str) -> None:
        self.url = url
        self.bruto = httpx.get(f"{url}/schema", headers=OPENAPI, trust_env=False).json()
        self.documento = Documento(self.bruto)
        self.juiz = Juiz(self.documento, *segredos)
        self.operacoes = [
            Operacao(metodo=metodo.upper(), caminho=caminho, bruta=bruta, quem=_quem(bruta))
            for caminho, metodos in self.bruto["paths"].items()
            for metodo, bruta in metodos.items()
        ]
        self._credenciais: dict[str, str] = {}
        self._lidas: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.respostas: Counter[int] = Counter()

    def credencial(self, username: str) -> dict[str, str]:
        """The header of somebody signed in; nothing for nobody."""
        if not username:
            return {}
        if username not in self._credenciais:
            resposta = httpx.post(
                f"{self.url}/auth/token",
                json={"username": username, "password": "vidasaude-demo"},
                trust_env=False,
            )
            self._credenciais[username] = f"Bearer {resposta.raise_for_status().json()['access']}"
        return {"Authorization": self._credenciais[username]}

    def alvo(self, operacao: Operacao) -> str:
        """The path, with the ids of things that its caller can see."""

        def preencher(achado: re.Match[str]) -> str:
            if achado[1] == "id":
                return str(self.id_de(operacao.caminho[: achado.start() - 1], operacao.quem))
            return str(self._ao_alcance(achado[1], operacao))

        return re.sub(r"{([^}]+)}", preencher, operacao.caminho)

    def id_de(self, lista: str, quem: str) -> int:
        """The newest of a list, as somebody sees it; an id that nothing has where there is none."""
        return next(
            (linha["id"] for linha in self._linhas(lista, quem) if "id" in linha), INEXISTENTE
        )

    def _ao_alcance(self, nome: str, operacao: Operacao) -> int:
        """`id_paciente` as in what the caller sees of the operation's kind; else the newest patient."""
        do_mesmo = self._linhas("/" + operacao.caminho.split("/")[1], operacao.quem)
        conhecidos = [linha[nome] for linha in do_mesmo if linha.get(nome)]
        return (conhecidos or [self.id_de(f"/{nome.removeprefix('id_')}s", operacao.quem)])[0]

    def _linhas(self, lista: str, quem: str) -> list[dict[str, Any]]:
        if (lista, quem) not in self._lidas:
            resposta = httpx.get(
                f"{self.url}{lista}", headers=self.credencial(quem), trust_env=False
            )
            self._lidas[lista, quem] = resposta.json() if resposta.is_success else []
        return self._lidas[lista, quem]

    def corpo(self, operacao: Operacao) -> dict[str, Any]:
        """The document's example of the body, about things that exist and with fresh documents."""
        conteudo = (
            operacao.bruta.get("requestBody", {}).get("content", {}).get("application/json", {})
        )
        exemplos = [e["value"] for e in conteudo.get("examples", {}).values()]
        return {
            nome: self._atual(nome, valor, operacao)
            for nome, valor in (exemplos or [{}])[0].items()
        }

    def _atual(self, nome: str, valor: Any, operacao: Operacao) -> Any:
        n = next(_numeros)
        if nome in ("id_paciente", "id_profissional", "id_consulta", "id_clinica"):
            return self._ao_alcance(nome, operacao)
        return {
            "clinicas": lambda: [self.id_de("/clinicas", operacao.quem)],
            "cpf": lambda: documentos.cpf(700_000_000 + n),
            "numero_conselho": lambda: f"9{n:08d}",
            "cnes": lambda: f"{n % 10**7:07d}",
            "data_hora": lambda: (
                f"20{31 + n // 8000}-{1 + n // 672 % 12:02d}-{1 + n // 24 % 28:02d}T{n % 24:02d}:00:00-03:00"
            ),
            # Wrong passwords lock an account, and nobody else's is to be locked.
            "username": lambda: "ninguem",
        }.get(nome, lambda: valor)()

    @cached_property
    def alheios(self) -> dict[str, int]:
        """Ids of what the demo's second clinic has, which the first one's people do not see."""
        return {
            "id_consulta": self.id_de("/consultas", "recepcao2"),
            "id_clinica": self._clinica_de("recepcao2"),
        }

    def _clinica_de(self, username: str) -> int:
        eu = httpx.get(f"{self.url}/auth/eu", headers=self.credencial(username), trust_env=False)
        return eu.json()["vinculos"][0]["id_clinica"]

    def julgar(self, casos: list[tuple[Caso, str]]) -> list[str]:
        """Send each case as somebody and say what is wrong with the answers."""
        for quem in {quem for _, quem in casos}:
            self.credencial(quem)
        parcelas = [casos[n::LINHAS_DE_UMA_VEZ] for n in range(LINHAS_DE_UMA_VEZ)]
        with ThreadPoolExecutor(LINHAS_DE_UMA_VEZ) as linhas:
            return [falta for faltas in linhas.map(self._julgar, parcelas) for falta in faltas]

    def _enviar(
        self, cliente: httpx.Client, caso: Caso, quem: str, *, fechada: bool
    ) -> httpx.Response:
        """As any client does: once more where the server had just closed the kept connection.

        `fechada`: the answer before refused a body that was not read, so the server is closing.
        """
        erros = (httpx.RemoteProtocolError, *((httpx.NetworkError,) if fechada else ()))
        try:
            return enviar(cliente, caso, self.credencial(quem))
        except erros:
            return enviar(cliente, caso, self.credencial(quem))

    def _julgar(self, casos: list[tuple[Caso, str]]) -> list[str]:
        faltas: list[str] = []
        fechada = False
        with httpx.Client(base_url=self.url, timeout=30, trust_env=False) as cliente:
            for caso, quem in casos:
                try:
                    resposta = self._enviar(cliente, caso, quem, fechada=fechada)
                except httpx.TransportError as erro:
                    faltas.append(f"{caso}: sem resposta ({type(erro).__name__}: {erro})")
                else:
                    fechada = resposta.status_code == 413
                    self.respostas[resposta.status_code] += 1
                    faltas += self.juiz.julgar(caso, resposta)
        return faltas


def enviar(cliente: httpx.Client, caso: Caso, credencial: dict[str, str]) -> httpx.Response:
    """Put a case on the wire as it is: path, method and header values untouched."""
    pedido = cliente.build_request(
        caso.metodo,
        "/",
        content=caso.corpo or None,
        headers={**credencial, **caso.cabecalhos},
        extensions={"target": caso.alvo.encode()},
    )
    pedido.method = caso.metodo
    return cliente.send(pedido)


@contextmanager
def palco_no_ar(pasta: Path, **opcoes: Any) -> Iterator[tuple[Pilha, Palco]]:
    """A stack of its own, since the attack changes whatever it may, without the anonymous limit."""
    with pytest.MonkeyPatch.context() as ambiente:
        ambiente.setenv("LIMITE_ANONIMO", "1000000/min")
        with pilha_no_ar(pasta, **opcoes) as pilha:
            palco = Palco(pilha.url, *segredos_de(pilha))
            _abrir_o_que_sera_alterado(palco)
            yield pilha, palco


def segredos_de(pilha: Pilha) -> list[str]:
    """What only the operator knows: where the database and the plan are."""
    banco = pilha.ambiente["DATABASE_URL"].rsplit("/", 1)[-1]
    portas = [f":{porta}" for porta in (pilha.porta, pilha.simulador.porta, 5432)]
    return [banco, *portas, str(pilha.pasta), str(RAIZ)]


def _abrir_o_que_sera_alterado(palco: Palco) -> None:
    """A clinic and a professional for the changes to fall on: the newest of their lists."""
    for caminho in ("/clinicas", "/profissionais"):
        criar = next(o for o in palco.operacoes if str(o) == f"POST {caminho}")
        quem = palco.credencial(criar.quem)
        httpx.post(
            f"{palco.url}{caminho}", json=palco.corpo(criar), headers=quem, trust_env=False
        ).raise_for_status()
        palco._lidas.clear()


def _quem(operacao: dict[str, Any]) -> str:
    """Somebody of a role that the operation's description names; nobody where it asks for none."""
    papeis = re.findall(r"`(\w+)`", operacao.get("description", "").rsplit("\n\n", 1)[-1])
    return next((nome for papel, nome in QUEM.items() if papel in papeis), "")
