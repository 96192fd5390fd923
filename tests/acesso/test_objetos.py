"""Objects of one's own clinic that one may not touch, and ids of another clinic inside a body."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.consulta.models import Consulta
from apps.kernel.access.escopo import Papel
from apps.prontuario.models import Prontuario
from apps.rede.models import Vinculo
from tests.acesso.andarilho import chamar
from tests.acesso.cenario import DESCONHECIDO, Cenario, montar
from tests.acesso.matriz import MATRIZ, Linha
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, VinculoFactory

DA_MEDICA = [
    linha
    for linha in MATRIZ
    if linha.caminho.startswith("/consultas/{id}") and "medica" in linha.quem
]


@pytest.fixture
def cenario2(elenco: Elenco) -> Cenario:
    return montar(elenco, "medica2")


# --- a colleague's consulta, and the unassigned one -----------------------------------------------


@pytest.mark.parametrize("linha", DA_MEDICA, ids=str)
def test_medico_nao_toca_a_consulta_da_colega(linha: Linha, cenario: Cenario) -> None:
    resposta = chamar(linha, cenario, cenario.elenco.medico)
    assert (resposta.status_code, resposta.json()["codigo"]) == (403, "sem_permissao")


@pytest.mark.parametrize("linha", DA_MEDICA, ids=str)
def test_consulta_sem_profissional_e_de_quem_atende_na_clinica(
    linha: Linha, cenario: Cenario
) -> None:
    Consulta.objects.update(id_profissional=None, profissional=None)
    elenco = cenario.elenco
    assert chamar(linha, cenario, elenco.medico).status_code == 200
    assert chamar(linha, cenario, elenco.medica2).status_code == 404


def test_medico_nao_retifica_o_registro_da_colega(cenario: Cenario) -> None:
    resposta = cenario.elenco.medico.enviar(
        f"/prontuarios/{cenario.prontuario}/retificacoes",
        {"justificativa": "Troquei o diagnóstico.", "diagnostico": "Resfriado"},
    )
    assert (resposta.status_code, resposta.json()["codigo"]) == (403, "nao_e_autor")


def test_quem_sai_da_clinica_deixa_de_ver_o_que_e_dela(cenario: Cenario) -> None:
    elenco = cenario.elenco
    assert elenco.recepcao.get(f"/consultas/{cenario.agendada}").status_code == 200
    vinculo = Vinculo.objects.get(usuario_id=elenco.recepcao.id_usuario)
    vinculo.clinica = elenco.clinica2
    vinculo.save()
    assert elenco.recepcao.get(f"/consultas/{cenario.agendada}").status_code == 404


def test_quem_atende_em_duas_clinicas_ve_a_agenda_sem_dono_das_duas(cenario: Cenario) -> None:
    elenco = cenario.elenco
    la = ConsultaFactory(id_clinica=elenco.clinica2.pk, id_paciente=cenario.paciente)
    assert elenco.medico.get(f"/consultas/{la.pk}").status_code == 404
    VinculoFactory(
        usuario_id=elenco.medico.id_usuario, clinica=elenco.clinica2, papel=Papel.PROFISSIONAL
    )
    assert elenco.medico.get(f"/consultas/{la.pk}").status_code == 200


# --- ids of another clinic, or of nobody, in a body ------------------------------------------------

Corpo = Callable[[Cenario, int], dict[str, Any]]


def _consulta_na_clinica(c: Cenario, id: int) -> dict[str, Any]:
    return {**c.nova_consulta, "id_clinica": id}


def _consulta_com_profissional(c: Cenario, id: int) -> dict[str, Any]:
    return {**c.nova_consulta, "id_profissional": id}


def _fatura_da_consulta(c: Cenario, id: int) -> dict[str, Any]:
    return {**c.nova_fatura, "id_consulta": id}


def _registro_da_consulta(c: Cenario, id: int) -> dict[str, Any]:
    return {**c.novo_prontuario, "id_consulta": id}


def _profissional_na_clinica(c: Cenario, id: int) -> dict[str, Any]:
    return {**c.novo_profissional, "clinicas": [c.clinica, id]}


ALHEIOS = [
    ("recepcao", "/consultas", _consulta_na_clinica, "clinica", "clinica_nao_encontrada"),
    (
        "recepcao",
        "/consultas",
        _consulta_com_profissional,
        "profissional",
        "profissional_nao_encontrado",
    ),
    ("faturista", "/faturas", _fatura_da_consulta, "a_faturar", "consulta_nao_encontrada"),
    ("medica", "/prontuarios", _registro_da_consulta, "agendada", "consulta_nao_encontrada"),
    ("gestora", "/profissionais", _profissional_na_clinica, "clinica", "clinica_nao_encontrada"),
]


@pytest.mark.parametrize(
    ("quem", "caminho", "corpo", "campo", "codigo"),
    ALHEIOS,
    ids=lambda valor: valor.__name__.strip("_") if callable(valor) else str(valor),
)
def test_id_de_outra_clinica_no_corpo_e_como_o_que_nao_existe(
    quem: str,
    caminho: str,
    corpo: Corpo,
    campo: str,
    codigo: str,
    cenario: Cenario,
    cenario2: Cenario,
) -> None:
    pessoa = cenario.pessoa(quem)
    alheio, desconhecido = (
        pessoa.enviar(caminho, corpo(cenario, id))
        for id in (getattr(cenario2, campo), DESCONHECIDO)
    )
    for resposta in (alheio, desconhecido):
        assert (resposta.status_code, resposta.json()["codigo"]) == (404, codigo)
    assert alheio.json()["detail"] == desconhecido.json()["detail"]
    assert pessoa.enviar(caminho, corpo(cenario, getattr(cenario, campo))).status_code == 201


@pytest.mark.parametrize(
    ("quem", "aqui", "la", "caminho", "corpo"),
    [
        ("recepcao", Papel.RECEPCAO, Papel.FATURAMENTO, "/faturas", lambda c: c.nova_fatura),
        (
            "faturista",
            Papel.FATURAMENTO,
            Papel.RECEPCAO,
            "/consultas",
            lambda c: _consulta_na_clinica(c, c.clinica),
        ),
    ],
    ids=["fatura", "consulta"],
)
def test_papel_da_outra_clinica_nao_escreve_nesta(
    quem: str,
    aqui: Papel,
    la: Papel,
    caminho: str,
    corpo: Callable[[Cenario], dict[str, Any]],
    cenario: Cenario,
) -> None:
    """The clinic is named in the body, and the role that would do is another clinic's."""
    pessoa = cenario.pessoa(quem)
    assert pessoa.escopo.papel_em(cenario.clinica) is aqui
    VinculoFactory(usuario_id=pessoa.id_usuario, clinica=cenario.elenco.clinica2, papel=la)
    resposta = pessoa.enviar(caminho, corpo(cenario))
    assert (resposta.status_code, resposta.json()["codigo"]) == (403, "sem_permissao")


