"""The cast and the stage. Access rules are read off the names of who acts."""

import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.client import ClientHandler

from apps.kernel import triggers
from apps.kernel.access import credentials, tokens
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.errors import ServicoIndisponivel
from apps.kernel.models import Usuario
from apps.rede.models import Clinica, Profissional, Vinculo
from tests.factories import (
    ClinicaFactory,
    PacienteFactory,
    ProfissionalFactory,
    UsuarioFactory,
    VinculoFactory,
)
from tests.processos import Pilha, Simulador, pilha_no_ar

FALTA = "não está instalado"
"""In the reason of every skip for want of something that CI installs."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With EXIGIR_SERVICOS=1 (CI), what is missing fails instead of hiding."""
    relato = yield
    if relato.skipped and os.environ.get("EXIGIR_SERVICOS") and FALTA in str(relato.longrepr):
        relato.outcome = "failed"
    return relato


@pytest.fixture(autouse=True)
def _sem_memoria() -> None:
    """Throttles and remembered credentials do not leak from a test to the next."""
    cache.clear()
    credentials.esquecer()


ATENDENTE = ClientHandler(enforce_csrf_checks=False)
"""Django's request handler, whose middleware is put together once and not for every person."""


class Pessoa(Client):
    """Somebody of the cast: an HTTP client, signed in, that speaks JSON."""

    def __init__(self, *, id_usuario: int | None = None, profissional: Profissional | None = None):
        super().__init__()
        self.handler = ATENDENTE
        self.id_usuario, self.profissional = id_usuario, profissional

    def generic(self, method: str, path: str, data: Any = "", *args: Any, **kwargs: Any) -> Any:
        if self.id_usuario is not None:
            credencial = credentials.credencial_atual(self.id_usuario)
            assert credencial is not None
            kwargs.setdefault("headers", {})
            acesso = tokens.emitir(credencial)[0]
            kwargs["headers"] = {"Authorization": f"Bearer {acesso}", **(kwargs["headers"] or {})}
        return super().generic(method, path, data, *args, **kwargs)

    def enviar(self, caminho: str, corpo: Any = None, **cabecalhos: str) -> Any:
        """POST a JSON body; header names with underscores."""
        return self._json("POST", caminho, corpo, cabecalhos)

    def alterar(self, caminho: str, corpo: Any, **cabecalhos: str) -> Any:
        """PATCH a JSON body."""
        return self._json("PATCH", caminho, corpo, cabecalhos)

    def _json(self, metodo: str, caminho: str, corpo: Any, cabecalhos: dict[str, str]) -> Any:
        from apps.kernel.api.json import escrever_json

        bruto = corpo if isinstance(corpo, bytes) else escrever_json(corpo or {})
        nomes = {nome.replace("_", "-"): valor for nome, valor in cabecalhos.items()}
        return self.generic(metodo, caminho, bruto, "application/json", headers=nomes)

    @property
    def escopo(self) -> Escopo:
        assert self.id_usuario is not None
        credencial = credentials.credencial_atual(self.id_usuario)
        assert credencial is not None
        return credencial.escopo


@dataclass
class Elenco:
    """Two clinics and their people, as in the demo: whoever ends in 2 is of the other clinic."""

    clinica: Clinica
    clinica2: Clinica
    ninguem: Pessoa
    pessoas: dict[str, Pessoa] = field(default_factory=dict)

    def clinica_de(self, nome: str) -> Clinica:
        return self.clinica2 if nome.endswith("2") else self.clinica

    def __getattr__(self, nome: str) -> Pessoa:
        try:
            return self.__dict__["pessoas"][nome]
        except KeyError:
            raise AttributeError(nome) from None


PAPEIS = {
    "recepcao": Papel.RECEPCAO,
    "medica": Papel.PROFISSIONAL,
    "medico": Papel.PROFISSIONAL,
    "faturista": Papel.FATURAMENTO,
    "gestora": Papel.GESTOR,
    "auditora": Papel.AUDITOR,
    "recepcao2": Papel.RECEPCAO,
    "medica2": Papel.PROFISSIONAL,
    "faturista2": Papel.FATURAMENTO,
    "gestora2": Papel.GESTOR,
    "auditora2": Papel.AUDITOR,
}


@pytest.fixture
def elenco(db: None) -> Elenco:
    """recepcao, medica, medico, faturista, gestora, auditora, admin; and their peers of clinic 2."""
    elenco = Elenco(ClinicaFactory(), ClinicaFactory(), ninguem=Pessoa())
    contas = [UsuarioFactory.build(username=nome) for nome in PAPEIS]
    contas.append(UsuarioFactory.build(username="admin", is_superuser=True))
    Usuario.objects.bulk_create(contas)  # most tests begin so
    Vinculo.objects.bulk_create(
        VinculoFactory.build(usuario=conta, clinica=elenco.clinica_de(nome), papel=papel)
        for conta, (nome, papel) in zip(contas, PAPEIS.items(), strict=False)
    )
    for conta in contas:
        profissional = (
            ProfissionalFactory(usuario=conta, clinicas=[elenco.clinica_de(conta.username)])
            if PAPEIS.get(conta.username) is Papel.PROFISSIONAL
            else None
        )
        elenco.pessoas[conta.username] = Pessoa(id_usuario=conta.pk, profissional=profissional)
    return elenco


@pytest.fixture
def paciente(db: None) -> Any:
    return PacienteFactory(nome="Maria Aparecida da Silva")


@pytest.fixture(scope="session")
def _simulador(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulador]:
    simulador = Simulador(tmp_path_factory.mktemp("plano")).iniciar()
    yield simulador
    simulador.parar()


@pytest.fixture
def plano(_simulador: Simulador, settings: Any) -> Iterator[Simulador]:
    """The real simulator, healthy, for the code under test in this process."""
    settings.PLANO_SAUDE_URL = _simulador.url
    _simulador.curar()
    yield _simulador
    _simulador.curar()


@pytest.fixture(scope="session")
def pilha(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pilha]:
    """The whole monolith as processes (two of the server, worker, simulator), with the demo's data."""
    with pilha_no_ar(tmp_path_factory.mktemp("pilha")) as no_ar:
        yield no_ar


@pytest.fixture
def banco_de_verdade(transactional_db: None) -> Iterator[None]:
    """Real commits in this process; the append-only triggers step aside when the tables are emptied."""
    yield
    triggers.remover()


class ForaDoAr:
    """An app that lives elsewhere and does not answer, whatever it is asked."""

    def __getattr__(self, nome: str) -> Any:
        def pergunta(**opcoes: Any) -> Any:
            raise ServicoIndisponivel

        return pergunta


@pytest.fixture
def derrubar(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`derrubar("consulta")`: from now on its door answers nothing."""
    return lambda app: monkeypatch.setattr(f"apps.{app}.local.servico", ForaDoAr())


@pytest.fixture
def contar_queries(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], int]:
    """How many queries a call makes, by somebody whom nobody remembers yet and then everybody does."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # A slow call would outlive the memory, and ask who it is once more.
    monkeypatch.setattr(credentials, "MEMORIA_SEGUNDOS", 3_600)

    def contar(chamada: Callable[[], Any]) -> int:
        credentials.esquecer()
        with CaptureQueriesContext(connection) as captura:
            chamada()
        return len(captura)

    return contar
