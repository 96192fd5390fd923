"""GET /agenda/horarios-livres: pages of a list that no table holds, and what they cost."""

import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

import pytest
import time_machine

from apps.consulta import services
from apps.consulta.models import Ausencia, Expediente, Feriado
from apps.kernel.access.escopo import Escopo
from tests.consulta.horarios.cena import CAMINHO, HOJE, RESTO_DE_HOJE, SEGUNDA, em, livres
from tests.factories import ExpedienteFactory, ProfissionalFactory
from tests.respostas import erros, recusa

LINK = re.compile(r'<([^>]+)>; rel="(\w+)"')


def andar(pessoa, url: str, rel: str) -> tuple[list[list[dict]], str]:
    """Every page from `url` on, in one direction; and the address of the last."""
    paginas = []
    while True:
        resposta = pessoa.get(url)
        paginas.append(resposta.json())
        vizinhas = {r: u for u, r in LINK.findall(resposta.headers.get("Link", ""))}
        if rel not in vizinhas:
            return paginas, url
        url = vizinhas[rel]


@pytest.fixture
def tres(elenco, medica) -> None:
    """Three who work at the same hours, so that times repeat across a page's edge."""
    for _ in range(2):
        quem = ProfissionalFactory(clinicas=[elenco.clinica])
        for dia in (0, 2):
            ExpedienteFactory(id_profissional=quem.pk, dia_semana=dia, inicio="08:00", fim="12:00")


@pytest.mark.parametrize("limite", [1, 4, 7, 16])
def test_as_paginas_passam_por_cada_horario_uma_vez_na_ida_e_na_volta(elenco, tres, limite):
    todos = elenco.recepcao.get(CAMINHO, {"limite": 200}).json()
    assert len(todos) == 31
    assert todos == sorted(todos, key=lambda h: (h["data_hora"], h["id_profissional"]))

    ida, ultima = andar(elenco.recepcao, f"{CAMINHO}?limite={limite}", "next")
    volta, _ = andar(elenco.recepcao, ultima, "prev")

    assert [h for pagina in ida for h in pagina] == todos
    assert volta == ida[::-1]
    assert all(len(pagina) == limite for pagina in ida[:-1])


def test_o_cursor_nao_se_perde_com_o_que_se_marca_no_meio(elenco, tres, marcar):
    ida, _ = andar(elenco.recepcao, f"{CAMINHO}?limite=3&de={SEGUNDA}", "next")
    resposta = elenco.recepcao.get(f"{CAMINHO}?limite=3&de={SEGUNDA}")
    proxima = LINK.findall(resposta.headers["Link"])[0][0]
    marcar(8)  # the first of the page that was read
    assert elenco.recepcao.get(proxima).json() == ida[1]


@pytest.mark.parametrize("cursor", [b"p1", b"p1.1", b"p1.1.1.1", b"p1.0.1", b"p1.1.1.", b"x1.1.1",
                                    b"p1.1.9223372036854775808"])  # fmt: skip
def test_cursor_de_outra_lista_ou_forjado_e_400(elenco, medica, cursor):
    resposta = elenco.recepcao.get(CAMINHO, {"cursor": urlsafe_b64encode(cursor).decode()})
    assert recusa(resposta) == (400, "parametro_invalido")
    assert erros(resposta) == {("cursor", "invalido")}


def test_cursor_alem_do_fim_do_tempo_e_so_uma_pagina_vazia(elenco, medica):
    maior = 2**63 - 1
    cursor = urlsafe_b64encode(f"p{maior}.{maior}.{maior}".encode()).decode().rstrip("=")
    assert livres(elenco.recepcao, cursor=cursor) == []
    assert livres(elenco.recepcao, cursor=cursor.replace("cD", "YT", 1)) != []


# --- cost -----------------------------------------------------------------------------------


def custo(contar_queries, escopo: Escopo, ate: str, quantas: int = 200) -> int:
    dia = datetime.fromisoformat(ate).date()
    return contar_queries(
        lambda: services.horarios_livres(escopo=escopo, ate=dia).depois(None, quantas)
    )


