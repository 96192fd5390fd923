"""A list costs the same number of queries with 1 row and with 20: no row asks for itself."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.consulta.agenda import e_feriado
from apps.faturamento.models import Fatura
from apps.faturamento.services import leitura as faturas
from apps.kernel.access import credentials
from apps.kernel.access.escopo import Papel
from apps.kernel.models import EventoAuditoria
from tests.acesso.matriz import MATRIZ
from tests.conftest import Elenco
from tests.factories import (
    ClinicaFactory,
    ConsultaFactory,
    ExpedienteFactory,
    FaturaFactory,
    PacienteFactory,
    ProfissionalFactory,
    ProntuarioFactory,
    VinculoFactory,
)

MUITAS = 20

Contar = Callable[[Callable[[], Any]], int]


def _clinica(elenco: Elenco) -> None:
    VinculoFactory(
        usuario_id=elenco.gestora.id_usuario, clinica=ClinicaFactory(), papel=Papel.GESTOR
    )


def _profissional(elenco: Elenco) -> None:
    ProfissionalFactory(
        clinicas=[elenco.clinica, elenco.clinica2], especialidades=["Pediatria", "Geriatria"]
    )


def _paciente(elenco: Elenco) -> None:
    PacienteFactory(nome_social="Maria", logradouro="Rua A", plano_operadora="Plano1")


def _consulta(elenco: Elenco) -> None:
    ConsultaFactory(
        id_clinica=elenco.clinica.pk,
        id_paciente=1,
        id_profissional=elenco.medica.profissional.pk if elenco.medica.profissional else None,
    )


def _horario_livre(elenco: Elenco) -> None:
    """Half an hour of somebody who works only then, on the next day that is no holiday."""
    amanha = timezone.localdate() + timedelta(days=1)
    dia = next(d for d in (amanha + timedelta(days=n) for n in range(6)) if not e_feriado(d, ()))
    ExpedienteFactory(
        id_profissional=ProfissionalFactory(clinicas=[elenco.clinica]).pk,
        dia_semana=dia.weekday(),
        inicio="08:00",
        fim="08:30",
    )


def _prontuario(elenco: Elenco) -> None:
    """Written by medica, and corrected by her."""
    assert elenco.medica.profissional is not None
    dela = {"id_paciente": 1, "id_autor": elenco.medica.profissional.pk}
    ProntuarioFactory(**dela, retifica=ProntuarioFactory(**dela), versao=2)


def _fatura(elenco: Elenco) -> None:
    itens = [{"codigo": c, "valor": Decimal("1.00")} for c in ("CON001", "CON002", "EXA001")]
    FaturaFactory(id_clinica=elenco.clinica.pk, itens=itens)


def _evento(elenco: Elenco) -> None:
    EventoAuditoria.objects.create(
        evento="paciente.alterado",
        objeto="paciente.paciente:1",
        id_clinica=elenco.clinica.pk,
        id_requisicao="-",
    )


MEDIDAS: dict[str, tuple[str, Callable[[Elenco], None]]] = {
    "/clinicas": ("gestora", _clinica),
    "/profissionais": ("recepcao", _profissional),
    "/pacientes": ("recepcao", _paciente),
    "/consultas": ("recepcao", _consulta),
    "/consultas/paciente/{id}": ("medica", _consulta),
    "/agenda/horarios-livres": ("recepcao", _horario_livre),
    "/prontuarios": ("medica", _prontuario),
    "/prontuarios/paciente/{id}": ("medica", _prontuario),
    "/faturas": ("faturista", _fatura),
    "/auditoria": ("auditora", _evento),
}
"""List → who reads it, and what makes one more row of it."""


@pytest.fixture(autouse=True)
def _credenciais_lembradas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who the caller is costs queries once in 1.5 s; here, only at the first call."""
    monkeypatch.setattr(credentials, "MEMORIA_SEGUNDOS", 3600)


class Leitura:
    """One list, read by whom it concerns: it can be made longer, and its queries counted."""

    def __init__(self, caminho: str, elenco: Elenco, contar: Contar) -> None:
        nome, self._criar = MEDIDAS[caminho]
        self._pessoa, self._elenco, self._contar = getattr(elenco, nome), elenco, contar
        self._endereco = caminho.replace("{id}", "1")

    def crescer(self, linhas: int) -> None:
        self._criar(self._elenco)
        while len(self._ler()) < linhas:
            self._criar(self._elenco)

    def queries(self, limite: int = 50) -> int:
        """Those of reading at most `limite` rows, which there are."""
        assert limite == 50 or len(self._ler(limite)) == limite
        return self._contar(lambda: self._ler(limite))

    def _ler(self, limite: int = 50) -> list[Any]:
        resposta = self._pessoa.get(self._endereco, {"limite": limite})
        assert resposta.status_code == 200
        return resposta.json()


def test_toda_lista_e_medida() -> None:
    assert {linha.caminho for linha in MATRIZ if linha.lista} == set(MEDIDAS)


def test_nenhuma_lista_passa_por_outra_coisa(elenco: Elenco) -> None:
    """A GET that answers an array is a list, whatever the table says of it."""
    for linha in MATRIZ:
        if linha.metodo == "GET" and not linha.lista and "{id}" not in linha.caminho:
            resposta = elenco.gestora.get(linha.caminho, headers={"Accept": "*/*"})
            assert not resposta.content.startswith(b"["), linha.caminho


@pytest.mark.parametrize("caminho", MEDIDAS)
def test_a_lista_custa_o_mesmo_com_1_linha_e_com_20(
    caminho: str, elenco: Elenco, contar_queries: Contar
) -> None:
    PacienteFactory(pk=1)
    lista = Leitura(caminho, elenco, contar_queries)
    lista.crescer(1)
    poucas, uma = lista.queries(), lista.queries(1)
    lista.crescer(MUITAS)
    assert [poucas, uma] == [lista.queries(), lista.queries(1)]
    assert lista.queries(MUITAS) == uma


def test_uma_query_por_linha_e_denunciada(
    elenco: Elenco, contar_queries: Contar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the prefetch of items, the count grows with the rows."""
    monkeypatch.setattr(faturas, "_faturas", lambda **_: Fatura.objects.all())
    lista = Leitura("/faturas", elenco, contar_queries)
    lista.crescer(MUITAS)
    assert lista.queries(MUITAS) == lista.queries(1) + MUITAS - 1
