"""`importar_tuss`: the ANS's file as it is, once or again, with its bad lines told by number."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from apps.faturamento import services
from apps.faturamento.codigos_comuns import DA_CLINICA, TUSS
from apps.faturamento.models import Procedimento
from apps.kernel.models import EventoAuditoria
from tests.arquivos import oficial
from tests.conftest import Elenco
from tests.navegador import navegar, pagina

CABECALHO = "cod_tuss,desc_procediemento,rol_ans,subgrupo,grupo,capitulo"
BOA = "10203040,Exame de alguma coisa,EXAME,SUB,GRUPO,CAP"

pytestmark = pytest.mark.django_db


@pytest.fixture
def importar(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Run the command over some lines (or a file); what it said, and what it complained of."""

    def rodar(*linhas: str, arquivo: Path | None = None, **opcoes: Any) -> tuple[str, str]:
        if arquivo is None:
            arquivo = tmp_path / "tuss.csv"
            arquivo.write_text("\n".join([CABECALHO, *linhas]), encoding="utf-8")
        dito, queixas = StringIO(), StringIO()
        try:
            call_command("importar_tuss", str(arquivo), stdout=dito, stderr=queixas, **opcoes)
        except CommandError as erro:
            queixas.write(f"erro: {erro}")
        return dito.getvalue(), queixas.getvalue()

    return rodar


def do_arquivo(codigo: str = "10203040") -> Procedimento:
    return Procedimento.objects.get(codigo=codigo)


def test_importar_grava_o_que_a_linha_diz(importar: Callable[..., tuple[str, str]]) -> None:
    dito, queixas = importar(BOA, "10203059,  Sem\u00a0 rol  ,---,---,---,---")

    assert (dito, queixas) == ("2 novos, 0 mudados, 0 já estavam assim.\n", "")
    com, sem = do_arquivo(), do_arquivo("10203059")
    assert (com.descricao, com.no_rol, com.origem) == ("Exame de alguma coisa", True, "tuss")
    assert (com.subgrupo, com.grupo, com.capitulo) == ("SUB", "GRUPO", "CAP")
    assert (sem.descricao, sem.no_rol) == ("Sem rol", False)
    assert (sem.subgrupo, sem.grupo, sem.capitulo) == (None, None, None)


def test_importar_de_novo_nao_muda_nada(importar: Callable[..., tuple[str, str]]) -> None:
    importar(BOA)
    antes = list(Procedimento.objects.order_by("pk").values())
    dito, _ = importar(BOA)

    assert dito == "0 novos, 0 mudados, 1 já estavam assim.\n"
    assert list(Procedimento.objects.order_by("pk").values()) == antes


def test_importar_muda_so_o_que_mudou_e_a_busca_acompanha(
    importar: Callable[..., tuple[str, str]],
) -> None:
    importar(BOA, "10203059,Outro,---,---,---,---")
    numero = do_arquivo().pk
    dito, _ = importar(BOA.replace("alguma coisa", "outra coisa"), "10203059,Outro,---,---,---,---")

    assert dito == "0 novos, 1 mudados, 1 já estavam assim.\n"
    assert do_arquivo().pk == numero
    assert [p.pk for p in services.buscar_procedimentos(texto="exame outra")] == [numero]
    assert services.buscar_procedimentos(texto="exame alguma") == []


def test_um_codigo_tem_uma_linha_para_cada_item_do_rol(
    importar: Callable[..., tuple[str, str]],
) -> None:
    fora = BOA.replace("EXAME", "---")
    dito, _ = importar(fora, BOA, fora)

    assert dito.startswith("1 novos")
    assert do_arquivo().no_rol is True


def test_o_mesmo_codigo_com_outra_descricao_e_dito_pelo_numero_da_linha(
    importar: Callable[..., tuple[str, str]],
) -> None:
    _, queixas = importar(BOA, "10203040,Outra coisa,EXAME,SUB,GRUPO,CAP")

    assert "linha 3: cod_tuss: O código 10203040 já está na linha 2" in queixas
    assert "erro: Linhas com problema: 1" in queixas
    assert do_arquivo().descricao == "Exame de alguma coisa"


RUINS = (
    "1020304,Curto,---,---,---,---",
    "10203067,,---,---,---,---",
    f"abcdefgh,{'x' * 501},---,{'g' * 201},---,---",
    "10203075,Faltam,colunas",
    "10203083,Um\x07sino,---,---,---,---",
)


def test_as_linhas_ruins_sao_ditas_com_todos_os_problemas_e_as_boas_entram(
    importar: Callable[..., tuple[str, str]],
) -> None:
    dito, queixas = importar(RUINS[0], *RUINS[1:], BOA)

    assert dito.startswith("1 novos")
    assert [linha.split(": ")[:2] for linha in queixas.splitlines()[:-1]] == [
        ["linha 2", "cod_tuss"],
        ["linha 3", "desc_procediemento"],
        ["linha 4", "cod_tuss"],
        ["linha 4", "desc_procediemento"],
        ["linha 4", "subgrupo"],
        ["linha 5", "Tem 3 colunas, e o cabeçalho 6; confira também as aspas."],
        ["linha 6", "desc_procediemento"],
    ]
    assert queixas.endswith("Linhas com problema: 5 (estão acima, pelo número).")
    assert do_arquivo().no_rol


