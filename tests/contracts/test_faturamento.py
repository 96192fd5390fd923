"""Faturamento's Protocol, whatever answers it."""

from decimal import Decimal

import pytest

from apps.faturamento.interface import FaturaData, FaturaNaoEncontrada, faturamento_service
from apps.kernel.access.escopo import Papel
from apps.kernel.errors import SemPermissao
from tests.acesso.cenario import DESCONHECIDO
from tests.conftest import Elenco
from tests.factories import FaturaAguardandoFactory, FaturaFactory, VinculoFactory


@pytest.mark.parametrize("quem", ["recepcao", "faturista", "gestora"])
def test_obter(quem: str, elenco: Elenco) -> None:
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk, paciente="Maria Aparecida")
    lida = faturamento_service.obter(id_fatura=fatura.pk, escopo=getattr(elenco, quem).escopo)
    assert lida == FaturaData(
        id=fatura.pk,
        id_consulta=fatura.id_consulta,
        id_paciente=fatura.id_paciente,
        id_clinica=elenco.clinica.pk,
        paciente="Maria Aparecida",
        valor_total=Decimal("230.00"),
        valor_coberto=Decimal("10.00"),
        valor_paciente=Decimal("220.00"),
        valor_pago=Decimal("0.00"),
        status="pendente",
        data_consulta=fatura.data_consulta,
        data_criacao=fatura.data_criacao,
    )


def test_obter_a_que_aguarda_o_plano_nao_diz_zero(elenco: Elenco) -> None:
    fatura = FaturaAguardandoFactory(id_clinica=elenco.clinica.pk)
    lida = faturamento_service.obter(id_fatura=fatura.pk, escopo=elenco.faturista.escopo)
    assert (lida.valor_coberto, lida.valor_paciente) == (None, None)
    assert lida.status == "aguardando_plano"


def test_obter_desconhecida(elenco: Elenco) -> None:
    with pytest.raises(FaturaNaoEncontrada):
        faturamento_service.obter(id_fatura=DESCONHECIDO, escopo=elenco.faturista.escopo)


@pytest.mark.parametrize("quem", ["recepcao2", "faturista2", "gestora2"])
def test_obter_a_de_outra_clinica_e_como_a_desconhecida(quem: str, elenco: Elenco) -> None:
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk)
    with pytest.raises(FaturaNaoEncontrada):
        faturamento_service.obter(id_fatura=fatura.pk, escopo=getattr(elenco, quem).escopo)


@pytest.mark.parametrize("quem", ["medica", "auditora", "medica2", "admin"])
def test_obter_na_propria_clinica_sem_o_papel(quem: str, elenco: Elenco) -> None:
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk)
    with pytest.raises(SemPermissao):
        faturamento_service.obter(id_fatura=fatura.pk, escopo=getattr(elenco, quem).escopo)


def test_o_papel_vale_so_na_clinica_em_que_se_tem(elenco: Elenco) -> None:
    """Billing there opens nothing here, where the same person only audits."""
    VinculoFactory(
        usuario_id=elenco.auditora.id_usuario, clinica=elenco.clinica2, papel=Papel.FATURAMENTO
    )
    aqui, la = (FaturaFactory(id_clinica=c.pk).pk for c in (elenco.clinica, elenco.clinica2))
    escopo = elenco.auditora.escopo
    assert faturamento_service.obter(id_fatura=la, escopo=escopo).id == la
    assert [f.id for f in faturamento_service.listar(status="pendente", escopo=escopo)] == [la]
    assert faturamento_service.carteira(escopo=escopo).pendentes == 1
    with pytest.raises(SemPermissao):
        faturamento_service.obter(id_fatura=aqui, escopo=escopo)


def test_o_repr_nao_diz_de_quem_e(elenco: Elenco) -> None:
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk, paciente="Maria Aparecida")
    lida = faturamento_service.obter(id_fatura=fatura.pk, escopo=elenco.faturista.escopo)
    assert "Maria" not in repr(lida)
