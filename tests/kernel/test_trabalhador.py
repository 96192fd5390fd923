"""One turn of the worker: publish, follow, sweep; the patient's new name goes down to the agenda."""

from threading import Event

import pytest
from django.db import OperationalError

from apps.consulta.models import Consulta
from apps.kernel import worker
from apps.kernel.models import CursorDeFatos, FatoRegistrado, FatoSeparado
from apps.kernel.worker import Tarefa
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, PacienteFactory, em_dias


def nome_em(consulta: Consulta) -> str:
    return Consulta.objects.get(pk=consulta.pk).paciente


def test_nome_novo_chega_as_consultas_por_vir_e_nao_as_passadas(elenco: Elenco) -> None:
    ana, bia = PacienteFactory(nome="Ana Souza"), PacienteFactory(nome="Bia Lima")
    de_ana = {"id_paciente": ana.pk, "paciente": ana.nome}
    passada = ConsultaFactory(**de_ana, data_hora=em_dias(-1))
    futura = ConsultaFactory(**de_ana, data_hora=em_dias(1))
    longe = ConsultaFactory(**de_ana, data_hora=em_dias(200))
    alheia = ConsultaFactory(id_paciente=bia.pk, paciente=bia.nome)
    etag = elenco.recepcao.get(f"/pacientes/{ana.pk}").headers["ETag"]

    resposta = elenco.recepcao.alterar(f"/pacientes/{ana.pk}", {"nome": "Ana Souza Lima"})
    assert resposta.status_code == 200
    assert nome_em(futura) == "Ana Souza"  # until the worker goes round
    worker.uma_volta()

    assert nome_em(futura) == nome_em(longe) == "Ana Souza Lima"
    assert nome_em(passada) == "Ana Souza"
    assert nome_em(alheia) == "Bia Lima"
    assert resposta.headers["ETag"] != etag


def test_outra_volta_nao_faz_nada_de_novo(elenco: Elenco) -> None:
    ana = PacienteFactory(nome="Ana Souza")
    futura = ConsultaFactory(id_paciente=ana.pk, paciente=ana.nome)
    elenco.recepcao.alterar(f"/pacientes/{ana.pk}", {"nome": "Ana Lima"})
    worker.uma_volta()
    versao = Consulta.objects.get(pk=futura.pk).versao

    assert worker.uma_volta() == 0

    assert Consulta.objects.get(pk=futura.pk).versao == versao


def test_fato_leva_so_o_numero(elenco: Elenco) -> None:
    ana = PacienteFactory(nome="Ana Souza")

    elenco.recepcao.alterar(f"/pacientes/{ana.pk}", {"nome": "Ana Lima", "telefone": "11 9"})

    fato = FatoRegistrado.objects.get()
    assert (fato.tipo, fato.origem) == ("PacienteAtualizado", "paciente")
    assert fato.dados == {"id_paciente": ana.pk}


def test_paciente_que_sumiu_nao_trava_a_fila(elenco: Elenco) -> None:
    FatoRegistrado.objects.create(
        tipo="PacienteAtualizado", origem="paciente", dados={"id_paciente": 999_999}
    )
    worker.uma_volta()

    assert CursorDeFatos.objects.get(seguidor="consulta", origem="paciente").posicao == 1
    assert not FatoSeparado.objects.exists()


@pytest.mark.parametrize("erro", [ValueError("Maria"), OperationalError("Maria")])
def test_uma_tarefa_que_falha_nao_para_as_outras(
    banco_de_verdade: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    erro: Exception,
) -> None:
    def falhar() -> int:
        raise erro

    tarefas = {"ruim": Tarefa(falhar), "boa": Tarefa(lambda: 3)}
    monkeypatch.setattr(worker, "_tarefas", tarefas)

    assert worker.uma_volta() == 3
    assert type(erro).__name__ in caplog.text
    assert "Maria" not in caplog.text


def test_trabalhar_para_quando_lhe_dizem(
    banco_de_verdade: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    parar = Event()
    voltas: list[int] = []

    def varrer() -> int:
        voltas.append(1)
        parar.set()
        return 0

    monkeypatch.setattr(worker, "_tarefas", {"uma": Tarefa(varrer)})
    worker.trabalhar(parar)

    assert voltas == [1]
