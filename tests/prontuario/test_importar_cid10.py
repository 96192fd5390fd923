"""`importar_cid10`: DATASUS's file as it is, once or again, with its bad lines told by number."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from apps.kernel.models import EventoAuditoria
from apps.prontuario import services
from apps.prontuario.codigos_comuns import CID10, SO_DE_MULHER
from apps.prontuario.models import Cid10
from tests.arquivos import oficial
from tests.conftest import Elenco
from tests.navegador import navegar, pagina

CABECALHO = "SUBCAT;CLASSIF;RESTRSEXO;CAUSAOBITO;DESCRICAO;DESCRABREV;REFER;EXCLUIDOS;"

pytestmark = pytest.mark.django_db


@pytest.fixture
def importar(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Run the command over some lines (or a file); what it said, and what it complained of."""

    def rodar(*linhas: str, arquivo: Path | None = None, **opcoes: Any) -> tuple[str, str]:
        if arquivo is None:
            arquivo = tmp_path / "cid.csv"
            arquivo.write_bytes("\r\n".join([CABECALHO, *linhas, ""]).encode("iso-8859-1"))
        dito, queixas = StringIO(), StringIO()
        try:
            call_command("importar_cid10", str(arquivo), stdout=dito, stderr=queixas, **opcoes)
        except CommandError as erro:
            queixas.write(f"erro: {erro}")
        return dito.getvalue(), queixas.getvalue()

    return rodar


def linha(codigo: str, descricao: str = "Cólera", classif: str = "", sexo: str = "") -> str:
    return f"{codigo};{classif};{sexo};;{descricao};{codigo} abreviada;;;"


def test_importar_grava_o_que_a_linha_diz(importar: Callable[..., tuple[str, str]]) -> None:
    dito, queixas = importar(
        linha("A000", "Cólera  devida a Vibrio cholerae"),
        linha("A170", "Meningite", "+"),
        linha("O990", '"Anemia" na gravidez', sexo="F"),
        linha("I48", "Outra"),
    )

    assert (dito, queixas) == ("4 novos, 0 mudados, 0 já estavam assim.\n", "")
    colera, meningite, anemia, sem_ponto = (
        Cid10.objects.get(codigo=codigo) for codigo in ("A000", "A170", "O990", "I48")
    )
    assert str(colera) == "A00.0 Cólera devida a Vibrio cholerae"
    assert (colera.classificacao, colera.restrito_ao_sexo) == (None, None)
    assert meningite.get_classificacao_display() == "Cruz (etiologia)"
    assert (anemia.descricao, anemia.restrito_ao_sexo) == ('"Anemia" na gravidez', "F")
    assert sem_ponto.com_ponto == "I48"


def test_importar_de_novo_nao_muda_nada_e_uma_correcao_muda_so_a_sua_linha(
    importar: Callable[..., tuple[str, str]],
) -> None:
    importar(linha("A000"), linha("A001", "Outra"))
    assert importar(linha("A000"), linha("A001", "Outra"))[0].startswith("0 novos, 0 mudados, 2")
    assert importar(linha("A000", sexo="M"), linha("A001", "Outra"))[0].startswith("0 novos, 1 mud")
    assert Cid10.objects.get(codigo="A000").restrito_ao_sexo == "M"


def test_as_linhas_ruins_sao_ditas_com_todos_os_problemas_e_as_boas_entram(
    importar: Callable[..., tuple[str, str]],
) -> None:
    dito, queixas = importar(
        linha("A00.0"), linha("A000", "", "x", "I"), "A001;;", linha("B99"), linha("B99", "Outra")
    )

    assert dito.startswith("1 novos")
    assert [reclamada.split(": ")[:2] for reclamada in queixas.splitlines()[:-1]] == [
        ["linha 2", "subcat"],
        ["linha 3", "classif"],
        ["linha 3", "descricao"],
        ["linha 3", "restrsexo"],
        ["linha 4", "Tem 3 colunas, e o cabeçalho 8; confira também as aspas."],
        ["linha 6", "subcat"],
    ]
    assert queixas.endswith("Linhas com problema: 4 (estão acima, pelo número).")


