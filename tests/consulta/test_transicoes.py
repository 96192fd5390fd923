"""The table of verbs of the contract: every verb, from every state, by everyone of the cast."""

from itertools import count, product
from typing import Any, NamedTuple

import pytest

from apps.consulta.models import Consulta
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, em_dias
from tests.respostas import erros, recusa

ESTADOS = (
    "agendada", "confirmada", "aguardando", "em_atendimento", "realizada", "cancelada", "faltou",
)  # fmt: skip


class Linha(NamedTuple):
    """A line of the contract's table."""

    de: set[str]
    para: str
    quem: set[str]
    corpo: dict[str, Any] = {}


RECEPCAO, PROFISSIONAL = {"recepcao", "gestora"}, {"medica"}
TABELA = {
    "confirmar": Linha({"agendada"}, "confirmada", RECEPCAO | PROFISSIONAL),
    "chegada": Linha({"agendada", "confirmada"}, "aguardando", RECEPCAO),
    "iniciar": Linha({"agendada", "confirmada", "aguardando"}, "em_atendimento", PROFISSIONAL),
    "concluir": Linha({"em_atendimento"}, "realizada", PROFISSIONAL),
    "cancelar": Linha(
        {"agendada", "confirmada", "aguardando"},
        "cancelada",
        RECEPCAO | PROFISSIONAL,
        {"motivo": "O paciente pediu", "por": "paciente"},
    ),
    "faltou": Linha({"agendada", "confirmada"}, "faltou", RECEPCAO | PROFISSIONAL),
    "remarcar": Linha(
        {"agendada", "confirmada"},
        "agendada",
        RECEPCAO,
        {"data_hora": em_dias(200).isoformat()},
    ),
}
POR_PAPEL = {  # who says a verb by their role, whatever the consulta
    "recepcao": "recepcao", "gestora": "gestora", "medica": "medica", "medico": "medica",
    "recepcao2": "recepcao", "gestora2": "gestora", "medica2": "medica",
}  # fmt: skip
_serie = count(1)


def consulta_em(status: str, elenco: Elenco, *, com_profissional: bool = True) -> Consulta:
    """A consulta of medica (or of nobody yet) in clinic 1; each of a patient of its own."""
    return ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=next(_serie),
        id_profissional=elenco.medica.profissional.pk if com_profissional else None,
        encaixe=True,  # of one professional, in many states: their times are not what is tested
        status=status,
    )


def esperado(linha: Linha, status: str, quem: str, *, com_profissional: bool) -> tuple[int, str]:
    """What the contract says that `quem` gets: status and codigo, or status and new state."""
    if quem == "ninguem":
        return 401, "nao_autenticado"
    if POR_PAPEL.get(quem) not in linha.quem:
        return 403, "sem_permissao"
    if quem.endswith("2"):
        return 404, "consulta_nao_encontrada"
    if quem == "medico" and com_profissional:
        return 403, "sem_permissao"
    if status not in linha.de:
        return 409, "transicao_invalida"
    return 200, linha.para


def obtido(resposta: Any) -> tuple[int, str]:
    if resposta.status_code == 200:
        return 200, resposta.json()["status"]
    return recusa(resposta)


@pytest.mark.parametrize("verbo", TABELA)
def test_transicao_e_a_da_tabela_em_cada_estado_para_cada_pessoa(elenco, verbo):
    linha, diferencas, casos = TABELA[verbo], {}, 0
    for status, quem, com_profissional in product(
        ESTADOS, ("ninguem", *elenco.pessoas), (True, False)
    ):
        consulta = consulta_em(status, elenco, com_profissional=com_profissional)
        resposta = getattr(elenco, quem).enviar(f"/consultas/{consulta.pk}/{verbo}", linha.corpo)
        certo = esperado(linha, status, quem, com_profissional=com_profissional)
        consulta.refresh_from_db()
        ficou = linha.para if certo[0] == 200 else status
        if (obtido(resposta), consulta.status) != (certo, ficou):
            diferencas[status, quem, com_profissional] = (obtido(resposta), consulta.status, certo)
        casos += 1
    assert not diferencas
    assert casos == 7 * 13 * 2


