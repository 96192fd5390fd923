"""A CSV as it comes: encodings, separators, quotes; what is wrong with a file is named."""

from pathlib import Path

import pytest

from apps.kernel.imports import sheet
from apps.kernel.imports.sheet import ArquivoInvalido, Planilha, ler_planilha

COLUNAS = ("codigo", "descricao")


def ler(
    tmp_path: Path, conteudo: str | bytes, codificacao: str = "utf-8", **opcoes: object
) -> Planilha:
    arquivo = tmp_path / "tabela.csv"
    bruto = conteudo if isinstance(conteudo, bytes) else conteudo.encode(codificacao)
    arquivo.write_bytes(bruto)
    return ler_planilha(arquivo, obrigatorias=COLUNAS, **opcoes)  # type: ignore[arg-type]


def valores(planilha: Planilha) -> list[tuple[int, str, str]]:
    return [(n.numero, n.campos["codigo"], n.campos["descricao"]) for n in planilha.linhas]


@pytest.mark.parametrize("codificacao", ["utf-8", "utf-8-sig", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("separador", [",", ";", "\t"])
@pytest.mark.parametrize("fim", ["\n", "\r\n", "\r"])
def test_codificacao_separador_e_fim_de_linha_sao_reconhecidos(
    tmp_path: Path, codificacao: str, separador: str, fim: str
) -> None:
    linhas = [separador.join(linha) for linha in (COLUNAS, ("A1", "Cólera"), ("A2", "Não é"))]
    planilha = ler(tmp_path, fim.join(linhas) + fim, codificacao)

    assert valores(planilha) == [(2, "A1", "Cólera"), (3, "A2", "Não é")]
    assert planilha.recusadas == []


@pytest.mark.parametrize(
    ("linhas", "esperados"),
    [
        ('A1;"um; dois"', [(2, "A1", "um; dois")]),
        ('A1;"Flutter" e fibrilação', [(2, "A1", '"Flutter" e fibrilação')]),
        ('A1;2" de tubo', [(2, "A1", '2" de tubo')]),
        ('A1;"continua\naqui"\nA2;b', [(2, "A1", "continua\naqui"), (4, "A2", "b")]),
        ('A1;"não fecha\nA2;b\nA3;c', [(2, "A1", '"não fecha'), (3, "A2", "b"), (4, "A3", "c")]),
        ("A1;a;;\n\n   \nA2;b;", [(2, "A1", "a"), (5, "A2", "b")]),
        (" A1 ;  a  ", [(2, "A1", "a")]),
    ],
)
def test_aspas_sobras_e_linhas_vazias(
    tmp_path: Path, linhas: str, esperados: list[tuple[int, str, str]]
) -> None:
    assert valores(ler(tmp_path, f"codigo;descricao\n{linhas}\n")) == esperados


def test_linha_com_colunas_demais_ou_de_menos_e_recusada_e_as_outras_nao(tmp_path: Path) -> None:
    planilha = ler(tmp_path, "codigo;descricao\nA1;a\nA2\nA3;b;c\nA4;d\n")

    assert valores(planilha) == [(2, "A1", "a"), (5, "A4", "d")]
    assert [(r.numero, r.motivo.split(",")[0]) for r in planilha.recusadas] == [
        (3, "Tem 1 colunas"),
        (4, "Tem 3 colunas"),
    ]


def test_uma_linha_estragada_nao_faz_o_arquivo_todo_perder_os_acentos(tmp_path: Path) -> None:
    boas = "codigo;descricao\nA1;Cólera\nA2;Ação\n".encode()
    planilha = ler(tmp_path, boas + "A3;Não\n".encode("iso-8859-1") + b"A4;sem acento\n")

    assert valores(planilha) == [(2, "A1", "Cólera"), (3, "A2", "Ação"), (5, "A4", "sem acento")]
    assert [(r.numero, r.motivo) for r in planilha.recusadas] == [
        (4, "Não está na codificação do resto do arquivo.")
    ]


def test_coluna_desconhecida_so_e_recusada_onde_se_diz_quais_ha(tmp_path: Path) -> None:
    conteudo = "CODIGO;Descricao;outra\nA1;a;x\n"

    assert valores(ler(tmp_path, conteudo)) == [(2, "A1", "a")]
    with pytest.raises(ArquivoInvalido, match="arquivo_invalido") as erro:
        ler(tmp_path, conteudo, opcionais=("classe",))
    assert erro.value.detalhe == "O cabeçalho tem colunas desconhecidas: outra."


@pytest.mark.parametrize(
    ("conteudo", "dito"),
    [
        (b"", "vazio"),
        (b"\xef\xbb\xbf\n \n", "vazio"),
        (b"codigo;descricao\n\n", "só tem o cabeçalho"),
        (b"codigo;descr\nA1;a\n", "não tem: descricao"),
        (b"A1;a\n", "não tem: codigo, descricao"),
        (b'"codigo;descricao\nA1;a\n', "não tem: codigo, descricao"),
        (b"codigo;descricao;codigo\nA1;a;A1\n", "repete: codigo"),
        (b"PK\x03\x04\0\0\xff", "não é um texto"),
        ("codigo;descricao\nA1;a\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_o_que_ha_de_errado_com_o_arquivo_e_dito(
    tmp_path: Path, conteudo: bytes, dito: str
) -> None:
    with pytest.raises(ArquivoInvalido) as erro:
        ler(tmp_path, conteudo)
    assert dito in erro.value.detalhe


def test_arquivo_que_nao_existe_pasta_e_arquivo_enorme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for caminho, dito in ((tmp_path / "nada.csv", "não existe"), (tmp_path, "é uma pasta")):
        with pytest.raises(ArquivoInvalido) as erro:
            ler_planilha(caminho, obrigatorias=COLUNAS)
        assert dito in erro.value.detalhe
    monkeypatch.setattr(sheet, "TAMANHO_MAXIMO", 10)
    with pytest.raises(ArquivoInvalido, match="arquivo_invalido"):
        ler(tmp_path, "codigo;descricao\nA1;a\n")
