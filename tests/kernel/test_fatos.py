"""Facts go down: written with the change, numbered after commit, with their effect once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import ClassVar

import pytest
from django.db import connection, transaction

from apps.kernel import facts
from apps.kernel.models import CursorDeFatos, FatoRegistrado, FatoSeparado
from apps.kernel.transactions import em_transacao
from apps.rede.models import Clinica
from tests.factories import ClinicaFactory
from tests.kernel.paralelo import ao_mesmo_tempo, com_conexao_propria

so_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite in memory has one connection"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CafePassado(facts.Fato):
    origem: ClassVar[str] = "cozinha"
    id_cafe: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopoLavado(facts.Fato):
    origem: ClassVar[str] = "cozinha"


class Seguidora:
    """Opens a clinic for each coffee; fails for the coffees in `ruins`, after having written."""

    def __init__(self) -> None:
        self.ruins: set[int] = set()
        self.perguntas_em_transacao: list[bool] = []

    def reagir(self, fato: CafePassado) -> facts.Escrita:
        self.perguntas_em_transacao.append(em_transacao())

        def escrever() -> None:
            ClinicaFactory(nome=f"Café {fato.id_cafe}")
            if fato.id_cafe in self.ruins:
                raise ValueError("Maria da Silva, 529.982.247-25")

        return escrever

    @property
    def feitos(self) -> list[str]:
        return list(Clinica.objects.order_by("pk").values_list("nome", flat=True))


@pytest.fixture
def seguidora(monkeypatch: pytest.MonkeyPatch) -> Seguidora:
    seguidora = Seguidora()
    monkeypatch.setitem(facts._reacoes, ("salao", "cozinha"), {})
    facts.seguidor("salao", CafePassado)(seguidora.reagir)
    return seguidora


def contar(*ids: int) -> None:
    """Record coffees, each in its own transaction."""
    for id_cafe in ids:
        with transaction.atomic():
            facts.registrar(CafePassado(id_cafe=id_cafe))


def contar_e_desfazer(id_cafe: int) -> None:
    with suppress(LookupError), transaction.atomic():
        facts.registrar(CafePassado(id_cafe=id_cafe))
        raise LookupError


def posicoes() -> list[tuple[int, int | None]]:
    linhas = FatoRegistrado.objects.filter(origem="cozinha").order_by("id")
    return [(linha.dados["id_cafe"], linha.posicao) for linha in linhas]


def cursor() -> CursorDeFatos:
    return CursorDeFatos.objects.get(seguidor="salao", origem="cozinha")


def test_fato_so_se_registra_em_uma_transacao(banco_de_verdade: None) -> None:
    with pytest.raises(RuntimeError, match="transação"):
        facts.registrar(CafePassado(id_cafe=1))

    assert not FatoRegistrado.objects.exists()
    contar(1)
    assert FatoRegistrado.objects.count() == 1


def test_fato_some_com_a_mudanca_que_se_desfaz(db: None) -> None:
    contar_e_desfazer(1)

    assert not FatoRegistrado.objects.exists()


def test_posicoes_crescem_sem_buracos(db: None) -> None:
    contar(7, 8, 9)
    assert facts.publicar() == 3
    contar(5)
    contar_e_desfazer(0)
    contar(6)

    assert facts.publicar() == 2
    assert facts.publicar() == 0
    assert posicoes() == [(7, 1), (8, 2), (9, 3), (5, 4), (6, 5)]


def test_o_que_nao_foi_publicado_ninguem_le(db: None, seguidora: Seguidora) -> None:
    contar(1)
    assert facts.seguir() == 0
    facts.publicar()
    assert facts.seguir() == 1

    assert seguidora.feitos == ["Café 1"]


def test_cada_fato_tem_efeito_uma_vez_e_na_ordem(db: None, seguidora: Seguidora) -> None:
    contar(1, 2, 3)
    facts.publicar()

    assert [facts.seguir() for _ in range(3)] == [3, 0, 0]
    contar(4)
    facts.publicar()
    facts.seguir()

    assert seguidora.feitos == ["Café 1", "Café 2", "Café 3", "Café 4"]
    assert cursor().posicao == 4


def test_pergunta_vem_antes_da_transacao(db: None, seguidora: Seguidora) -> None:
    contar(1)
    facts.publicar()
    facts.seguir()

    assert seguidora.perguntas_em_transacao == [False]


def test_cada_seguidor_tem_o_seu_cursor(db: None, seguidora: Seguidora) -> None:
    contar(1)
    facts.publicar()
    facts.seguir()
    facts._reacoes["varanda", "cozinha"] = {
        "CafePassado": (CafePassado, lambda fato: lambda: ClinicaFactory(nome="na varanda"))
    }
    try:
        assert facts.seguir() == 1
    finally:
        del facts._reacoes["varanda", "cozinha"]

    assert seguidora.feitos == ["Café 1", "na varanda"]


def test_fato_de_que_ninguem_trata_e_passado_adiante(db: None, seguidora: Seguidora) -> None:
    with transaction.atomic():
        facts.registrar(CopoLavado())
    contar(1)
    facts.publicar()
    facts.seguir()

    assert seguidora.feitos == ["Café 1"]
    assert cursor().posicao == 2


def test_reacao_que_falha_nao_deixa_nada(db: None, seguidora: Seguidora) -> None:
    """The reaction had written when it failed: what it wrote and the cursor go back together."""
    seguidora.ruins = {1}
    contar(1)
    facts.publicar()
    facts.seguir()

    assert seguidora.feitos == []
    assert (cursor().posicao, cursor().falhas) == (0, 1)


def test_reacao_que_se_recupera_tem_efeito_uma_vez(db: None, seguidora: Seguidora) -> None:
    seguidora.ruins = {1}
    contar(1, 2)
    facts.publicar()
    for _ in range(4):
        facts.seguir()
    seguidora.ruins = set()
    facts.seguir()

    assert seguidora.feitos == ["Café 1", "Café 2"]
    assert (cursor().posicao, cursor().falhas) == (2, 0)
    assert not FatoSeparado.objects.exists()


def test_cinco_falhas_separam_o_fato_e_os_outros_seguem(db: None, seguidora: Seguidora) -> None:
    seguidora.ruins = {2}
    contar(1, 2, 3)
    facts.publicar()
    for _ in range(4):
        facts.seguir()
    assert seguidora.feitos == ["Café 1"]
    assert not FatoSeparado.objects.exists()

    facts.seguir()

    assert seguidora.feitos == ["Café 1", "Café 3"]
    separado = FatoSeparado.objects.get()
    assert (separado.seguidor, separado.origem, separado.posicao) == ("salao", "cozinha", 2)
    assert (separado.tipo, separado.dados) == ("CafePassado", {"id_cafe": 2})
    assert separado.erro == "ValueError"  # never its message, which may quote a patient
    assert (cursor().posicao, cursor().falhas) == (3, 0)


def test_falha_nao_leva_a_mensagem_ao_log(
    db: None, seguidora: Seguidora, caplog: pytest.LogCaptureFixture
) -> None:
    seguidora.ruins = {1}
    contar(1)
    facts.publicar()
    facts.seguir()

    assert "ValueError" in caplog.text
    assert "Maria" not in caplog.text
    assert "529.982" not in caplog.text


def test_fato_que_nao_se_le_tambem_e_separado(db: None, seguidora: Seguidora) -> None:
    FatoRegistrado.objects.create(tipo="CafePassado", origem="cozinha", dados={"outra": 1})
    contar(2)
    facts.publicar()
    for _ in range(5):
        facts.seguir()

    assert FatoSeparado.objects.get().erro == "TypeError"
    assert seguidora.feitos == ["Café 2"]


@so_postgres
def test_quem_confirma_tarde_vem_depois_e_nao_se_perde(
    banco_de_verdade: None, seguidora: Seguidora
) -> None:
    """A fact with a smaller id, committed after a larger one was read, is still to be read."""
    registrado, pode_confirmar = Event(), Event()

    def lento() -> None:
        with transaction.atomic():
            facts.registrar(CafePassado(id_cafe=1))
            registrado.set()
            assert pode_confirmar.wait(10)

    with ThreadPoolExecutor(1) as outra:
        futura = outra.submit(com_conexao_propria(lento))
        assert registrado.wait(10)
        contar(2)
        facts.publicar()
        facts.seguir()
        pode_confirmar.set()
        futura.result(10)
    facts.publicar()
    facts.seguir()

    assert posicoes() == [(1, 2), (2, 1)]
    assert seguidora.feitos == ["Café 2", "Café 1"]


@so_postgres
def test_varios_trabalhadores_nao_repetem_o_efeito(
    banco_de_verdade: None, seguidora: Seguidora
) -> None:
    contar(*range(20))

    def trabalhar(n: int) -> None:
        facts.publicar()
        facts.seguir()

    ao_mesmo_tempo(4, trabalhar)
    trabalhar(0)

    assert [posicao for _, posicao in posicoes()] == list(range(1, 21))
    assert seguidora.feitos == [f"Café {n}" for n in range(20)]
    assert not FatoSeparado.objects.exists()
