"""`transacao`: the loser of a fair race tries again, three times at most, and nothing else does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from apps.kernel.transactions import codigo_sql, em_transacao, transacao
from apps.paciente.models import Paciente
from tests.factories import PacienteFactory
from tests.kernel.paralelo import ao_mesmo_tempo, com_conexao_propria, esperando_tranca

so_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite has one writer at a time: no serialization failure, no deadlock",
)


class Disputada:
    """A change of one row that loses its first `derrotas` races to another connection."""

    def __init__(self, derrotas: int) -> None:
        self.derrotas, self.tentativas = derrotas, 0
        self.pk = PacienteFactory(nome="Ana", telefone="0").pk

    def __call__(self) -> str:
        self.tentativas += 1
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        paciente = Paciente.objects.get(pk=self.pk)
        if self.tentativas <= self.derrotas:
            with ThreadPoolExecutor(1) as outra:
                outra.submit(com_conexao_propria(self._ganhar)).result()
        paciente.telefone = f"{paciente.telefone}+1"
        paciente.save()
        return f"tentativa {self.tentativas}"

    def _ganhar(self) -> None:
        Paciente.objects.filter(pk=self.pk).update(telefone=f"ganho {self.tentativas}")


@so_postgres
@pytest.mark.parametrize("derrotas", [0, 1, 2])
def test_quem_perde_a_corrida_tenta_de_novo(banco_de_verdade: None, derrotas: int) -> None:
    mudanca = Disputada(derrotas)

    assert transacao(mudanca) == f"tentativa {derrotas + 1}"

    lido = Paciente.objects.get(pk=mudanca.pk)
    assert lido.telefone == (f"ganho {derrotas}+1" if derrotas else "0+1")


@so_postgres
def test_a_terceira_derrota_e_a_ultima(banco_de_verdade: None) -> None:
    mudanca = Disputada(99)

    with pytest.raises(OperationalError) as derrota:
        transacao(mudanca)

    assert mudanca.tentativas == 3
    assert codigo_sql(derrota.value) == "40001"
    assert Paciente.objects.get(pk=mudanca.pk).telefone == "ganho 3"


@so_postgres
def test_impasse_se_resolve_sozinho(banco_de_verdade: None) -> None:
    """Two that lock the same rows in opposite orders: the database ends one, which tries again."""
    um, outro = (PacienteFactory(telefone="").pk for _ in range(2))
    ordens = [(um, outro), (outro, um)]
    tentativas = [0, 0]
    cada_um_com_a_sua = Barrier(2, timeout=10)

    def trancar(pk: int) -> Paciente:
        return Paciente.objects.select_for_update().get(pk=pk)

    def mudar(n: int) -> None:
        def gravar() -> None:
            tentativas[n] += 1
            primeira = trancar(ordens[n][0])
            if tentativas[n] == 1:
                cada_um_com_a_sua.wait()
            for paciente in (primeira, trancar(ordens[n][1])):
                paciente.telefone = f"{paciente.telefone}{n}"
                paciente.save()

        transacao(gravar)

    ao_mesmo_tempo(2, mudar)

    assert sorted(tentativas) == [1, 2]
    assert len({p.telefone for p in Paciente.objects.all()} & {"01", "10"}) == 1


@so_postgres
def test_o_que_nao_e_corrida_nao_se_repete(
    banco_de_verdade: None, esperar_ate: Callable[[Callable[[], bool]], None]
) -> None:
    """A lock that does not come in time is the database not answering: once is enough."""
    pk = PacienteFactory().pk
    tentativas: list[int] = []

    def gravar() -> None:
        tentativas.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        Paciente.objects.select_for_update().get(pk=pk)

    with ThreadPoolExecutor(1) as outra, transaction.atomic():
        Paciente.objects.select_for_update().get(pk=pk)
        futura = outra.submit(com_conexao_propria(lambda: transacao(gravar)))
        esperar_ate(lambda: esperando_tranca() or futura.done())
        erro = futura.exception(10)

    assert isinstance(erro, OperationalError)
    assert codigo_sql(erro) == "55P03"
    assert len(tentativas) == 1


def test_em_transacao_so_conta_a_nossa(db: None) -> None:
    """The test case's own block is not one of ours."""
    assert not em_transacao()
    with transaction.atomic():
        assert em_transacao()
    assert not em_transacao()


def test_transacao_devolve_o_que_o_servico_devolve(db: None) -> None:
    assert transacao(lambda: em_transacao()) is True


def test_erro_do_servico_passa_e_desfaz(db: None) -> None:
    def gravar() -> Any:
        PacienteFactory()
        raise LookupError("daqui")

    with pytest.raises(LookupError, match="daqui"):
        transacao(gravar)

    assert not Paciente.objects.exists()
