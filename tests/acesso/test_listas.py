"""Lists show what is within reach, whatever is asked of them."""

from typing import Any

import pytest

from apps.consulta.models import Consulta
from apps.consulta.services import leitura as consultas
from apps.faturamento.models import Fatura
from apps.kernel.models import EventoAuditoria
from apps.rede.models import Clinica
from tests.acesso.cenario import Cenario, montar
from tests.acesso.matriz import MATRIZ, Linha
from tests.conftest import Elenco, Pessoa
from tests.factories import ConsultaFactory, ExpedienteFactory

POR_CLINICA = {
    "/consultas": Consulta,
    "/consultas/paciente/{id}": Consulta,
    "/faturas": Fatura,
}
"""Lists of things that belong to a clinic (`id_clinica`)."""

CALCULADAS = {"/agenda/horarios-livres"}
"""Lists of a clinic that no table holds, whose rows have no id."""

POR_CUIDADO = {"/prontuarios", "/prontuarios/paciente/{id}"}
DA_REDE = {"/clinicas", "/profissionais", "/pacientes"}
DA_AUDITORIA = {"/auditoria"}

LISTAS = [linha for linha in MATRIZ if linha.lista]
DE_CLINICA = [
    pytest.param(linha, nome, id=f"{linha} {nome}")
    for linha in LISTAS
    if linha.caminho in POR_CLINICA
    for nome in sorted(linha.quem)
]


@pytest.fixture
def cenario2(elenco: Elenco, cenario: Cenario) -> Cenario:
    """Clinic 2's things, and a consulta there of clinic 1's patient."""
    la = montar(elenco, "medica2")
    ConsultaFactory(
        id_clinica=la.clinica, id_paciente=cenario.paciente, id_profissional=la.profissional
    )
    return la


def ler(pessoa: Pessoa, linha: Linha, cenario: Cenario, **parametros: Any) -> list[dict[str, Any]]:
    id = getattr(cenario, linha.alvo) if linha.alvo else None
    resposta = pessoa.get(linha.endereco(id), parametros)
    assert resposta.status_code == 200
    return resposta.json()


def test_toda_lista_diz_de_quem_sao_as_suas_linhas() -> None:
    classificadas = {*POR_CLINICA, *CALCULADAS, *POR_CUIDADO, *DA_REDE, *DA_AUDITORIA}
    assert {linha.caminho for linha in LISTAS} == classificadas


@pytest.mark.parametrize(("linha", "nome"), DE_CLINICA)
def test_lista_so_mostra_a_propria_clinica(
    linha: Linha, nome: str, cenario: Cenario, cenario2: Cenario
) -> None:
    linhas = ler(cenario.pessoa(nome), linha, cenario)
    assert linhas
    assert {item["id_clinica"] for item in linhas} == {cenario.clinica}


@pytest.mark.parametrize(("linha", "nome"), DE_CLINICA)
def test_pedir_por_id_nao_traz_o_de_outra_clinica(
    linha: Linha, nome: str, cenario: Cenario, cenario2: Cenario
) -> None:
    modelo = POR_CLINICA[linha.caminho]
    de_la = modelo.objects.filter(id_clinica=cenario2.clinica).values_list("pk", flat=True)
    daqui = modelo.objects.filter(
        id_clinica=cenario.clinica, id_paciente=cenario.paciente
    ).values_list("pk", flat=True)
    pessoa = cenario.pessoa(nome)
    assert de_la
    assert ler(pessoa, linha, cenario, id=",".join(map(str, de_la))) == []
    achados = ler(pessoa, linha, cenario, id=",".join(map(str, [*de_la, *daqui])))
    assert {item["id"] for item in achados} == set(daqui)


@pytest.mark.parametrize(("linha", "nome"), DE_CLINICA)
def test_filtro_nao_alcanca_outra_clinica(
    linha: Linha, nome: str, cenario: Cenario, cenario2: Cenario
) -> None:
    if linha.alvo:  # the path is the filter
        alheio = cenario.pessoa(nome).get(linha.endereco(cenario2.paciente))
        assert alheio.json() == []
        return
    assert ler(cenario.pessoa(nome), linha, cenario, id_paciente=cenario2.paciente) == []


@pytest.mark.parametrize(
    ("linha", "nome"),
    [p for p in DE_CLINICA if not p.values[0].alvo],
)
def test_pedir_outra_clinica_e_404(
    linha: Linha, nome: str, cenario: Cenario, cenario2: Cenario
) -> None:
    pessoa = cenario.pessoa(nome)
    for id_clinica in (cenario2.clinica, 987_654_321):
        resposta = pessoa.get(linha.caminho, {"id_clinica": id_clinica})
        assert (resposta.status_code, resposta.json()["codigo"]) == (404, "clinica_nao_encontrada")
    daqui = ler(pessoa, linha, cenario, id_clinica=cenario.clinica)
    assert daqui == ler(pessoa, linha, cenario)


