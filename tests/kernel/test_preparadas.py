"""Prepared queries answer what the ORM does, whatever the values, and build no queryset to do so."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.consulta.models import Consulta
from apps.consulta.services import leitura
from apps.faturamento import services as faturas
from apps.kernel.access.escopo import Escopo, Papel, Vinculo
from apps.kernel.api.paging import paginar
from apps.kernel.prepared import preparada
from apps.prontuario import services as prontuarios
from apps.rede import services as rede
from apps.rede.models import Especialidade
from tests.conftest import Elenco
from tests.factories import (
    ClinicaFactory,
    ConsultaFactory,
    FaturaFactory,
    ProfissionalFactory,
    ProntuarioFactory,
)

pytestmark = pytest.mark.django_db
AGORA = timezone.now()


@pytest.fixture
def consultas() -> list[Consulta]:
    """Of three clinics, two professionals or nobody, some months and specialties."""
    return [
        ConsultaFactory(
            id_clinica=1 + n % 3,
            id_paciente=100 + n % 4,
            id_profissional=(11, 12, None)[n % 3],
            data_hora=AGORA + timedelta(days=9 * (n - 6), minutes=n),
            especialidade=("Clínica Médica", "Pediatria")[n % 2],
            status=("agendada", "cancelada")[n % 5 == 0],
        )
        for n in range(12)
    ]


FILTROS: dict[str, list[Any]] = {
    "id": [None, [1, 2, 3], []],
    "id_paciente": [None, 101],
    "id_profissional": [None, 11],
    "status": [None, "agendada"],
    "especialidade": [None, "CLINICA medica"],
    "data": [None, timezone.localdate(AGORA)],
    "de": [None, timezone.localdate(AGORA) - timedelta(days=30)],
    "ate": [None, timezone.localdate(AGORA) + timedelta(days=10)],
}
ESCOPOS = {
    "recepção": Escopo(id_usuario=1, vinculos=(Vinculo(1, Papel.RECEPCAO),)),
    "recepção de duas": Escopo(
        id_usuario=1, vinculos=(Vinculo(1, Papel.RECEPCAO), Vinculo(2, Papel.GESTOR))
    ),
    "profissional": Escopo(
        id_usuario=1, vinculos=(Vinculo(1, Papel.PROFISSIONAL),), id_profissional=11
    ),
    "de todo papel": Escopo(
        id_usuario=1,
        vinculos=(Vinculo(2, Papel.RECEPCAO), Vinculo(3, Papel.PROFISSIONAL)),
        id_profissional=12,
    ),
    "ninguém": Escopo(id_usuario=1),
}


@pytest.mark.parametrize("escopo", ESCOPOS.values(), ids=ESCOPOS)
def test_a_lista_de_consultas_e_a_do_orm(escopo: Escopo, consultas: list[Consulta]) -> None:
    """Every set of filters, first page and the next, forth and back; twice, as the second is kept."""
    ids = [consulta.pk for consulta in consultas]
    achados = 0
    for valores in product(*FILTROS.values()):
        filtros = dict(zip(FILTROS, valores, strict=True))
        if filtros["id"]:
            filtros["id"] = ids[2:9]
        do_orm = list(QuerySet.order_by(_sem_preparo(escopo, filtros), "-pk"))
        achados += len(do_orm)
        for _ in range(2):
            assert _paginas(leitura.listar(escopo=escopo, **filtros)) == do_orm, filtros
    assert (achados == 0) == (escopo is ESCOPOS["ninguém"])


@pytest.mark.django_db
def test_por_mais_ids_que_se_peca_ha_poucas_formas() -> None:
    escopo, preparadas = ESCOPOS["recepção"], leitura._consultas._compilada
    antes = preparadas.cache_info().misses
    for quantos in range(1, 201):
        paginar(leitura.listar(escopo=escopo, id=range(quantos)), cursor=None, limite=50)

    assert preparadas.cache_info().misses - antes <= 9


def _sem_preparo(escopo: Escopo, filtros: dict[str, Any]) -> QuerySet[Consulta]:
    lenta: Any = leitura.listar(escopo=escopo, **filtros)
    lenta.query  # noqa: B018 - as any other queryset from here on
    return lenta._wrapped


def _paginas(lista: Any) -> list[Consulta]:
    """All of a list by its pages of two, having gone back at each."""
    linhas: list[Consulta] = []
    cursor, anterior = None, None
    while True:
        pagina = paginar(lista, cursor=cursor, limite=2)
        if anterior is not None:
            assert paginar(lista, cursor=pagina.anterior, limite=2).linhas == anterior
        linhas += pagina.linhas
        if pagina.proxima is None:
            return linhas
        cursor, anterior = pagina.proxima, pagina.linhas


def test_de_uma_pagina_se_le_uma_consulta_e_o_queryset_nao_se_monta(
    consultas: list[Consulta], monkeypatch: pytest.MonkeyPatch
) -> None:
    escopo = ESCOPOS["recepção"]
    paginar(leitura.listar(escopo=escopo, id_paciente=101), cursor=None, limite=2)

    def montar(**valores: Any) -> Any:
        raise AssertionError("montou")

    monkeypatch.setattr(leitura._consultas, "montar", montar)
    with CaptureQueriesContext(connection) as feitas:
        pagina = paginar(leitura.listar(escopo=escopo, id_paciente=102), cursor=None, limite=3)
    assert len(feitas) == 1
    assert {consulta.id_paciente for consulta in pagina.linhas} <= {102}


def test_quem_precisa_de_um_queryset_tem_um(consultas: list[Consulta]) -> None:
    lista = leitura.listar(escopo=ESCOPOS["recepção"])
    assert isinstance(lista, QuerySet)
    assert lista.filter(id_paciente=100).count() == 1
    assert {c.id_clinica for c in lista} == {1}


def test_os_registros_de_quem_se_cuida_sao_os_do_orm(elenco: Elenco) -> None:
    """By care, by authorship or by both; corrected ones too, forth and back, twice."""
    da_casa, autor = elenco.clinica.pk, elenco.medica.profissional.pk
    for id_paciente, de_quem in ((1, autor), (2, None), (3, autor + 1)):
        ConsultaFactory(id_paciente=id_paciente, id_clinica=da_casa, id_profissional=de_quem)
    registros = [
        ProntuarioFactory(
            id_paciente=1 + n % 5,
            id_autor=autor if n % 5 == 3 else autor + 1,
            cid10=["J11.1"] * (n % 3),
            data_criacao=AGORA - timedelta(days=n),
        )
        for n in range(20)
    ]
    ProntuarioFactory(id_paciente=1, id_autor=autor + 1, retifica=registros[5], versao=2)
    escopo = Escopo(
        id_usuario=1, vinculos=(Vinculo(da_casa, Papel.PROFISSIONAL),), id_profissional=autor
    )
    do_orm = prontuarios.visiveis(escopo).order_by("-pk")
    assert {r.id_paciente for r in do_orm} == {1, 2, 4}
    assert {r.retificado_por for r in do_orm} >= {None, registros[-1].pk + 1}

    for ids in (None, [r.pk for r in registros[3:12]], []):
        esperados = do_orm if ids is None else do_orm.filter(pk__in=ids)
        for _ in range(2):
            lidos = _paginas(prontuarios.listar(escopo=escopo, id=ids))
            assert list(map(_tudo, lidos)) == list(map(_tudo, esperados))


def test_a_pagina_nao_encurta_quando_a_autora_escreve_de_mais_alguem(elenco: Elenco) -> None:
    """Between the question of whom she cares for and that of the page."""
    autor = elenco.medica.profissional.pk
    de_um = [ProntuarioFactory(id_paciente=1, id_autor=autor) for _ in range(6)]
    escopo = Escopo(
        id_usuario=1,
        vinculos=(Vinculo(elenco.clinica.pk, Papel.PROFISSIONAL),),
        id_profissional=autor,
    )
    lista = prontuarios.listar(escopo=escopo)
    ProntuarioFactory(id_paciente=2, id_autor=autor)

    assert _paginas(lista) == de_um[::-1]


def _tudo(objeto: Any) -> dict[str, Any]:
    return {nome: valor for nome, valor in vars(objeto).items() if nome != "_state"}


def test_valor_que_a_consulta_nao_usa_como_veio_nao_se_prepara(consultas: list[Consulta]) -> None:
    @preparada
    def por_especialidade(*, especialidade: str, outra: int) -> QuerySet[Consulta]:
        return Consulta.objects.filter(especialidade=especialidade, id_paciente=outra + 1)

    with pytest.raises(LookupError, match="outra"):
        por_especialidade.todas(especialidade="Pediatria", outra=100)


def test_valor_de_que_nao_se_sabe_a_forma_nao_se_prepara() -> None:
    @preparada
    def qualquer(*, o_que: Any) -> QuerySet[Consulta]:
        return Consulta.objects.filter(motivo=o_que)

    with pytest.raises(TypeError, match="float"):
        qualquer.todas(o_que=1.5)


def test_o_que_se_le_junto_e_o_mesmo_que_o_orm_junta() -> None:
    """Invoices with many items, some and none: as many queries whatever their number."""
    escopo = Escopo(id_usuario=1, vinculos=(Vinculo(1, Papel.GESTOR),))
    for quantos in (2, 0, 3, 1, 5):
        FaturaFactory(
            itens=[{"codigo": f"EXA{n:03}", "valor": Decimal("9.90")} for n in range(quantos)]
        )
    do_orm: Any = QuerySet.order_by(faturas.listar(escopo=escopo), "-pk")

    for quantas in (1, 3, 5):
        with CaptureQueriesContext(connection) as feitas:
            lidas = paginar(faturas.listar(escopo=escopo), cursor=None, limite=quantas).linhas
            itens = [[item.codigo for item in fatura.procedimentos] for fatura in lidas]
        assert len(feitas) == 2
        assert lidas == list(do_orm[:quantas])
        assert itens == [[item.codigo for item in f.itens.all()] for f in do_orm[:quantas]]


def test_o_que_se_le_junto_de_muitos_a_muitos_e_o_que_o_orm_junta() -> None:
    """Professionals of many clinics, some of them the same, one and none: three queries for all."""
    clinicas = [ClinicaFactory() for _ in range(4)]
    for quantas in (3, 0, 1, 4):
        ProfissionalFactory(clinicas=clinicas[:quantas])
    do_orm: Any = QuerySet.order_by(rede.listar_profissionais(), "-pk")

    with CaptureQueriesContext(connection) as feitas:
        lidos = paginar(rede.listar_profissionais(), cursor=None, limite=4).linhas
        deles = [sorted(c.nome for c in lido.clinicas.all()) for lido in lidos]
    assert len(feitas) == 3
    assert deles == [sorted(c.nome for c in p.clinicas.all()) for p in do_orm]
    assert sorted(map(len, deles)) == [0, 1, 3, 4]
    assert lidos[0].clinicas.filter(pk=clinicas[3].pk).exists()
    assert not lidos[1].clinicas.filter(pk=clinicas[3].pk).exists()


def test_o_que_se_le_junto_de_outro_modo_e_o_django_que_le() -> None:
    @preparada
    def especialidades(*, nome: str) -> QuerySet[Especialidade]:
        return Especialidade.objects.filter(nome=nome).prefetch_related("profissional")

    for _ in range(3):
        ProfissionalFactory(especialidades=["Pediatria"])
    with CaptureQueriesContext(connection) as feitas:
        assert len({lida.profissional.nome for lida in especialidades.todas(nome="Pediatria")}) == 3
    assert len(feitas) == 2


def test_o_resumo_do_profissional_e_o_que_as_suas_linhas_dizem() -> None:
    clinicas = [ClinicaFactory(), ClinicaFactory()]
    profissional = ProfissionalFactory(clinicas=clinicas)
    Especialidade.objects.filter(profissional=profissional).delete()
    for nome in ("Pediatria", "Alergologia"):
        Especialidade.objects.create(profissional=profissional, nome=nome)
    so_ele = ProfissionalFactory(clinicas=[])
    Especialidade.objects.filter(profissional=so_ele).delete()

    resumo = rede.resumir_profissional(id_profissional=profissional.pk)
    assert resumo.nome == profissional.nome
    assert resumo.registro == profissional.registro
    assert resumo.especialidades == ("Pediatria", "Alergologia")
    assert resumo.clinicas == tuple(c.pk for c in clinicas)
    sem_nada = rede.resumir_profissional(id_profissional=so_ele.pk)
    assert (sem_nada.especialidades, sem_nada.clinicas) == ((), ())


def test_do_que_se_leu_junto_o_que_se_pede_mais_e_so_de_cada_um() -> None:
    """As of Django's own prefetch: filtered or deleted, never what is another's."""
    escopo = Escopo(id_usuario=1, vinculos=(Vinculo(1, Papel.GESTOR),))
    uma, outra = FaturaFactory(), FaturaFactory()
    lida = faturas.obter(id_fatura=uma.pk, escopo=escopo)

    assert {item.fatura_id for item in lida.itens.filter(quantidade=1)} == {uma.pk}
    lida.itens.all().delete()
    assert outra.itens.count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="o SQLite não junta páginas")
def test_uma_so_pergunta_serve_a_qualquer_numero_de_meses(consultas: list[Consulta]) -> None:
    """A statement for each number of them would fill the server's memory with plans."""

    def perguntas(dias: int) -> set[str]:
        hoje = timezone.localdate(AGORA)
        filtros = {"de": hoje - timedelta(days=dias), "ate": hoje + timedelta(days=60)}
        with CaptureQueriesContext(connection) as feitas:
            paginar(leitura.listar(escopo=ESCOPOS["recepção"], **filtros), cursor=None, limite=5)
        return {feita["sql"].split("'{")[0] for feita in feitas if "LATERAL" in feita["sql"]}

    assert len(perguntas(10) | perguntas(60) | perguntas(200)) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="o SQLite não junta páginas")
def test_as_clinicas_de_quem_pede_contam_uma_vez_e_nao_por_mes(consultas: list[Consulta]) -> None:
    muitas = Escopo(id_usuario=1, vinculos=tuple(Vinculo(n, Papel.GESTOR) for n in range(1, 601)))
    desde = timezone.localdate(AGORA) - timedelta(days=3650)

    assert (
        len(paginar(leitura.listar(escopo=muitas, de=desde), cursor=None, limite=50).linhas) == 12
    )