def test_tudo_ou_nada_deixa_fora_as_boas_tambem(importar: Callable[..., tuple[str, str]]) -> None:
    dito, queixas = importar(BOA, RUINS[0], tudo_ou_nada=True)

    assert "Nada foi gravado." in dito
    assert "linha 3: cod_tuss" in queixas
    assert not Procedimento.objects.filter(codigo="10203040").exists()
    assert importar(BOA, tudo_ou_nada=True)[0].startswith("1 novos")


def test_o_que_ha_de_errado_com_o_arquivo_e_dito_sem_rastro_de_pilha(
    importar: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    assert importar(arquivo=tmp_path)[1].startswith("erro: ")
    assert "não existe" in importar(arquivo=tmp_path / "nada.csv")[1]
    assert "só tem o cabeçalho" in importar()[1]


def test_a_importacao_que_muda_algo_fica_na_trilha(
    importar: Callable[..., tuple[str, str]],
) -> None:
    importar(BOA)
    importar(BOA)

    evento = EventoAuditoria.objects.get(evento="tuss.importada")
    assert (evento.objeto, evento.id_usuario) == ("faturamento.procedimento:*", 0)


def test_as_perguntas_ao_banco_sao_as_mesmas_para_uma_linha_e_para_vinte(
    importar: Callable[..., tuple[str, str]], contar_queries: Callable[[Callable[[], Any]], int]
) -> None:
    muitas = [f"102031{n:02d},Exame {n},---,---,---,---" for n in range(20)]

    assert contar_queries(lambda: importar(BOA)) == contar_queries(lambda: importar(*muitas))


def test_a_tabela_comeca_com_os_codigos_comuns_e_os_da_clinica() -> None:
    assert Procedimento.objects.filter(origem="tuss", no_rol=True).count() == len(TUSS) >= 40
    assert {p.codigo for p in Procedimento.objects.filter(origem="clinica")} == {
        codigo for codigo, _ in DA_CLINICA
    }
    assert {"CON001", "CON002", "EXA001"} <= dict(DA_CLINICA).keys()


def test_os_codigos_comuns_voltam_e_nao_desfazem_o_que_se_importou(
    importar: Callable[..., tuple[str, str]],
) -> None:
    importar("10101012,Consulta com outro nome,---,---,---,---")
    Procedimento.objects.filter(codigo="CON001").delete()

    call_command("migrate", verbosity=0)

    assert do_arquivo("10101012").descricao == "Consulta com outro nome"
    assert do_arquivo("CON001").descricao == "Consulta"


def test_o_banco_recusa_o_mesmo_codigo_duas_vezes() -> None:
    with pytest.raises(IntegrityError):
        Procedimento.objects.create(codigo="CON001", descricao="-", origem="clinica")


def test_o_banco_recusa_origem_desconhecida() -> None:
    with pytest.raises(IntegrityError):
        Procedimento.objects.create(codigo="CON009", descricao="-", origem="outra")


@pytest.mark.parametrize(
    ("texto", "primeiro"),
    [
        ("10101012", "10101012"),
        ("1.01.01.01-2", "10101012"),
        ("1010", "10101012"),
        ("con", "CON001"),
        ("GLICÓSE dosa", "40302040"),
        ("consultorio", "10101012"),
    ],
)
def test_buscar_acha_pelo_comeco_do_codigo_ou_das_palavras(texto: str, primeiro: str) -> None:
    assert services.buscar_procedimentos(texto=texto)[0].codigo == primeiro


@pytest.mark.parametrize("texto", ["", "  ", "--", "icose", "%", "consulta inexistente"])
def test_buscar_nao_acha_o_meio_das_palavras_nem_o_vazio(texto: str) -> None:
    assert services.buscar_procedimentos(texto=texto) == []


def test_buscar_traz_ate_o_limite() -> None:
    assert len(services.buscar_procedimentos(texto="4")) == 20
    assert len(services.buscar_procedimentos(texto="4", limite=3)) == 3


def test_a_pagina_da_tabela_acha_sem_acento_e_nao_deixa_alterar(elenco: Elenco) -> None:
    navegador = navegar(elenco.faturista)
    achados = navegador.get(pagina("faturamento.procedimento"), {"q": "sifilis vdrl"}).context["cl"]

    assert [p.codigo for p in achados.result_list] == ["40307760"]
    assert navegador.get(pagina("faturamento.procedimento", "add")).status_code == 403


def test_o_arquivo_oficial_entra_inteiro_e_de_novo_nao_muda_nada(
    importar: Callable[..., tuple[str, str]],
) -> None:
    arquivo = oficial("tuss_rol_procedimentos_2021.csv")
    comuns = {p.codigo: p.descricao for p in Procedimento.objects.filter(origem="tuss")}
    _, queixas = importar(arquivo=arquivo)
    dito, _ = importar(arquivo=arquivo)

    assert queixas == ""
    assert dito == "0 novos, 0 mudados, 5.765 já estavam assim.\n"
    tuss = Procedimento.objects.filter(origem="tuss")
    assert (tuss.count(), tuss.filter(no_rol=True).count()) == (5765, 4649)
    assert {p.codigo: p.descricao for p in tuss.filter(codigo__in=comuns)} == comuns
    assert Procedimento.objects.filter(origem="clinica").count() == len(DA_CLINICA)
