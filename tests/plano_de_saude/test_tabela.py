"""The table file, and the environment that chooses it."""

from decimal import Decimal

import pytest
from simulador.cobertura import SEMENTE, Procedimento
from simulador.configuracao import ConfiguracaoInvalida, ler_configuracao
from simulador.tabela import TabelaInvalida, ler_tabela

COLUNAS = "codigo,valor,planos\n"


@pytest.fixture
def arquivo(tmp_path):
    def escrever(conteudo):
        caminho = tmp_path / "tabela.csv"
        caminho.write_bytes(conteudo if isinstance(conteudo, bytes) else conteudo.encode())
        return caminho

    return escrever


def test_tabela_le_valor_e_planos(arquivo):
    caminho = arquivo(f"{COLUNAS}CIR001,4800.50,Plano1:100;Plano2:33.33\n\nEST001, 90 ,\n")
    assert ler_tabela(caminho) == {
        "CIR001": Procedimento(
            valor=Decimal("4800.50"),
            planos={"Plano1": Decimal(100), "Plano2": Decimal("33.33")},
        ),
        "EST001": Procedimento(valor=Decimal(90), planos={}),
    }


def test_tabela_de_planilha_com_bom_e_crlf_e_lida(arquivo):
    caminho = arquivo(b"\xef\xbb\xbfcodigo,valor,planos\r\nX,1.00,Plano1:100\r\n")
    assert list(ler_tabela(caminho)) == ["X"]


def test_tabela_de_exemplo_e_valida(raiz):
    assert "CIR001" in ler_tabela(raiz / "tabela_exemplo.csv")


def test_tabela_diz_todas_as_linhas_ruins_com_seus_numeros(arquivo):
    caminho = arquivo(
        COLUNAS
        + "BOA,1.00,Plano1:100\n"
        + "A,1.001,Plano1:100\n"
        + "\n"
        + ",1.00,Plano1:100\n"
        + f"{'C' * 21},1.00,Plano1:100\n"
        + "D,-1,Plano1:100\n"
        + "E,abc,Plano1:100\n"
        + "F,1.00,Plano3:100\n"
        + "G,1.00,Plano1\n"
        + "H,1.00,Plano1:101\n"
        + "I,1.00,Plano1:10;Plano1:20\n"
        + "J,1.00\n"
        + "BOA,2.00,Plano1:100\n"
    )
    with pytest.raises(TabelaInvalida) as invalida:
        ler_tabela(caminho)
    numeros = [problema.split(":")[0] for problema in invalida.value.problemas]
    assert numeros == [f"linha {numero}" for numero in (3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)]


@pytest.mark.parametrize(
    ("conteudo", "linha"),
    [
        ("", 1),
        ("codigo;valor;planos\n", 1),
        ("codigo,valor\nX,1.00\n", 1),
        (COLUNAS.encode() + b"X,1.00,\nA\xe7,1.00,\n", 3),
        (f'{COLUNAS}X,1.00,\nY,"1.00\n', 3),
        (f'{COLUNAS}X,"1"00,\n', 2),
    ],
)
def test_tabela_que_nao_se_le_diz_a_linha(arquivo, conteudo, linha):
    with pytest.raises(TabelaInvalida, match=f"^linha {linha}: "):
        ler_tabela(arquivo(conteudo))


def test_tabela_que_nao_existe_e_dita(tmp_path):
    with pytest.raises(TabelaInvalida, match="não pôde ser lido"):
        ler_tabela(tmp_path / "nada.csv")


def test_configuracao_vazia_usa_a_semente():
    configuracao = ler_configuracao({})
    assert configuracao.tabela == SEMENTE
    assert (configuracao.host, configuracao.porta) == ("127.0.0.1", 5005)
    assert not configuracao.com_falhas


def test_configuracao_estende_a_semente(arquivo):
    caminho = arquivo(f"{COLUNAS}CON001,9.00,Plano1:50\nNOVO,1.00,Plano2:100\n")
    tabela = ler_configuracao({"PLANO_TABELA": str(caminho)}).tabela
    assert set(tabela) == {"CON001", "CON002", "EXA001", "NOVO"}
    assert tabela["CON001"] == Procedimento(valor=Decimal("9.00"), planos={"Plano1": Decimal(50)})


def test_configuracao_substitui_a_semente(arquivo):
    ambiente = {
        "PLANO_TABELA": str(arquivo(f"{COLUNAS}NOVO,1.00,Plano2:100\n")),
        "PLANO_TABELA_MODO": "substituir",
    }
    assert set(ler_configuracao(ambiente).tabela) == {"NOVO"}


@pytest.mark.parametrize(
    ("nome", "valor"),
    [
        ("PLANO_PORT", "http"),
        ("PLANO_PORT", "-1"),
        ("PLANO_PORT", "65536"),
        ("PLANO_FALHAS", "sim"),
        ("PLANO_TABELA_MODO", "trocar"),
    ],
)
def test_configuracao_recusa_o_que_nao_entende(nome, valor):
    with pytest.raises(ConfiguracaoInvalida, match=nome):
        ler_configuracao({nome: valor})


def test_processo_com_tabela_ruim_nao_sobe_e_diz_a_linha(tentar_subir, arquivo):
    caminho = arquivo(f"{COLUNAS}X,abc,Plano1:100\nY,1.00,Plano9:1\n")
    codigo, dito = tentar_subir(PLANO_TABELA=str(caminho))
    assert codigo == 1
    assert "linha 2: valor" in dito
    assert "linha 3: planos" in dito
    assert "Traceback" not in dito
