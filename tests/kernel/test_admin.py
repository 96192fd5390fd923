"""The admin obeys the roles of the contract, on every page, for everybody of the cast."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.consulta.models import Ausencia, Feriado
from apps.faturamento.models import Preco, Procedimento
from apps.kernel.admin.listing import Lista
from apps.kernel.audit import auditar
from apps.kernel.models import CursorDeFatos, EventoAuditoria, FatoRegistrado, FatoSeparado, Usuario
from apps.paciente.models import Paciente
from apps.prontuario.models import Cid10
from apps.rede.models import Vinculo
from tests.conftest import Elenco
from tests.factories import (
    SENHA,
    ClinicaFactory,
    ConsultaFactory,
    ExpedienteFactory,
    FaturaFactory,
    PacienteFactory,
    ProfissionalFactory,
    ProntuarioFactory,
    VinculoFactory,
    em_dias,
)
from tests.navegador import navegar, pagina, texto

PESSOAS = ("recepcao", "medica", "faturista", "gestora", "auditora", "admin")

# Who sees (v), adds (a), changes (c): the contract's table of roles, as the admin keeps it.
TABELA: dict[str, dict[str, str]] = {
    "paciente.paciente": {"recepcao": "vac", "medica": "v", "faturista": "v", "gestora": "vac"},
    "consulta.consulta": {"recepcao": "va", "medica": "v", "faturista": "v", "gestora": "va"},
    "consulta.expediente": {"recepcao": "v", "medica": "v", "gestora": "vac"},
    "consulta.ausencia": {"recepcao": "v", "medica": "v", "gestora": "vac"},
    "consulta.feriado": {"recepcao": "v", "medica": "v", "gestora": "vac"},
    "prontuario.prontuario": {"medica": "va"},
    "prontuario.cid10": {"medica": "v"},
    "faturamento.procedimento": {"faturista": "v", "gestora": "v"},
    "faturamento.fatura": {"recepcao": "v", "faturista": "va", "gestora": "va"},
    "faturamento.preco": {"faturista": "vac", "gestora": "vac"},
    "rede.clinica": {"gestora": "vac", "admin": "vac"},
    "rede.profissional": {"gestora": "vac", "admin": "vac"},
    "rede.vinculo": {"admin": "vac"},
    "kernel.usuario": {"admin": "vac"},
    "kernel.eventoauditoria": {"auditora": "v"},
    "kernel.fatoseparado": {"admin": "v"},
    "kernel.fatoregistrado": {"admin": "v"},
    "kernel.cursordefatos": {"admin": "v"},
    "axes.accessattempt": {"admin": "v"},
}

Criar = Callable[[Elenco, int], Model]


def _consulta(elenco: Elenco, n: int) -> Model:
    return ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_profissional=elenco.medica.profissional.pk,
        id_paciente=500 + n,
        data_hora=em_dias(1 + n),
    )


def _prontuario(elenco: Elenco, n: int) -> Model:
    return ProntuarioFactory(id_autor=elenco.medica.profissional.pk, id_paciente=500 + n)


def _da_medica(fabrica: Any, **campos: Any) -> Criar:
    return lambda elenco, n: fabrica(
        id_profissional=elenco.medica.profissional.pk,
        **{nome: valor(n) for nome, valor in campos.items()},
    )


def _fato(n: int) -> dict[str, Any]:
    return {"tipo": "ConsultaRealizada", "origem": "consulta", "posicao": n + 1, "dados": {}}


CRIAR: dict[str, Criar] = {
    "paciente.paciente": lambda elenco, n: PacienteFactory(),
    "consulta.consulta": _consulta,
    "consulta.expediente": _da_medica(
        ExpedienteFactory, dia_semana=lambda n: n % 7, inicio=lambda n: f"{8 + n // 7:02d}:00"
    ),
    "consulta.ausencia": _da_medica(
        Ausencia.objects.create, inicio=lambda n: em_dias(n, 8), fim=lambda n: em_dias(n, 9)
    ),
    "consulta.feriado": lambda elenco, n: Feriado.objects.create(
        data=em_dias(n).date(), nome="Aniversário", id_clinica=elenco.clinica.pk
    ),
    "prontuario.prontuario": _prontuario,
    "prontuario.cid10": lambda elenco, n: Cid10.objects.create(codigo=f"X{n:02d}0", descricao="-"),
    "faturamento.procedimento": lambda elenco, n: Procedimento.objects.create(
        codigo=f"EXA9{n:02d}", descricao="Exame", origem="clinica"
    ),
    "faturamento.fatura": lambda elenco, n: FaturaFactory(id_clinica=elenco.clinica.pk),
    "faturamento.preco": lambda elenco, n: Preco.objects.create(
        especialidade=f"Especialidade {n}", codigo="CON001", valor=Decimal("150.00")
    ),
    "rede.clinica": lambda elenco, n: (
        VinculoFactory(
            usuario_id=elenco.gestora.id_usuario, clinica=ClinicaFactory(), papel="gestor"
        ).clinica
    ),
    "rede.profissional": lambda elenco, n: ProfissionalFactory(
        clinicas=[elenco.clinica], especialidades=["Geriatria", "Clínica Médica"]
    ),
    "rede.vinculo": lambda elenco, n: VinculoFactory(clinica=elenco.clinica),
    "kernel.usuario": lambda elenco, n: VinculoFactory(clinica=elenco.clinica).usuario,
    "kernel.eventoauditoria": lambda elenco, n: _evento(elenco),
    "kernel.fatoseparado": lambda elenco, n: FatoSeparado.objects.create(
        seguidor="faturamento", erro="ValueError", **_fato(n)
    ),
    "kernel.fatoregistrado": lambda elenco, n: FatoRegistrado.objects.create(**_fato(n)),
    "kernel.cursordefatos": lambda elenco, n: CursorDeFatos.objects.create(
        seguidor=f"seguidor{n}", origem="consulta"
    ),
    "axes.accessattempt": lambda elenco, n: AccessAttempt.objects.create(
        username=f"alguem{n}", ip_address="127.0.0.1", failures_since_start=10, user_agent=""
    ),
}


def _evento(elenco: Elenco) -> EventoAuditoria:
    auditar("entrada", escopo=elenco.recepcao.escopo, objeto="kernel.usuario:1")
    return EventoAuditoria.objects.latest("seq")


def _modelos() -> Iterator[str]:
    for modelo in admin.site._registry:
        yield modelo._meta.label_lower


def test_toda_entidade_do_admin_tem_linha_na_tabela() -> None:
    assert sorted(_modelos()) == sorted(TABELA) == sorted(CRIAR)


@pytest.mark.parametrize("modelo", TABELA)
@pytest.mark.parametrize("nome", PESSOAS)
def test_cada_papel_ve_acrescenta_e_altera_so_o_que_e_seu(
    elenco: Elenco, nome: str, modelo: str
) -> None:
    objeto = CRIAR[modelo](elenco, 0)
    pode = TABELA[modelo].get(nome, "")
    navegador = navegar(getattr(elenco, nome))

    lista = navegador.get(pagina(modelo))
    novo = navegador.get(pagina(modelo, "add"))
    ficha = navegador.get(pagina(modelo, "change", objeto.pk))
    gravada = navegador.post(pagina(modelo, "change", objeto.pk), {})

    assert lista.status_code == (200 if "v" in pode else 403)
    assert novo.status_code == (200 if "a" in pode else 403)
    assert ficha.status_code == (200 if "v" in pode else 403)
    assert ('name="_save"' in texto(ficha)) == ("c" in pode)
    assert gravada.status_code == (200 if "c" in pode else 403)  # 200: the form, with its errors
    assert navegador.get(pagina(modelo, "delete", objeto.pk)).status_code == 403
    assert navegador.post(pagina(modelo, "delete", objeto.pk), {"post": "yes"}).status_code == 403
    assert type(objeto)._default_manager.filter(pk=objeto.pk).exists()


@pytest.mark.parametrize("nome", PESSOAS)
def test_o_menu_e_o_inicio_mostram_o_que_o_papel_pode_e_nada_mais(
    elenco: Elenco, nome: str
) -> None:
    html = texto(navegar(getattr(elenco, nome)).get("/admin/"))

    for modelo in TABELA:
        assert (f'href="{pagina(modelo)}"' in html) == (nome in TABELA[modelo]), modelo


@pytest.mark.parametrize("modelo", TABELA)
def test_a_lista_faz_as_mesmas_perguntas_ao_banco_com_uma_linha_e_com_vinte(
    elenco: Elenco, modelo: str, contar_queries: Callable[[Callable[[], Any]], int]
) -> None:
    navegador = navegar(getattr(elenco, next(iter(TABELA[modelo]))))

    def listar() -> Any:
        return navegador.get(pagina(modelo))

    CRIAR[modelo](elenco, 0)
    listar()
    com_uma = contar_queries(listar)
    for n in range(1, 20):
        CRIAR[modelo](elenco, n)

    assert contar_queries(listar) == com_uma
    assert len(listar().context["cl"].result_list) >= 20


def test_a_lista_nao_conta_a_tabela(elenco: Elenco) -> None:
    for _ in range(3):
        PacienteFactory()
    navegador = navegar(elenco.recepcao)
    with CaptureQueriesContext(connection) as captura:
        navegador.get(pagina("paciente.paciente"))

    assert not [q["sql"] for q in captura if "COUNT(" in q["sql"].upper()]


def test_as_paginas_da_lista_mostram_cada_linha_uma_vez(
    elenco: Elenco, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(Paciente), "list_per_page", 2)
    criados = [PacienteFactory().pk for _ in range(5)]
    navegador, vistos, numero = navegar(elenco.recepcao), [], 1
    while True:
        lista: Lista = navegador.get(pagina("paciente.paciente"), {"p": numero}).context["cl"]
        vistos += [paciente.pk for paciente in lista.result_list]
        if not lista.tem_proxima:
            break
        numero += 1

    assert (vistos, numero) == (criados[::-1], 3)


def test_o_administrador_tecnico_nao_ve_paciente_nem_texto_clinico(elenco: Elenco) -> None:
    maria = PacienteFactory(nome="Maria Aparecida da Silva")
    ConsultaFactory(id_clinica=elenco.clinica.pk, id_paciente=maria.pk, paciente=maria.nome)
    navegador = navegar(elenco.admin)

    for modelo, quem in TABELA.items():
        resposta = navegador.get(pagina(modelo))
        assert (resposta.status_code == 200) == ("admin" in quem)
        assert maria.nome not in texto(resposta)
    assert navegador.get("/admin/search/?s=maria&extended=1").content.count(b"Maria") == 0


@pytest.mark.parametrize("modelo", TABELA)
def test_tentar_apagar_fica_na_trilha(elenco: Elenco, modelo: str) -> None:
    """Nobody may, so it is an event of whoever reads the row too."""
    objeto = CRIAR[modelo](elenco, 0)
    pessoa = navegar(getattr(elenco, next(iter(TABELA[modelo]))))

    pessoa.post(pagina(modelo, "delete", objeto.pk), {"post": "yes"})

    recusas = EventoAuditoria.objects.filter(evento="acesso_negado", permitido=False)
    assert recusas.get().objeto == f"{modelo}:{objeto.pk}"


def test_o_menu_nao_muda_as_siglas(elenco: Elenco) -> None:
    html = texto(navegar(elenco.medica).get("/admin/"))

    assert "CID-10" in html
    assert "Cid-10" not in html


def test_a_recusa_fica_na_trilha(elenco: Elenco) -> None:
    navegar(elenco.recepcao).get(pagina("prontuario.prontuario", "change", 17))

    evento = EventoAuditoria.objects.get(evento="acesso_negado")
    assert (evento.objeto, evento.permitido) == ("prontuario.prontuario:17", False)
    assert evento.id_usuario == elenco.recepcao.id_usuario


def test_quem_perde_o_papel_perde_a_pagina(elenco: Elenco) -> None:
    navegador = navegar(elenco.recepcao)
    assert navegador.get(pagina("paciente.paciente")).status_code == 200

    Vinculo.objects.get(usuario_id=elenco.recepcao.id_usuario).delete()

    assert navegador.get(pagina("paciente.paciente")).status_code == 403
    assert "não tem papel" in texto(navegador.get("/admin/"))


def test_conta_desativada_sai_da_administracao(elenco: Elenco) -> None:
    navegador = navegar(elenco.recepcao)
    Usuario.objects.filter(pk=elenco.recepcao.id_usuario).update(is_active=False)

    assert navegador.get("/admin/")["Location"].startswith("/admin/login/")


def test_ninguem_e_levado_a_entrada(elenco: Elenco) -> None:
    resposta = elenco.ninguem.get(pagina("paciente.paciente"))

    assert resposta["Location"] == f"/admin/login/?next={pagina('paciente.paciente')}"


@pytest.mark.parametrize("pedida", ["", "/admin/paciente/paciente/"])
def test_a_entrada_leva_a_pagina_pedida_ou_ao_inicio_da_administracao(
    elenco: Elenco, pedida: str
) -> None:
    html = texto(Client().get("/admin/login/", {"next": pedida} if pedida else {}))
    depois = re.search(r'name="next" value="([^"]*)" form="login-form"', html)

    entrada = {"username": "recepcao", "password": SENHA, "next": depois[1] if depois else ""}
    assert Client().post("/admin/login/", entrada)["Location"] == (pedida or "/admin/")


def test_navegador_em_ingles_recebe_portugues(elenco: Elenco) -> None:
    for endereco in ("/admin/", pagina("paciente.paciente"), pagina("paciente.paciente", "add")):
        html = texto(navegar(elenco.recepcao).get(endereco))
        assert '<html lang="pt-br"' in html
        for palavra in ("Welcome", "Type to search", "Select value", "Save", "Filters", "Search"):
            assert f">{palavra}<" not in html
            assert f'"{palavra}"' not in html


def test_nada_e_guardado_no_historico_do_django(elenco: Elenco) -> None:
    navegar(elenco.recepcao).post(
        pagina("paciente.paciente", "add"),
        {"nome": "Maria da Silva", "cpf": "529.982.247-25", "data_nascimento": "12/04/1985"},
    )

    assert EventoAuditoria.objects.filter(evento="paciente.cadastrado").count() == 1
    assert not LogEntry.objects.exists()


def test_a_conta_trancada_e_liberada_a_mao(elenco: Elenco) -> None:
    tentativa = CRIAR["axes.accessattempt"](elenco, 0)
    navegar(elenco.admin).post(
        pagina("axes.accessattempt"), {"action": "liberar", "_selected_action": [tentativa.pk]}
    )

    assert not AccessAttempt.objects.exists()
    assert EventoAuditoria.objects.filter(evento="entrada_liberada").count() == 1


def test_o_auditor_procura_na_trilha(elenco: Elenco) -> None:
    auditar("prontuario.lido", escopo=elenco.medica.escopo, objeto="prontuario.prontuario:17")
    auditar("prontuario.lido", escopo=elenco.medica2.escopo, objeto="prontuario.prontuario:18")
    navegador = navegar(elenco.auditora)

    def achar(procura: str) -> list[str]:
        lista = navegador.get(pagina("kernel.eventoauditoria"), {"q": procura}).context["cl"]
        return [evento.objeto for evento in lista.result_list]

    assert achar("prontuario.prontuario:17") == ["prontuario.prontuario:17"]
    assert achar("prontuario.li") == ["prontuario.prontuario:17"]
    assert achar(str(elenco.medica.id_usuario)) == ["prontuario.prontuario:17"]
    assert achar("prontuario.prontuario:18") == []  # the other clinic's


def test_o_momento_do_evento_e_local(elenco: Elenco) -> None:
    evento = _evento(elenco)
    hora = timezone.localtime(evento.momento).strftime("%d/%m/%Y %H:%M")

    assert hora in texto(navegar(elenco.auditora).get(pagina("kernel.eventoauditoria")))
