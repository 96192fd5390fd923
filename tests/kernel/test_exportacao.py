"""A list leaves as CSV: for whoever sees it, as it is shown, without formulas, with its event."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from apps.kernel.admin import exporting
from apps.kernel.models import EventoAuditoria
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, PacienteFactory, em_dias
from tests.kernel.test_admin import CRIAR, TABELA
from tests.navegador import navegar, pagina, texto

PACIENTES = "paciente.paciente"
SEM_ARQUIVO = {"prontuario.prontuario"}


def _bruto(resposta: Any) -> str:
    return b"".join(resposta.streaming_content).decode()


def _linhas(resposta: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(_bruto(resposta).removeprefix("\ufeff")), delimiter=";"))


def _exportar(navegador: Any, modelo: str = PACIENTES, **filtros: str) -> Any:
    return navegador.get(pagina(modelo), {"_exportar": "csv", **filtros})


def test_o_arquivo_e_como_o_excel_em_portugues_espera(elenco: Elenco) -> None:
    PacienteFactory(nome="José Conceição", telefone="(11) 5555-0100; ramal 2")
    resposta = _exportar(navegar(elenco.recepcao))
    bruto = _bruto(resposta)

    assert resposta["Content-Type"] == "text/csv; charset=utf-8"
    assert resposta["Content-Disposition"].startswith('attachment; filename="paciente-20')
    assert bruto.startswith("\ufeffPaciente;")
    assert "José Conceição;" in bruto
    assert '"(11) 5555-0100; ramal 2"' in bruto


def test_sai_so_o_que_a_busca_e_os_filtros_mostram(elenco: Elenco) -> None:
    for nome in ("Ana Prado", "Ana Teles", "Bruno Prado"):
        PacienteFactory(nome=nome)

    linhas = _linhas(_exportar(navegar(elenco.recepcao), q="ana"))

    assert sorted(linha[0] for linha in linhas[1:]) == ["Ana Prado", "Ana Teles"]


def test_saem_as_linhas_escolhidas(elenco: Elenco) -> None:
    escolhida = PacienteFactory(nome="Ana Prado")
    PacienteFactory(nome="Bruno Teles")
    resposta = navegar(elenco.recepcao).post(
        pagina(PACIENTES),
        {"action": "exportar_selecionados", "_selected_action": [escolhida.pk]},
    )

    assert [linha[0] for linha in _linhas(resposta)[1:]] == ["Ana Prado"]


def test_a_coluna_sai_em_texto_e_nao_em_html(elenco: Elenco) -> None:
    ConsultaFactory(
        id_clinica=elenco.clinica.pk, paciente="Maria D'Ávila & Filhos", data_hora=em_dias(1, 14)
    )
    titulos, linha = _linhas(_exportar(navegar(elenco.recepcao), "consulta.consulta"))

    assert (titulos[0], titulos[1]) == ("Quando", "Paciente")
    assert linha[0].endswith("14:00")
    assert linha[1] == "Maria D'Ávila & Filhos"
    assert "Agendada" in linha


@pytest.mark.parametrize("nome", ["=1+1", "+55", "-1", "@SOMA(A1)", "\t=1+1", "\r=1+1"])
def test_a_celula_nao_e_uma_formula(elenco: Elenco, nome: str) -> None:
    Paciente.objects.filter(pk=PacienteFactory().pk).update(nome=nome)

    assert _linhas(_exportar(navegar(elenco.recepcao)))[1][0] == f"'{nome.strip()}"


def test_o_que_sai_fica_na_trilha_sem_nome_de_ninguem(elenco: Elenco) -> None:
    for _ in range(3):
        PacienteFactory()
    _exportar(navegar(elenco.recepcao))

    evento = EventoAuditoria.objects.get(evento="paciente.exportado")
    assert evento.objeto == "paciente.paciente:*/3"
    assert evento.id_usuario == elenco.recepcao.id_usuario


def test_acima_do_limite_nada_sai(elenco: Elenco, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "LIMITE", 2)
    for _ in range(3):
        PacienteFactory(nome="Ana Prado")
    resposta = navegar(elenco.recepcao).get(
        pagina(PACIENTES), {"_exportar": "csv", "q": "ana"}, follow=True
    )

    assert "São mais de 2 linhas" in texto(resposta)
    assert resposta.redirect_chain[0][0] == f"{pagina(PACIENTES)}?q=ana"
    assert not EventoAuditoria.objects.filter(evento="paciente.exportado").exists()


@pytest.mark.parametrize("modelo", TABELA)
def test_exporta_quem_ve_a_lista_e_mais_ninguem(elenco: Elenco, modelo: str) -> None:
    CRIAR[modelo](elenco, 0)
    for nome in ("recepcao", "medica", "admin"):
        resposta = _exportar(navegar(getattr(elenco, nome)), modelo)
        sai = nome in TABELA[modelo] and modelo not in SEM_ARQUIVO
        assert resposta.streaming == sai
        assert (resposta.status_code == 403) == (nome not in TABELA[modelo])


def test_o_texto_clinico_nao_sai_em_csv(elenco: Elenco) -> None:
    registro = CRIAR["prontuario.prontuario"](elenco, 0)
    navegador = navegar(elenco.medica)
    lista = navegador.get(pagina("prontuario.prontuario"))
    escolhida = navegador.post(
        pagina("prontuario.prontuario"),
        {"action": "exportar_selecionados", "_selected_action": [registro.pk]},
    )

    assert "Exportar" not in texto(lista)
    assert not escolhida.streaming
    assert not EventoAuditoria.objects.filter(evento__endswith="exportado").exists()


@pytest.mark.parametrize("modelo", ["consulta.consulta", "rede.profissional", "kernel.usuario"])
def test_o_arquivo_faz_as_mesmas_perguntas_ao_banco_com_uma_linha_e_com_vinte(
    elenco: Elenco, modelo: str, contar_queries: Callable[[Callable[[], Any]], int]
) -> None:
    navegador = navegar(getattr(elenco, next(iter(TABELA[modelo]))))

    def exportar() -> int:
        return len(_linhas(_exportar(navegador, modelo)))

    CRIAR[modelo](elenco, 0)
    exportar()
    com_uma = contar_queries(exportar)
    for n in range(1, 20):
        CRIAR[modelo](elenco, n)

    assert contar_queries(exportar) == com_uma
    assert exportar() > 20


def test_o_arquivo_grande_sai_em_lotes_sem_repetir_linha(
    elenco: Elenco, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "LOTE", 2)
    criados = [PacienteFactory(nome=f"Pessoa {letra}").nome for letra in "ABCDE"]

    assert [linha[0] for linha in _linhas(_exportar(navegar(elenco.recepcao)))[1:]] == criados[::-1]