def test_tudo_ou_nada_deixa_fora_as_boas_tambem(importar: Callable[..., tuple[str, str]]) -> None:
    dito, queixas = importar(linha("A000"), linha("?"), tudo_ou_nada=True)

    assert "Nada foi gravado." in dito
    assert "linha 3: subcat" in queixas
    assert not Cid10.objects.filter(codigo="A000").exists()


def test_o_arquivo_de_outra_tabela_e_recusado_pelo_cabecalho(
    importar: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    outro = tmp_path / "outro.csv"
    outro.write_text("cod_tuss,descricao\n10101012,Consulta\n", encoding="utf-8")

    assert "não tem: subcat, classif, restrsexo." in importar(arquivo=outro)[1]


def test_a_importacao_fica_na_trilha(importar: Callable[..., tuple[str, str]]) -> None:
    importar(linha("A000"))

    evento = EventoAuditoria.objects.get(evento="cid10.importada")
    assert evento.objeto == "prontuario.cid10:*"


def test_a_tabela_comeca_com_os_codigos_comuns() -> None:
    assert Cid10.objects.count() == len(CID10) >= 60
    so_de_mulher = Cid10.objects.filter(restrito_ao_sexo="F").values_list("codigo", flat=True)
    assert set(so_de_mulher) == SO_DE_MULHER


def test_o_banco_recusa_o_mesmo_codigo_duas_vezes() -> None:
    with pytest.raises(IntegrityError):
        Cid10.objects.create(codigo="I10", descricao="-")


@pytest.mark.parametrize(
    ("texto", "primeiro"),
    [
        ("J11.1", "J111"),
        ("j111", "J111"),
        ("j11", "J111"),
        ("gripe", "J111"),
        ("CEFALEIA ten", "G442"),
        ("hipertensão", "I10"),
    ],
)
def test_buscar_acha_pelo_codigo_com_ou_sem_ponto_e_pelas_palavras(
    texto: str, primeiro: str
) -> None:
    assert services.buscar_cid10(texto=texto)[0].codigo == primeiro


@pytest.mark.parametrize("texto", ["", ".", "111", "nfluenza"])
def test_buscar_nao_acha_o_meio_nem_o_vazio(texto: str) -> None:
    assert services.buscar_cid10(texto=texto) == []


def test_a_pagina_da_tabela_acha_sem_acento_e_nao_deixa_alterar(elenco: Elenco) -> None:
    navegador = navegar(elenco.medica)
    achados = navegador.get(pagina("prontuario.cid10"), {"q": "constipacao"}).context["cl"]

    assert [str(codigo) for codigo in achados.result_list] == ["K59.0 Constipação"]
    assert navegador.get(pagina("prontuario.cid10", "add")).status_code == 403


def test_o_prontuario_aceita_codigo_que_a_tabela_nao_tem(
    elenco: Elenco, registrar: Callable[..., Any]
) -> None:
    resposta = registrar(diagnostico="Raro", cid10=["X99.9"])

    assert not Cid10.objects.filter(codigo="X999").exists()
    assert (resposta.status_code, resposta.json()["cid10"]) == (201, ["X99.9"])


def test_o_arquivo_oficial_entra_inteiro_e_de_novo_nao_muda_nada(
    importar: Callable[..., tuple[str, str]],
) -> None:
    arquivo = oficial("cid_10_subcategorias.csv")
    dito, queixas = importar(arquivo=arquivo)
    assert queixas == ""
    assert f"0 mudados, {len(CID10)} já estavam" in dito  # the common codes are the official ones

    assert importar(arquivo=arquivo)[0] == "0 novos, 0 mudados, 12.451 já estavam assim.\n"
    assert Cid10.objects.count() == 12_451
    assert Cid10.objects.get(codigo="I48").descricao == '"Flutter" e fibrilação atrial'
