"""A manager's first page: the last fortnight and today, in figures that a table repeats."""

from datetime import date
from decimal import Decimal

from apps.mesa.inicio import gestor
from tests.conftest import Elenco
from tests.factories import ExpedienteFactory, FaturaFactory
from tests.mesa.conftest import AGORA, Marcar, as_horas, inicio

HOJE = AGORA.date()


def desfechos(elenco: Elenco) -> gestor.Desfechos:
    contados = gestor.montar(elenco.gestora.escopo).desfechos
    assert contados is not None
    return contados


def hoje(elenco: Elenco) -> gestor.Hoje:
    dia = gestor.montar(elenco.gestora.escopo).hoje
    assert dia is not None
    return dia


def test_os_ultimos_catorze_dias_por_desfecho(elenco: Elenco, marcar: Marcar) -> None:
    for hora, status in enumerate(
        ("realizada", "realizada", "realizada", "faltou", "cancelada"), 8
    ):
        marcar(as_horas(hora, dias=-1), status=status)
    marcar(as_horas(8, dias=-13), status="realizada")
    marcar(as_horas(8, dias=-14), status="realizada")
    marcar(as_horas(18), status="agendada")
    marcar(as_horas(8, dias=-1), de="medica2", status="realizada")
    contados = desfechos(elenco)
    assert [dia.dia for dia in contados.dias] == [date(2026, 2, 25 + n) for n in range(4)] + [
        date(2026, 3, 1 + n) for n in range(10)
    ]
    ontem, agora = contados.dias[-2:]
    assert (ontem.realizada, ontem.faltou, ontem.cancelada, ontem.altura) == (3, 1, 1, 100)
    assert (agora.total, agora.altura) == (0, 0)
    assert contados.dias[0].realizada == 1
    assert (contados.realizadas, contados.faltas) == (4, 1)
    assert contados.taxa_de_faltas == 20


def test_sem_consultas_nao_ha_taxa(elenco: Elenco) -> None:
    assert desfechos(elenco).taxa_de_faltas is None
    assert hoje(elenco).ocupacao is None
    html = inicio(elenco.gestora)
    assert "0 de 0" in html
    assert "—" in html


def test_a_ocupacao_e_do_que_falta_do_dia(elenco: Elenco, marcar: Marcar) -> None:
    """From 10:00 to 12:00: half an hour booked, an hour and a half free."""
    profissional = elenco.medica.profissional
    assert profissional is not None
    ExpedienteFactory(id_profissional=profissional.pk, dia_semana=1, inicio="08:00", fim="12:30")
    marcar(as_horas(8), status="realizada")
    marcar(as_horas(10, 30))
    marcar(as_horas(11), status="cancelada")
    marcar(as_horas(11), de=None)
    marcar(as_horas(11), encaixe=True, motivo="Dor")
    dia = hoje(elenco)
    assert (dia.consultas, dia.ocupacao) == (4, 25)


def test_quem_atende_em_duas_clinicas_esta_livre_uma_vez_so(
    elenco: Elenco, marcar: Marcar, duas_clinicas
) -> None:
    profissional = elenco.medica.profissional
    assert profissional is not None
    profissional.clinicas.add(elenco.clinica2)
    duas_clinicas("gestora", "gestor")
    ExpedienteFactory(id_profissional=profissional.pk, dia_semana=1, inicio="11:00", fim="12:00")
    marcar(as_horas(11))
    assert hoje(elenco).ocupacao == 50


def test_o_faturado_por_dia_e_o_que_esta_aberto(elenco: Elenco) -> None:
    dela = {"id_clinica": elenco.clinica.pk, "itens": []}
    FaturaFactory(**dela, data_criacao=as_horas(9))
    FaturaFactory(**dela, data_criacao=as_horas(9, dias=-2), valor_total=Decimal("460.00"))
    FaturaFactory(id_clinica=elenco.clinica2.pk, itens=[], data_criacao=as_horas(9))
    quadro = gestor.montar(elenco.gestora.escopo)
    assert quadro.faturado is not None
    assert [(dia.valor, dia.altura) for dia in quadro.faturado.dias[-3:]] == [
        (Decimal("460.00"), 100),
        (Decimal("0.00"), 0),
        (Decimal("230.00"), 50),
    ]
    html = inicio(elenco.gestora)
    for valor in ("R$ 690,00", "R$ 440,00", "Maior dia: R$ 460,00"):
        assert valor in html


def test_o_grafico_tambem_se_le_como_tabela(elenco: Elenco, marcar: Marcar) -> None:
    marcar(as_horas(8), status="faltou")
    html = inicio(elenco.gestora)
    assert '<div class="grafico" aria-hidden="true">' in html
    linha = '<tr><th scope="row">Ter 10/03</th><td>0</td><td>1</td><td>0</td></tr>'
    assert linha in html