def test_a_tabela_tem_todos_os_verbos_servidos():
    from apps.consulta.urls import urlpatterns

    de_uma = "consultas/<id:id>/"
    rotas = [str(rota.pattern) for rota in urlpatterns]
    servidos = {rota.removeprefix(de_uma) for rota in rotas if rota.startswith(de_uma)}
    assert servidos == set(TABELA)


@pytest.mark.parametrize("verbo", TABELA)
def test_transicao_de_consulta_que_nao_existe(elenco, verbo):
    quem = elenco.medica if TABELA[verbo].quem == PROFISSIONAL else elenco.recepcao
    resposta = quem.enviar(f"/consultas/987654321/{verbo}", TABELA[verbo].corpo)
    assert recusa(resposta) == (404, "consulta_nao_encontrada")


@pytest.mark.parametrize("verbo", ["confirmar", "chegada", "faltou"])
def test_transicao_sem_corpo_recusa_campos(elenco, verbo):
    consulta = consulta_em("agendada", elenco)
    resposta = elenco.recepcao.enviar(f"/consultas/{consulta.pk}/{verbo}", {"status": "realizada"})
    assert recusa(resposta) == (400, "campo_desconhecido")


def test_nenhum_verbo_olha_o_relogio(elenco):
    """A consulta of last month is still confirmed, attended, missed, cancelled and moved."""
    for verbo in ("confirmar", "chegada", "faltou", "cancelar", "remarcar"):
        antiga = consulta_em("agendada", elenco)
        Consulta.objects.filter(pk=antiga.pk).update(data_hora=em_dias(-30), fim=em_dias(-30, 11))
        resposta = elenco.recepcao.enviar(f"/consultas/{antiga.pk}/{verbo}", TABELA[verbo].corpo)
        assert obtido(resposta) == (200, TABELA[verbo].para)


@pytest.mark.parametrize("por", ["paciente", "clinica", "profissional"])
def test_cancelar_guarda_o_motivo_e_de_quem_partiu(elenco, por):
    consulta = consulta_em("agendada", elenco)
    corpo = {"motivo": "Mudou de cidade", "por": por}
    assert elenco.recepcao.enviar(f"/consultas/{consulta.pk}/cancelar", corpo).status_code == 200
    consulta.refresh_from_db()
    assert (consulta.motivo_cancelamento, consulta.cancelada_por) == ("Mudou de cidade", por)


@pytest.mark.parametrize(
    ("corpo", "faltam"),
    [
        ({}, {"motivo", "por"}),
        ({"motivo": "Mudou"}, {"por"}),
        ({"por": "paciente"}, {"motivo"}),
        ({"motivo": "", "por": "paciente"}, {"motivo"}),
        ({"motivo": "Mudou", "por": "vizinho"}, {"por"}),
    ],
)
def test_cancelar_pede_motivo_e_quem(elenco, corpo, faltam):
    consulta = consulta_em("agendada", elenco)
    resposta = elenco.recepcao.enviar(f"/consultas/{consulta.pk}/cancelar", corpo)
    assert recusa(resposta) == (400, "dados_invalidos")
    assert {campo for campo, _ in erros(resposta)} == faltam
    consulta.refresh_from_db()
    assert consulta.status == "agendada"


@pytest.mark.parametrize(
    ("status", "verbo", "dito"),
    [
        ("faltou", "chegada", "O paciente faltou à consulta; não dá para registrar a chegada."),
        ("faltou", "faltou", "O paciente faltou à consulta; não dá para registrar a falta."),
        ("realizada", "confirmar", "A consulta está realizada; não dá para confirmar."),
        ("em_atendimento", "chegada",
         "A consulta está em atendimento; não dá para registrar a chegada."),
    ],
)  # fmt: skip
def test_a_transicao_recusada_e_dita_em_portugues(elenco, status, verbo, dito):
    consulta = consulta_em(status, elenco, com_profissional=True)
    resposta = elenco.recepcao.enviar(f"/consultas/{consulta.pk}/{verbo}")
    assert resposta.json()["detail"] == dito