@pytest.mark.parametrize("ate", [HOJE, "2030-04-03"])
def test_custa_as_mesmas_queries_com_1_e_com_20_profissionais(
    elenco, medica, marcar, contar_queries, ate
):
    escopo = elenco.recepcao.escopo
    de_uma = custo(contar_queries, escopo, ate, quantas=1000)
    for n in range(20):
        quem = ProfissionalFactory(clinicas=[elenco.clinica], especialidades=["Pediatria"])
        for dia in range(5):
            ExpedienteFactory(id_profissional=quem.pk, dia_semana=dia)
        marcar(9, id_profissional=quem.pk)
        Ausencia.objects.create(id_profissional=quem.pk, inicio=em(n % 20), fim=em(n % 20 + 1))
    Feriado.objects.create(data=SEGUNDA, nome="Padroeira", id_clinica=elenco.clinica.pk)
    assert custo(contar_queries, escopo, ate, quantas=10_000) == de_uma <= 10


def test_quem_se_basta_com_o_primeiro_dia_nao_le_os_outros(elenco, medica, contar_queries):
    escopo, um_mes = elenco.recepcao.escopo, "2030-04-03"
    um_dia = custo(contar_queries, escopo, HOJE)
    assert custo(contar_queries, escopo, um_mes, quantas=len(RESTO_DE_HOJE)) == um_dia
    assert custo(contar_queries, escopo, um_mes, quantas=len(RESTO_DE_HOJE) + 1) == um_dia + 2


def test_o_primeiro_dia_que_se_le_e_um_em_que_alguem_ainda_atende(elenco, medica, contar_queries):
    """Not a Saturday, nor a day that is over: there would be nothing to read of it."""
    escopo = elenco.recepcao.escopo
    um_dia = custo(contar_queries, escopo, HOJE, quantas=1)
    Feriado.objects.create(data=HOJE, nome="Padroeira", id_clinica=elenco.clinica.pk)
    assert custo(contar_queries, escopo, "2030-04-03", quantas=1) == um_dia
    Feriado.objects.all().delete()
    with time_machine.travel(em(23, dia=HOJE), tick=False):
        assert custo(contar_queries, escopo, "2030-04-03", quantas=1) == um_dia


@pytest.mark.parametrize("ate", ["2030-03-12", "2030-04-03"])
def test_os_dias_alem_do_primeiro_custam_a_mesma_leitura_quantos_forem(
    elenco, medica, marcar, contar_queries, ate
):
    """What closes them, absences and consultas, in a question each."""
    escopo = elenco.recepcao.escopo
    um_dia = custo(contar_queries, escopo, HOJE)
    marcar(9, id_profissional=medica)
    Ausencia.objects.create(id_profissional=medica, inicio=em(0, dia=HOJE), fim=em(23, dia=ate))
    assert custo(contar_queries, escopo, ate) == um_dia + 2


@pytest.mark.parametrize("limite", [1, 5, 7, 11])
def test_o_que_fecha_os_dias_seguintes_vale_na_ida_e_na_volta(elenco, tres, marcar, limite):
    """Together, the days offer what each offers by itself."""
    quem = sorted(set(Expediente.objects.values_list("id_profissional", flat=True)))
    marcar(9, id_profissional=quem[0])
    Ausencia.objects.create(
        id_profissional=quem[1], inicio=em(8, dia="2030-03-06"), fim=em(10, dia=SEGUNDA)
    )
    dias = [datetime.fromisoformat(HOJE).date() + timedelta(days=n) for n in range(14)]
    de_cada = [
        horario
        for dia in dias
        for horario in elenco.recepcao.get(CAMINHO, {"de": dia, "ate": dia, "limite": 200}).json()
    ]

    endereco = f"{CAMINHO}?de={dias[0]}&ate={dias[-1]}&limite={limite}"
    na_ida, ultima = andar(elenco.recepcao, endereco, "next")
    na_volta, _ = andar(elenco.recepcao, ultima, "prev")
    assert [horario for pagina in na_ida for horario in pagina] == de_cada
    assert [horario for pagina in na_volta[::-1] for horario in pagina] == de_cada
    marcado = {"id_profissional": quem[0], "data_hora": em(9).isoformat()}
    assert not any(marcado.items() <= horario.items() for horario in de_cada)
