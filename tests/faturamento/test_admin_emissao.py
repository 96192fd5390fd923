"""Issuing at the admin: the clerk's rows reach the invoice, or each problem stands by its row."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.consulta.models import Consulta
from apps.faturamento.models import Fatura, Item
from apps.faturamento.services import resolver_pendentes
from apps.kernel.models import EventoAuditoria
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import ConsultaFactory, FaturaFactory, PacienteFactory
from tests.faturamento.conftest import IMPAR
from tests.navegador import erros_de, navegar, pagina, texto
from tests.processos import Simulador

EMITIR = pagina("faturamento.fatura", "add")


@pytest.fixture
def paciente_do_plano(db: None) -> Paciente:
    """Of Plano1, by their odd number."""
    return PacienteFactory(id=IMPAR, nome="Maria Aparecida da Silva")


@pytest.fixture
def consulta(atender: Callable[..., Consulta], paciente_do_plano: Paciente) -> Consulta:
    return atender(paciente_do_plano.pk)


@pytest.fixture
def faturista(elenco: Elenco) -> Client:
    return navegar(elenco.faturista)


def linhas(*itens: tuple[str, ...]) -> dict[str, str]:
    """The rows of the form: code, value and quantity as typed."""
    dados = {"procedimentos-TOTAL_FORMS": str(len(itens)), "procedimentos-INITIAL_FORMS": "0"}
    for n, (codigo, valor, *quantidade) in enumerate(itens):
        dados |= {
            f"procedimentos-{n}-codigo": codigo,
            f"procedimentos-{n}-valor": valor,
            f"procedimentos-{n}-quantidade": quantidade[0] if quantidade else "1",
        }
    return dados


CON_E_EXA_DIGITADOS = (("CON001", "150,00"), ("EXA001", "80,00"))


def emitir(cliente: Client, consulta: Consulta, *itens: tuple[str, ...]) -> Any:
    dados = linhas(*(itens or CON_E_EXA_DIGITADOS)) | {"id_consulta": consulta.pk}
    return cliente.post(f"{EMITIR}?id_paciente={consulta.id_paciente}", dados)


def erros_das_linhas(resposta: Any) -> list[dict[str, list[str]]]:
    formulario = resposta.context["adminform"].form
    return [dict(linha.errors) for linha in formulario.procedimentos]


def test_sem_consulta_a_pagina_pergunta_de_quem(faturista: Client) -> None:
    html = texto(faturista.get(EMITIR))

    assert "/admin/mesa/pacientes/completar/" in html
    assert "procedimentos-0-codigo" not in html


def test_a_consulta_ja_diz_o_paciente_e_so_se_oferecem_as_ativas(
    faturista: Client, consulta: Consulta, atender: Callable[..., Consulta]
) -> None:
    cancelada = atender(consulta.id_paciente, status="cancelada")

    html = texto(faturista.get(EMITIR, {"id_consulta": consulta.pk}))

    assert "Maria Aparecida da Silva" in html
    assert f'<option value="{consulta.pk}" selected>' in html
    assert f'<option value="{cancelada.pk}"' not in html


@pytest.mark.usefixtures("plano")
def test_emitir_pergunta_ao_plano_e_a_ficha_diz_o_que_ele_cobre(
    faturista: Client, consulta: Consulta
) -> None:
    resposta = emitir(
        faturista, consulta, ("CON001", "150,00"), ("", ""), ("EXA001", "R$ 40,00", "2")
    )

    fatura = Fatura.objects.get()
    assert resposta["Location"] == pagina("faturamento.fatura", "change", fatura.pk)
    itens = fatura.itens.values_list("codigo", "valor", "quantidade")
    assert list(itens) == [("CON001", Decimal("150.00"), 1), ("EXA001", Decimal("40.00"), 2)]
    assert (fatura.status, fatura.valor_total) == ("pendente", Decimal("230.00"))
    html = texto(faturista.get(resposta["Location"]))
    assert f"O plano cobre R$ {fatura.valor_coberto:.2f}".replace(".", ",") in html
    assert "falta receber" in html


def test_plano_que_nao_responde_e_dito_e_o_trabalhador_resolve(
    faturista: Client, consulta: Consulta, plano: Simulador, avancar: Callable[[float], Any]
) -> None:
    plano.falhar("erro_500")
    ficha = emitir(faturista, consulta)["Location"]
    assert "não respondeu sobre CON001, EXA001; será perguntado de novo sozinho" in texto(
        faturista.get(ficha)
    )

    plano.curar()
    with avancar(30):
        resolver_pendentes()

    html = texto(faturista.get(ficha))
    assert "O plano cobre R$ 10,00; falta receber R$ 220,00 do paciente." in html


def test_cada_problema_fica_ao_lado_da_sua_linha_e_nada_se_perde(
    faturista: Client, consulta: Consulta
) -> None:
    resposta = emitir(
        faturista,
        consulta,
        ("CON001", "150,00"),
        ("", ""),
        ("EXA001", "1.234", "0"),
        ("", "<b>caro</b>"),
        ("CON002", ""),
    )

    certa, branca, terceira, quarta, quinta = erros_das_linhas(resposta)
    assert (certa, branca) == ({}, {})
    assert set(terceira) == {"valor", "quantidade"}
    assert set(quarta) == {"codigo", "valor"}
    assert set(quinta) == {"valor"}
    html = texto(resposta)
    assert 'value="1.234"' in html
    assert 'value="&lt;b&gt;caro&lt;/b&gt;"' in html
    assert not Fatura.objects.exists()


@pytest.mark.parametrize(
    "valor", ["155.5,00", "1.23,40", "1.5.5,00", "R$1.0.0,0", "1,234", "1,2,3"]
)
def test_um_ponto_fora_do_lugar_nao_muda_o_preco(
    faturista: Client, consulta: Consulta, valor: str
) -> None:
    resposta = emitir(faturista, consulta, ("CON001", valor))

    assert [set(linha) for linha in erros_das_linhas(resposta)][:1] == [{"valor"}]
    assert not Fatura.objects.exists()


def test_quantidade_zero_e_dita_pelo_que_falta(faturista: Client, consulta: Consulta) -> None:
    resposta = emitir(faturista, consulta, ("CON001", "150,00", "0"))

    assert "inteiro" not in erros_das_linhas(resposta)[0]["quantidade"][0]


def test_sem_consulta_e_sem_linhas_tudo_se_diz_de_uma_vez(
    faturista: Client, consulta: Consulta
) -> None:
    resposta = faturista.post(
        f"{EMITIR}?id_paciente={consulta.id_paciente}", linhas(("", ""), ("", ""))
    )

    assert set(erros_de(resposta)) == {"id_consulta", "__all__"}


def test_codigo_digitado_e_nao_escolhido_e_dito(faturista: Client, consulta: Consulta) -> None:
    dados = linhas(("", "")) | {
        "id_consulta": consulta.pk,
        "procedimentos-0-codigo_digitado": "consul",
    }

    resposta = faturista.post(f"{EMITIR}?id_paciente={consulta.id_paciente}", dados)

    assert erros_das_linhas(resposta) == [{"codigo": ["Escolha uma das opções da busca."]}]
    assert 'value="consul"' in texto(resposta)


def test_formulario_adulterado_nao_derruba_a_pagina(faturista: Client, consulta: Consulta) -> None:
    endereco = f"{EMITIR}?id_paciente={consulta.id_paciente}"

    for dados in (
        {},
        {"procedimentos-TOTAL_FORMS": "99999", "procedimentos-INITIAL_FORMS": "0"},
        linhas(("CON001", "1", "９")) | {"id_consulta": "abc"},
        linhas(("CON001", "1" * 5000, "9" * 5000)) | {"id_consulta": consulta.pk},
        linhas(("CON\x00", "NaN", "-1")) | {"id_consulta": consulta.pk},
    ):
        assert faturista.post(endereco, dados).status_code == 200
    assert not Fatura.objects.exists()


@pytest.mark.usefixtures("plano")
def test_a_segunda_fatura_da_consulta_e_recusada_na_consulta(
    faturista: Client, consulta: Consulta
) -> None:
    emitir(faturista, consulta)

    resposta = emitir(faturista, consulta)

    assert erros_de(resposta) == {"id_consulta": ["Esta consulta já tem uma fatura ativa."]}
    assert Fatura.objects.count() == 1


def test_consulta_que_se_cancela_enquanto_se_digita_e_recusada(
    faturista: Client, consulta: Consulta
) -> None:
    Consulta.objects.update(status="cancelada")

    assert "id_consulta" in erros_de(emitir(faturista, consulta))
    assert not Fatura.objects.exists()


@pytest.mark.usefixtures("plano")
def test_o_rascunho_se_emite_com_o_que_ja_diz(
    elenco: Elenco, faturista: Client, consulta: Consulta
) -> None:
    rascunho = FaturaFactory(
        id_clinica=elenco.clinica.pk,
        id_consulta=consulta.pk,
        status="rascunho",
        itens=[{"codigo": "CON001", "valor": Decimal("1150.50"), "quantidade": 2}],
    )
    ficha = pagina("faturamento.fatura", "change", rascunho.pk)
    botao = reverse("admin:faturamento_fatura_emitir", args=[rascunho.pk])
    assert botao in texto(faturista.get(ficha))

    html = texto(faturista.get(botao, follow=True))
    assert 'value="1150,50"' in html
    assert 'name="procedimentos-0-codigo" value="CON001"' in html
    emitir(faturista, consulta, ("CON001", "1.150,50", "2"))

    assert Fatura.objects.get().pk == rascunho.pk
    assert (Item.objects.get().quantidade, Fatura.objects.get().status) == (2, "pendente")
    assert botao not in texto(faturista.get(ficha))


def test_quem_nao_escreve_nao_emite(elenco: Elenco, consulta: Consulta) -> None:
    rascunho = FaturaFactory(
        id_clinica=elenco.clinica.pk, id_consulta=consulta.pk, status="rascunho"
    )
    botao = reverse("admin:faturamento_fatura_emitir", args=[rascunho.pk])
    for nome in ("recepcao", "medica", "auditora", "admin"):
        cliente = navegar(getattr(elenco, nome))
        assert cliente.get(f"{EMITIR}?id_consulta={consulta.pk}").status_code == 403
        assert emitir(cliente, consulta).status_code == 403
        assert cliente.get(botao).status_code == 403
    assert Fatura.objects.get().status == "rascunho"


def test_a_consulta_de_outra_clinica_nao_existe(elenco: Elenco, consulta: Consulta) -> None:
    de_fora = navegar(elenco.faturista2)

    assert de_fora.get(f"{EMITIR}?id_consulta={consulta.pk}").status_code == 404
    assert "id_consulta" in erros_de(emitir(de_fora, consulta))
    assert not Fatura.objects.exists()


def test_os_codigos_se_acham_por_palavras_e_um_proprio_se_oferece(faturista: Client) -> None:
    def oferecidos(procura: str) -> list[str]:
        corpo = faturista.get("/admin/faturamento/procedimento/completar/", {"q": procura}).json()
        return [opcao["valor"] for opcao in corpo["opcoes"]]

    assert "10101012" in oferecidos("consulta consult")
    assert oferecidos("XPTO-9") == ["XPTO-9"]
    assert oferecidos("xptosemnumero") == []


def test_o_formulario_custa_o_mesmo_com_muitas_consultas(
    elenco: Elenco, faturista: Client, consulta: Consulta, contar_queries: Any
) -> None:
    endereco = f"{EMITIR}?id_paciente={consulta.id_paciente}"

    def custo() -> int:
        return contar_queries(lambda: faturista.get(endereco))

    com_uma = custo()
    ConsultaFactory.create_batch(20, id_clinica=elenco.clinica.pk, id_paciente=consulta.id_paciente)

    assert custo() == com_uma


@pytest.mark.usefixtures("plano")
def test_emitir_deixa_o_evento_do_servico(faturista: Client, consulta: Consulta) -> None:
    emitir(faturista, consulta)

    assert EventoAuditoria.objects.filter(evento="fatura.emitida").count() == 1
