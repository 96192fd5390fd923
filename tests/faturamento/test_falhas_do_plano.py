"""The plan fails in every way it knows: the invoice is created, waits, and is never taken for zero."""

import re
import socket
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from apps.faturamento.models import Fatura
from apps.faturamento.services import resolver_pendentes
from tests.processos import RAIZ, Simulador, porta_livre
from tests.respostas import exato, recusa

CODIGO_DOS_MODOS = RAIZ / "docker/plano_de_saude/simulador/modos.py"
MODOS = re.findall(r"^@modo\ndef (\w+)", CODIGO_DOS_MODOS.read_text(), re.MULTILINE)
FALHAS = [modo for modo in MODOS if modo != "normal"]

PRAZO = 3.5


def emitir_no_prazo(faturar: Any, *itens: tuple[Any, ...]) -> Any:
    """The invoice, created within 3.5 s whatever the plan does."""
    inicio = time.monotonic()
    resposta = faturar(*itens)
    assert time.monotonic() - inicio <= PRAZO
    assert resposta.status_code == 201, resposta.content
    return resposta


def espera_pelo_plano(resposta: Any) -> bool:
    fatura = exato(resposta)
    return (
        fatura["status"] == "aguardando_plano"
        and fatura["valor_total"] == Decimal("230.00")
        and fatura["valor_coberto"] is fatura["valor_paciente"] is None
        and all(
            item["situacao"] == "pendente" and item["coberto"] is item["valor_coberto"] is None
            for item in fatura["procedimentos"]
        )
    )


def test_o_simulador_sabe_falhar_de_muitas_maneiras():
    assert len(FALHAS) >= 22


@pytest.mark.parametrize("modo", FALHAS)
def test_falha_do_plano_deixa_a_fatura_aguardando(plano, faturar, elenco, modo):
    plano.falhar(modo)
    criada = emitir_no_prazo(faturar)
    assert espera_pelo_plano(criada)
    lida = elenco.faturista.get(criada["Location"])
    assert lida.content == criada.content
    pagar = elenco.faturista.enviar(
        f"{criada['Location']}/pagar", {"forma": "pix", "valor": "1.00"}
    )
    assert recusa(pagar) == (409, "aguardando_plano")


def test_controle_com_o_plano_saudavel_a_mesma_fatura_nao_espera(plano, faturar):
    assert not espera_pelo_plano(emitir_no_prazo(faturar))


def test_plano_desligado_e_religado(faturar, elenco, settings, tmp_path, avancar):
    """Killed, the invoice waits; back on the same port, the worker settles it."""
    simulador = Simulador(tmp_path, porta_livre())
    settings.PLANO_SAUDE_URL = simulador.url
    criada = emitir_no_prazo(faturar)
    assert espera_pelo_plano(criada)
    simulador.iniciar()
    try:
        with avancar(60):
            assert resolver_pendentes() == 1
    finally:
        simulador.parar()
    resolvida = exato(elenco.faturista.get(criada["Location"]))
    assert (resolvida["status"], resolvida["valor_paciente"]) == ("pendente", Decimal("220.00"))


@pytest.fixture
def armadilha() -> Iterator[socket.socket]:
    """A listening port that nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as servidor:
        servidor.setblocking(False)
        yield servidor


def chamada(servidor: socket.socket) -> bool:
    try:
        servidor.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_o_destino_de_um_redirecionamento_nao_recebe_nada(plano, faturar, armadilha):
    host, porta = armadilha.getsockname()
    plano.falhar("redirecionar_fora", destino=f"http://{host}:{porta}/validar-procedimento")
    assert espera_pelo_plano(emitir_no_prazo(faturar))
    assert not chamada(armadilha)
    socket.create_connection((host, porta)).close()
    assert chamada(armadilha)  # the control: it would have been seen


def test_vinte_itens_e_um_plano_que_trava_metade_deles(plano, faturar, elenco, avancar):
    """Hung questions cost 3 s in all, not each; those that were answered keep their answer."""
    plano.falhar("pendurar", taxa=0.5)
    criada = exato(emitir_no_prazo(faturar, *[("CON001", "150.00")] * 20))
    assert criada["status"] == "aguardando_plano"
    assert criada["valor_coberto"] is criada["valor_paciente"] is None
    respostas = [
        (item["situacao"], item["coberto"], item["valor_coberto"])
        for item in criada["procedimentos"]
    ]
    decidido, pendente = ("coberto", True, Decimal("7.00")), ("pendente", None, None)
    assert set(respostas) == {decidido, pendente}  # all of one kind: once in 500,000 runs
    plano.curar()
    Fatura.objects.get().itens.filter(situacao="coberto").update(valor_coberto=Decimal("1.00"))
    with avancar(60):
        assert resolver_pendentes() == 1
    resolvida = exato(elenco.faturista.get(f"/faturas/{criada['id']}"))
    antes = respostas.count(decidido)
    assert resolvida["valor_coberto"] == antes + (20 - antes) * Decimal("7.00")
