"""Whatever is sent, the answer is one of the document's, in the contract's form, and tells nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, product
from pathlib import Path

import pytest

from tests.processos import Pilha
from tests.provas import corpo_de_provas as corpo
from tests.provas.clinica import (
    clinica_de,
    consulta,
    equipe_de,
    fatura,
    paciente,
    profissional,
    prontuario,
)
from tests.provas.escala import PASTA, ciclos
from tests.provas.esquema import COBRE, QUEM, exatas, percorrer
from tests.provas.malformados.caso import Caso
from tests.provas.palco import Palco, palco_no_ar
from tests.provas.relato import Relato

SEMENTES = ciclos(inteira=3, reduzida=1)
EXEMPLOS = 5 if PASTA else 1
"""Of each operation, at random, for each caller and seed."""
PARTES = 16
PARTE = min(ciclos(inteira=PARTES, reduzida=1), PARTES)
"""Sixteenths of the corpus that are sent."""


@pytest.fixture(scope="module")
def no_ar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pilha, Palco]]:
    with palco_no_ar(tmp_path_factory.mktemp("fuzz")) as (pilha, palco):
        yield pilha, palco


@pytest.fixture
def palco(no_ar: tuple[Pilha, Palco]) -> Iterator[Palco]:
    """After each proof, whatever was sent, each app still creates and reads."""
    pilha, palco = no_ar
    yield palco
    _exigir_que_cada_app_crie_e_leia(pilha)


def amostra(casos: Iterable[Caso], quem: str, passo: int = 0) -> list[tuple[Caso, str]]:
    """A part takes each sixteenth case; with another `passo`, other ones."""
    return [(caso, quem) for n, caso in enumerate(casos) if (n + passo) % PARTES < PARTE]


class Contados:
    """Cases that are counted as they pass, since together they are hundreds of megabytes."""

    def __init__(self, casos: Iterable[Caso]) -> None:
        self._casos, self.quantos = casos, 0

    def __iter__(self) -> Iterator[Caso]:
        for caso in self._casos:
            self.quantos += 1
            yield caso


def provar(palco: Palco, casos: list[tuple[Caso, str]], relato: Relato) -> None:
    palco.respostas.clear()
    faltas = palco.julgar(casos)
    relato.contar(casos=len(casos), faltas=len(faltas))
    relato.medir(respostas_por_status=dict(sorted(palco.respostas.items())))
    relato.falhas += faltas[:200]
    assert not faltas, f"{len(faltas)} de {len(casos)}:\n" + "\n".join(faltas[:60])


def test_corpo_malformado_e_recusado_na_forma_do_contrato(palco: Palco, relato: Relato) -> None:
    casos, quantos = [], {}
    for passo, operacao in enumerate(o for o in palco.operacoes if o.escreve):
        seus = Contados(corpo.de_escrita(palco, operacao))
        casos += amostra(seus, operacao.quem, passo)
        quantos[str(operacao)] = seus.quantos
    relato.pedir(corpos_por_operacao=quantos)
    assert min(quantos.values()) >= 150, quantos
    provar(palco, casos, relato)


def test_parametro_errado_e_recusado_em_toda_consulta(palco: Palco, relato: Relato) -> None:
    casos, quantos = [], {}
    for passo, operacao in enumerate(o for o in palco.operacoes if o.procura):
        seus = Contados(corpo.de_procura(palco, operacao))
        casos += amostra(seus, operacao.quem, passo)
        quantos[str(operacao)] = seus.quantos
    relato.pedir(consultas_por_operacao=quantos)
    assert min(quantos.values()) >= 40, quantos
    provar(palco, casos, relato)


def test_endereco_torto_nao_leva_a_lugar_algum(palco: Palco, relato: Relato) -> None:
    provar(palco, [(caso, q) for caso in corpo.de_endereco() for q in ("", "recepcao")], relato)


def test_metodo_que_nao_existe_e_recusado_em_todo_caminho(palco: Palco, relato: Relato) -> None:
    provar(palco, amostra(corpo.de_metodo(palco), "gestora"), relato)


def test_o_que_se_serve_a_cada_um_e_o_que_o_documento_diz(palco: Palco, relato: Relato) -> None:
    """schemathesis, with all its checks."""
    por_pessoa: Counter[str] = Counter()
    feitas: Counter[str] = Counter()
    for quem, semente in product(QUEM, range(1, SEMENTES + 1)):
        tudo = bool(PASTA) and quem == COBRE and semente == 1
        percurso = percorrer(palco, quem, semente=semente, exemplos=EXEMPLOS, tudo=tudo)
        por_pessoa[quem or "ninguem"] += percurso.casos
        feitas += percurso.verificacoes
        relato.contar(casos=percurso.casos, pedidos=percurso.pedidos, faltas=len(percurso.faltas))
        relato.falhas += [f"{chave}: {falta}" for chave, falta in percurso.faltas.items()]
    relato.pedir(sementes=SEMENTES, exemplos_por_operacao=EXEMPLOS)
    relato.medir(casos_por_pessoa=dict(por_pessoa), verificacoes=dict(feitas))
    assert len(feitas) >= 14, feitas  # that many checks it has
    assert any(o.caminho == "/faturas" for o in exatas(palco)), "o documento perdeu os tipos"
    assert not relato.falhas, "\n".join(relato.falhas)


def _exigir_que_cada_app_crie_e_leia(pilha: Pilha) -> None:
    with equipe_de(pilha) as equipe:
        id_clinica = clinica_de(equipe, "recepcao")
        novos = {
            "/profissionais": equipe.criar("gestora", "/profissionais", profissional(id_clinica))
        }
        novos["/pacientes"] = equipe.criar("recepcao", "/pacientes", paciente())
        id_paciente = novos["/pacientes"]["id"]
        novos["/consultas"] = equipe.criar("recepcao", "/consultas", consulta(id_paciente))
        novos["/prontuarios"] = equipe.criar("medica", "/prontuarios", prontuario(id_paciente))
        novos["/faturas"] = equipe.criar("faturista", "/faturas", fatura(novos["/consultas"]["id"]))
        for caminho, novo in novos.items():
            quem = {"/prontuarios": "medica"}.get(caminho, "recepcao")
            assert equipe[quem].get(f"{caminho}/{novo['id']}").json() == novo
        assert equipe["auditora"].get("/auditoria").status_code == 200


def test_controle_um_defeito_plantado_e_achado_pela_mesma_prova(
    tmp_path: Path, relato: Relato
) -> None:
    servir = "tests.provas.controles.com_defeitos"
    with palco_no_ar(tmp_path, processos=1, trabalhador=False, servir=servir) as (_, defeituoso):
        casos = [
            (caso, operacao.quem)
            for operacao in defeituoso.operacoes
            if operacao.caminho.startswith("/defeitos/")
            for caso in islice(corpo.de_escrita(defeituoso, operacao), None, None, 3)
        ]
        faltas = "\n".join(defeituoso.julgar(casos))
    relato.contar(casos=len(casos), faltas=faltas.count("\n") + 1)
    assert re.search(r"POST /defeitos/quebra · .*: 500 é erro nosso", faltas)
    assert re.search(r"POST /defeitos/vaza · .*: 409 conta 'integrityerror'", faltas)
    assert re.search(r"POST /defeitos/bule · .*: 418 .*não está no documento", faltas)
