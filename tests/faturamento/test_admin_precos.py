"""The table of prices at the admin, kept by who charges."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.faturamento import services
from apps.faturamento.models import Preco
from apps.faturamento.services.precos import PrecoRepetido
from apps.kernel.errors import NaoEncontrado, SemPermissao
from apps.kernel.models import EventoAuditoria
from tests.conftest import Elenco
from tests.navegador import erros_de, navegar, pagina, texto

NOVO = pagina("faturamento.preco", "add")
CARDIOLOGIA = {"especialidade": "Cardiologia", "codigo": "CON001", "valor": "320,50"}


@pytest.fixture
def faturista(elenco: Elenco) -> Client:
    return navegar(elenco.faturista)


def tabela() -> list[tuple[str, str, Decimal]]:
    return list(Preco.objects.order_by("pk").values_list("especialidade", "codigo", "valor"))


def eventos() -> list[str]:
    feitos = EventoAuditoria.objects.filter(evento__startswith="preco.").order_by("seq")
    return list(feitos.values_list("evento", flat=True))


def remover(cliente: Client, preco: Preco) -> Any:
    endereco = texto(cliente.get(pagina("faturamento.preco", "change", preco.pk)))
    assert "remover" in endereco
    return cliente.post(
        pagina("faturamento.preco", "remover", preco.pk),
        {"_form_submitted": "1"},
        headers={"HX-Request": "true"},
    )


def test_quem_fatura_acrescenta_altera_e_remove(faturista: Client) -> None:
    assert faturista.post(NOVO, CARDIOLOGIA).status_code == 302
    assert tabela() == [("Cardiologia", "CON001", Decimal("320.50"))]
    preco = Preco.objects.get()
    assert "R$ 320,50" in texto(faturista.get(pagina("faturamento.preco")))

    ficha = pagina("faturamento.preco", "change", preco.pk)
    assert faturista.post(ficha, CARDIOLOGIA | {"valor": "350,00"}).status_code == 302
    assert tabela() == [("Cardiologia", "CON001", Decimal("350.00"))]

    assert remover(faturista, preco).headers["HX-Redirect"] == pagina("faturamento.preco")
    assert tabela() == []
    assert eventos() == ["preco.salvo", "preco.salvo", "preco.removido"]


def test_sem_especialidade_e_o_preco_das_demais(faturista: Client) -> None:
    assert faturista.post(NOVO, CARDIOLOGIA | {"especialidade": ""}).status_code == 302

    assert tabela() == [("", "CON001", Decimal("320.50"))]
    assert "Demais especialidades" in texto(faturista.get(pagina("faturamento.preco")))


def test_a_mesma_especialidade_em_outra_grafia_e_recusada(faturista: Client) -> None:
    faturista.post(NOVO, CARDIOLOGIA)
    resposta = faturista.post(NOVO, CARDIOLOGIA | {"especialidade": " CARDIOLOGÍA"})

    assert erros_de(resposta) == {"especialidade": ["Esta especialidade já tem um preço."]}
    assert len(tabela()) == 1


def test_valor_negativo_ou_codigo_ausente_sao_recusados(faturista: Client) -> None:
    resposta = faturista.post(NOVO, CARDIOLOGIA | {"codigo": "", "valor": "-1"})

    assert set(erros_de(resposta)) == {"codigo", "valor"}
    assert tabela() == []


def test_o_conflito_tem_codigo_e_so_quem_cobra_escreve(elenco: Elenco) -> None:
    campos: dict[str, Any] = {"especialidade": "", "codigo": "CON001", "valor": Decimal(150)}
    preco = services.salvar_preco(escopo=elenco.gestora.escopo, **campos)

    with pytest.raises(PrecoRepetido) as repetido:
        services.salvar_preco(escopo=elenco.faturista2.escopo, **campos)
    assert (repetido.value.status, repetido.value.codigo) == (409, "preco_repetido")
    for quem in (elenco.recepcao, elenco.medica, elenco.auditora, elenco.admin):
        assert not services.listar_precos(escopo=quem.escopo)
        with pytest.raises(SemPermissao):
            services.salvar_preco(escopo=quem.escopo, id_preco=preco.pk, **campos)
        with pytest.raises(SemPermissao):
            services.remover_preco(escopo=quem.escopo, id_preco=preco.pk)
    with pytest.raises(NaoEncontrado):
        services.remover_preco(escopo=elenco.gestora.escopo, id_preco=preco.pk + 1)
    assert len(tabela()) == 1
