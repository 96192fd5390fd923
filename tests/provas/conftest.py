"""The frame of the proofs: each test reports, and `make provas` keeps what they say."""

from collections.abc import Generator
from typing import Any

import pytest

from tests.bancos import RAIZ
from tests.provas.escala import PASTA
from tests.provas.relato import Documento, Relato

_documentos: dict[str, Documento] = {}


def _documento(item: pytest.Item) -> Documento:
    prova = item.path.stem.removeprefix("test_")
    return _documentos.setdefault(prova, Documento(prova))


@pytest.fixture
def relato(request: pytest.FixtureRequest) -> Relato:
    """Where this test says what it asked for (`pedir`), saw (`contar`) and measured (`medir`)."""
    return _documento(request.node).relato(request.node.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how each test ended; the document is rewritten after each, also when it failed."""
    fase = yield
    documento = _documento(item)
    relato = documento.relato(item.name)
    relato.duracao_s = round(relato.duracao_s + fase.duration, 2)
    if fase.failed and call.excinfo is not None:
        relato.falhar(f"{fase.when}: {call.excinfo.exconly()[:4000]}")
    elif fase.skipped and call.excinfo is not None:
        relato.pular(str(call.excinfo.value))
    if PASTA and fase.when == "teardown":
        documento.gravar(RAIZ / PASTA)
    return fase