@pytest.mark.parametrize("nome", ["recepcao", "medica", "faturista", "gestora"])
def test_horarios_livres_sao_so_da_propria_clinica(
    nome: str, cenario: Cenario, cenario2: Cenario
) -> None:
    for profissional in (cenario.profissional, cenario2.profissional):
        for dia in range(7):
            ExpedienteFactory(id_profissional=profissional, dia_semana=dia)
    linha = next(linha for linha in LISTAS if linha.caminho in CALCULADAS)
    pessoa = cenario.pessoa(nome)
    linhas = ler(pessoa, linha, cenario)
    assert linhas
    assert {(h["id_profissional"], h["id_clinica"]) for h in linhas} == {
        (cenario.profissional, cenario.clinica)
    }
    assert ler(pessoa, linha, cenario, id_profissional=cenario2.profissional) == []
    for id_clinica in (cenario2.clinica, 987_654_321):
        resposta = pessoa.get(linha.caminho, {"id_clinica": id_clinica})
        assert (resposta.status_code, resposta.json()["codigo"]) == (404, "clinica_nao_encontrada")


def test_medica_so_ve_as_suas_consultas_e_as_sem_dono(cenario: Cenario) -> None:
    elenco = cenario.elenco
    assert elenco.medico.get("/consultas").json() == []
    Consulta.objects.filter(pk=cenario.agendada).update(id_profissional=None)
    assert [c["id"] for c in elenco.medico.get("/consultas").json()] == [cenario.agendada]
    assert elenco.medico.get(f"/consultas?id_profissional={cenario.profissional}").json() == []


def test_prontuarios_seguem_o_cuidado(cenario: Cenario) -> None:
    elenco, la = cenario.elenco, montar(cenario.elenco, "medica2")

    def vistos(pessoa: Pessoa, **parametros: Any) -> set[int]:
        return {registro["id"] for registro in pessoa.get("/prontuarios", parametros).json()}

    ambos = f"{cenario.prontuario},{la.prontuario}"
    assert vistos(elenco.medica) == vistos(elenco.medica, id=ambos) == {cenario.prontuario}
    assert vistos(elenco.medica2) == vistos(elenco.medica2, id=ambos) == {la.prontuario}
    assert vistos(elenco.medico) == vistos(elenco.medico, id=ambos) == set()
    ConsultaFactory(
        id_clinica=la.clinica, id_paciente=cenario.paciente, id_profissional=la.profissional
    )
    assert vistos(elenco.medica2) == {cenario.prontuario, la.prontuario}


def test_auditoria_mostra_a_clinica_de_quem_audita_e_o_que_nao_e_de_nenhuma(
    cenario: Cenario,
) -> None:
    elenco = cenario.elenco
    elenco.recepcao.enviar(f"/consultas/{cenario.agendada}/confirmar")
    elenco.recepcao2.enviar("/pacientes", cenario.novo_paciente)
    elenco.ninguem.enviar("/auth/token", {"username": "recepcao", "password": "errada"})
    por_clinica = {
        clinica: set(
            EventoAuditoria.objects.filter(id_clinica=clinica).values_list("seq", flat=True)
        )
        for clinica in (elenco.clinica.pk, elenco.clinica2.pk, None)
    }
    assert all(por_clinica.values())
    de_la = por_clinica[elenco.clinica2.pk]
    vistos = {evento["seq"] for evento in elenco.auditora.get("/auditoria").json()}
    assert vistos == por_clinica[elenco.clinica.pk] | por_clinica[None]
    por_id = elenco.auditora.get("/auditoria", {"id": ",".join(map(str, de_la))})
    assert por_id.json() == []
    por_quem = elenco.auditora.get("/auditoria", {"id_usuario": elenco.recepcao2.id_usuario})
    assert por_quem.json() == []


def test_o_que_e_da_rede_se_ve_das_duas_clinicas(cenario: Cenario, cenario2: Cenario) -> None:
    for caminho in sorted(DA_REDE):
        daqui, de_la = (
            cenario.pessoa(nome).get(caminho).json() for nome in ("recepcao", "recepcao2")
        )
        assert daqui == de_la != []


def test_vazamento_na_lista_e_denunciado(
    cenario: Cenario, cenario2: Cenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the scoping off, the tests above fail: they do look at what comes."""
    de_todas = tuple(Clinica.objects.values_list("pk", flat=True))
    alcance = {"clinicas": de_todas, "suas": (), "proprio": None}
    monkeypatch.setattr(consultas, "_alcance", lambda *_: alcance)
    linha = next(linha for linha in LISTAS if linha.caminho == "/consultas")
    for prova in (
        test_lista_so_mostra_a_propria_clinica,
        test_pedir_por_id_nao_traz_o_de_outra_clinica,
        test_filtro_nao_alcanca_outra_clinica,
    ):
        with pytest.raises(AssertionError):
            prova(linha, "recepcao", cenario, cenario2)