def test_papel_da_outra_clinica_nao_entra_nas_listas_desta(cenario: Cenario) -> None:
    """An auditor here who receives there lists the consultas of there, and the audit of here."""
    elenco = cenario.elenco
    VinculoFactory(
        usuario_id=elenco.auditora.id_usuario, clinica=elenco.clinica2, papel=Papel.RECEPCAO
    )
    la = montar(elenco, "medica2")
    consultas = elenco.auditora.get("/consultas").json()
    assert {consulta["id_clinica"] for consulta in consultas} == {la.clinica}
    assert elenco.auditora.get(f"/consultas?id_clinica={cenario.clinica}").json() == []
    elenco.recepcao2.enviar(f"/consultas/{la.agendada}/confirmar")
    elenco.recepcao.enviar(f"/consultas/{cenario.agendada}/confirmar")
    eventos = elenco.auditora.get("/auditoria?evento=consulta.confirmar").json()
    assert [evento["id_clinica"] for evento in eventos] == [cenario.clinica]


@pytest.mark.parametrize("campo", ["profissional", "desconhecido"])
def test_remarcar_para_profissional_de_outra_clinica(
    campo: str, cenario: Cenario, cenario2: Cenario
) -> None:
    id_profissional = DESCONHECIDO if campo == "desconhecido" else cenario2.profissional
    resposta = cenario.elenco.recepcao.enviar(
        f"/consultas/{cenario.agendada}/remarcar",
        {**cenario.outro_horario, "id_profissional": id_profissional},
    )
    assert (resposta.status_code, resposta.json()["codigo"]) == (404, "profissional_nao_encontrado")


def test_mover_profissional_para_clinica_que_nao_se_administra(
    cenario: Cenario, cenario2: Cenario
) -> None:
    resposta = cenario.elenco.gestora.alterar(
        f"/profissionais/{cenario.profissional}",
        {"clinicas": [cenario.clinica, cenario2.clinica]},
    )
    assert (resposta.status_code, resposta.json()["codigo"]) == (404, "clinica_nao_encontrada")


def test_gestora_nao_tira_profissional_da_clinica_da_outra(
    cenario: Cenario, cenario2: Cenario
) -> None:
    from apps.rede.models import Profissional

    profissional = Profissional.objects.get(pk=cenario.profissional)
    profissional.clinicas.add(cenario2.clinica)
    resposta = cenario.elenco.gestora.alterar(
        f"/profissionais/{cenario.profissional}", {"clinicas": [cenario.clinica]}
    )
    assert (resposta.status_code, resposta.json()["codigo"]) == (404, "clinica_nao_encontrada")
    assert profissional.clinicas.count() == 2


def test_registro_de_paciente_sem_vinculo_nao_se_escreve(
    cenario: Cenario, cenario2: Cenario
) -> None:
    antes = Prontuario.objects.count()
    resposta = cenario.elenco.medica.enviar(
        "/prontuarios", {"id_paciente": cenario2.paciente, "diagnostico": "Influenza"}
    )
    assert (resposta.status_code, resposta.json()["codigo"]) == (403, "sem_vinculo")
    assert Prontuario.objects.count() == antes
